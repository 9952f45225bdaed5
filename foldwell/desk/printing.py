"""Printing: a sheet and a printer's address come in, the sheet is sent over IPP, and what became of it goes out."""

from __future__ import annotations

import time

from msgspec import Struct
from msgspec.structs import replace

from foldwell.desk.ipp_client import Operation, Refused, Unreachable, ask, text, words
from foldwell.desk.ipp_message import Attributes, Tag
from foldwell.desk.ipp_printer import PDF, Abilities, ask_abilities
from foldwell.desk.print_ticket import Sheet, Ticket, turns_by_itself, write_ticket
from foldwell.desk.raster import Job, encode_raster
from foldwell.desk.settings import Calibration, EdgeLoss
from foldwell.desk.two_passes import FIRST, Pass, before_first_pass, between_passes, what_pass_prints
from foldwell.diagnostics import Sink

CANCELLED, ABORTED, COMPLETED = 7, 8, 9  # job-state (RFC 8011, 5.3.7)
STOPPED = 6
DONE_ANYHOW = (CANCELLED, ABORTED, COMPLETED)
SEND_SECONDS = 120.0  # a printer takes the file as fast as it prints
PATIENCE_SECONDS = 10.0
WORDS_FOR_SETTINGS = {
    "sides": "printing both sides", "media": "the paper's size", "copies": "the number of copies",
    "print-scaling": "printing at actual size", "document-format": "the kind of file",
}  # fmt: skip


class Order(Struct, frozen=True):
    """What somebody asked for: how often, and through a printer that prints one side which pass. `again` is the
    command that was typed, to show how to go on."""

    copies: int = 1
    single_pass: Pass | None = None
    again: str = "python render.py print"


class Sent(Struct, frozen=True):
    """What became of an order: the printer's name, the numbers of its jobs, whether they were seen to be done."""

    printer: str
    jobs: tuple[int, ...]
    printed: bool


def print_sheet(
    sheet: Sheet, uri: str, calibration: Calibration, order: Order, sink: Sink, *, patience: float = PATIENCE_SECONDS
) -> Sent | None:
    """Send the sheet to the printer at `uri`; None with complaints where it was not taken or not printed."""
    try:
        printer = ask_abilities(uri)
        if not _is_possible(sheet, printer, order, sink):
            return None
        one_side = order.single_pass is not None or not turns_by_itself(sheet, printer)
        ticket = write_ticket(sheet, printer, calibration.flips, one_side, sink)
        pdf = _moved(sheet, calibration, ticket, order.single_pass, sink) if ticket else None
        if ticket is None or pdf is None:
            return None
    except Unreachable as error:
        sink.error("printer-offline", f"the printer {error}", None,
                   "see that it is switched on and on the network, then print again; "
                   "`print --list` shows the printers that are found")  # fmt: skip
    except Refused as refusal:
        _complain(refusal, sink)
    else:
        document = _document(pdf, sheet, printer, ticket, order.single_pass)
        try:
            jobs = _send_all(sheet, printer, ticket, document, order.copies, sink)
            return None if jobs is None else _watched(printer, jobs, sink, patience)
        except KeyboardInterrupt:
            sink.error("printer-unknown", f"you stopped it, and {printer.name} may print it all the same", None,
                       "cancel the job at the printer, or look what comes out before you print again")  # fmt: skip
    return None


def _is_possible(sheet: Sheet, printer: Abilities, order: Order, sink: Sink) -> bool:
    """Whether the printer can print the sheet's sides as ordered; the complaint tells what to do instead."""
    if sheet.turn == "none" and order.single_pass:
        sink.error("one-pass", "this sheet has one side only", None, "print it without --pass")
        return False
    if len(sheet.sides) > 2:
        return _is_possible_in_pages(sheet, printer, order, sink)
    if sheet.turn == "none" or order.single_pass or turns_by_itself(sheet, printer):
        return True
    first, second = (f"{what_pass_prints(sheet, number)}: {order.again} --pass {number}" for number in (1, 2))
    sink.error("printer-one-sided", f"{printer.name} cannot print both sides of it: nothing was printed", None,
               f"it can be done in two passes: {before_first_pass()}",
               f"first {first}", between_passes(sheet), f"then {second}")  # fmt: skip
    return False


