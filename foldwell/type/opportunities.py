"""Where a line may end: the text of a paragraph comes in, the places where the next line may begin go out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

# Penalties, in the unit of `breaking`: 1 is a line that falls short of its measure by a tenth.
SHORT_WORD = 1.0
AFTER_HYPHEN = 2.0
IN_ADDRESS = 3.0
HYPHENATED = 6.0
IN_SPAN = 100.0  # between the two ends of a span of time: as an empty line, so anywhere else, if the lines stay as few

# Spaces that a line may end at. NBSP, figure space and narrow NBSP are for keeping things together.
BREAKING_SPACES = " \t\n\r\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
SOFT_HYPHEN = "\u00ad"
_SPACES = re.compile(f"[{BREAKING_SPACES}]+")
_SPECIAL = re.compile(f"[-\u2010\u2013\u2014{SOFT_HYPHEN}/@]|www\\.")
_HOST_ENDS = 300  # an address shows itself in its first characters; a host's name has at most 253 (RFC 1035)
_ADDRESS = re.compile(r"https?://|www\.|mailto:|doi:|[\w.+-]+@[\w-]+\.\w|(?:[\w-]+\.)+[A-Za-z]{2,}/")
_ADDRESS_PART = re.compile(r"(?<=[^/:]/)(?=[^\s/])|(?=@)")
_HOST_PART = re.compile(r"(?<=[^/])(?=\.\w)")
_TO = re.compile("\\d[^\\s]*(?:\u00a0\\S+)+( +)(?=[^\\W\\d_]{1,3}\u00a0\\d)")  # "9:00 a.m. to 5:00 p.m."
_COMPOUND = re.compile(r"(?<=[^\W\d_]{2})[-\u2010](?=[^\W\d_]{2})")
_DASH = re.compile(r"(?<=[^\W\d_\u2013\u2014]|[)\u2019\u201d.,?!])[\u2013\u2014](?=[^\W\d_]|[\u201c\u2018(])")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = re.compile(r"(?:^|[\s(\u201c\u2018])[^\W\d_]{1,2}$")


class Opportunity(Struct, frozen=True):
    """A place where a line may end: where the next one begins, how unwelcome it is, whether a hyphen is put in."""

    at: int
    penalty: float = 0.0
    hyphen: bool = False


def opportunities(text: str, points: Callable[[str], tuple[int, ...]] | None = None) -> list[Opportunity]:
    """All of them in order, without the end of the text. `points` divides words, where hyphenation is on."""
    found: list[Opportunity] = []
    special = points is not None or _SPECIAL.search(text) is not None
    spans = {match.end(1) for match in _TO.finditer(text)} if "\u00a0" in text else set()
    word_begin = 0
    for spaces in _SPACES.finditer(text):
        begin, end = spaces.span()
        if special:
            found += _in_word(text[word_begin:begin], word_begin, points)
        word_begin = end
        if begin > 0 and end < len(text) and not _lone_dash(text, end):
            short = _SHORT.search(text, max(0, begin - 3), begin) is not None
            found.append(Opportunity(end, IN_SPAN if end in spans else SHORT_WORD if short else 0.0))
    if special:
        found += _in_word(text[word_begin:], word_begin, points)
    return found


def _lone_dash(text: str, at: int) -> bool:
    """A dash with spaces at both sides stays with the word before it."""
    return text[at] in "\u2013\u2014" and text[at + 1 : at + 2] in BREAKING_SPACES


def _in_word(word: str, begin: int, points: Callable[[str], tuple[int, ...]] | None) -> list[Opportunity]:
    if len(word) < 4:
        return []
    if _SPECIAL.search(word) is not None:
        parts = _address_parts(word) if _ADDRESS.search(word, 0, _HOST_ENDS) else _compound_parts(word)
        return [Opportunity(begin + part.at, part.penalty, part.hyphen) for part in parts]
    if points is None or any(char.isdigit() for char in word):
        return []
    return [
        Opportunity(begin + letters.start() + point, HYPHENATED, True)
        for letters in _WORD.finditer(word)
        for point in points(letters.group())
    ]


def _address_parts(word: str) -> Iterator[Opportunity]:
    """After a single slash and before the @ of an address, where two letters stay at each side."""
    for part in _ADDRESS_PART.finditer(word):
        if 2 <= part.start() <= len(word) - 2:
            yield Opportunity(part.start(), IN_ADDRESS)


def host_parts(word: str) -> list[int]:
    """Where an address that no line holds is divided: before the full stops of its names. For other words, nowhere."""
    if not _ADDRESS.search(word, 0, _HOST_ENDS):
        return []
    return [part.start() for part in _HOST_PART.finditer(word) if 2 <= part.start() <= len(word) - 2]


def _compound_parts(word: str) -> list[Opportunity]:
    """After the hyphen of a compound, but never of a code such as LDN-01; after a dash; at a soft hyphen."""
    found = []
    for hyphen in _COMPOUND.finditer(word):
        before, after = word[hyphen.start() - 2 : hyphen.start()], word[hyphen.end() : hyphen.end() + 2]
        if not (before.isupper() and after.isupper()):
            found.append(Opportunity(hyphen.end(), AFTER_HYPHEN))
    found += [Opportunity(dash.end(), AFTER_HYPHEN) for dash in _DASH.finditer(word)]
    found += [
        Opportunity(at + 1, HYPHENATED, True)
        for at, char in enumerate(word)
        if char == SOFT_HYPHEN and 0 < at < len(word) - 1
    ]
    return sorted(found, key=lambda opportunity: opportunity.at)
