"""The only place that touches ReportLab's private parts: numbered objects go in, the bytes of a PDF file come out.

ReportLab keeps the register of objects, the catalog, the page tree and the pages. What it lacks is added here by
subclassing: keys of a tagged page and of PDF/A (StructParents, Tabs, Group, OutputIntents), and object streams
(ISO 32000-1, 7.5.7), without which the hundreds of small objects of a structure tree would be most of the file.
`tests/pdf/test_reportlab_parts.py` fails when a release of ReportLab moves what is used here.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from struct import Struct
from typing import Any

import reportlab  # type: ignore[import-untyped,unused-ignore]
from reportlab.pdfbase import pdfdoc as _pdfdoc  # type: ignore[import-untyped,unused-ignore]

pdfdoc: Any = _pdfdoc  # what published types there are do not cover these parts
PDF_VERSION = (1, 7)
REPORTLAB_VERSION: str = reportlab.Version
SPEED = 4  # of zlib's levels, for what is made anew each time: the default takes 2.6 times as long and saves 8 %
_PLACE = Struct(">BIH")  # a row of the cross-reference stream: W[1 4 2]


class Part(pdfdoc.PDFObject):  # type: ignore[misc]
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


def compressed_stream(data: bytes) -> Stream:
    """A stream of deflated data; it gets its number from the object that it is handed to."""
    stream = Stream()
    stream.body = "/Filter/FlateDecode"
    stream.data = zlib.compress(data, SPEED)
    return stream


class Page(pdfdoc.PDFPage):  # type: ignore[misc]
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
        self.Tabs = "/S"


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents")
    __Refs__ = ("Pages", "Outlines")


class TaggedFile(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A PDF file in the making."""

    def __init__(self) -> None:
        super().__init__(invariant=1, compression=0, pdfVersion=PDF_VERSION)
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

    def set_resources(self, states: dict[str, str], pictures: dict[str, str]) -> None:
        """Give all pages the same resources: the fonts, graphics states and pictures, by name."""
        resources = f"<</Font {self._ref_of(pdfdoc.BasicFonts)}{_entries('ExtGState', states)}"
        resources += f"{_entries('XObject', pictures)}>>"
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
        """The whole file. Streams stand alone, all other objects in one object stream."""
        self.Outlines = None
        root = self.Reference(self.Catalog)
        packed: list[tuple[int, bytes]] = []
        out = pdfdoc.PDFFile(self._pdfVersion)
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        number = 1
        while number <= self.objectcounter:  # formatting an object may register further ones
            obj = self._parts.get(number) or self.idToObject[self.numberToId[number]]
            if isinstance(obj, Stream):
                places[number] = (1, out.add(b"%d 0 obj\n%b\nendobj\n" % (number, obj.format(self))), 0)
            else:
                packed.append((number, obj.format(self)))
            number += 1
        pack = number
        for index, (inner, _) in enumerate(packed):
            places[inner] = (2, pack, index)
        places[pack] = (1, out.add(_object_stream(pack, packed)), 0)
        places[pack + 1] = (1, out.offset, 0)
        digest = sha256(b"".join(out.strings)).hexdigest()[:32]
        trailer = f"/Root {root.format(self).decode()}/Info {info.ref}/ID[<{digest}><{digest}>]"
        start = out.add(_cross_references(pack + 1, places, trailer))
        out.add(b"startxref\n%d\n%%%%EOF\n" % start)
        return bytes(out.format(self))


def _entries(key: str, values: dict[str, str]) -> str:
    inside = "".join(f"/{name} {value}" for name, value in values.items())
    return f"/{key}<<{inside}>>" if inside else ""


def _object_stream(number: int, packed: list[tuple[int, bytes]]) -> bytes:
    """An object stream (ISO 32000-1, 7.5.7): pairs of number and offset, then the objects."""
    pairs = []
    offset = 0
    for inner, body in packed:
        pairs.append(b"%d %d" % (inner, offset))
        offset += len(body) + 1
    head = b" ".join(pairs) + b"\n"
    data = zlib.compress(head + b"\n".join(body for _, body in packed), SPEED)
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(packed), len(head))
    return b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, entries, len(data), data)


def _cross_references(number: int, places: dict[int, tuple[int, int, int]], trailer: str) -> bytes:
    """A cross-reference stream (ISO 32000-1, 7.5.8) with the trailer's entries."""
    data = zlib.compress(b"".join(_PLACE.pack(*places[inner]) for inner in range(number + 1)))
    entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]{trailer}/Filter/FlateDecode/Length {len(data)}"
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (number, entries.encode("latin-1"), data)
