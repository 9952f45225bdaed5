"""What a real mail server does to a message, and what we say of it: taken, not taken, or not known."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from mail_server import (
    DROP,
    HOST,
    SECRET,
    SLEEP,
    USER,
    Place,
    Post,
    free_port,
    mail_server,
    make_certificate,
    rude_server,
)

from foldwell.content.models.validate import model_of
from foldwell.desk import mail_account, mail_sending
from foldwell.desk.mail_account import find_password, tls_context
from foldwell.desk.mail_address import MailAddress
from foldwell.desk.mail_sending import Outcome, send
from foldwell.desk.settings import MailServer
from foldwell.diagnostics import Diagnostic, Sink

PATIENT, DESK = MailAddress("pat", "example.org"), MailAddress("desk", "clinic.example")
MESSAGE = b"Subject: Hello\r\n\r\nOne line.\r\n.\r\n..two dots\r\nThe end\r\n"
WRONG = SECRET[::-1]
NOON = datetime.datetime(2026, 11, 22, 12, 0)


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def server_at(port: int, ca_file: Path | None = None, **settings: str) -> MailServer:
    asked = {"host": HOST, "port": str(port), "sender": str(DESK), "ca_file": str(ca_file) if ca_file else None}
    return model_of(MailServer, {**asked, **settings})


def hand_over(
    server: MailServer, to: MailAddress = PATIENT, *, password: str = "", answer: float = 5.0, taken: float = 5.0
) -> tuple[Outcome, list[Diagnostic]]:
    sink = Sink()
    context = tls_context(server, Path(), sink)
    assert context is not None
    outcome = send(MESSAGE, DESK, to, server, password, context, sink, answer=answer, taken=taken, now=lambda: NOON)
    assert outcome.sent == (not sink.found)
    return outcome, sink.found


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_is_handed_over_whole(secure: tuple[Path, ssl.SSLContext], security: str) -> None:
    post = Post()
    with mail_server(post, secure[1], "tls" if security == "tls" else "starttls") as port:
        outcome, found = hand_over(server_at(port, secure[0], security=security))
    assert (outcome.word, found) == ("sent", [])
    [envelope] = post.taken
    assert envelope.content == MESSAGE
    assert (envelope.mail_from, envelope.rcpt_tos) == (str(DESK), [str(PATIENT)])
    assert f"SIZE={len(MESSAGE)}" in envelope.mail_options


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd does not see that `tls` is around the whole of it
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_password_is_asked_for_and_proven(secure: tuple[Path, ssl.SSLContext], security: str) -> None:
    post = Post()
    with mail_server(post, secure[1], "tls" if security == "tls" else "starttls", with_password=True) as port:
        server = server_at(port, secure[0], security=security, user=USER)
        assert hand_over(server, password=SECRET)[0].word == "sent"
        outcome, [wrong] = hand_over(server, password=WRONG)
        unknown, [nobody] = hand_over(server_at(port, secure[0], security=security))
    assert (outcome.word, wrong.code) == ("refused 535", "mail-refused")
    assert "user and password" in wrong.message
    assert (unknown.word, nobody.code) == ("refused 530", "mail-refused")
    assert len(post.taken) == 1
    assert set(post.users) == {USER.encode()}


@pytest.mark.parametrize(
    ("place", "answer", "word", "says"),
    [
        ("MAIL", "550 5.7.1 not as this sender", "refused 550", f"send from `{DESK}`: 550 5.7.1 not as"),
        ("RCPT", "550 5.1.1 <pat@example.org> is unknown", "refused 550", "does not take mail for this address"),
        ("RCPT", "553 no such domain", "refused 553", "does not take mail for this address"),
        ("DATA", "503 not now", "refused 503", "does not take the message"),
        ("content", "554 5.7.1 attachments are refused", "refused 554", "has refused the message"),
        ("content", "552 too much", "refused 552", "has refused the message"),
    ],
)
def test_a_refusal_is_told_with_who_refuses_what(
    secure: tuple[Path, ssl.SSLContext], place: Place, answer: str, word: str, says: str
) -> None:
    post = Post(says={place: answer})
    with mail_server(post, secure[1]) as port:
        outcome, [refused] = hand_over(server_at(port, secure[0]))
    assert (outcome.word, refused.code) == (word, "mail-refused")
    assert says in refused.message
    assert "nothing was sent" in refused.hints
    assert post.taken == []
    assert len(post.asked) == len(set(post.asked))  # nothing was tried twice


@pytest.mark.parametrize(
    ("place", "answer", "when"),
    [
        ("RCPT", "451 4.7.1 Greylisting in action, please come back in 00:05:00", "12:06"),
        ("RCPT", "450 4.2.0 Greylisted, see you in 300 seconds", "12:06"),
        ("RCPT", "451 4.7.1 try again in 2 hours", "14:01"),
        ("RCPT", "451 4.7.1 Greylisted", "12:15"),
        ("MAIL", "452 4.3.1 no room", "12:15"),
        ("content", "451 4.3.0 later", "12:15"),
    ],
)
def test_greylisting_is_explained_and_not_tried_again(
    secure: tuple[Path, ssl.SSLContext], place: Place, answer: str, when: str
) -> None:
    post = Post(says={place: answer})
    with mail_server(post, secure[1]) as port:
        outcome, [later] = hand_over(server_at(port, secure[0]))
    assert (outcome.word, later.code) == (f"later {answer[:3]}", "mail-later")
    assert f"try again after {when}" in later.hints[0]
    assert post.asked.count(place) == 1
    assert post.taken == []


@pytest.mark.parametrize("place", ["MAIL", "RCPT", "DATA"])
def test_a_connection_that_breaks_before_the_message_has_sent_nothing(
    secure: tuple[Path, ssl.SSLContext], place: Place
) -> None:
    post = Post(says={place: DROP})
    with mail_server(post, secure[1]) as port:
        outcome, [broken] = hand_over(server_at(port, secure[0]))
    assert (outcome.word, broken.code) == ("not sent", "mail-server")
    assert "broke off the connection" in broken.message
    assert "nothing was sent" in broken.hints


@pytest.mark.parametrize(("does", "says"), [(DROP, "broke off"), (SLEEP, "did not answer in time")])
def test_after_the_message_nobody_can_know(secure: tuple[Path, ssl.SSLContext], does: str, says: str) -> None:
    post = Post(says={"content": does})
    with mail_server(post, secure[1]) as port:
        outcome, [unknown] = hand_over(server_at(port, secure[0]), taken=0.5)
    assert (outcome.word, unknown.code) == ("unknown", "mail-unknown")
    assert says in unknown.message
    assert "it may or may not have been sent" in unknown.message
    assert "do not send it again at once" in unknown.hints[0]
    assert post.asked.count("content") == 1


def test_the_wait_for_the_last_answer_is_the_longest(secure: tuple[Path, ssl.SSLContext]) -> None:
    assert mail_sending.TAKEN == 600  # RFC 5321, 4.5.3.2.6
    post = Post(says={"RCPT": SLEEP})
    with mail_server(post, secure[1]) as port:
        outcome, [late] = hand_over(server_at(port, secure[0]), answer=0.5, taken=600)
    assert outcome.word == "not sent"
    assert "did not answer in time" in late.message


def test_an_answer_that_is_none_after_the_message_leaves_it_open(secure: tuple[Path, ssl.SSLContext]) -> None:
    with mail_server(Post(says={"content": "333 what?"}), secure[1]) as port:
        assert hand_over(server_at(port, secure[0]))[0].word == "unknown"


def test_ctrl_c_is_told_apart_by_whether_the_message_was_on_its_way(
    secure: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with mail_server(Post(), secure[1]) as port:
        with monkeypatch.context() as patch:
            patch.setattr("smtplib.SMTP.rcpt", stop)
            assert hand_over(server_at(port, secure[0]))[0].word == "not sent"
        with monkeypatch.context() as patch:
            patch.setattr("smtplib.SMTP.send", stop_at_message(stop))
            assert hand_over(server_at(port, secure[0]))[0].word == "unknown"


def stop_at_message(stop: object) -> object:
    from smtplib import SMTP

    real = SMTP.send

    def send_until_message(self: SMTP, data: bytes | str) -> None:
        if isinstance(data, bytes) and b"The end" in data:
            stop()  # type: ignore[operator]  # set above
        real(self, data)

    return send_until_message


def test_without_encryption_nothing_is_said(secure: tuple[Path, ssl.SSLContext]) -> None:
    post = Post()
    with mail_server(post, None) as port:
        outcome, [unsafe] = hand_over(server_at(port, secure[0], user=USER), password=SECRET)
    assert (outcome.word, unsafe.code) == ("not sent", "mail-server")
    assert "offers no encryption" in unsafe.message
    assert (post.asked, post.users, post.taken) == ([], [], [])


def test_a_stranger_s_certificate_is_not_trusted(secure: tuple[Path, ssl.SSLContext], tmp_path: Path) -> None:
    other, _ = make_certificate(tmp_path / "other")
    _, elsewhere = make_certificate(tmp_path / "elsewhere", "127.0.0.2")
    for context, trusted in ((secure[1], other), (secure[1], None), (elsewhere, tmp_path / "elsewhere/authority.pem")):
        for security in ("tls", "starttls"):
            post = Post()
            with mail_server(post, context, "tls" if security == "tls" else "starttls") as port:
                server = server_at(port, trusted, security=security, user=USER)
                outcome, [untrusted] = hand_over(server, password=SECRET)
            assert outcome.word == "not sent"
            assert "certificate does not prove" in untrusted.message
            assert (post.asked, post.users, post.taken) == ([], [], [])


def test_the_other_kind_of_encryption_is_suggested(secure: tuple[Path, ssl.SSLContext]) -> None:
    with rude_server(b"220 hello\r\n") as port:
        _, [plain] = hand_over(server_at(port, secure[0], security="tls"))
    assert "`security: tls` goes with port 465" in " ".join(plain.hints)
    with mail_server(Post(), secure[1], "tls") as port:
        _, [waiting] = hand_over(server_at(port, secure[0]), answer=0.5)
    assert "did not answer in time" in waiting.message


@pytest.mark.parametrize(
    ("said", "word", "says"),
    [
        (b"554 go away\r\n", "refused 554", "does not talk to this computer: 554 go away"),
        (b"421 too busy\r\n", "later 421", "tried again later: 421 too busy"),
        (b"", "not sent", "broke off the connection"),
        (b"HTTP/1.1 400 Bad Request\r\n", "not sent", "an answer that is none"),
        (b"220 hello\r\n", "not sent", "broke off the connection"),
    ],
)
def test_a_server_that_will_not_talk(secure: tuple[Path, ssl.SSLContext], said: bytes, word: str, says: str) -> None:
    with rude_server(said) as port:
        outcome, [rude] = hand_over(server_at(port, secure[0]))
    assert outcome.word == word
    assert says in rude.message


def test_a_silent_server_and_none_at_all(secure: tuple[Path, ssl.SSLContext]) -> None:
    with rude_server(b"", hang=True) as port:
        _, [silent] = hand_over(server_at(port, secure[0]), answer=0.5)
    assert "did not answer in time" in silent.message
    _, [nobody] = hand_over(server_at(free_port(), secure[0]))
    assert "no mail server answers" in nobody.message
    _, [nowhere] = hand_over(server_at(25, secure[0], host="mail.invalid"))
    assert "mail.invalid" in nowhere.message


def test_accented_addresses_need_a_server_that_takes_them(secure: tuple[Path, ssl.SSLContext]) -> None:
    jose = MailAddress("josé", "example.org")
    post = Post()
    with mail_server(post, secure[1]) as port:
        assert hand_over(server_at(port, secure[0]), jose)[0].word == "sent"
    assert post.taken[0].rcpt_tos == [str(jose)]
    assert "SMTPUTF8" in post.taken[0].mail_options
    with mail_server(post, secure[1], utf8=False) as port:
        outcome, [refused] = hand_over(server_at(port, secure[0]), jose)
    assert outcome.word == "refused 553"
    assert "unaccented letters" in refused.message


def test_a_message_that_is_too_large_is_not_even_begun(secure: tuple[Path, ssl.SSLContext]) -> None:
    post = Post()
    with mail_server(post, secure[1], limit=10) as port:
        assert hand_over(server_at(port, secure[0]))[0].word == "refused 552"
    assert "content" not in post.asked


def test_a_bad_authority_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "rubbish.pem").write_text("rubbish", encoding="utf-8")
    for name, says in (("missing.pem", "No such file"), ("rubbish.pem", "not a certificate")):
        sink = Sink()
        assert tls_context(server_at(25, Path(name)), tmp_path, sink) is None
        assert (sink.found[0].code, says in sink.found[0].message) == ("mail-certificate", True)


class Drawer(KeyringBackend):
    """A keyring that keeps its words in a drawer."""

    priority = 1.0
    kept = {("foldwell-127.0.0.1", USER): SECRET}  # a test's own

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


class Locked(Drawer):
    """A keyring that nobody has opened."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("locked")