def _is_possible_in_pages(sheet: Sheet, printer: Abilities, order: Order, sink: Sink) -> bool:
    """Several pages need no turning by hand: a printer that cannot turn the paper prints each on a sheet of its own."""
    pages = len(sheet.sides)
    if order.single_pass:
        sink.error("one-pass", f"this has {pages} pages, and passes are for one sheet with two sides", None,
                   "print it without --pass")  # fmt: skip
        return False
    if not turns_by_itself(sheet, printer):
        sink.note("printer-one-sided", f"{printer.name} prints one side only: the {pages} pages take {pages} sheets")
    return True


def _document(pdf: bytes, sheet: Sheet, printer: Abilities, ticket: Ticket, single_pass: Pass | None) -> bytes:
    """What is sent: the PDF or one of its pages, or raster."""
    if single_pass:
        from foldwell.desk.print_pages import only_page

        pdf = only_page(pdf, FIRST[single_pass])
    if ticket.format == PDF or printer.raster is None:
        return pdf
    from foldwell.desk.print_pages import pictures

    count = 1 if single_pass else len(sheet.sides)
    job = Job(printer.raster, ticket.media, *sheet.size, ticket.turn)
    return encode_raster(pictures(pdf, job), count, job)


def _moved(
    sheet: Sheet, calibration: Calibration, ticket: Ticket, single_pass: Pass | None, sink: Sink
) -> bytes | None:
    """The PDF with calibration applied, or None with a complaint where the printer cannot print near enough to the
    edges. Paper that is turned by hand has another shift than the printer's own turning gives it."""
    wanted = replace(calibration, flips="long" if ticket.back_rotated else "short")
    if single_pass:
        wanted = replace(wanted, shift_right=0.0, shift_down=0.0)
    if _is_plain(wanted):
        return sheet.pdf
    from foldwell.desk.calibration import calibrated, step_off_edges

    step = step_off_edges(sheet.document, wanted, sink)
    return None if step is None else calibrated(sheet.pdf, wanted, step)


def _is_plain(calibration: Calibration) -> bool:
    """Whether a sheet needs nothing done to it."""
    moved = calibration.shift_right or calibration.shift_down or calibration.flips != "short"
    return not moved and calibration.edges.pairs() == EdgeLoss().pairs()


def _portions(copies: int, printer: Abilities) -> list[int | None]:
    """How many copies each job asks for; a printer that counts no copies gets a job for each."""
    most = max(printer.copies, 1)
    full, rest = divmod(copies, most)
    portions = [most] * full + ([rest] if rest else [])
    return [portion if most > 1 else None for portion in portions]


def _send_all(
    sheet: Sheet, printer: Abilities, ticket: Ticket, document: bytes, copies: int, sink: Sink
) -> list[int | None] | None:
    """Send as many jobs as the copies need; None with a complaint where one of them was not taken.

    A printer that counts no copies often keeps no queue either, so each job waits until the one before is done.
    """
    jobs: list[int | None] = []
    try:
        for portion in _portions(copies, printer):
            if jobs and jobs[-1] is not None:
                _wait(printer.uri, jobs[-1], time.monotonic() + SEND_SECONDS)
            jobs.append(_send(sheet, printer, ticket, document, portion, sink))
        return jobs
    except Unreachable as error:
        sink.error("printer-offline", f"while the sheet was sent, the printer {error}", None,
                   "look whether it came out all the same before you print again",
                   *_taken_before(jobs, copies, printer))  # fmt: skip
    except Refused as refusal:
        _complain(refusal, sink, *_taken_before(jobs, copies, printer))
    return None


