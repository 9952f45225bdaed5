"""`print`: makes one sheet and sends it to a printer, or lists the printers that are found."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from msgspec.structs import replace

from foldwell.commands.shared import DONE, PROBLEMS, USAGE, add_what, open_workspace, print_complaints
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.content.models.brochure import Brochure
    from foldwell.desk.ipp_finding import Found
    from foldwell.desk.print_ticket import Sheet
    from foldwell.desk.printing import Order, Sent
    from foldwell.desk.settings import Desk
    from foldwell.editions.press import Press
    from foldwell.editions.request import Edition
    from foldwell.editions.workspace import Workspace

MOST_COPIES = 999


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    printing = commands.add_parser("print", help="print a brochure on the office printer, with the right settings")
    add_what(printing, how_many="?")
    printing.add_argument("--printer", metavar="NAME", help="its name in desk.yaml or CUPS, or its ipp:// address")
    printing.add_argument("--copies", type=_copies, default=1, metavar="N", help="how many (default: 1)")
    printing.add_argument("--draft", action="store_true", help="print it although it is a draft or past its date")
    printing.add_argument(
        "--pass", type=int, choices=(1, 2), dest="single_pass",
        help="for a printer that prints one side: the first or the second passage of the paper",
    )  # fmt: skip
    printing.add_argument("--list", action="store_true", help="list the printers that are found, and print nothing")
    printing.set_defaults(run=run_print)


def _copies(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= MOST_COPIES:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_COPIES} is wanted, not {word!r}")
    return int(word)


def run_print(options: argparse.Namespace) -> int:
    """`print`: one sheet to one printer; the exit status."""
    from foldwell.desk.settings import read_desk

    sink = Sink()
    workspace = open_workspace(options, sink)
    desk = read_desk(workspace.root, sink)
    if options.list and desk is not None:
        _list(desk)
    elif not options.list and not options.brochures:
        print("print what? Name a brochure, or use --list to see the printers", file=sys.stderr)
        return USAGE
    elif desk is not None:
        _print(options, workspace, desk, sink)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _list(desk: Desk) -> None:
    from foldwell.desk.ipp_finding import cups_queues, desk_printers, network_printers

    found = [*desk_printers(desk), *cups_queues(), *network_printers()]
    for printer in found:
        about = f"  {printer.about}" if printer.about and printer.about != printer.name else ""
        print(f"{printer.name}  ({printer.where})  {printer.uri}{about}")
    if not found:
        print("no printer was found; write its address into desk.yaml (docs/printing.md says how)")


def _print(options: argparse.Namespace, workspace: Workspace, desk: Desk, sink: Sink) -> None:
    from foldwell.desk.ipp_finding import calibration_of, choose_printer
    from foldwell.desk.printing import print_sheet

    asked = _asked(options, workspace, sink)
    if asked is None:
        return
    press, brochure, edition = asked
    sheet = _sheet(options, press, brochure, edition, sink)
    printer = choose_printer(options.printer, desk, sink) if sheet else None
    if sheet is None or sink.failed:
        return
    if printer is None:
        _show(options, edition, sheet, sink)
        return
    order = _order(options, edition, printer)
    sent = print_sheet(sheet, printer.uri, calibration_of(desk, printer), order, sink)
    if sent is not None:
        _tell(sheet, order, sent)


def _asked(options: argparse.Namespace, workspace: Workspace, sink: Sink) -> tuple[Press, Brochure, Edition] | None:
    """The one edition that is to be printed; None with a complaint where there are none or several."""
    from foldwell.editions.building import plan
    from foldwell.editions.request import Request

    out = options.workspace / "out"
    request = Request((options.brochures,), options.layout, "desk", options.clinic, options.paper, out)
    planned = plan(workspace, request, sink)
    if planned is None or sink.failed:
        return None
    press, work = planned
    if len(work) == 1:
        only = work[0]
        brochure = press.read(only.brochure, sink)
        return None if brochure is None else (press, brochure, only)
    if work:
        sheets = [(edition.brochure, edition.layout) for edition in work]
        lines = [f"{file.name}.{file.language} --layout {layout}" for file, layout in sheets]
        sink.error("which-sheet", f"`{options.brochures}` is {len(work)} sheets: say which one to print", None,
                   *(f"python render.py print {line}" for line in lines))  # fmt: skip
    return None


def _sheet(options: argparse.Namespace, press: Press, brochure: Brochure, edition: Edition, sink: Sink) -> Sheet | None:
    """The finished sheet, if it may leave the house."""
    from foldwell.checks.gate import may_leave, notice_for
    from foldwell.content.today import today
    from foldwell.desk.print_ticket import Sheet

    day = today()
    if not may_leave(brochure, day, options.draft, sink):
        return None
    made = press.make(brochure, replace(edition, notice=notice_for(brochure, day)), sink)
    return Sheet(made.pdf, made.document) if made else None


def _order(options: argparse.Namespace, edition: Edition, printer: Found) -> Order:
    from foldwell.desk.printing import Order

    words = ["python", "render.py", "print", f"{edition.brochure.name}.{edition.brochure.language}"]
    words += ["--layout", edition.layout, "--printer", printer.name]
    for name in ("clinic", "paper"):
        if getattr(options, name):
            words += [f"--{name}", str(getattr(options, name))]
    if options.copies > 1:
        words += ["--copies", str(options.copies)]
    if options.draft:
        words.append("--draft")
    if str(options.workspace) != ".":
        words += ["--workspace", str(options.workspace)]
    return Order(options.copies, options.single_pass, _as_typed(words))


def _as_typed(words: list[str]) -> str:
    """The words of a command as they are typed here: Windows knows no single quotes."""
    if sys.platform == "win32":
        import subprocess

        return subprocess.list2cmdline(words)
    import shlex

    return shlex.join(words)


def _tell(sheet: Sheet, order: Order, sent: Sent) -> None:
    from foldwell.desk.two_passes import between_passes, what_pass_prints

    copies = f"{order.copies} copies" if order.copies > 1 else "1 copy"
    what = f", {what_pass_prints(sheet, order.single_pass)}," if order.single_pass else ""
    jobs = f" (job {', '.join(map(str, sent.jobs))})" if sent.jobs else ""
    state = "printed" if sent.printed else "the printer is still at it"
    print(f"{sheet.form}: {copies}{what} sent to {sent.printer}{jobs}: {state}")
    if order.single_pass == 1:
        print(f"now {between_passes(sheet)}\nthen {order.again} --pass 2")


def _show(options: argparse.Namespace, edition: Edition, sheet: Sheet, sink: Sink) -> None:
    """Without a printer that speaks IPP: the viewer prints, and a person ticks the settings."""
    from foldwell.desk.viewer import open_in_viewer
    from foldwell.editions.writing import write_whole

    if options.single_pass:
        sink.error("no-printer", "no printer is set up here that could be sent one pass", None,
                   "print without --pass, or write the printer's address into desk.yaml")  # fmt: skip
        return
    if not write_whole(edition.path, sheet.pdf, sink):
        return
    opened = open_in_viewer(edition.path)
    print(f"no printer is set up here, so {edition.path} {'is open in your viewer' if opened else 'is there to open'}")
    copies = f"{options.copies} copies · " if options.copies > 1 else ""
    print(f"print it with: {copies}{settings_to_tick(sheet)}")
    if not opened:
        sink.warn("no-viewer", f"{edition.path} could not be opened here", None,
                  "open it in any PDF viewer and print it from there")  # fmt: skip


def settings_to_tick(sheet: Sheet) -> str:
    """What to choose in a print window."""
    both = {"short": "both sides · flip on short edge · ", "long": "both sides · flip on long edge · "}
    return f"{both.get(sheet.turn, 'one side · ')}actual size (100 %)"
