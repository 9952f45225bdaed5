"""Showing a file: its path comes in, the system's own viewer opens it, and whether it did goes out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def open_in_viewer(path: Path) -> bool:
    """Open a PDF in whatever program opens PDFs here; False where the system has none or no screen."""
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606  # a file that this program has just written
        except OSError:
            return False
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if opener is None:
        return False
    try:
        done = subprocess.run([opener, str(path)], capture_output=True, timeout=20, check=False)  # noqa: S603  # found here
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
