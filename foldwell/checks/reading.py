"""Reading back: a finished PDF comes in, the words of each page along its structure tree go out, by way of pdfium."""

from __future__ import annotations

import ctypes
import re
from codecs import BOM_UTF16_BE
from collections.abc import Iterator

from msgspec import Struct

from foldwell.checks import pdfium
from foldwell.checks.pdfium import Handle

INLINE = frozenset({"Link", "Reference", "Span"})  # elements inside a line of text: they do not part words
SOFT_HYPHEN = "\u00ad"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class PageText(Struct, frozen=True):
    """The words of one page, in the order of the structure tree."""

    words: tuple[str, ...]


class UnreadablePdf(ValueError):
    """The bytes are no PDF that pdfium can open."""


def read_pages(pdf: bytes) -> list[PageText]:
    """The words of every page. Raises UnreadablePdf."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None)
    if not document:
        raise UnreadablePdf("pdfium cannot open the file that was made")
    try:
        turned = is_turned(document)
        return [_read_page(document, number, turned) for number in range(pdfium.FPDF_GetPageCount(document))]
    finally:
        pdfium.FPDF_CloseDocument(document)


def is_turned(document: Handle) -> bool:
    """Whether its pages are turned from left to right (ISO 32000-1, table 150): pdfium then reads lines so, too."""
    buffer = ctypes.create_string_buffer(8)
    pdfium.FPDF_VIEWERREF_GetName(document, b"Direction", buffer, len(buffer))
    return bool(buffer.value == b"R2L")


def _read_page(document: Handle, number: int, turned: bool) -> PageText:
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        marked = marked_text(page, text, turned)
        parts: list[str] = []
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), marked, parts)
        return PageText(tuple("".join(parts).replace(SOFT_HYPHEN, "").split()))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def marked_text(page: Handle, text: Handle, turned: bool) -> dict[int, str]:
    """The text of each marked-content sequence of a page."""
    found: dict[int, list[str]] = {}
    buffer = (ctypes.c_ushort * 4096)()
    for number, item in marked_objects(page):
        size = pdfium.FPDFTextObj_GetText(item, text, buffer, len(buffer) * 2)
        words = ctypes.string_at(buffer, max(size - 2, 0)).decode("utf-16-le")
        turned = turned or (not words.isascii() and RIGHT_TO_LEFT.search(words) is not None)
        found.setdefault(number, []).append(words or " ")  # pdfium gives no text for spaces that stand alone
    return _turned_back(page, text) if turned else {number: "".join(parts) for number, parts in found.items()}


def marked_objects(page: Handle) -> Iterator[tuple[int, Handle]]:
    """The text objects of a page that belong to the structure tree, with the numbers of their sequences."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            number = pdfium.FPDFPageObj_GetMarkedContentID(item)
            if number >= 0:
                yield number, item


def _turned_back(page: Handle, text: Handle) -> dict[int, str]:
    """The text of a page with right-to-left letters, or of a file whose pages are turned from left to right.

    pdfium takes everything on such lines for painted in visual order, even the text that is to be read instead of the
    glyphs, and turns it around. That text is asked for by itself; other words, which run from left to right, are put
    in order by the places of their letters. Brackets may stay mirrored.
    """
    letters: dict[Handle, list[tuple[float, str]]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(text)):
        item = pdfium.FPDFText_GetTextObject(text, index)
        if item and not pdfium.FPDFText_IsGenerated(text, index):
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            letters.setdefault(item, []).append((x.value, chr(pdfium.FPDFText_GetUnicode(text, index))))
    found: dict[int, str] = {}
    for number, item in marked_objects(page):
        instead = _actual_text(item)
        words = "".join(char for _, char in sorted(letters.get(item, []), key=_place)) or " "
        found[number] = instead or found.get(number, "") + words
    return found


def _place(letter: tuple[float, str]) -> float:
    return letter[0]


def _actual_text(item: Handle) -> str:
    """What is to be read instead of the object's glyphs (ISO 32000-1, 14.9.4), if anything: a text string, in UTF-16
    where it begins with the byte order mark (ISO 32000-1, 7.9.2.2)."""
    buffer, size = (ctypes.c_ubyte * 8192)(), ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, len(buffer), size):
            data = bytes(buffer[: size.value])
            return data.decode("utf-16" if data.startswith(BOM_UTF16_BE) else "latin-1", "replace")
    return ""


def _walk(element: Handle, marked: dict[int, str], parts: list[str]) -> None:
    """Append what an element says, with spaces around it where it parts words."""
    inline = _is_inline(element)
    if not inline:
        parts.append(" ")
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            _walk(child, marked, parts)
        else:
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            parts.append(marked.get(number, ""))
    if not inline:
        parts.append(" ")


_role = (ctypes.c_ushort * 64)()  # pdfium writes an element's type here, in UTF-16
_INLINE = frozenset(role.encode("utf-16-le") for role in INLINE)


def _is_inline(element: Handle) -> bool:
    size = pdfium.FPDF_StructElement_GetType(element, _role, ctypes.sizeof(_role))
    return ctypes.string_at(_role, max(size - 2, 0)) in _INLINE
