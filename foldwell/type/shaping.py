"""Shaping: text in one face and direction comes in, glyphs in em with the characters that they stand for go out.

Also decides which face sets which characters: the wanted one, else the fallback families face by face, else a drawn
symbol, else nobody, which is an error for the writer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby

import uharfbuzz as hb  # type: ignore[import-untyped]  # no types
from msgspec import Struct
from msgspec.structs import replace

from foldwell.type.faces import HYPHENS, IGNORABLE, SPACES, Face
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import Glyph
from foldwell.type.symbols import is_symbol

FEATURES = {"kern": True, "liga": True}
# Joiners say how Arabic and Indic letters join; the rest of the ignorable characters say nothing to a reader.
_SILENT = "".join(char for char in IGNORABLE if char not in "\u200c\u200d")
_AS_READ = str.maketrans(dict.fromkeys(SPACES, " ") | dict.fromkeys(_SILENT, ""))
_AS_SPELT = str.maketrans(dict.fromkeys(SPACES, " ") | dict.fromkeys(IGNORABLE, ""))
_IGNORED = re.compile(f"[{re.escape(IGNORABLE)}]")
_UNUSUAL = re.compile(f"[{re.escape((SPACES + IGNORABLE + HYPHENS).replace(' ', ''))}]")
# From Hebrew onwards, without the punctuation and symbols that Latin text uses: worth a look at the script. The letters
# that are not worth one are listed: they are fewer, and Python goes through them one by one.
_OTHER_SCRIPTS = re.compile("[^\0-\u058f\u1e00-\u2bff\u2e00-\u2e7f\ufe00-\ufe6f\ufeff-\uffff\U0001f001-\U0010ffff]")
_WORD = re.compile(r"\S+")
_VARIATION_SELECTORS = "\ufe0e\ufe0f"
_JOINER = "\u200d"


class Shaped(Struct, frozen=True, eq=False):
    """Shaped text, in em. `glyphs` are in visual order: number, advance, text, dx, dy.

    `edges` has, for each character and for the end, how far the pen is along in logical order; inside a cluster the
    distance is shared out evenly. `counts` has, for each, how many glyphs belong to the characters before it.
    `bundles` are the (begin, end) of clusters that several glyphs draw.
    """

    text: str
    rtl: bool
    glyphs: tuple[tuple[int, float, str, float, float], ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    bundles: tuple[tuple[int, int], ...]

    def span(self, begin: int, end: int) -> slice:
        """Where the glyphs of the characters from `begin` to `end` stand in `glyphs`."""
        first, last = self.counts[begin], self.counts[end]
        if self.rtl:
            return slice(len(self.glyphs) - last, len(self.glyphs) - first)
        return slice(first, last)

    def boundary(self, at: int) -> bool:
        """Whether a cluster begins at this character."""
        return at in (0, len(self.text)) or self.counts[at] != self.counts[at - 1]


@lru_cache(maxsize=512)  # of some 6 kB
def shape(
    face: Face, text: str, rtl: bool, language: str, before: str = "", after: str = "", features: tuple[str, ...] = ()
) -> Shaped:
    """The text in this face; `before` and `after` are neighbours that letters may join to. Raises FontFault.

    `features` are the OpenType tags of figures and capitals to be used; the face must have them (Face.having).
    """
    buffer = hb.Buffer()
    drawn = _drawable(face, before + text + after)
    buffer.add_str(drawn, len(before), len(text))
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = language
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.guess_segment_properties()  # only the script is still open
    hb.shape(face.hb_font, buffer, FEATURES | dict.fromkeys(features, True) if features else FEATURES)
    em = 1.0 / face.upem
    numbers = [info.codepoint for info in buffer.glyph_infos]
    clusters = [info.cluster - len(before) for info in buffer.glyph_infos]
    places = [position.position for position in buffer.glyph_positions or ()]
    if not rtl and clusters == list(range(len(text))) and _IGNORED.search(text) is None:
        return _plain(text, numbers, places, em)
    return _clustered(text, rtl, numbers, clusters, places, em)


def _plain(text: str, numbers: list[int], places: list[tuple[int, int, int, int]], em: float) -> Shaped:
    """One glyph a character, left to right: nearly all text."""
    glyphs = [
        (number, advance * em, char, dx * em, dy * em)
        for number, char, (dx, dy, advance, _) in zip(numbers, text.translate(_AS_SPELT), places, strict=True)
    ]
    if _UNUSUAL.search(text) is None:
        edges = [pen * em for pen in accumulate([place[2] for place in places], initial=0)]
    else:  # added up as clusters are: where lines and pieces end in print may hang on the last digit
        edges = list(accumulate([glyph[1] for glyph in glyphs], initial=0.0))
    return Shaped(text, False, tuple(glyphs), tuple(edges), tuple(range(len(text) + 1)), ())


def _clustered(
    text: str, rtl: bool, numbers: list[int], clusters: list[int], places: list[tuple[int, int, int, int]], em: float
) -> Shaped:
    order = range(len(numbers) - 1, -1, -1) if rtl else range(len(numbers))
    groups = [(start, list(members)) for start, members in groupby(order, key=clusters.__getitem__)]
    ends = [*(start for start, _ in groups[1:]), len(text)][: len(groups)]
    spelling = [""] * len(numbers)
    edges, counts = [0.0], [0]
    bundles = []
    silent = groups[0][0] if groups else len(text)  # ignorable characters before anything is drawn
    edges += [0.0] * silent
    counts += [0] * silent
    for (start, members), end in zip(groups, ends, strict=True):
        width = sum(places[index][2] for index in members) * em
        first = min(members) if rtl else members[0]
        spelling[first] = text[start:end].translate(_AS_SPELT)
        if len(members) > 1:
            bundles.append((start, end))
        pen, glyphs_before, length = edges[-1], counts[-1], end - start
        drawn = [char not in IGNORABLE for char in text[start:end]]  # the others take no part of the width
        shares = list(accumulate(drawn)) if any(drawn) else range(1, length + 1)
        edges += [pen + width * step / shares[-1] for step in shares]
        counts += [*[glyphs_before] * (length - 1), glyphs_before + len(members)]
    glyphs = tuple(
        (number, place[2] * em, spelt, place[0] * em, place[1] * em)
        for number, place, spelt in zip(numbers, places, spelling, strict=True)
    )
    return Shaped(text, rtl, glyphs, tuple(edges), tuple(counts), tuple(bundles))


def _drawable(face: Face, text: str) -> str:
    """The text with stand-ins, one for one, where HarfBuzz has none of its own."""
    if _UNUSUAL.search(text) is None:
        return text
    own = face.mapped
    return "".join(" " if char in "\t\n\r" else "-" if char in HYPHENS and char not in own else char for char in text)


def as_read(text: str) -> str:
    """The text as a reader gets it: every space a space, no marks that only steer line breaks."""
    return text if _UNUSUAL.search(text) is None else text.translate(_AS_READ)


@lru_cache(maxsize=512)  # it keeps what was shaped, too
def sized(shaped: Shaped, size: float) -> tuple[Glyph, ...]:
    """The glyphs at a size in points."""
    return tuple([_glyph(size, *glyph) for glyph in shaped.glyphs])


@lru_cache(maxsize=4096)
def _glyph(size: float, number: int, advance: float, text: str, dx: float, dy: float) -> Glyph:
    return Glyph(number, advance * size, text, dx * size, dy * size)


class Stretch(Struct, frozen=True):
    """Characters from `begin` to `end` that one face sets; a drawn `symbol` stands alone.

    `missing` is the character that no font has, where that is so; the wanted face then draws its empty box.
    """

    begin: int
    end: int
    face: Face
    symbol: bool = False
    missing: str = ""

    @property
    def joinable(self) -> bool:
        """Whether it may be set in one piece with its neighbours."""
        return not self.symbol and not self.missing


def stretches(text: str, wanted: Face, book: FontBook) -> Sequence[Stretch]:
    """Who sets what. Text of several scripts is divided by script as well, since each is shaped by rules of its own."""
    if wanted.covers(text) and _OTHER_SCRIPTS.search(text) is None:
        return (Stretch(0, len(text), wanted),) if text else ()
    return _divided(text, wanted, book)


@lru_cache(maxsize=1024)
def _divided(text: str, wanted: Face, book: FontBook) -> tuple[Stretch, ...]:
    found: list[tuple[Stretch, str]] = []
    for begin, end in _graphemes(text):
        found.append((_setter(text, begin, end, wanted, book), _script(text[begin])))
    _keep_words_whole(text, found, wanted)
    _join_spaces(text, found)
    merged: list[Stretch] = []
    current = ""  # the script of the last stretch, once a letter has told it
    for stretch, script in found:
        last = merged[-1] if merged else None
        other_script = bool(script and current) and script != current
        alike = last is not None and last.face is stretch.face and last.joinable and stretch.joinable
        if last is not None and alike and not other_script:
            merged[-1] = Stretch(last.begin, stretch.end, last.face)
            current = current or script
        else:
            merged.append(stretch)
            current = script
    return tuple(merged)


def _keep_words_whole(text: str, found: list[tuple[Stretch, str]], wanted: Face) -> None:
    """A word of which the wanted face lacks a letter is set in one fallback face, where one has all of it: letters of
    two faces in a word look patched, and readers that take repeated letters for a shadow drop one."""
    start = 0
    for word in _WORD.finditer(text):
        while start < len(found) and found[start][0].begin < word.start():
            start += 1
        end = start
        while end < len(found) and found[end][0].begin < word.end():
            end += 1
        faces = {stretch.face for stretch, _ in found[start:end] if stretch.joinable}
        scripts = {script for _, script in found[start:end] if script}
        if wanted in faces and len(faces) == 2 and len(scripts) == 1:
            [other] = faces - {wanted}
            if other.covers(word[0]):
                found[start:end] = [(replace(stretch, face=other), script) for stretch, script in found[start:end]]
        start = end


def _graphemes(text: str) -> Iterator[tuple[int, int]]:
    """Letters with their marks (the part of UAX #29 that decides which characters must share a face)."""
    begin = 0
    for at in range(1, len(text)):
        char = text[at]
        joined = text[at - 1] == _JOINER and unicodedata.category(char) == "So"
        extends = char == _JOINER or char in _VARIATION_SELECTORS or unicodedata.category(char) in ("Mn", "Mc", "Me")
        if not joined and not extends:
            yield begin, at
            begin = at
    if text:
        yield begin, len(text)


def _setter(text: str, begin: int, end: int, wanted: Face, book: FontBook) -> Stretch:
    letters = text[begin:end]
    composed = unicodedata.normalize("NFC", letters)
    faces = (wanted, *book.fallbacks(wanted))
    for face in faces:
        if face.covers(letters) or face.covers(composed):
            return Stretch(begin, end, face)
    drawn = letters.translate(_AS_READ)
    if is_symbol(drawn):
        return Stretch(begin, end, wanted, symbol=True)
    lacking = next((char for char in letters if not any(face.has(char) for face in faces)), letters[0])
    return Stretch(begin, end, wanted, missing=lacking)


def _script(char: str) -> str:
    """The script of a letter, by its name in Unicode ("ARABIC LETTER BEH"); "" for what all scripts share."""
    if unicodedata.category(char)[0] != "L":
        return ""
    return unicodedata.name(char, "").partition(" ")[0]


def _join_spaces(text: str, found: list[tuple[Stretch, str]]) -> None:
    """A space between two words of one face is that face's, so that a phrase stays in one piece."""
    for index in range(1, len(found) - 1):
        here, before, after = found[index][0], found[index - 1][0], found[index + 1][0]
        if (
            text[here.begin] in SPACES
            and before.face is after.face is not here.face
            and before.joinable
            and after.joinable
            and before.face.covers(text[here.begin : here.end])
        ):
            found[index] = (Stretch(here.begin, here.end, before.face), "")


def missing_message(char: str) -> tuple[str, tuple[str, ...]]:
    """What to say of a character that no font has: message and hints."""
    code = f"U+{ord(char):04X}"
    name = unicodedata.name(char, "a control character" if unicodedata.category(char) == "Cc" else "no name")
    shown = f"“{char}” ({code}, {name})" if char.isprintable() else f"{code} ({name})"
    if _is_emoji(char):
        hint = "emoji cannot be printed: say it in words, or use a drawn sign such as ✓ ✗ ☐ ★ ☎ ✉"
    elif unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn"):
        hint = "delete it; such characters come in when text is pasted from another program"
    else:
        hint = "write it another way, or add a font that has it to fonts/fonts.yaml and name it under `fallback`"
    return f"no font has the character {shown}", (hint,)


def _is_emoji(char: str) -> bool:
    """Pictographs, by their blocks (Unicode emoji-data; the regional indicators and skin tones lie among them)."""
    return 0x1F000 <= ord(char) <= 0x1FAFF or 0x2600 <= ord(char) <= 0x27BF