def _taken_before(jobs: list[int | None], copies: int, printer: Abilities) -> tuple[str, ...]:
    """What to say of the jobs that the printer took before the one that it did not take."""
    taken = sum(portion or 1 for portion in _portions(copies, printer)[: len(jobs)])
    return (f"it has taken {taken} of the {copies} copies before: print only the others",) if taken else ()


def _send(
    sheet: Sheet, printer: Abilities, ticket: Ticket, document: bytes, copies: int | None, sink: Sink
) -> int | None:
    """Send one job; its number where the printer tells it. The name on the printer's display is the form number only:
    it must not tell a diagnosis. Raises Unreachable and Refused."""
    about = [
        text("job-name", Tag.NAME, sheet.form),
        text("ipp-attribute-fidelity", Tag.BOOLEAN, True),  # refuse rather than print otherwise (RFC 8011, 4.2.1.1)
        text("document-format", Tag.MIME, ticket.format),
    ]
    settings = ticket.attributes(copies)
    answer = ask(printer.uri, Operation.PRINT_JOB, about, settings, document, seconds=SEND_SECONDS)
    left_out = [WORDS_FOR_SETTINGS.get(name, name) for name in answer.group(Tag.UNSUPPORTED)]
    if left_out:
        sink.warn("printer-setting", f"{printer.name} left out or changed a setting: {', '.join(left_out)}", None,
                  "look at the first sheet before you fold the rest")  # fmt: skip
    numbers = [number for number in answer.group(Tag.JOB).get("job-id", []) if isinstance(number, int)]
    return numbers[0] if numbers else None


def _complain(refusal: Refused, sink: Sink, *more: str) -> None:
    settings = [f"{WORDS_FOR_SETTINGS.get(name, name)} ({value})" if value else WORDS_FOR_SETTINGS.get(name, name)
                for name, value in refusal.unsupported.items()]  # fmt: skip
    hints = [f"it does not do: {', '.join(settings)}"] if settings else []
    sink.error("printer-refused", f"the printer refused the job: {refusal.reason}", None, *more, *hints,
               "try another printer, or build the PDF and print it from its viewer")  # fmt: skip


def _watched(printer: Abilities, jobs: list[int | None], sink: Sink, patience: float) -> Sent | None:
    """Watch the jobs until they are done or patience is over; None where one of them failed."""
    known = tuple(job for job in jobs if job is not None)
    end, printed = time.monotonic() + patience, len(known) == len(jobs)
    for job in known:
        state, found = _wait(printer.uri, job, end)
        why = " ".join(words(found, "job-state-message")) or ", ".join(words(found, "job-state-reasons"))
        if state in (CANCELLED, ABORTED):
            said = "cancelled" if state == CANCELLED else "gave up"
            sink.error("printer-failed", f"{printer.name} {said} job {job}{f': {why}' if why else ''}", None,
                       "look at the printer's display, then print again")  # fmt: skip
            return None
        if state == STOPPED:
            sink.warn("printer-stopped", f"{printer.name} has stopped at job {job}{f': {why}' if why else ''}", None,
                      "mend that at the printer; the job then goes on")  # fmt: skip
        printed = printed and state == COMPLETED
    return Sent(printer.name, known, printed)


def _wait(uri: str, job: int, end: float) -> tuple[int, Attributes]:
    pause = 0.1
    while True:
        state, found = _state(uri, job)
        if state in DONE_ANYHOW or time.monotonic() + pause > end:
            return state, found
        time.sleep(pause)
        pause = min(pause * 1.5, 1.0)


def _state(uri: str, job: int) -> tuple[int, Attributes]:
    """A job's state. A printer that forgets its jobs when they are done, or is too busy to answer, tells none."""
    wanted = text("requested-attributes", Tag.KEYWORD, "job-state", "job-state-reasons", "job-state-message")
    try:
        number = text("job-id", Tag.INTEGER, job)
        found = ask(uri, Operation.GET_JOB_ATTRIBUTES, [number, wanted], seconds=5.0).group(Tag.JOB)
    except (Refused, Unreachable):
        return 0, {}
    return next((state for state in found.get("job-state", []) if isinstance(state, int)), 0), found
