"""How a process ends that did one command: with all said and done, and without Python's taking apart what was made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def ended(command: str, before: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """A process that runs a command of Foldwell's made up here, and what became of it."""
    code = (
        "import atexit, sys, threading, time\n"
        "from foldwell import cli\n"
        "class Told:\n"
        "    def __del__(self): print('taken apart')\n"
        f"{before}\n"
        f"def command(*_): {command}\n"
        "cli.main = command\n"
        "sys.told = Told()\n"
        "cli.run()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **more},
        capture_output=True, timeout=60, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("status", [0, 1, 2, 3, 130])
def test_it_ends_with_the_status_and_all_that_was_said(status: int) -> None:
    done = ended(f"print('said'); print('complained', file=sys.stderr); return {status}")
    assert (done.returncode, done.stdout, done.stderr) == (status, "said\n", "complained\n")


def test_what_is_to_be_done_at_the_end_is_done() -> None:
    done = ended("print('made'); return 0", before="atexit.register(print, 'the very last')")
    assert done.stdout == "made\nthe very last\n"


def test_threads_are_waited_for() -> None:
    late = "def late(): time.sleep(0.2); print('late')"
    done = ended("threading.Thread(target=late).start(); return 1", before=late)
    assert done.returncode == 1
    assert done.stdout.startswith("late\n")


def test_wrong_usage_ends_as_argparse_says() -> None:
    done = ended("sys.exit(2)")
    assert (done.returncode, done.stderr) == (2, "")


def test_the_button_and_the_script_end_so() -> None:
    assert "\n    run()\n" in (ROOT / "render.py").read_text(encoding="utf-8")
    assert 'foldwell = "foldwell.cli:run"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
