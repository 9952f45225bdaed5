"""A finished PDF, its brochure and its clinic come in; the letter that it is sent with goes out, as a draft or to send.

Neither the subject nor the name of the attached file tells what the PDF is about, unless the brochure says so with
`mail_title` and `mail_name`; the letter itself never does. It has a plain and an HTML body with the same words.
"""

from __future__ import annotations

import datetime
import os
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from foldwell.content.composing.composer import Composer
from foldwell.content.mailing import composer_for, in_one_line, mail_title
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.palette import palette_of
from foldwell.content.text.addresses import phone_link, shown_address
from foldwell.desk.mail_address import MailAddress
from foldwell.diagnostics import Sink
from foldwell.editions.writing import complain_of_writing
from foldwell.type.bidi_runs import base_level

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


class Letter(Struct, frozen=True):
    """A letter without its addresses: `clinic` is the name that it comes from."""

    subject: str
    text: str
    html: str
    clinic: str
    file_name: str
    pdf: bytes


class Line(Struct, frozen=True):
    """A way to reach the clinic: what it is for, as it is read, and its link."""

    label: str
    shown: str
    link: str


def write_letter(brochure: Brochure, clinic: Clinic, pdf: bytes, sink: Sink, notice: str = "") -> Letter | None:
    """The letter in the brochure's language. `notice` is what the sheet says of itself: that it is a draft, or past its
    review date.

    None where a name cannot be worked out; complaints are those of `fill` and `parse_inline`.
    """
    own = Sink(sources=sink.sources)
    composer = composer_for(brochure, clinic, own)
    words = composer.words
    name = in_one_line(composer, clinic.name)
    short_name = in_one_line(composer, clinic.short_name) if clinic.short_name else name
    subject = mail_title(brochure, clinic, own) or words.mail.subject
    said = {
        "subject": subject,
        "language": words.language,
        "direction": "rtl" if base_level(words.language) == 1 else "ltr",
        "clinic": name,
        "words": words.mail,
        "attached": words.mail.attached.format(clinic=short_name),
        "notice": notice,
        "lines": _lines(clinic, composer),
        "colours": palette_of(clinic.colours),
    }
    sink.extend(own.found)
    if own.failed:
        return None
    made = _templates()
    text, html = (made.get_template(f"mail.{kind}.jinja").render(said) for kind in ("txt", "html"))
    file_name = (brochure.mail_name or words.mail.file).removesuffix(".pdf")
    return Letter(subject, text, html, name, f"{file_name}.pdf", pdf)


def _lines(clinic: Clinic, composer: Composer) -> list[Line]:
    lines = [
        Line(
            in_one_line(composer, phone.label) if phone.label else composer.words.words.phone,
            phone.number.replace(" ", "\N{NO-BREAK SPACE}"),
            phone_link(phone.number),
        )
        for phone in clinic.phones
    ]
    if clinic.web:
        lines.append(Line("", shown_address(clinic.web), clinic.web))
    return lines


def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def draft_message(letter: Letter, to: MailAddress, sender: MailAddress | None, sender_name: str = "") -> bytes:
    """An `.eml` file that a mail program opens to be sent from there.

    Without a sender it is sent from the account that the mail program takes of itself.
    """
    message = _message(letter, to, sender, sender_name)
    message["X-Unsent"] = "1"  # Outlook's sign of a draft; the next is Apple Mail's
    message["X-Uniform-Type-Identifier"] = "com.apple.mail-draft"
    return message.as_bytes()


def outgoing_message(
    letter: Letter, to: MailAddress, sender: MailAddress, now: datetime.datetime, sender_name: str = ""
) -> bytes:
    """The message for a mail server, dated `now` (with a time zone); lines end with CR LF."""
    message = _message(letter, to, sender, sender_name)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.domain)
    return message.as_bytes()


def _message(letter: Letter, to: MailAddress, sender: MailAddress | None, sender_name: str) -> EmailMessage:
    in_utf8 = to.needs_utf8 or (sender is not None and sender.needs_utf8)
    message = EmailMessage(policy=SMTPUTF8 if in_utf8 else SMTP)
    if sender is not None:
        message["From"] = sender.named(" ".join(sender_name.split()) or letter.clinic)
    message["To"] = to.named()
    message["Subject"] = letter.subject
    # Quoted-printable keeps every line of the bodies short and in ASCII, whatever the servers on the way can do.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=letter.file_name)
    return message


def write_draft(folder: Path, letter: Letter, message: bytes, sink: Sink) -> Path | None:
    """Put a draft into the folder under the attachment's name, with a number where that is taken; its path.

    The file is its owner's alone, since it holds a patient's address. None, and a `write` complaint, where it cannot be
    written.
    """
    stem, number = letter.file_name.removesuffix(".pdf"), 1
    path = folder / f"{stem}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                break
            except FileExistsError:
                number += 1
                path = folder / f"{stem} {number}.eml"
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(message)
        except BaseException:  # a full disk, or Ctrl-C: leave no half draft behind
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        complain_of_writing(error, path, sink)
        return None
    return path
