"""`mail` from end to end: a draft on disk, or a message that a real server has taken, and questions at a terminal."""

from __future__ import annotations

import argparse
import datetime
import email
import email.policy
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from mail_server import HOST, SECRET, USER, Post, mail_server, make_certificate
from msgspec import Struct
from pypdfium2 import PdfDocument
from workspaces import ROOT, brochure, make_workspace, text_block, write

from foldwell.commands import mail
from foldwell.content.read import read_brochure
from foldwell.content.review import words_hash
from foldwell.desk.mail_account import PASSWORD
from foldwell.desk.mail_log import log_path
from foldwell.diagnostics import Sink

TO = "pat@example.org"
ABOUT = "Diphtheria"
SCRIPT = """
import argparse, sys
from foldwell.commands import mail
parser = argparse.ArgumentParser()
mail.add(parser.add_subparsers(required=True))
options = parser.parse_args(sys.argv[1:])
sys.exit(options.run(options))
"""


class Desk(Struct, frozen=True):
    """A workspace with a reviewed sheet and a draft, and a mail server that it is set up for."""

    root: Path
    post: Post


def sheet(extra: str = "") -> str:
    text = brochure(text_block(f"{ABOUT} is rare."), extra=extra).replace("A small sheet", ABOUT)
    return text.replace("review_by: 2027-11-22", "review_by: 2999-11-22")  # today is when the tests are run


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("workspace") / "shop", draft=sheet())
    read = read_brochure(root / "brochures" / "draft.en.yaml", root, Sink())
    assert read is not None
    signed = f"reviewed_by:\n  name: A. Clinician\n  date: 2026-11-22\n  words: {words_hash(read)}\n"
    write(root, sheet(signed), "signed")
    expired = sheet(signed).replace("date: 2026-11-22", "date: 2020-01-01").replace("2999-11-22", "2021-01-01")
    write(root, expired, "expired")
    write(root, sheet(f"mail_title: |\n  From us\nmail_name: From us\n{signed}"), "named")
    write(root, sheet(signed), "twins")
    (root / "brochures" / "twins.es.yaml").write_text(sheet().replace(": en\n", ": es\n"), encoding="utf-8")
    return root


@pytest.fixture
def desk(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv(PASSWORD, SECRET)
    log_path(root).unlink(missing_ok=True)
    ca_file, context = make_certificate(tmp_path / "certificate")
    post = Post()
    with mail_server(post, context, with_password=True) as port:
        settings = (
            f"mail:\n  host: {HOST}\n  port: {port}\n  user: {USER}\n  sender: desk@clinic.example\n"
            f"  sender_name: The front desk\n  ca_file: {ca_file}\n"
        )
        (root / "desk.yaml").write_text(settings, encoding="utf-8")
        yield Desk(root, post)
    (root / "desk.yaml").unlink(missing_ok=True)


def run(root: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    mail.add(parser.add_subparsers(required=True))
    options = parser.parse_args(["mail", "--workspace", str(root), *words])
    return int(options.run(options))


def message_in(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def attached_pdf(message: EmailMessage) -> tuple[str | None, PdfDocument]:
    [attached] = message.iter_attachments()
    return attached.get_filename(), PdfDocument(BytesIO(attached.get_content()))


def test_a_draft_holds_the_edition_for_a_phone(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "signed", "--layout", "trifold", "--to", TO, "--out", str(tmp_path)) == 0
    [path] = tmp_path.iterdir()
    assert str(path) in capsys.readouterr().out
    message = message_in(path.read_bytes())
    assert (message["To"], message["X-Unsent"]) == (TO, "1")
    name, pdf = attached_pdf(message)
    assert name == "Information from your clinic.pdf"
    assert len(pdf) == 6  # a panel a page
    assert ABOUT in "".join(page.get_textpage().get_text_range() for page in pdf)
    assert not log_path(root).exists()


def test_of_several_layouts_the_first_is_mailed_and_out_is_the_workspace_s(root: Path) -> None:
    assert run(root, "signed", "--to", TO) == 0
    [path] = (root / "out" / "mail").iterdir()
    assert len(attached_pdf(message_in(path.read_bytes()))[1]) == 6
    assert run(root, "signed", "--layout", "handout", "--to", TO) == 0
    assert len(list((root / "out" / "mail").iterdir())) == 2


@pytest.mark.parametrize(("name", "title"), [("named", "From us"), ("signed", ABOUT)])
def test_the_title_is_the_brochure_s_unless_it_gives_another(root: Path, tmp_path: Path, name: str, title: str) -> None:
    assert run(root, name, "--to", TO, "--out", str(tmp_path)) == 0
    [path] = tmp_path.iterdir()
    message = message_in(path.read_bytes())
    assert attached_pdf(message)[1].get_metadata_value("Title") == title
    assert ABOUT not in f"{message['Subject']}{path.name}{attached_pdf(message)[0]}"


def test_a_message_is_sent_and_noted_without_the_patient(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk.root, "signed", "--to", TO, "--send", "--agreed") == 0
    [envelope] = desk.post.taken
    assert envelope.rcpt_tos == [TO]
    assert isinstance(envelope.content, bytes)
    message = message_in(envelope.content)
    assert (message["To"], message["From"]) == (TO, "The front desk <desk@clinic.example>")
    assert message["X-Unsent"] is None
    assert len(attached_pdf(message)[1]) == 6
    log = log_path(desk.root).read_text(encoding="utf-8")
    assert log.splitlines()[1:] == [f"{datetime.date.today()},TS-01,1,sent"]
    assert "the mail server has taken it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "outcome"), [("550 <pat@example.org> unknown", "refused 550"), ("451 greylisted", "later 451")]
)
def test_what_was_not_sent_is_noted_without_the_patient(desk: Desk, answer: str, outcome: str) -> None:
    desk.post.says["RCPT"] = answer
    assert run(desk.root, "signed", "--to", TO, "--send", "--agreed") == 1
    log = log_path(desk.root).read_text(encoding="utf-8")
    assert log.splitlines()[1:] == [f"{datetime.date.today()},TS-01,1,{outcome}"]
    assert "pat" not in log
    assert desk.post.taken == []


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("signed", "draft", "--to", TO), 2, "one brochure"),
        (("signed",), 2, "--to is missing"),
        (("signed", "--send", "--agreed"), 2, "--to is missing"),
        (("signed", "--to", TO, "--send"), 2, "--agreed is missing"),
        (("signed", "--to", f"{TO},kim@example.org"), 1, "error[address]"),
        (("signed", "--to", f"{TO}\nBcc: kim@example.org", "--send", "--agreed"), 1, "error[address]"),
        (("draft", "--to", TO), 1, "error[draft-refused]"),
        (("draft", "--to", TO, "--send", "--agreed"), 1, "error[draft-refused]"),
        (("expired", "--to", TO), 1, "error[expired-refused]"),
        (("twins", "--to", TO), 1, "twins.en or twins.es"),
        (("nothing", "--to", TO), 1, "error[no-brochure]"),
        (("signed", "--layout", "nothing", "--to", TO), 1, "error[no-layout]"),
    ],
)
def test_what_cannot_be_mailed(
    desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], status: int, says: str
) -> None:
    assert run(desk.root, *words, "--out", str(tmp_path / "out")) == status
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert desk.post.asked == []
    assert not log_path(desk.root).exists()


