"""The only place that touches ReportLab's private parts: numbered objects go in, the bytes of a PDF file come out.

ReportLab keeps the register of objects, the catalog, the page tree and the pages. What it lacks is added here by
subclassing: keys of a tagged page and of PDF/A (StructParents, Tabs, Group, OutputIntents), and object streams
(ISO 32000-1, 7.5.7), without which the hundreds of small objects of a structure tree would be most of the file.
`tests/pdf/test_reportlab_parts.py` fails when a release of ReportLab moves what is used here.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from hashlib import sha256
from struct import Struct
from typing import Any

import reportlab  # type: ignore[import-untyped,unused-ignore]  # no types
from reportlab.pdfbase import pdfdoc as _pdfdoc  # type: ignore[import-untyped,unused-ignore]  # no types

pdfdoc: Any = _pdfdoc  # what published types there are do not cover these parts
PDF_VERSION = (1, 7)
Version = tuple[int, int]
REPORTLAB_VERSION: str = reportlab.Version
SPEED = 4  # of zlib's levels, for what is made anew each time: the default takes 2.6 times as long and saves 8 %
_PLACE = Struct(">BIH")  # a row of the cross-reference stream: W[1 4 2]


class Part(pdfdoc.PDFObject):  # type: ignore[misc]  # an untyped base
    """A numbered object whose text may be written after others refer to it."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.number = 0
        self.body: str = ""

    @property
    def ref(self) -> str:
        """The reference to it, as it stands in other objects."""
        return f"{self.number} 0 R"

    def format(self, _document: object) -> bytes:
        """What ReportLab's writer asks for."""
        return self.body.encode("latin-1")


class Stream(Part):
    """A numbered stream: the entries of its dictionary but for the length, and its data."""

    data: bytes = b""

    def format(self, _document: object) -> bytes:
        """What ReportLab's writer asks for; PDF/A wants a line's end before `endstream` (ISO 19005-2, 6.1.7.1)."""
        head = f"<<{self.body}/Length {len(self.data)}>>\nstream\n"
        return head.encode("latin-1") + self.data + b"\nendstream"


def compressed_stream(data: bytes, effort: int = SPEED) -> Stream:
    """A stream of deflated data; it gets its number from the object that it is handed to."""
    stream = Stream()
    stream.body = "/Filter/FlateDecode"
    stream.data = zlib.compress(data, effort)
    return stream


class Page(pdfdoc.PDFPage):  # type: ignore[misc]  # an untyped base
    """A page with the keys that tagged PDF needs; the caller fills them in before the file is written."""

    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs", "Group")

    def __init__(self, width: float, height: float, number: int) -> None:
        super().__init__()
        self.pagewidth = width
        self.pageheight = height
        self.number = number
        self.ref = ""
        self.Annots: list[str] = []
        self.Contents: Stream | None = None
        self.Group: str | None = None
        self.StructParents = number
        self.Tabs: str | None = "/S"


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]  # an untyped base
    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents")
    __Refs__ = ("Pages", "Outlines")


