"""Reading back: a finished PDF comes in, the words of each page along its structure tree go out, by way of pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

INLINE = frozenset({"Link", "Reference", "Span"})  # elements inside a line of text: they do not part words
SOFT_HYPHEN = "\u00ad"


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
    try:
        return [_read_page(document, number) for number in range(pdfium.FPDF_GetPageCount(document))]
    finally:
        pdfium.FPDF_CloseDocument(document)


def _read_page(document: pdfium.FPDF_DOCUMENT, number: int) -> PageText:
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
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


def _marked_text(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE) -> dict[int, str]:
    """The text of each marked-content sequence of a page."""
    found: dict[int, list[str]] = {}
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
    return {number: "".join(parts) for number, parts in found.items()}


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