def test_a_second_address_is_not_dropped_in_silence(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(root, "signed", "--to", TO, "--to", "kim@example.org")
    assert ended.value.code == 2
    assert "send to one patient at a time" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "says"), [("draft", "not yet reviewed"), ("expired", "ast its review date")])
def test_what_should_not_leave_says_so_where_it_does(root: Path, tmp_path: Path, name: str, says: str) -> None:
    assert run(root, name, "--draft", "--to", TO, "--out", str(tmp_path)) == 0
    [path] = tmp_path.iterdir()
    message = message_in(path.read_bytes())
    body = message.get_body(("plain",))
    assert body is not None
    assert says in body.get_content()
    assert says in "".join(page.get_textpage().get_text_range() for page in attached_pdf(message)[1])


def test_without_a_mail_server_only_drafts_are_made(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "signed", "--to", TO, "--send", "--agreed") == 1
    assert "error[mail-settings]" in capsys.readouterr().err


def test_a_password_in_the_workspace_is_no_setting(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.root / "desk.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  password: secret\n", encoding="utf-8")
    assert run(desk.root, "signed", "--to", TO, "--send", "--agreed") == 1
    assert "password" in capsys.readouterr().err
    assert desk.post.asked == []


def test_nothing_goes_out_that_cannot_be_noted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    log_path(desk.root).mkdir(parents=True)
    try:
        assert run(desk.root, "signed", "--to", TO, "--send", "--agreed") == 1
    finally:
        log_path(desk.root).rmdir()
    assert "error[mail-log]" in capsys.readouterr().err
    assert desk.post.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(
    ("words", "answers", "status", "says"),
    [
        (("--to", TO), (TO, "agreed"), 0, "has taken it"),
        ((), (TO, TO, "Agreed"), 0, "has taken it"),
        (("--to", TO), ("bat@example.org",), 1, "not the same"),
        ((), (TO, "bat@example.org"), 1, "not the same"),
        ((), (f"{TO}, kim@example.org",), 1, "more than one"),
        (("--to", TO, "--agreed"), (TO, "no"), 1, "without the patient's agreement"),
        (("--to", TO), (TO, "\x04"), 1, "without the patient's agreement"),
    ],
)
def test_a_person_at_a_terminal_is_asked(
    desk: Desk, words: tuple[str, ...], answers: tuple[str, ...], status: int, says: str
) -> None:
    done, shown = at_a_terminal(desk.root, ("signed", "--send", *words), answers)
    assert (done, says in shown) == (status, True), shown
    assert len(desk.post.taken) == (status == 0)
    assert shown.count("address again") == (1 if len(answers) + len(words) > 1 else 0)


def test_ctrl_c_at_a_question_says_that_nothing_was_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", stop)
    with pytest.raises(KeyboardInterrupt):
        mail._ask(None, Sink())
    assert "nothing was sent" in capsys.readouterr().err


def at_a_terminal(root: Path, words: tuple[str, ...], answers: tuple[str, ...]) -> tuple[int, str]:
    """Run the command with a terminal of its own and type an answer at each question; status, and what was shown."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", SCRIPT, "mail", "--workspace", str(root), *words]
    program = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown, left = b"", list(answers)
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux's way of saying that the terminal is closed
            break
        shown += piece
        if left and piece.endswith(b": "):
            answer = left.pop(0)
            os.write(ours, answer.encode() + (b"" if answer == "\x04" else b"\n"))
    os.close(ours)
    return program.wait(60), shown.decode()
