"""The button: `python render.py build` makes the brochures. All the work is done in foldwell/."""

import sys

try:
    from foldwell.cli import main
except ModuleNotFoundError as missing:
    print(f"Foldwell is not set up yet ({missing.name} is missing): run `make brochures` first.", file=sys.stderr)
    sys.exit(3)

if __name__ == "__main__":
    sys.exit(main())
