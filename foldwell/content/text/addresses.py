"""Text comes in; its telephone numbers, e-mail and web addresses and drawn characters go out, with their links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

# Characters that are drawn, since text faces lack them; each stands for itself in the text.
SYMBOLS = "☐☑☒✓✔✗✘→←↑↓①②③④⑤⑥⑦⑧⑨★☆☎✉"
SCHEMES = ("https", "http", "mailto", "tel")

# Telephone numbers as they are written in the United States. 911 alone is not among them on purpose: a finger that
# strays over an open PDF must not call for an ambulance.
_PHONE = (
    r"(?<![\w./+-])"
    r"(?:(?:\+?1[-. \u00a0]?)?(?:\([2-9]\d\d\)[ \u00a0]?|[2-9]\d\d[-. \u00a0])\d{3}[-.]\d{4}|[2-9]\d\d-\d{4})"
    r"(?![\w/-]|\.\d)"
)
_MAIL = r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"
_WEB = r"(?<![\w.@/])(?:https?://|www\.)[^\s<>\"“”]+"
_FOUND = re.compile(f"(?P<web>{_WEB})|(?P<mail>{_MAIL})|(?P<phone>{_PHONE})|(?P<symbol>[{SYMBOLS}])[\ufe0e\ufe0f]?")
_MAYBE = re.compile(rf"[{SYMBOLS}@]|\d{{4}}|://|www\.")


class Particle(Struct, frozen=True):
    """A part of a text: plain words, an address with its link, or a symbol."""

    text: str
    link: str | None = None
    symbol: bool = False


def particles(text: str, *, link: bool = True) -> Iterator[Particle]:
    """The text in parts that together are the whole of it; `link=False` finds symbols only.

    The variation selector after a symbol goes with it: it asks for a drawing, and the symbol is drawn.
    """
    at = 0
    for found in _FOUND.finditer(text) if _MAYBE.search(text) else ():
        if found["symbol"]:
            yield from _plain(text[at : found.start()])
            yield Particle(found["symbol"], symbol=True)
            at = found.end()
        elif link:
            words = _trimmed(found[0]) if found["web"] else found[0]
            yield from _plain(text[at : found.start()])
            shown = words.replace(" ", "\u00a0") if found["phone"] else words
            yield Particle(shown, address_of(words))
            at = found.start() + len(words)
    yield from _plain(text[at:])


def _plain(text: str) -> Iterator[Particle]:
    if text:
        yield Particle(text)


def _trimmed(address: str) -> str:
    """A web address without the punctuation of the sentence that it stands in."""
    while address and (address[-1] in ".,;:!?'’*_" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


def address_of(words: str) -> str | None:
    """The link of words that are an address as a whole; None for other words."""
    found = _FOUND.fullmatch(words.strip())
    if found is None or found["symbol"]:
        return None
    if found["phone"]:
        return phone_link(found[0])
    if found["mail"]:
        return f"mailto:{found[0]}"
    return found[0] if "://" in found[0] else f"https://{found[0]}"


def phone_link(number: str) -> str:
    """The `tel:` address (RFC 3966) of a telephone number; ten digits are taken to be North American."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    if len(digits) == 10:
        return f"tel:+1{digits}"
    return f"tel:+{digits}" if len(digits) == 11 and digits[0] == "1" else f"tel:{digits}"


def shown_address(address: str) -> str:
    """An address as people read it: without its scheme, and without a slash at the end."""
    return re.sub(r"^(?:https?://|mailto:|tel:)", "", address).rstrip("/")


def is_safe_link(address: str) -> bool:
    """Whether an address is of a kind that a patient may be sent to, and whole."""
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() not in SCHEMES or any(char.isspace() for char in address):
        return False
    if scheme.lower() in ("https", "http"):
        return re.match(r"//[^/?#]+", rest) is not None
    return re.fullmatch(r"\+?[\d().-]{3,}", rest) is not None if scheme.lower() == "tel" else "@" in rest