def test_the_password_comes_from_the_environment_or_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(mail_account.PASSWORD, raising=False)
    server, before = server_at(25, user=USER), keyring.get_keyring()
    try:
        keyring.set_keyring(Drawer())  # type: ignore[no-untyped-call]  # keyring's own
        assert find_password(server, Sink()) == SECRET
        assert find_password(server_at(25, user=USER, host="elsewhere.example"), Sink()) is None
        monkeypatch.setenv(mail_account.PASSWORD, "from here")
        assert find_password(server, Sink()) == "from here"
        monkeypatch.delenv(mail_account.PASSWORD)
        keyring.set_keyring(Locked())  # type: ignore[no-untyped-call]  # no types
        sink = Sink()
        assert find_password(server, sink) is None
    finally:
        keyring.set_keyring(before)
    [missing] = sink.found
    assert missing.code == "mail-password"
    assert "keyring set foldwell-127.0.0.1 desk" in missing.hints[0]
    assert find_password(server_at(25), Sink()) == ""


def test_without_the_keyring_package_the_environment_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(mail_account.PASSWORD, raising=False)
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    sink = Sink()
    assert find_password(server_at(25, user=USER), sink) is None
    assert mail_account.PASSWORD in sink.found[0].hints[0]


def test_a_password_that_servers_read_differently_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(mail_account.PASSWORD, "señal")
    sink = Sink()
    assert find_password(server_at(25, user=USER), sink) is None
    assert "señal" not in sink.found[0].message
