"""A lab of Nablab in a notebook, as a widget of anywidget (`pip install anywidget`).

lab = Lab(lesson="momentum")
lab                      # shown where a cell ends with it
lab.train(100)
lab.observe(lambda change: print(change.new), "step")
"""

import anywidget
import traitlets


def wish():
    """What is shown; None leaves it to the lab."""
    return traitlets.Unicode(None, allow_none=True).tag(sync=True)


class Lab(anywidget.AnyWidget):
    """A lab. It shows what is set here, and writes here what happens in it."""

    # The address, not the file: the module loads the engine from beside it.
    _esm = "https://nablab.example/element/anywidget.js"

    # What is shown. `experiment`: a document, its JSON text, a link's text, or the name of one of the lesson's.
    experiment = traitlets.Any(None, allow_none=True).tag(sync=True)
    lesson = wish()
    room = wish()
    controls = wish()
    language = wish()
    theme = wish()

    # Where the run stands, up to four times a second.
    step = traitlets.Int(0).tag(sync=True)
    readings = traitlets.Dict().tag(sync=True)  # epoch, batchLoss, learningRate, metrics
    findings = traitlets.List().tag(sync=True)  # of the doctor
    end = traitlets.Dict(None, allow_none=True).tag(sync=True)  # step and reason, when it has ended by itself
    error = traitlets.Dict(None, allow_none=True).tag(sync=True)  # code, path, found, allowed

    # When it rests: its bits, a link's text, and the experiment with every knob as it stands.
    hash = traitlets.Unicode("").tag(sync=True)
    link = traitlets.Unicode("").tag(sync=True)
    current = traitlets.Dict().tag(sync=True)

    def play(self):
        """Trains from here on."""
        self.send({"order": "play"})

    def pause(self):
        """Stops where it is."""
        self.send({"order": "pause"})

    def reset(self):
        """Back to step 0, with the knobs as they stand."""
        self.send({"order": "reset"})

    def train(self, steps):
        """Trains so many steps, as fast as it can."""
        self.send({"order": "train", "value": steps})

    def seek(self, step):
        """Goes to the exact state of a step."""
        self.send({"order": "seek", "value": step})
