"""The button: `python render.py build` makes the brochures. All the work is done in foldwell/."""

import sys

NOT_SET_UP = (
    "This is not the Python that Foldwell was set up with.\n"
    "  = run `make brochures` once; then type .venv/bin/python (on Windows .venv\\Scripts\\python) in place of python"
)

try:
    from foldwell.cli import run
except (ModuleNotFoundError, TypeError, SyntaxError):  # the last two: a Python older than 3.11
    print(NOT_SET_UP, file=sys.stderr)
    sys.exit(3)

if __name__ == "__main__":
    run()