class TaggedFile(pdfdoc.PDFDocument):  # type: ignore[misc]  # an untyped base
    """A PDF file in the making; one before PDF 1.5 is written without object streams."""

    def __init__(self, version: Version = PDF_VERSION, effort: int = SPEED) -> None:
        super().__init__(invariant=1, compression=0, pdfVersion=version)
        self._effort = effort
        catalog = _Catalog()
        catalog.Pages = self.Pages
        self.Catalog = self._catalog = catalog
        self._parts: dict[int, Part] = {}
        self.fonts = self.idToObject[pdfdoc.BasicFonts]

    def add(self, body: str = "") -> Part:
        """A new numbered object."""
        part = Part()
        part.body = body
        self._register(part)
        return part

    def add_stream(self, entries: str, data: bytes) -> Stream:
        """A new numbered stream; `data` is written as it stands, its filter named in `entries`."""
        stream = Stream()
        stream.body = entries
        stream.data = data
        self._register(stream)
        return stream

    def _register(self, part: Part) -> None:
        """Number a part without ReportLab's register, which costs more than all the rest of a small object."""
        self.objectcounter += 1
        part.number = self.objectcounter
        self._parts[part.number] = part

    def begin_page(self, width: float, height: float) -> Page:
        """A new page at the end of the file (points)."""
        page = Page(width, height, len(self.Pages.pages))
        self.addPage(page)
        page.ref = f"{self.objectcounter} 0 R"
        return page

    def add_font(self, name: str, font: Part) -> None:
        """Enter a font under its resource name, for all pages."""
        self.fonts[name] = font.ref

    def set_resources(
        self, states: Mapping[str, str], pictures: Mapping[str, str], spaces: Mapping[str, str] | None = None
    ) -> None:
        """Give all pages the same resources: the fonts, graphics states, pictures and colour spaces, by name."""
        resources = f"<</Font {self._ref_of(pdfdoc.BasicFonts)}{_entries('ExtGState', states)}"
        resources += f"{_entries('XObject', pictures)}{_entries('ColorSpace', spaces or {})}>>"
        shared = self.add(resources)
        for page in self.Pages.pages:
            page.Resources = shared.ref

    def _ref_of(self, name: str) -> str:
        number, _ = self.idToObjectNumberAndVersion[name]
        return f"{number} 0 R"

    def set_catalog(self, entries: dict[str, str]) -> None:
        """Set entries of the catalog. Raises ValueError for a key that it does not know."""
        for key, value in entries.items():
            if key not in self.Catalog.__NoDefault__ and key not in self.Catalog.__Defaults__:
                raise ValueError(f"the catalog has no entry {key}")
            setattr(self.Catalog, key, value)

    def write(self, info: Part) -> bytes:
        """The whole file. Streams stand alone, all other objects in one object stream where the version has these."""
        self.Outlines = None
        root = self.Reference(self.Catalog)
        packs = self._pdfVersion >= (1, 5)
        packed: list[tuple[int, bytes]] = []
        out = pdfdoc.PDFFile(self._pdfVersion)
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        number = 1
        while number <= self.objectcounter:  # formatting an object may register further ones
            obj = self._parts.get(number) or self.idToObject[self.numberToId[number]]
            if isinstance(obj, Stream) or not packs:
                places[number] = (1, out.add(b"%d 0 obj\n%b\nendobj\n" % (number, obj.format(self))), 0)
            else:
                packed.append((number, obj.format(self)))
            number += 1
        if packs:
            for index, (inner, _) in enumerate(packed):
                places[inner] = (2, number, index)
            places[number] = (1, out.add(_object_stream(number, packed, self._effort)), 0)
            places[number + 1] = (1, out.offset, 0)
        digest = sha256(b"".join(out.strings)).hexdigest()[:32]
        trailer = f"/Root {root.format(self).decode()}/Info {info.ref}/ID[<{digest}><{digest}>]"
        start = out.add(_cross_references(number + 1, places, trailer) if packs else _cross_table(places, trailer))
        out.add(b"startxref\n%d\n%%%%EOF\n" % start)
        return bytes(out.format(self))


def _entries(key: str, values: Mapping[str, str]) -> str:
    inside = "".join(f"/{name} {value}" for name, value in values.items())
    return f"/{key}<<{inside}>>" if inside else ""


def _object_stream(number: int, packed: list[tuple[int, bytes]], effort: int) -> bytes:
    """An object stream (ISO 32000-1, 7.5.7): pairs of number and offset, then the objects."""
    pairs = []
    offset = 0
    for inner, body in packed:
        pairs.append(b"%d %d" % (inner, offset))
        offset += len(body) + 1
    head = b" ".join(pairs) + b"\n"
    data = zlib.compress(head + b"\n".join(body for _, body in packed), effort)
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(packed), len(head))
    return b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, entries, len(data), data)


def _cross_references(number: int, places: dict[int, tuple[int, int, int]], trailer: str) -> bytes:
    """A cross-reference stream (ISO 32000-1, 7.5.8) with the trailer's entries."""
    data = zlib.compress(b"".join(_PLACE.pack(*places[inner]) for inner in range(number + 1)))
    entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]{trailer}/Filter/FlateDecode/Length {len(data)}"
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (number, entries.encode("latin-1"), data)


def _cross_table(places: dict[int, tuple[int, int, int]], trailer: str) -> bytes:
    """A cross-reference table and the trailer (ISO 32000-1, 7.5.4): rows of twenty bytes, the first for number 0."""
    rows = b"".join(b"%010d %05d %b \n" % (at, again, b"n" if used else b"f") for used, at, again in places.values())
    return b"xref\n0 %d\n%btrailer\n<</Size %d%b>>\n" % (len(places), rows, len(places), trailer.encode("latin-1"))
