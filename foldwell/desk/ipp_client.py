"""Asking an IPP server: an address, an operation and its attributes come in, the answer goes out (RFC 8011).

Written for this program because it must say which setting a printer refused: the clients to be had drop the group of
unsupported attributes, leave out attributes that they do not know without a word, and bring an HTTP library along.
"""

from __future__ import annotations

import getpass
import http.client
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from enum import IntEnum
from itertools import count
from urllib.parse import SplitResult, urlsplit

from foldwell.desk.ipp_message import VERSION, Attribute, Attributes, Malformed, Message, Tag, decode, encode

PORT = 631
CONNECT_SECONDS = 5.0
LONGEST_ANSWER = 8_000_000  # bytes; a printer's whole list of abilities is some 20 KB
UPGRADE_REQUIRED, VERSION_NOT_SUPPORTED = 426, 0x0503
NUMBERS = count(1)


class Operation(IntEnum):
    """What is asked of a server (RFC 8011, 5.4.15; the last two are CUPS's own)."""

    PRINT_JOB = 0x0002
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_DEFAULT = 0x4001
    CUPS_GET_PRINTERS = 0x4002


STATUS_WORDS = {  # RFC 8011, appendix B
    0x0400: "it does not understand the request",
    0x0401: "it forbids this",
    0x0402: "it asks for a password, which Foldwell does not send",
    0x0403: "this user may not print there",
    0x0404: "it cannot do this now",
    0x0405: "it waited too long for the document",
    0x0406: "there is no such printer at this address",
    0x0408: "the document is too large for it",
    0x040A: "it does not take this kind of file",
    0x040B: "it does not know a setting of the job",
    0x040E: "settings of the job contradict each other",
    0x0411: "it cannot read the document",
    0x0500: "it has a fault of its own",
    0x0501: "it cannot do this at all",
    0x0502: "it is out of service",
    0x0503: "it speaks an unknown version of IPP",
    0x0504: "it has a fault: look at its display",
    0x0505: "it has a passing fault",
    0x0506: "it takes no jobs now",
    0x0507: "it is busy",
    0x0508: "the job was cancelled",
}


class Unreachable(Exception):
    """Raised where nobody at the address speaks IPP; the text says why, in words that follow "the printer"."""


class Refused(Exception):
    """Raised when a server says no: the status, its own words, and the attributes that it does not support."""

    def __init__(self, status: int, words: str, unsupported: dict[str, str] | None = None) -> None:
        super().__init__(status, words, unsupported)
        self.status, self.words, self.unsupported = status, words, unsupported or {}

    @property
    def reason(self) -> str:
        """Why, for people: what the status means and what the server said."""
        meaning = STATUS_WORDS.get(self.status, f"status {self.status:#06x}")
        return f"{meaning} ({self.words})" if self.words else meaning


def printable(said: str) -> str:
    """What a server said, with nothing in it that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in said)


def words(found: Attributes, name: str) -> tuple[str, ...]:
    """The values of an attribute that are words, once each."""
    values = (printable(value) for value in found.get(name, []) if isinstance(value, str))
    return tuple(dict.fromkeys(value for value in values if value))


def text(name: str, tag: Tag, *values: str | int | bool) -> Attribute:
    """An attribute to send."""
    return Attribute(name, tag, values)


def ask(
    uri: str,
    operation: Operation,
    more: Sequence[Attribute] = (),
    job: Sequence[Attribute] = (),
    document: bytes = b"",
    *,
    seconds: float = 30.0,
) -> Message:
    """The answer of the server at `uri` (ipp:// or ipps://). Raises Unreachable and Refused.

    `seconds` is how long the line may be silent.
    """
    answer = _exchange(uri, operation, more, job, document, seconds, VERSION)
    if answer.code == VERSION_NOT_SUPPORTED:
        answer = _exchange(uri, operation, more, job, document, seconds, (1, 1))
    if answer.code >= 0x0100:
        unsupported = answer.group(Tag.UNSUPPORTED)
        refused = {name: ", ".join(printable(str(value)) for value in unsupported[name]) for name in unsupported}
        raise Refused(answer.code, " ".join(words(answer.group(Tag.OPERATION), "status-message")), refused)
    return answer


def _exchange(
    uri: str, operation: Operation, more: Sequence[Attribute], job: Sequence[Attribute], document: bytes,
    seconds: float, version: tuple[int, int],
) -> Message:  # fmt: skip
    who = [
        text("attributes-charset", Tag.CHARSET, "utf-8"),  # these two come first (RFC 8011, 4.1.4)
        text("attributes-natural-language", Tag.LANGUAGE, "en"),
        text("printer-uri", Tag.URI, uri),
        text("requesting-user-name", Tag.NAME, _user()),
    ]
    groups = [(Tag.OPERATION, [*who, *more]), *([(Tag.JOB, job)] if job else [])]
    body = encode(operation, next(NUMBERS), groups, version) + document
    parts = _address(uri)
    status, data = _post(parts, body, seconds, parts.scheme == "ipps")
    if status == UPGRADE_REQUIRED and parts.scheme == "ipp":
        status, data = _post(parts, body, seconds, True)
    if status in (401, 403):
        raise Refused(0x0402 if status == 401 else 0x0401, "")
    if status != 200:
        raise Unreachable(f"answers with HTTP status {status}: at {uri} is no printer")
    try:
        return decode(data)
    except Malformed as error:
        raise Unreachable(f"answers something that is not IPP: {error}") from error


def _address(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        if parts.hostname and parts.port != 0:
            return parts
    except ValueError:  # a port that is no number, a bracket that is not closed
        pass
    raise Unreachable(f"has no address that can be used: {uri}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "front-desk"


def _post(parts: SplitResult, body: bytes, seconds: float, secure: bool) -> tuple[int, bytes]:
    """HTTP status and body of the answer (RFC 8010, 4)."""
    try:
        connection = _connect(parts, secure)
        try:
            connection.sock.settimeout(seconds)
            headers = {"Content-Type": "application/ipp", "Accept": "application/ipp"}
            with suppress(BrokenPipeError, ConnectionResetError):  # refused half way: the answer says why
                connection.request("POST", parts.path or "/", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(LONGEST_ANSWER)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(_why(error, parts)) from error
    except ValueError as error:  # a host or a path that no address can have
        raise Unreachable(f"has no address that can be used: {error}") from error


def _connect(parts: SplitResult, secure: bool) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port or PORT
    connection: http.client.HTTPConnection
    if secure:
        # Printers sign their own certificates: the line is encrypted, the name is not proven. No secret is sent.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    connection.connect()
    return connection


def _why(error: Exception, parts: SplitResult) -> str:
    """What went wrong on the line, in plain words."""
    where = f"{parts.hostname}, port {parts.port or PORT}"
    if isinstance(error, TimeoutError):
        return f"does not answer at {where}"
    if isinstance(error, socket.gaierror):
        return f"cannot be found: nothing on the network is called `{parts.hostname}`"
    if isinstance(error, ConnectionRefusedError):
        return f"is not there: {where} takes no connection"
    if isinstance(error, ssl.SSLError):
        return f"does not speak TLS at {where}"
    if isinstance(error, ConnectionResetError | BrokenPipeError | http.client.RemoteDisconnected):
        return f"broke the connection at {where}"
    if isinstance(error, http.client.HTTPException):
        return f"does not speak IPP at {where}"
    return f"cannot be reached at {where} ({getattr(error, 'strerror', None) or error})"
