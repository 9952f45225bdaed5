"""The part of pdfium that reads pages, by the names and types of its C interface; handles are plain addresses.

pypdfium2_raw brings the library, and describes each of its five hundred functions whenever it is imported: that takes
as long as reading a sheet back. (fpdfview.h, fpdf_text.h, fpdf_edit.h and fpdf_structtree.h of pdfium.)
"""

from __future__ import annotations

from ctypes import CDLL, POINTER, c_char_p, c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_ushort, c_void_p
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Handle = int | None  # of a document, a page, its text, an object on it, a mark, the structure tree, an element

FPDF_PAGEOBJ_TEXT = 1
_FILES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")


def _library() -> Any:
    """The library in the package's folder; where the system has one instead, the package knows which."""
    found = find_spec("pypdfium2_raw")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for file in (Path(folder) / name for name in _FILES):
            if file.is_file():
                return CDLL(str(file))
    from pypdfium2_raw import bindings

    return bindings._libs["pdfium"]


_pdfium = _library()


def _function(name: str, result: Any, *arguments: Any) -> Any:
    function = _pdfium[name]
    function.restype, function.argtypes = result, arguments
    return function


_words = POINTER(c_ushort)  # buffers of UTF-16

FPDF_InitLibrary = _function("FPDF_InitLibrary", None)
FPDF_LoadMemDocument64 = _function("FPDF_LoadMemDocument64", c_void_p, c_void_p, c_size_t, c_char_p)
FPDF_CloseDocument = _function("FPDF_CloseDocument", None, c_void_p)
FPDF_VIEWERREF_GetName = _function("FPDF_VIEWERREF_GetName", c_ulong, c_void_p, c_char_p, c_char_p, c_ulong)
FPDF_GetPageCount = _function("FPDF_GetPageCount", c_int, c_void_p)
FPDF_LoadPage = _function("FPDF_LoadPage", c_void_p, c_void_p, c_int)
FPDF_ClosePage = _function("FPDF_ClosePage", None, c_void_p)

FPDFText_LoadPage = _function("FPDFText_LoadPage", c_void_p, c_void_p)
FPDFText_ClosePage = _function("FPDFText_ClosePage", None, c_void_p)
FPDFText_CountChars = _function("FPDFText_CountChars", c_int, c_void_p)
FPDFText_GetText = _function("FPDFText_GetText", c_int, c_void_p, c_int, c_int, _words)
FPDFText_GetTextObject = _function("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
FPDFText_GetUnicode = _function("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
FPDFText_IsGenerated = _function("FPDFText_IsGenerated", c_int, c_void_p, c_int)
FPDFText_GetCharOrigin = _function(
    "FPDFText_GetCharOrigin", c_int, c_void_p, c_int, POINTER(c_double), POINTER(c_double)
)

FPDFPage_CountObjects = _function("FPDFPage_CountObjects", c_int, c_void_p)
FPDFPage_GetObject = _function("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
FPDFPageObj_GetType = _function("FPDFPageObj_GetType", c_int, c_void_p)
FPDFPageObj_GetBounds = _function("FPDFPageObj_GetBounds", c_int, c_void_p, *[POINTER(c_float)] * 4)
FPDFPageObj_GetMarkedContentID = _function("FPDFPageObj_GetMarkedContentID", c_int, c_void_p)
FPDFPageObj_CountMarks = _function("FPDFPageObj_CountMarks", c_int, c_void_p)
FPDFPageObj_GetMark = _function("FPDFPageObj_GetMark", c_void_p, c_void_p, c_ulong)
FPDFPageObjMark_GetParamBlobValue = _function(
    "FPDFPageObjMark_GetParamBlobValue", c_int, c_void_p, c_char_p, c_void_p, c_ulong, POINTER(c_ulong)
)
FPDFTextObj_GetText = _function("FPDFTextObj_GetText", c_ulong, c_void_p, c_void_p, _words, c_ulong)

FPDF_StructTree_GetForPage = _function("FPDF_StructTree_GetForPage", c_void_p, c_void_p)
FPDF_StructTree_Close = _function("FPDF_StructTree_Close", None, c_void_p)
FPDF_StructTree_CountChildren = _function("FPDF_StructTree_CountChildren", c_int, c_void_p)
FPDF_StructTree_GetChildAtIndex = _function("FPDF_StructTree_GetChildAtIndex", c_void_p, c_void_p, c_int)
FPDF_StructElement_CountChildren = _function("FPDF_StructElement_CountChildren", c_int, c_void_p)
FPDF_StructElement_GetChildAtIndex = _function("FPDF_StructElement_GetChildAtIndex", c_void_p, c_void_p, c_int)
FPDF_StructElement_GetChildMarkedContentID = _function(
    "FPDF_StructElement_GetChildMarkedContentID", c_int, c_void_p, c_int
)
FPDF_StructElement_GetType = _function("FPDF_StructElement_GetType", c_ulong, c_void_p, c_void_p, c_ulong)
