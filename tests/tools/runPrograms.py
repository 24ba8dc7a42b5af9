"""Runs the programs that are named, one after the other, and prints what each has printed as one line of JSON."""
import contextlib
import io
import json
import runpy
import sys
import warnings

warnings.simplefilter("error")
for name in sys.argv[1:]:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(name)
        failure = ""
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
    print(json.dumps({"printed": printed.getvalue(), "failure": failure}))
