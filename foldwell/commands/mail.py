"""`mail`: a brochure and an address come in; a draft for the mail program, or a message that was sent, goes out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from foldwell.commands.shared import DONE, PROBLEMS, USAGE, Once, add_what, open_workspace, print_complaints
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.content.models.brochure import Brochure
    from foldwell.desk.mail import Letter
    from foldwell.desk.mail_address import MailAddress
    from foldwell.desk.settings import MailServer
    from foldwell.editions.press import Press
    from foldwell.editions.request import Edition
    from foldwell.editions.workspace import Workspace

WORD = "agreed"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    mail = commands.add_parser("mail", help="write an e-mail to one patient with the PDF attached, or send it")
    add_what(mail, how_many="+")
    mail.add_argument("--to", action=_OneAddress, metavar="ADDRESS", help="the patient's e-mail address")
    mail.add_argument("--send", action="store_true", help="send it through the mail server in desk.yaml")
    mail.add_argument("--agreed", action="store_true", help="the patient has agreed to e-mail (where nobody is asked)")
    mail.add_argument("--draft", action="store_true", help="also what is a draft, or past its review date")
    mail.add_argument("--out", type=Path, metavar="DIR", help="where the draft goes (default: out/mail)")
    mail.set_defaults(run=run_mail)


class _OneAddress(Once):
    """An address that may stand once."""

    twice = "this stands twice: send to one patient at a time"


def run_mail(options: argparse.Namespace) -> int:
    """`mail`: write a draft, or send; complaints go to the error stream."""
    wrong = _wrong_usage(options)
    if wrong:
        print(f"error: {wrong}", file=sys.stderr)
        return USAGE
    sink = Sink()
    done = _mail(options, open_workspace(options, sink), sink)
    print_complaints(sink, sys.stderr)
    return DONE if done else PROBLEMS


def _wrong_usage(options: argparse.Namespace) -> str | None:
    if len(options.brochures) > 1:
        return "name one brochure: a message holds one"
    if not options.send:
        return None if options.to else "--to is missing: the patient's address"
    if sys.stdin.isatty():
        return None  # what is missing is asked for
    if not options.to:
        return "--to is missing: the patient's address, since nobody can be asked for it here"
    return None if options.agreed else "--agreed is missing: say with it that the patient has agreed to e-mail"


def _mail(options: argparse.Namespace, workspace: Workspace, sink: Sink) -> bool:
    from foldwell.desk.mail_address import read_address
    from foldwell.desk.settings import read_desk

    to = read_address(options.to, sink) if options.to else None
    desk = read_desk(workspace.root, sink)
    if desk is None or (options.to and to is None):
        return False
    if options.send and desk.mail is None:
        sink.error("mail-settings", "there is no mail server to send through", None,
                   "write `mail:` into desk.yaml with `host` and `sender`, or leave out --send")  # fmt: skip
        return False
    made = _make(options, workspace, sink)
    if made is None:
        return False
    brochure, letter = made
    if options.send and desk.mail is not None:
        return _send(options, workspace, desk.mail, brochure, letter, to, sink)
    return to is not None and _write_draft(options, workspace, desk.mail, letter, to, sink)


def _make(options: argparse.Namespace, workspace: Workspace, sink: Sink) -> tuple[Brochure, Letter] | None:
    """The brochure, and the letter with its finished PDF, if it may leave the house."""
    from foldwell.checks.gate import may_leave, notice_for
    from foldwell.content.text.runs import words_of
    from foldwell.content.today import today
    from foldwell.desk.mail import write_letter

    chosen = _choose(options, workspace, sink)
    if chosen is None:
        return None
    press, brochure, edition = chosen
    day = today()
    if not may_leave(brochure, day, options.draft, sink):
        return None
    made = press.make(brochure, replace(edition, notice=notice_for(brochure, day)), sink)
    if made is None or sink.failed:
        return None
    letter = write_letter(brochure, press.clinic, made.pdf, sink, words_of(made.story.draft_line or ()))
    return None if letter is None else (brochure, letter)


def _choose(options: argparse.Namespace, workspace: Workspace, sink: Sink) -> tuple[Press, Brochure, Edition] | None:
    """The one edition that is meant; of several layouts the one that the brochure names first."""
    from foldwell.editions.building import plan
    from foldwell.editions.request import Request

    files = workspace.choose(options.brochures, sink)
    if len(files) > 1:
        names = " or ".join(f"{file.name}.{file.language}" for file in files)
        sink.error("which-brochure", f"there are several brochures called `{options.brochures[0]}`", None,
                   f"say in which language: {names}")  # fmt: skip
    if len(files) != 1:
        return None
    out = workspace.root / "out"
    request = Request(tuple(options.brochures), options.layout, "email", options.clinic, options.paper, out)
    planned = plan(workspace, request, sink)
    if planned is None or not planned[1] or sink.failed:
        return None
    press, work = planned
    brochure = press.read(work[0].brochure, sink)
    return None if brochure is None else (press, brochure, work[0])


def _write_draft(
    options: argparse.Namespace, workspace: Workspace, server: MailServer | None, letter: Letter, to: MailAddress,
    sink: Sink,
) -> bool:  # fmt: skip
    from foldwell.desk.mail import draft_message, write_draft
    from foldwell.desk.mail_address import read_address

    sender = read_address(server.sender, sink, server.place("sender")) if server else None
    if server and sender is None:
        return False
    name = (server.sender_name if server else None) or ""
    folder = options.out or workspace.root / "out" / "mail"
    path = write_draft(folder, letter, draft_message(letter, to, sender, name), sink)
    if path is None:
        return False
    print(path)
    print("open it in your mail program, look at it and send it; then delete the file: it holds the patient's address")
    return True


def _send(
    options: argparse.Namespace, workspace: Workspace, server: MailServer, brochure: Brochure, letter: Letter,
    to: MailAddress | None, sink: Sink,
) -> bool:  # fmt: skip
    import datetime

    from foldwell.desk.mail import outgoing_message
    from foldwell.desk.mail_account import find_password, tls_context
    from foldwell.desk.mail_address import read_address
    from foldwell.desk.mail_log import can_note, note
    from foldwell.desk.mail_sending import send

    sender = read_address(server.sender, sink, server.place("sender"))
    context, password = tls_context(server, workspace.root, sink), find_password(server, sink)
    if sender is None or context is None or password is None or not can_note(workspace.root, sink):
        return False
    if sys.stdin.isatty():
        to = _ask(to, sink)
    if to is None:
        return False
    now = datetime.datetime.now().astimezone()
    message = outgoing_message(letter, to, sender, now, server.sender_name or "")
    outcome = send(message, sender, to, server, password, context, sink)
    note(workspace.root, now.date(), brochure.form, brochure.revision.number, outcome, sink)
    if outcome.sent:
        print(f"the mail server has taken it: {letter.file_name}")
    return outcome.sent


def _ask(to: MailAddress | None, sink: Sink) -> MailAddress | None:
    """The address, which was then typed twice (with --to: once more), if the patient has agreed."""
    from foldwell.desk.mail_address import read_address

    try:
        if to is None:
            to = read_address(input("The patient's e-mail address: "), sink)
        again = read_address(input("Type the address again: "), sink) if to is not None else None
        if to is None or again is None:
            return None
        if again != to:
            sink.error("address", "the two addresses are not the same", None, "nothing was sent; begin again")
            return None
        said = input(f"Has the patient agreed to get this by e-mail? If so, type {WORD}: ")
    except EOFError:
        said = ""
        print()
    except KeyboardInterrupt:
        print("\nnothing was sent", end="", file=sys.stderr)
        raise
    if said.strip().lower() == WORD:
        return to
    sink.error("not-agreed", "without the patient's agreement nothing was sent", None,
               f"ask the patient; if the answer is yes, begin again and type {WORD}", "or print the sheet")  # fmt: skip
    return None
