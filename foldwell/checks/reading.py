"""Reading back: a finished PDF comes in, the words of each page along its structure tree go out, by way of pdfium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

INLINE = frozenset({"Link", "Reference", "Span"})  # elements inside a line of text: they do not part words
SOFT_HYPHEN = "\u00ad"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class PageText:
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
    plain = _without_direction(document)
    try:
        return [_read_page(document, plain, number) for number in range(pdfium.FPDF_GetPageCount(document))]
    finally:
        if plain is not document:
            pdfium.FPDF_CloseDocument(plain)
        pdfium.FPDF_CloseDocument(document)


def _without_direction(document: pdfium.FPDF_DOCUMENT) -> pdfium.FPDF_DOCUMENT:
    """The pages without the wish that they be turned from left to right (ISO 32000-1, table 150: Direction): with it,
    pdfium turns around the Latin words of every line."""
    buffer = ctypes.create_string_buffer(8)
    pdfium.FPDF_VIEWERREF_GetName(document, b"Direction", buffer, len(buffer))
    if buffer.value != b"R2L":
        return document
    plain = pdfium.FPDF_CreateNewDocument()
    pdfium.FPDF_ImportPages(plain, document, None, 0)
    return plain


def _read_page(document: pdfium.FPDF_DOCUMENT, plain: pdfium.FPDF_DOCUMENT, number: int) -> PageText:
    """The tree comes from the document itself, the text from its plain pages, which have none."""
    tagged, page = (pdfium.FPDF_LoadPage(each, number) for each in (document, plain))
    text = pdfium.FPDFText_LoadPage(page)
    tree = pdfium.FPDF_StructTree_GetForPage(tagged)
    try:
        marked = _marked_text(page, text)
        parts: list[str] = []
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            parts.extend(_walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), marked))
        return PageText(tuple("".join(parts).replace(SOFT_HYPHEN, "").split()))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_ClosePage(tagged)


def _marked_text(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE) -> dict[int, str]:
    """The text of each marked-content sequence of a page.

    pdfium takes all right-to-left text for painted in visual order, even the text that is to be read instead of glyphs:
    on a page with such letters, that text is asked for by itself.
    """
    found: dict[int, list[str]] = {}
    items: dict[int, pdfium.FPDF_PAGEOBJECT] = {}
    buffer = (ctypes.c_ushort * 4096)()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        number = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if number < 0:
            continue
        size = pdfium.FPDFTextObj_GetText(item, text, buffer, len(buffer) * 2)
        words = bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")
        found.setdefault(number, []).append(words or " ")  # pdfium gives no text for spaces that stand alone
        items[number] = item
    said = {number: "".join(parts) for number, parts in found.items()}
    if any(map(_RIGHT_TO_LEFT.search, said.values())):
        return {number: _actual_text(items[number]) or words for number, words in said.items()}
    return said


def _actual_text(item: pdfium.FPDF_PAGEOBJECT) -> str:
    """What is to be read instead of the object's glyphs (ISO 32000-1, 14.9.4), if anything; we write it in UTF-16."""
    buffer, size = (ctypes.c_ubyte * 8192)(), ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, len(buffer), size):
            return bytes(buffer[: size.value]).decode("utf-16", "replace")
    return ""


def _walk(element: pdfium.FPDF_STRUCTELEMENT, marked: dict[int, str]) -> Iterator[str]:
    inline = _role(element) in INLINE
    if not inline:
        yield " "
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _walk(child, marked)
        else:
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            yield marked.get(number, "")
    if not inline:
        yield " "


def _role(element: pdfium.FPDF_STRUCTELEMENT) -> str:
    buffer = (ctypes.c_ushort * 64)()
    size = pdfium.FPDF_StructElement_GetType(element, buffer, 128)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")
