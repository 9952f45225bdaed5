"""The command line: words typed by a person come in, one of the commands runs, an exit status goes out.

0 done · 1 the content has problems · 2 wrong usage · 3 a fault of the program's own · 130 stopped with Ctrl-C
"""

from __future__ import annotations

import argparse
import atexit
import gc
import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from foldwell import __version__
from foldwell.commands.shared import DONE, FAULT, PROBLEMS, STOPPED, USAGE, Once
from foldwell.diagnostics import Failed
from foldwell.editions.progress import columns

# What is typed, and the module in foldwell/commands; in the order of `--help`.
COMMANDS = {
    "build": "build",
    "check": "check",
    "preview": "preview",
    "proof": "proof",
    "print": "print_",
    "mail": "mail",
    "preflight": "preflight",
    "calibrate": "calibrate",
    "editions": "editions",
    "verify": "verify",
    "diff": "diff",
    "release": "release",
    "forms": "forms",
    "list": "listing",
    "new": "new",
    "schema": "schema",
}
NOT_SET_UP = (
    "This Python does not have what Foldwell needs ({} is missing).\n"
    "  = run `make brochures` once; then type .venv/bin/python (on Windows .venv\\Scripts\\python) in place of python"
)


def run() -> NoReturn:
    """The whole process: run the command that was typed, and end.

    It ends at once, with all that was to be done at the end done. By itself Python takes everything apart first, object
    by object, and that takes longer than to lay out a handout; where threads are left, they are still waited for.
    """
    atexit.register(gc.freeze)  # or Python looks through all that we made once more before it ends
    status = main()
    if "threading" in sys.modules and sys.modules["threading"].active_count() > 1:
        sys.exit(status)
    atexit._run_exitfuncs()  # as multiprocessing ends a process
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status)  # Python says what it has to say of it
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    _speak_utf8()
    options = _options(sys.argv[1:] if arguments is None else list(arguments))
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except Failed:
        return PROBLEMS
    except KeyboardInterrupt:
        print("\nstopped; files that were finished are whole", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader of our output went away (`| head`)
        _print_no_more()
        return DONE
    except ModuleNotFoundError as missing:
        print(NOT_SET_UP.format(missing.name), file=sys.stderr)
        return FAULT
    except OSError as refusal:
        return _refused(refusal)
    except Exception as fault:  # a last line of defence; everything expected is a Diagnostic
        if os.environ.get("FOLDWELL_DEBUG"):
            _print_trace()
        print(
            f"fault: Foldwell itself went wrong ({type(fault).__name__}: {fault}); no file was damaged.\n"
            "  = run it again with FOLDWELL_DEBUG=1 in the environment and send what it prints to the makers",
            file=sys.stderr,
        )
        return FAULT
    return status


def _refused(refusal: OSError) -> int:
    """Say that the computer would not let us read or write something; the exit status."""
    if os.environ.get("FOLDWELL_DEBUG"):
        _print_trace()
    what = f"`{refusal.filename}`" if refusal.filename else "what is printed here"
    print(
        f"error[computer]: this computer would not let Foldwell read or write {what}: {refusal.strerror or refusal}\n"
        "  = make room on the disk, or ask whoever looks after this computer for permission; no file was damaged",
        file=sys.stderr,
    )
    if not refusal.filename:
        _print_no_more()
    return PROBLEMS


def _print_trace() -> None:
    """For the makers: where it went wrong."""
    import traceback  # only a fault needs it

    traceback.print_exc()


def _print_no_more() -> None:
    """Let what is still to be printed go nowhere, so that Python has no complaint of its own at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """UTF-8 unless the environment says otherwise; what an encoding cannot carry is escaped, never a crash."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # it stays open as long as we run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            wanted = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
            stream.reconfigure(encoding=wanted, errors="backslashreplace")


def _options(words: list[str]) -> argparse.Namespace:
    """What was typed, understood. Ends with the help where nothing was, and with a guess where no command has the name.

    Raises SystemExit, as argparse does.
    """
    command = words[0] if words else ""
    parser = _parser([command] if command in COMMANDS else COMMANDS)
    if not words:
        parser.print_help(sys.stderr)
        parser.exit(USAGE)
    if not command.startswith("-") and command not in COMMANDS:
        import difflib  # only a complaint needs it

        near = difflib.get_close_matches(command.lower(), COMMANDS, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(COMMANDS)}"
        parser.error(f"there is no command `{command}`; {hint}")
    return parser.parse_args(words)


class _Help(argparse.HelpFormatter):
    """Help as wide as the window. By itself argparse asks `shutil`, for each option, and loads archives of all kinds
    with it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


class _Parser(argparse.ArgumentParser):
    """A parser, also of each command, whose options stand once."""

    def __init__(self, *words: Any, **settings: Any) -> None:
        super().__init__(*words, **{"formatter_class": _Help, **settings})
        self.register("action", None, Once)


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of the commands with these names; no other command is imported."""
    parser = _Parser(
        prog="foldwell",
        description="Makes a clinic's brochures and handouts as PDF files, ready to print, fold and e-mail.",
        epilog="Most days you need one line:  python render.py build",
    )
    parser.add_argument("--version", action="version", version=f"foldwell {__version__}")
    commands = parser.add_subparsers(title="what it can do", metavar="COMMAND", required=True)
    for name in names:
        importlib.import_module(f"foldwell.commands.{COMMANDS[name]}").add(commands)
    return parser
