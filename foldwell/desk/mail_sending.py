"""A message and the desk's mail server come in; the message goes out once, over TLS, and what became of it is told.

Nothing is tried twice: a person decides, who is told whether the message was taken, was not, or may have been.
"""

from __future__ import annotations

import datetime
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from enum import Enum

from msgspec import Struct, field

from foldwell.desk.mail_address import MailAddress
from foldwell.desk.settings import MailServer
from foldwell.diagnostics import Sink, Span

ANSWER = 60.0  # seconds for each answer; less than RFC 5321's five minutes (4.5.3.2), since somebody sits and waits
TAKEN = 600.0  # seconds for the last one, as RFC 5321, 4.5.3.2.6, asks for: to give up early means not to know
OURSELVES = "[127.0.0.1]"  # what we call ourselves (RFC 5321, 4.1.3): this computer's name is nobody's business
WAIT = datetime.timedelta(minutes=15)  # greylisting usually asks for 1 to 10 minutes (RFC 6647, section 5)
GOODBYE = 5.0  # seconds for the answer to QUIT, which nothing hangs on
MOST_SAID = 200  # characters of a server's answer that are shown
_OTHER_KIND = {
    "starttls": "`security: starttls` goes with port 587; for port 465 write `security: tls`",
    "tls": "`security: tls` goes with port 465; for port 587 write `security: starttls`",
}


class Step(Enum):
    """How far the conversation with the server has come, and who refuses what where it ends there."""

    GREETING = "the mail server does not talk to this computer"
    SECURING = "the mail server refuses to encrypt the connection"
    PASSWORD = "the mail server does not accept the user and password"  # noqa: S105  # no password: a message
    SENDER = "the mail server does not let us send from `{sender}`"
    RECIPIENT = "the mail server does not take mail for this address"
    MESSAGE = "the mail server does not take the message"
    TAKING = "the mail server has refused the message"


_HINTS = {
    Step.GREETING: "ask whoever runs the mail server whether this computer may send",
    Step.SECURING: "nothing goes out unencrypted; ask whoever runs the mail server",
    Step.PASSWORD: "correct `user` under `mail:` in desk.yaml, or the password",
    Step.SENDER: "correct `user` and `sender` under `mail:` in desk.yaml",
    Step.RECIPIENT: "ask the patient to spell the address",
    Step.MESSAGE: "ask whoever runs the mail server; the attached PDF may be too large for it",
    Step.TAKING: "ask whoever runs the mail server; it may refuse attachments",
}


class Outcome(Struct, frozen=True):
    """What became of a message, in a word or two for the log: sent, refused 550, later 451, not sent, unknown."""

    word: str

    @property
    def sent(self) -> bool:
        """Whether the server has taken it."""
        return self.word == "sent"


class _Refused(Exception):
    """The server's answer is a refusal, for now (4xx) or for good."""

    def __init__(self, code: int, said: bytes | str) -> None:
        text = said if isinstance(said, str) else said.decode("utf-8", "replace")
        shown = "".join(char if char.isprintable() else " " for char in text)
        self.code, self.said = code, " ".join(shown.split())[:MOST_SAID]


class _Conversation(Struct):
    """One connection to the server; `step` tells where it ended when an exception ends it."""

    server: MailServer
    sender: MailAddress
    context: ssl.SSLContext
    answer: float
    taken: float
    step: Step = Step.GREETING
    smtp: smtplib.SMTP | None = field(default=None)

    def run(self, password: str, to: MailAddress, message: bytes) -> None:
        """Hand over the message. Raises _Refused, or what socket, ssl and smtplib raise."""
        smtp = self.smtp = self._open()
        if self.server.user is not None:
            self.step = Step.PASSWORD
            smtp.login(self.server.user, password)
        self.step = Step.SENDER
        self._expect(smtp.mail(str(self.sender), self._options(smtp, to, message)))
        self.step = Step.RECIPIENT
        self._expect(smtp.rcpt(str(to)))
        self.step = Step.MESSAGE
        self._expect(smtp.docmd("DATA"), 300)
        self.step = Step.TAKING
        if smtp.sock is not None:
            smtp.sock.settimeout(self.taken)
        smtp.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")  # RFC 5321, 4.5.2
        self._expect(smtp.getreply())

    def _open(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, OURSELVES, timeout=self.answer, context=self.context)
            smtp.ehlo()
            return smtp
        smtp = smtplib.SMTP(host, port, OURSELVES, timeout=self.answer)
        self.smtp = smtp
        self.step = Step.SECURING
        smtp.starttls(context=self.context)
        smtp.ehlo()  # what was said before encryption counts for nothing (RFC 3207, 4.2)
        return smtp

    def _options(self, smtp: smtplib.SMTP, to: MailAddress, message: bytes) -> list[str]:
        options = [f"SIZE={len(message)}"] if smtp.has_extn("size") else []
        if to.needs_utf8 or self.sender.needs_utf8:
            if not smtp.has_extn("smtputf8"):
                raise _Refused(553, "it takes only addresses in unaccented letters")
            options += ["BODY=8BITMIME", "SMTPUTF8"]
        return options

    def _expect(self, reply: tuple[int, bytes], least: int = 200) -> None:
        code, said = reply
        if not least <= code < least + 100:
            raise _Refused(code, said)

    def close(self, *, politely: bool) -> None:
        """End the connection; a message that was taken stays taken, whatever happens here."""
        if self.smtp is None:
            return
        try:
            if politely and self.smtp.sock is not None:
                self.smtp.sock.settimeout(GOODBYE)
                self.smtp.quit()
        except (OSError, KeyboardInterrupt):  # smtplib's exceptions are OSErrors
            pass
        finally:
            self.smtp.close()


