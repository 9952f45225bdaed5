"""An address comes in, one path of a QR code's dark modules goes out (ISO/IEC 18004), with its quiet zone."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from foldwell.diagnostics import Sink, Span
from foldwell.loading import load_when_used
from foldwell.type.symbols import Command

QUIET = 4  # modules of white on each side (ISO/IEC 18004, 6.3.8)
LONGEST = 300  # characters
PICTURES = ("segno.writers",)  # of codes, in many kinds of files, with all that each stands on
SMALLEST_MODULE = 0.94  # points: a third of a millimetre, what a phone still reads from a copied page


class Code(NamedTuple):
    """A code's path, its first module at the corner, and the width of the quiet zone that is to stay free around it."""

    commands: tuple[Command, ...]
    quiet: float


def qr_code(address: str, size_pt: float, span: Span, sink: Sink) -> Code | None:
    """The code for an address in a square of `size_pt` points, correcting errors at level M or better.

    Each horizontal run of dark modules is one rectangle, so that no hairlines show between modules. An address that
    cannot be printed well at this size is an error at `span`, and None comes back.
    """
    address = address.strip()
    if not address:
        hint = "write it under `address`, such as https://example.org"
        sink.error("qr-empty", "the QR code has no address", span, hint)
        return None
    hint = "use a short address that leads to the long one"
    if len(address) > LONGEST:
        sink.error("qr-long", f"the address has {len(address)} characters, and at most {LONGEST} are coded", span, hint)
        return None
    code = _code(address, size_pt)
    if code is None:
        size = f"{size_pt / 72:.2g} in"
        sink.error("qr-long", f"with {len(address)} characters the code is too fine to be read at {size}", span, hint)
    return code


@lru_cache(maxsize=16)  # of some 0.2 MB; the sheets of a clinic share a few, which take milliseconds to work out
def _code(address: str, size_pt: float) -> Code | None:
    load_when_used(PICTURES)
    import segno

    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    module = size_pt / (len(rows) + 2 * QUIET)
    if module < SMALLEST_MODULE:
        return None
    runs = [command for row, bits in enumerate(rows) for command in _runs(row, bits, module)]
    quiet = min(number for _, numbers in runs for number in numbers)
    return Code(tuple([(name, tuple([number - quiet for number in numbers])) for name, numbers in runs]), quiet)


def _runs(row: int, bits: bytes, module: float) -> list[Command]:
    """The dark runs of one row as closed rectangles, y down."""
    top, below = round((row + QUIET) * module, 3), round((row + QUIET + 1) * module, 3)
    commands: list[Command] = []
    begin = None
    for column, dark in enumerate([*bits, 0]):
        if dark and begin is None:
            begin = column
        elif not dark and begin is not None:
            left, right = round((begin + QUIET) * module, 3), round((column + QUIET) * module, 3)
            across: list[Command] = [("M", (left, top)), ("L", (right, top))]
            commands += [*across, ("L", (right, below)), ("L", (left, below)), ("Z", ())]
            begin = None
    return commands
