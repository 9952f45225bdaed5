"""The job ticket: a sheet to print and a printer's abilities come in, the settings that are sent with it go out.

What the printer cannot do is said in plain words before anything is sent.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from foldwell.desk.ipp_client import text
from foldwell.desk.ipp_message import Attribute, Tag
from foldwell.desk.ipp_printer import PDF, STOPPED, Abilities
from foldwell.desk.raster import Turn
from foldwell.diagnostics import Sink
from foldwell.layout.document import Document

# Names of papers: PWG 5101.1, then those of printers older than it.
MEDIA = {
    "letter": ("na_letter_8.5x11in", "na-letter", "letter"),
    "a4": ("iso_a4_210x297mm", "iso-a4", "a4"),
}
LONGER_THAN_LETTER = 800.0  # points; letter paper is 792 long, A4 842
TURNS: dict[str | None, Turn] = {"DuplexFlipShortEdge": "short", "DuplexFlipLongEdge": "long", None: "none"}
SHORT, LONG = "two-sided-short-edge", "two-sided-long-edge"
Flips = Literal["short", "long"]


class Sheet(Struct, frozen=True):
    """A finished edition for the printer: its PDF, and what that was painted from."""

    pdf: bytes
    document: Document

    @property
    def form(self) -> str:
        """The form number, all that a printer's display may say of it."""
        return self.document.form.form

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper as it lies in the printer's tray, in points."""
        front = self.document.sheets[0]
        return min(front.width, front.height), max(front.width, front.height)

    @property
    def paper(self) -> str:
        """The paper's name, a key of MEDIA."""
        return "a4" if self.size[1] > LONGER_THAN_LETTER else "letter"

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of its sides: one, two, or those of all pages."""
        return tuple(side.name for side in self.document.sheets)

    @property
    def turn(self) -> Turn:
        """About which edge the paper is turned to read the second side."""
        return TURNS[self.document.duplex]


class Ticket(Struct, frozen=True):
    """How a sheet is to be printed; `back_rotated` when the printer turns it about the other edge than the reader."""

    format: str
    media: str
    send_media: bool
    turn: Turn
    sides: str | None
    back_rotated: bool
    scaling: bool

    def attributes(self, copies: int | None) -> list[Attribute]:
        """The settings as attributes of the job (RFC 8011, 5.2; print-scaling is PWG 5100.13's)."""
        found = [text("copies", Tag.INTEGER, copies)] if copies else []
        if self.send_media:
            found.append(text("media", Tag.KEYWORD, self.media))
        if self.sides:
            found.append(text("sides", Tag.KEYWORD, self.sides))
        if self.scaling:
            found.append(text("print-scaling", Tag.KEYWORD, "none"))
        return found


def write_ticket(sheet: Sheet, printer: Abilities, flips: Flips, one_side: bool, sink: Sink) -> Ticket | None:
    """The settings for a sheet, or None with complaints. `flips` is what calibration found; `one_side` is for a printer
    that cannot turn the paper."""
    if not printer.accepting:
        sink.error("printer-closed", f"{printer.name} takes no jobs at the moment{_its_words(printer)}", None,
                   "look at its display, or whether somebody paused it; then print again")  # fmt: skip
        return None
    _note_state(printer, sink)
    media, kind = _media(sheet, printer, sink), _format(printer, sink)
    if media is None or kind is None:
        return None
    turn, sides, rotated = _sides(sheet, printer, flips, one_side)
    scaling = "none" in printer.scalings
    if kind == PDF and not scaling:
        sink.note("printer-scaling", f"{printer.name} cannot be told to print at actual size", None,
                  "the file itself asks for it; if the printed folds lie beside their marks, switch off "
                  "“fit to page” at the printer")  # fmt: skip
    return Ticket(kind, media, bool(printer.media), turn, sides, rotated, scaling)


def _its_words(printer: Abilities) -> str:
    said = printer.words or ", ".join(printer.reasons)
    return f" (it says: {said.strip().rstrip('.')})" if said.strip() else ""


def _note_state(printer: Abilities, sink: Sink) -> None:
    """What may keep the paper from coming out. A queue keeps saying `offline` until it tries again: no error."""
    if printer.state == STOPPED:
        sink.warn("printer-stopped", f"{printer.name} has stopped{_its_words(printer)}", None,
                  "the job waits until that is mended at the printer")  # fmt: skip
    elif any(reason.startswith("offline") for reason in printer.reasons):
        sink.warn("printer-stopped", f"{printer.name} was offline when its queue last tried it", None,
                  "if nothing comes out, switch the printer on")  # fmt: skip
    elif any(reason.startswith(("media-empty", "media-needed", "toner-empty")) for reason in printer.reasons):
        sink.warn("printer-stopped", f"{printer.name} wants something{_its_words(printer)}", None,
                  "look at the printer's display")  # fmt: skip


def _media(sheet: Sheet, printer: Abilities, sink: Sink) -> str | None:
    names = MEDIA[sheet.paper]
    if not printer.media:
        return names[0]
    media = next((name for name in names if name in printer.media), None)
    shown = "A4" if sheet.paper == "a4" else "letter"
    if media is None:
        sink.error("printer-paper", f"{printer.name} does not take {shown} paper", None,
                   "print on another printer, or make the sheet for the paper it takes: "
                   f"--paper {'letter' if sheet.paper == 'a4' else 'a4'}")  # fmt: skip
    elif printer.ready and not printer.ready.intersection(names):
        # No more than a note: for some queues CUPS answers what its settings suppose, not what lies in the trays.
        sink.note("printer-paper", f"{printer.name} says that it has no {shown} paper in it", None,
                  "if it asks for it, put it in and confirm at the printer")  # fmt: skip
    return media


def _format(printer: Abilities, sink: Sink) -> str | None:
    if PDF in printer.formats or not printer.formats:
        return PDF
    if printer.raster is not None:
        return printer.raster.format
    known = ", ".join(sorted(printer.formats - {"application/octet-stream"})) or "nothing that it names"
    sink.error("printer-format", f"{printer.name} takes neither PDF nor a raster that Foldwell can make", None,
               f"it takes: {known}; build the PDF, open it from out/ and print it from there")  # fmt: skip
    return None


def _sides(sheet: Sheet, printer: Abilities, flips: Flips, one_side: bool) -> tuple[Turn, str | None, bool]:
    """About which edge the printer is to turn the paper, the setting's word, and whether the back must be turned round.

    A landscape sheet is turned about its short edge. A printer that only turns about the long one (it offers no other,
    or calibration found it out) is asked for that, and the back is printed head to foot.
    """
    if one_side or sheet.turn == "none":
        return "none", "one-sided" if "one-sided" in printer.sides else None, False
    if sheet.turn == "long" or (flips == "short" and SHORT in printer.sides):
        return sheet.turn, f"two-sided-{sheet.turn}-edge", False
    return "long", LONG if LONG in printer.sides else SHORT, True


def turns_by_itself(sheet: Sheet, printer: Abilities) -> bool:
    """Whether the printer can print both sides so that they are upright for the reader."""
    return LONG in printer.sides or (SHORT in printer.sides and sheet.turn == "short")