def send(
    message: bytes, sender: MailAddress, to: MailAddress, server: MailServer, password: str, context: ssl.SSLContext,
    sink: Sink, *, answer: float = ANSWER, taken: float = TAKEN,
    now: Callable[[], datetime.datetime] = datetime.datetime.now,
) -> Outcome:  # fmt: skip
    """Hand a message (lines ending with CR LF) to the server, once; whatever goes wrong is in the sink.

    `answer` and `taken` are the seconds to wait for an answer, and for the last one.
    """
    talk = _Conversation(server, sender, context, answer, taken)
    refusal: _Refused | None = None
    try:
        talk.run(password, to, message)
    except _Refused as answered:
        refusal = answered
    except smtplib.SMTPResponseException as answered:
        refusal = _Refused(answered.smtp_code, answered.smtp_error)
    except (OSError, KeyboardInterrupt) as error:  # smtplib's exceptions are OSErrors
        talk.close(politely=False)
        return _broken(talk, error, sink)
    talk.close(politely=True)
    return Outcome("sent") if refusal is None else _refused(talk, refusal, sink, now)


def _refused(talk: _Conversation, refusal: _Refused, sink: Sink, now: Callable[[], datetime.datetime]) -> Outcome:
    """The server said no, for now or for good; an answer that is neither leaves open what became of the message."""
    said = f": {refusal.code} {refusal.said}"
    if not 400 <= refusal.code < 600:
        return _broken(talk, smtplib.SMTPException(f"an answer that is none{said}"), sink)
    if refusal.code < 500:
        when = (now() + _asked_to_wait(refusal.said)).strftime("%H:%M")
        hint = f"nothing was sent, and nothing will be of itself: try again after {when}"
        sink.error("mail-later", f"the mail server asks to be tried again later{said}", None, hint)
        return Outcome(f"later {refusal.code}")
    message = talk.step.value.format(sender=talk.sender)
    sink.error("mail-refused", f"{message}{said}", _place(talk), "nothing was sent", _HINTS[talk.step])
    return Outcome(f"refused {refusal.code}")


def _asked_to_wait(said: str) -> datetime.timedelta:
    """How long a greylisting answer asks to wait, where it says so: "for 300 seconds", "in 00:05:00"."""
    clock = re.search(r"\b(\d{1,2}):(\d\d):(\d\d)\b", said)
    if clock:
        hours, minutes, seconds = map(int, clock.groups())
        return datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds + 60)
    found = re.search(r"\b(\d{1,5}) ?(s|sec|second|m|min|minute|h|hour)s?\b", said, re.IGNORECASE)
    if not found:
        return WAIT
    unit = {"s": 1, "m": 60, "h": 3600}[found[2][0].lower()]
    return datetime.timedelta(seconds=int(found[1]) * unit + 60)  # the minutes of the clock are cut off


def _broken(talk: _Conversation, error: BaseException, sink: Sink) -> Outcome:
    """The conversation broke off. Once the message was on its way, nobody here can know what became of it."""
    if talk.step is Step.TAKING:
        sink.error(
            "mail-unknown", f"{_why(talk, error)} after the message was handed over: it may or may not have been sent",
            None, "do not send it again at once: ask the patient, or whoever runs the mail server, whether it has come",
        )  # fmt: skip
        return Outcome("unknown")
    sink.error("mail-server", _why(talk, error), _place(talk), "nothing was sent", *_what_to_do(talk, error))
    return Outcome("not sent")


def _place(talk: _Conversation) -> Span | None:
    """The line of desk.yaml to look at: of what is about the patient's address or the message there is none."""
    keys = {Step.GREETING: "host", Step.SECURING: "host", Step.PASSWORD: "user", Step.SENDER: "sender"}
    return talk.server.place(keys[talk.step]) if talk.step in keys else None


def _why(talk: _Conversation, error: BaseException) -> str:
    server, name = talk.server, f"{talk.server.host}, port {talk.server.port}"
    if isinstance(error, KeyboardInterrupt):
        return "you stopped it"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{name}: its certificate does not prove that it is {server.host} ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return f"{name} does not speak TLS as it is asked to"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"{name} did not answer in time"
    if isinstance(error, socket.gaierror):
        return f"no mail server called {server.host} can be found"
    if isinstance(error, ConnectionRefusedError):
        return f"no mail server answers at {name}"
    if isinstance(error, smtplib.SMTPNotSupportedError) and talk.step is Step.SECURING:
        return f"{name} offers no encryption (STARTTLS)"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{name} takes no user and password"
    if isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError)):
        return f"{name} broke off the connection"
    return f"{name}: {_Refused(0, str(error)).said}"


def _what_to_do(talk: _Conversation, error: BaseException) -> tuple[str, ...]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return ("correct `host` in desk.yaml; for a server of your own, `ca_file` names the authority's certificate",)
    if isinstance(error, smtplib.SMTPNotSupportedError) and talk.step is Step.PASSWORD:
        return ("if it wants none, remove `user` under `mail:` in desk.yaml",)
    if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return (_OTHER_KIND[talk.server.security], "what belongs to a patient goes out encrypted or not at all")
    if isinstance(error, (socket.gaierror, ConnectionRefusedError)):
        return ("correct `host` and `port` under `mail:` in desk.yaml, and see whether this computer is online",)
    return () if isinstance(error, KeyboardInterrupt) else ("try again in a few minutes",)
