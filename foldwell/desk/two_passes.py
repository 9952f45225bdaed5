"""Printing both sides on a printer that prints one: a sheet comes in, which page goes first and what to do between
the passes goes out.

The second side of the paper is printed first. The first side, which carries the cover, then passes the hot rollers only
once and is not rubbed by a second passage.

How a printer leads the paper is not known from outside, but it leads it the same way each time. So what counts is how
the paper lies in the tray the second time compared with the first: turned over about the same edge about which the
reader turns it. A pencil arrow along the long edge shows this, whichever way the paper came out: turned about the short
edge, it points the other way; turned about the long edge, the same way. Its face is hidden afterwards.
"""

from __future__ import annotations

from typing import Literal

from foldwell.desk.print_ticket import Sheet

Pass = Literal[1, 2]
FIRST: dict[Pass, int] = {1: 2, 2: 1}  # which page of the PDF a pass prints


def before_first_pass() -> str:
    """What to do before anything is printed."""
    return (
        "lay the paper in the tray and draw a small pencil arrow on the uppermost sheet, along its long edge; "
        "try it with one sheet first"
    )


def between_passes(sheet: Sheet) -> str:
    """How the paper goes back into the tray."""
    arrow = "the other way" if sheet.turn == "short" else "the same way as before"
    return (
        f"put the stack back into the tray turned over about its {sheet.turn} edge: "
        f"the side that lay up lies down now, and the arrow points {arrow}"
    )


def what_pass_prints(sheet: Sheet, number: Pass) -> str:
    """The side of the sheet that a pass prints, for people: `page 2 (inside)`."""
    page = FIRST[number]
    return f"page {page} ({sheet.sides[page - 1]})"
