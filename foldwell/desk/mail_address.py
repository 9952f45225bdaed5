"""What somebody typed as an e-mail address comes in; one address that a mail server can be given goes out."""

from __future__ import annotations

import re
from email.headerregistry import Address

from msgspec import Struct

from foldwell.diagnostics import Sink, Span

LONGEST_LOCAL, LONGEST = 64, 254  # octets (RFC 5321, 4.5.3.1.1 and 4.5.3.1.3, less the angle brackets)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u00a1-\U0010ffff]+"  # RFC 5322, 3.2.3, with RFC 6532's letters
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# The old rules for such letters in domains (RFC 3490), which Python has, turn these four into others or drop them, so
# that the message would go to somebody else's domain; the new rules (RFC 5892) keep them.
_CHANGED = re.compile("[ßς\u200c\u200d]")
_WRITE = "write one address alone, such as name@example.org"


class MailAddress(Struct, frozen=True):
    """One address. The domain is in ASCII; where the part before the @ is not, the server must know SMTPUTF8."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server that takes such addresses (RFC 6531) can be given it."""
        return not self.local.isascii()

    def named(self, name: str = "") -> Address:
        """The address for a header of the message, with a name that is shown."""
        return Address(name, self.local, self.domain)


def read_address(typed: str, sink: Sink, span: Span | None = None) -> MailAddress | None:
    """The address; None, and an `address` complaint, for anything but exactly one whole address."""
    text = typed.strip(" ")
    wrong = _what_is_wrong(text)
    if wrong is None:
        local, _, domain = text.rpartition("@")
        try:
            ascii_domain = _in_ascii(domain)
        except UnicodeError:
            hint = _WRITE if domain.isascii() else "write the domain in its form that begins with xn--"
            wrong = f"`{domain}` cannot be written as a domain", hint
        else:
            if len(local.encode()) > LONGEST_LOCAL or len(f"{local}@{ascii_domain}".encode()) > LONGEST:
                wrong = "this is longer than an e-mail address can be", _WRITE
            else:
                return MailAddress(local, ascii_domain)
    sink.error("address", wrong[0], span, wrong[1])
    return None


def _what_is_wrong(text: str) -> tuple[str, str] | None:
    if not text:
        return "there is no e-mail address", _WRITE
    if not text.isprintable():
        return "the address holds a line break or another character that cannot be seen", _WRITE
    if text.lower().startswith("mailto:"):
        return f"`{text}` is a link to an address", "leave out `mailto:`"
    if re.fullmatch(r"[^@,]+@[^@,]+(,[^@,.]+)+", text):
        return f"`{text}` has a comma where a point belongs", _WRITE
    if text.count("@") > 1 or re.search(r"[,;:]", text):
        return "this is more than one address", "send to one patient at a time, so that none sees another's address"
    if re.search(r"[<>()\[\]\"\\ ]", text):
        return f"`{text}` is more than an address", _WRITE
    local, at, domain = text.partition("@")
    if not (at and _LOCAL.fullmatch(local) and "." in domain):
        return f"`{text}` is not an e-mail address", _WRITE
    return None


def _in_ascii(domain: str) -> str:
    """The domain as servers know it (RFC 5890). Raises UnicodeError where it cannot be one."""
    if _CHANGED.search(domain):
        raise UnicodeError("read differently by old and new rules")
    labels = [label.encode("idna").decode("ascii") for label in domain.split(".")]
    if not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise UnicodeError("not a domain's name")
    return ".".join(labels).lower()
