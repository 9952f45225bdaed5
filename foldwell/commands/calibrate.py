"""`calibrate`: writes the sheet that a printer is measured with, and says where the numbers read off it are entered."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink

FILE = "calibrate.pdf"
ENTER = """\
print it with: both sides · flip on short edge · actual size (100 %)
then enter what you read off it in {file}, under the printer's name, for example:

printers:
  front-desk:
    uri: ipp://192.168.1.20/ipp/print  # its address; a queue of CUPS does without
    calibration:
      edges: {{top: 5mm, right: 5mm, bottom: 0.19in, left: 5mm}}  # box 1
      shift_right: 1.5mm  # box 2, the scale at the top
      shift_down: -0.5mm  # box 2, the scale at the right
      flips: short        # box 3
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    calibrate = commands.add_parser("calibrate", help="make the sheet that a printer is measured with")
    calibrate.add_argument("--clinic", metavar="FILE", help="another clinic's file, or its name in brochures/clinics/")
    calibrate.add_argument(
        "--paper", type=str.lower, choices=("letter", "a4"), help="another paper than the clinic's own"
    )
    calibrate.add_argument("--language", default="en", metavar="TAG", help="the sheet's language (default: en)")
    calibrate.add_argument(
        "--out", type=Path, metavar="DIR", help="where the sheet goes (default: out in the workspace)"
    )
    add_workspace(calibrate)
    calibrate.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """`calibrate`: one PDF file of two pages; what to do with it is printed."""
    from foldwell.desk.calibration_sheet import calibration_sheet
    from foldwell.editions.press import Press
    from foldwell.editions.writing import write_whole

    sink = Sink()
    workspace = open_workspace(options, sink)
    press = Press.open(workspace, options.clinic, options.paper, sink)
    if press is not None and press.sound:
        heard = Sink()  # what else there is to say of the clinic's file is the business of `check`
        pdf = calibration_sheet(
            press.clinic, options.paper or press.clinic.paper or "letter", press.book, heard, options.language
        )
        folder = (options.out or options.workspace / "out") / workspace.clinic_slug(press.clinic_path)
        if not heard.failed and write_whole(folder / FILE, pdf, heard):
            print(folder / FILE)
            print(ENTER.format(file=options.workspace / "desk.yaml"), end="")
        sink = heard
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE
