"""Nothing lost: a finished PDF and the story it tells come in; every difference between their words goes out.

The file is read back by pdfium, along its structure tree, as a screen reader would.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

from foldwell.checks.expected import Passage, passages, signs
from foldwell.checks.reading import INLINE, RIGHT_TO_LEFT, PageText, read_pages
from foldwell.content.composing.story import Story
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Document, Drawing, Panel, Text
from foldwell.type.bidi_runs import base_level

MIRRORED = str.maketrans(")]}»›", "([{«‹")  # on lines with right-to-left letters pdfium turns brackets around
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}  # pdfium reads letters
# Joiners, soft hyphens and marks of direction: they shape a word, and are not read.
UNREAD = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
ALIKE = LIGATURES | UNREAD
LINE_END = "\x02"  # pdfium's sign for a hyphen at the end of a line, be it the word's own or put in
TOLD_AT_MOST = 5  # differences that are told one by one


def check_words(pdf: bytes, story: Story, layout: LayoutSpec, document: Document, sink: Sink) -> None:
    """Complain of each word that is missing, doubled, changed or out of order in the file, and of lost signs."""
    expected = [
        (plain, passage) for passage in passages(story, layout) for word in passage.words if (plain := _plain(word))
    ]
    wanted = [word for word, _ in expected]
    found = [_plain(word) for word in _in_reading_order(read_pages(pdf), document)]
    if base_level(story.language) or any(map(RIGHT_TO_LEFT.search, wanted)):
        wanted, found = ([word.translate(MIRRORED) for word in words] for words in (wanted, found))
    found = _with_hyphens([word for word in found if word], wanted)
    if wanted != found:
        _tell_differences(wanted, found, expected, sink)
    _count_signs(story, document, sink)


def _plain(word: str) -> str:
    return word if word.isascii() else word.translate(ALIKE)


def _with_hyphens(found: list[str], wanted: list[str]) -> list[str]:
    """The words with the hyphens at the ends of lines settled: there, where the word that is wanted has one."""
    pairs = zip_longest(found, wanted[: len(found)], fillvalue="")
    return [_settled(word, meant) if LINE_END in word else word for word, meant in pairs]


def _settled(word: str, meant: str) -> str:
    pattern = re.escape(word).replace(re.escape(LINE_END), "-?")
    return meant if re.fullmatch(pattern, meant) else word.replace(LINE_END, "-")


def _in_reading_order(pages: list[PageText], document: Document) -> Iterator[str]:
    """The words of all pages, panel by panel: a page is a side of the sheet, or in the e-mailed file a panel. A page's
    words stand in reading order; how many of them belong to which of its panels is known from the layout."""
    by_panel: dict[str, tuple[str, ...]] = {}
    shown = [sheet.panels for sheet in document.sheets]
    if len(pages) > len(shown):
        shown = [(panel,) for panel in document.panels()]
    for panels, page in zip(shown, pages, strict=False):
        words, start = page.words, 0
        mine = sorted(panels, key=lambda panel: document.reading_order.index(panel.name))
        for panel in mine:
            end = start + _count(panel, document) if panel is not mine[-1] else len(words)
            by_panel[panel.name] = words[start:end]
            start = end
    for name in document.reading_order:
        yield from by_panel.get(name, ())


def _count(panel: Panel, document: Document) -> int:
    """How many words of content stand on a panel; the pieces of a word (a citation's number hugs it) count as one."""
    text: list[str] = []
    block = None
    for item in panel.items:
        if isinstance(item, Text) and item.element is not None:
            mine = item.element
            while document.elements[mine].role in INLINE:
                mine = document.elements[mine].parent or 0
            text.append(item.text if mine == block else f" {item.text}")
            block = mine
    return len("".join(text).split())


def _tell_differences(wanted: list[str], found: list[str], expected: list[tuple[str, Passage]], sink: Sink) -> None:
    told = 0
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    for kind, begin, end, other, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        told += 1
        if told > TOLD_AT_MOST:
            sink.error("words-lost", "and more words differ between the YAML and the finished PDF")
            return
        place = expected[min(begin, len(expected) - 1)][1].span if expected else None
        lost, extra = " ".join(wanted[begin:end]), " ".join(found[other:other_end])
        sink.error("words-lost", _difference(lost, extra), place,
                   "this is a fault of the program, and the file was not written: send it to the makers")  # fmt: skip


def _difference(lost: str, extra: str) -> str:
    if not extra:
        return f"these words are in the YAML and not in the finished PDF: {lost}"
    if not lost:
        return f"these words are in the finished PDF and not in the YAML: {extra}"
    return f"the YAML says {lost!r} where the finished PDF says {extra!r}"


def _count_signs(story: Story, document: Document, sink: Sink) -> None:
    drawn = sum(
        isinstance(item, Drawing) and item.element is not None and item.actual is not None and len(item.actual) == 1
        for item in document.items()
    )
    if drawn != signs(story):
        place: Span = story.span
        sink.error("signs-lost", f"{signs(story)} drawn signs are in the YAML and {drawn} on the sheets", place)
