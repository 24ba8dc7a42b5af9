project = "Optimizers"
html_js_files = [("https://nablab.example/element/element.js", {"type": "module"})]
