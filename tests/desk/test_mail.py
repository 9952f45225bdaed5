"""The letter: the same words twice, nothing that tells what it is about, and the PDF whole whoever reads it."""

from __future__ import annotations

import datetime
import email
import email.policy
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judges import need
from msgspec.structs import replace
from workspaces import ROOT, brochure, text_block

from foldwell.content.languages import MailWords, interface, languages
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic, ClinicColour
from foldwell.content.models.validate import model_of, validate
from foldwell.content.palette import TEXT
from foldwell.content.read import read_clinic
from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import plain
from foldwell.content.shades import contrast
from foldwell.desk.mail import Letter, draft_message, outgoing_message, write_draft, write_letter
from foldwell.desk.mail_address import MailAddress
from foldwell.diagnostics import Sink

PDF = b"%PDF-1.7\r\n" + bytes(range(256)) * 40 + b"\n.\n..\r.\r\n%%EOF\n"  # whatever a mail program may stumble over
PATIENT, DESK = MailAddress("pat", "example.org"), MailAddress("desk", "clinic.example")
NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-8)))
ABOUT = "Diphtheria"
NOTICE = "Draft: nobody has read this"


def sheet(extra: str = "", language: str = "en") -> Brochure:
    sink = Sink()
    text = brochure(text_block(f"{ABOUT} is rare."), extra=extra)
    text = text.replace("A small sheet", ABOUT).replace("language: en", f"language: {language}")
    node = load_text(text, "sheet.yaml", sink)
    assert node is not None
    read = validate(node, Brochure, sink)
    assert read is not None, sink.found
    return read


def clinic(name: str = "clinic.yaml") -> Clinic:
    read = read_clinic(ROOT / "brochures" / name, ROOT, Sink())
    assert read is not None
    return read


def letter(extra: str = "", language: str = "en", notice: str = "", clinic_file: str = "clinic.yaml") -> Letter:
    sink = Sink()
    written = write_letter(sheet(extra, language), clinic(clinic_file), PDF, sink, notice)
    assert written is not None, sink.found
    assert not sink.failed
    return written


def parsed(message: bytes) -> EmailMessage:
    read = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert list(defects(read)) == []
    return read


