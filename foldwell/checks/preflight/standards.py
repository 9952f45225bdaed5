"""Which PDF/X a file says that it is: the file comes in, what that standard allows goes out.

ISO 15930-1 (PDF/X-1a:2001), -4 (PDF/X-1a:2003), -3 (PDF/X-3:2002), -6 (PDF/X-3:2003), -7 (PDF/X-4).
"""

from __future__ import annotations

import re

import pikepdf
from msgspec import Struct

from foldwell.checks.preflight.objects import PdfObject, content, entry, name, string

_IN_METADATA = re.compile(rb"GTS_PDFXVersion\s*(?:=\s*[\"']|>)\s*(PDF/X-[^\"'<\s]{1,20})")


class Standard(Struct, frozen=True):
    """What a file declares, and what follows: whether transparency and colours by profile are allowed, and the newest
    version of PDF in which it may be written (None: any)."""

    name: str
    declared: bool = True
    transparency: bool = True
    managed_colours: bool = True
    profile_needed: bool = False
    newest: str | None = None

    @property
    def old(self) -> bool:
        """Made before PDF had compressed object tables, transparency and metadata of its own (PDF/X-1a and X-3)."""
        return self.declared and not self.transparency


UNDECLARED = Standard("plain PDF", declared=False)


def declared_standard(pdf: pikepdf.Pdf) -> Standard:
    """The standard that the file's Info dictionary or its metadata names."""
    info = info_of(pdf)
    said = string(entry(info, "/GTS_PDFXConformance")) or string(entry(info, "/GTS_PDFXVersion"))
    found = _IN_METADATA.search(metadata_of(pdf))
    said = said or (found[1].decode("latin-1") if found else "")
    newest = "1.3" if ":2001" in said or ":2002" in said else "1.4"
    if said.startswith("PDF/X-1"):
        return Standard(said, transparency=False, managed_colours=False, newest=newest)
    if said.startswith("PDF/X-3"):
        return Standard(said, transparency=False, newest=newest)
    if said.startswith("PDF/X-4"):
        return Standard(said, profile_needed=said == "PDF/X-4", newest="1.6")
    return Standard(said) if said.startswith("PDF/X-") else UNDECLARED


def info_of(pdf: pikepdf.Pdf) -> PdfObject:
    """The Info dictionary, or None."""
    return entry(pdf.trailer, "/Info")


def metadata_of(pdf: pikepdf.Pdf) -> bytes:
    """The file's XMP metadata, empty where there is none."""
    return content(entry(pdf.Root, "/Metadata")) or b""


def trapped(pdf: pikepdf.Pdf) -> bool:
    """Whether the file says that it is trapped, or that it is not."""
    value = entry(info_of(pdf), "/Trapped")
    said = name(value) or string(value)
    return (
        said in ("True", "False") or re.search(rb"Trapped\s*(=\s*[\"']|>)\s*(True|False)", metadata_of(pdf)) is not None
    )