def defects(part: EmailMessage) -> Iterator[object]:
    for inner in part.walk():
        yield from inner.defects
        for value in inner.values():
            yield from getattr(value, "defects", ())


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class Html(HTMLParser):
    """The words of a page, and its tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.extend(data.split())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("clinic_file", ["clinic.yaml", "clinics/harbor-street.yaml"])
def test_both_bodies_say_the_same(language: str, clinic_file: str) -> None:
    written = letter(language=language, notice=NOTICE, clinic_file=clinic_file)
    page = Html(written.html)
    named = written.clinic.split()
    spoken = page.words[len(written.subject.split()) + len(named) :]  # without the title and the band
    assert spoken == written.text.split()
    assert NOTICE in written.text
    assert f'lang="{language}"' in written.html


@pytest.mark.parametrize("language", languages())
def test_nothing_but_the_pdf_tells_what_it_is_about(language: str) -> None:
    written = letter(language=language)
    message = draft_message(written, PATIENT, DESK)
    shown = "\n".join(
        (written.subject, written.text, written.html, written.file_name, *map(str, parsed(message).items()))
    )
    assert ABOUT.lower() not in shown.lower()
    assert "TS-01" not in shown


def test_the_words_are_there_in_every_language_and_differ() -> None:
    found = [interface(language).mail for language in languages()]
    for name in MailWords.__struct_fields__:
        said = [getattr(words, name) for words in found]
        assert all(said)
        assert len(set(said)) == len(said)
    assert all("{clinic}" in words.attached for words in found)


def test_the_brochure_may_name_the_file_and_the_subject() -> None:
    written = letter("mail_name: Hoja de la clínica (2)\nmail_title: |\n  From {{ clinic.short_name }}\n")
    assert written.file_name == "Hoja de la clínica (2).pdf"
    assert written.subject == "From Dr. Rothman"
    assert letter("mail_name: sheet.pdf\n").file_name == "sheet.pdf"


@pytest.mark.parametrize("name", ["../secret", "a/b", "a\\b", "sheet:1", "a.", '"a"', "con\x7f", "x" * 61, "\u202egpj"])
def test_a_file_name_that_is_a_path_or_a_trap_is_refused(name: str) -> None:
    text = (ROOT / "brochures" / "low-dose-naltrexone.en.yaml").read_text(encoding="utf-8")
    node = load_text(text, "a.yaml", Sink())
    assert node is not None
    with pytest.raises(ValueError, match=r"cannot stand here|longer than 60"):
        model_of(Brochure, {**plain(node), "mail_name": name})


def test_a_variable_that_is_not_there_is_complained_of() -> None:
    sink = Sink()
    assert write_letter(sheet("mail_title: |\n  From {{ clinic.nmae }}\n"), clinic(), PDF, sink) is None
    assert [complaint.code for complaint in sink.found] == ["undefined-variable"]


def test_html_needs_nothing_from_elsewhere() -> None:
    page = Html(letter(notice=NOTICE).html)
    assert {tag for tag, _ in page.tags}.isdisjoint({"img", "link", "script", "style", "iframe", "form", "input"})
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links == ["tel:+15555550142", "tel:+15555550143", "https://rothman.example.org"]
    assert all(attributes.get("role") == "presentation" for tag, attributes in page.tags if tag == "table")
    assert "url(" not in letter().html


def test_a_clinic_s_name_is_no_html() -> None:
    odd = replace(clinic(), name=sheet("subject: |\n  A & B \\<script\\>\n").subject)
    written = write_letter(sheet(), odd, PDF, Sink())
    assert written is not None
    assert "<script>" not in written.html
    assert "A &amp; B &lt;script&gt;" in written.html
    assert written.clinic in written.text
    assert written.clinic in unescape(written.html)


@pytest.mark.parametrize("clinic_file", ["clinic.yaml", "clinics/harbor-street.yaml"])
def test_every_pair_of_colours_can_be_read(clinic_file: str) -> None:
    pairs = colour_pairs(letter(notice=NOTICE, clinic_file=clinic_file).html)
    assert len(pairs) >= 5
    for colour, ground in pairs:
        assert contrast(rgb(colour), rgb(ground)) >= TEXT, (colour, ground)


def colour_pairs(html: str) -> set[tuple[str, str]]:
    """Each colour that is set, with the ground that was last set before it or with it."""
    found, ground = set(), "#ffffff"
    for style in re.findall(r'style="([^"]*)"', html):
        rules = dict(rule.split(":", 1) for rule in style.split(";"))
        ground = rules.get("background-color", ground)
        if "color" in rules:
            found.add((rules["color"], ground))
    return found


def rgb(colour: str) -> tuple[float, float, float]:
    return model_of(ClinicColour, {"screen": colour, "cmyk": (0, 0, 0, 0)}).rgb


def test_a_draft_is_one_for_outlook_and_holds_the_pdf_whole() -> None:
    message = parsed(draft_message(letter(), PATIENT, None))
    assert message["X-Unsent"] == "1"
    assert (message["To"], message["From"], message["Date"], message["Bcc"]) == (str(PATIENT), None, None, None)
    [attached] = message.iter_attachments()
    assert attached.get_content() == PDF
    assert (attached.get_content_type(), attached.get_filename()) == (
        "application/pdf", "Information from your clinic.pdf",
    )  # fmt: skip
    assert body(message, "plain").splitlines() == letter().text.splitlines()
    assert body(message, "html").splitlines() == letter().html.splitlines()


def test_a_sender_is_named_by_the_clinic_or_as_the_settings_say() -> None:
    named = parsed(draft_message(letter(), PATIENT, DESK))
    assert str(named["From"]) == f"Michael Rothman MD <{DESK}>"
    assert str(parsed(draft_message(letter(), PATIENT, DESK, "The\n desk"))["From"]) == f"The desk <{DESK}>"


def test_what_is_sent_has_a_date_and_no_mark_of_a_draft() -> None:
    written = outgoing_message(letter(), PATIENT, DESK, NOW)
    message = parsed(written)
    assert message["Date"] == "Sun, 22 Nov 2026 12:00:00 -0800"
    assert str(message["Message-ID"]).endswith(f"@{DESK.domain}>")
    assert not [name for name in message if name.startswith("X-")]
    assert [len(message.get_all(name, [])) for name in ("To", "From", "Subject")] == [1, 1, 1]
    assert written.isascii()
    lines = written.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(map(len, lines)) <= 998  # RFC 5322, 2.1.1
    assert lines[-1] == b""


def test_a_spanish_file_name_and_an_accented_address_survive() -> None:
    jose = MailAddress("josé", "example.org")
    written = draft_message(letter(language="es"), jose, DESK)
    message = email.message_from_string(written.decode(), policy=email.policy.SMTPUTF8)
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "Información de su clínica.pdf"
    assert message["Subject"] == "Información de su clínica"
    assert message["To"].addresses[0].addr_spec == str(jose)


@pytest.mark.parametrize("language", languages())
def test_another_reader_finds_the_pdf_whole(tmp_path: Path, language: str) -> None:
    need("ripmime")
    path, folder = tmp_path / "message.eml", tmp_path / "parts"
    path.write_bytes(draft_message(letter(language=language), PATIENT, DESK))
    folder.mkdir()
    subprocess.run(["ripmime", "-i", path, "-d", folder], check=True, timeout=60, capture_output=True)
    attached = {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix == ".pdf"}
    assert attached == {f"{interface(language).mail.file}.pdf": PDF}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200))
def test_no_name_of_a_clinic_breaks_the_headers(name: str) -> None:
    odd = Letter(name, "words", "<p>words</p>", name, "file.pdf", PDF)
    for written in (draft_message(odd, PATIENT, DESK, name), outgoing_message(odd, PATIENT, DESK, NOW, name)):
        message = email.message_from_bytes(written, policy=email.policy.default)
        assert len(message.get_all("To", [])) == len(message.get_all("From", [])) == 1
        assert message["From"].addresses[0].addr_spec == str(DESK)
        assert message["Bcc"] is None


def test_drafts_do_not_replace_each_other_and_are_their_owner_s(tmp_path: Path) -> None:
    sink, old = Sink(), os.umask(0)
    try:
        paths = [write_draft(tmp_path / "mail", letter(), f"draft {number}".encode(), sink) for number in range(3)]
    finally:
        os.umask(old)
    assert [path.name for path in paths if path] == [
        "Information from your clinic.eml", "Information from your clinic 2.eml", "Information from your clinic 3.eml",
    ]  # fmt: skip
    for number, path in enumerate(paths):
        assert path is not None
        assert path.read_text(encoding="utf-8") == f"draft {number}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_draft_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file", encoding="utf-8")
    sink = Sink()
    assert write_draft(tmp_path / "mail", letter(), b"draft", sink) is None
    assert sink.found[0].code == "write"
    assert "is a file, where a folder is wanted" in sink.found[0].message
