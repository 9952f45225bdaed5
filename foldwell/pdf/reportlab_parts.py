"""The only place that touches ReportLab's private parts: numbered objects go in, the bytes of a PDF file come out.

ReportLab keeps the register of objects, the catalog, the page tree and the pages. What it lacks is added here by
subclassing: keys of a tagged page and of PDF/A (StructParents, Tabs, Group, OutputIntents), and object streams
(ISO 32000-1, 7.5.7), without which the hundreds of small objects of a structure tree would be most of the file.
`tests/pdf/test_reportlab_parts.py` fails when a release of ReportLab moves what is used here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

import reportlab  # type: ignore[import-untyped,unused-ignore]  # no types
from reportlab.pdfbase import pdfdoc as _pdfdoc  # type: ignore[import-untyped,unused-ignore]  # no types

from foldwell.layout.document import Rect
from foldwell.pdf.notation import box
from foldwell.pdf.packs import SPEED, CrossReferences, Pack, cross_table, deflated, numbered, numbered_stream, pack

pdfdoc: Any = _pdfdoc  # what published types there are do not cover these parts
PDF_VERSION = (1, 7)
Version = tuple[int, int]
REPORTLAB_VERSION: str = reportlab.Version


class Part:
    """A numbered object whose text may be written after others refer to it."""

    def __init__(self, number: int, body: str = "") -> None:
        self.number = number
        self.body = body

    @property
    def ref(self) -> str:
        """The reference to it, as it stands in other objects."""
        return f"{self.number} 0 R"


class Stream(Part):
    """A numbered stream: the entries of its dictionary but for the length, and its data."""

    def __init__(self, number: int, entries: str, data: bytes) -> None:
        super().__init__(number, entries)
        self.data = data

    @property
    def whole(self) -> bytes:
        """What stands in the file."""
        return numbered_stream(self.number, self.body.encode("latin-1"), self.data)


def _keys_of(kind: Any) -> dict[str, object]:
    """The entries that ReportLab knows for a kind of object, in its order, with their defaults."""
    return {**dict.fromkeys(kind.__NoDefault__), **kind.__Defaults__}


def _entries_of(part: Any, keys: Mapping[str, object], document: Any) -> bytes:
    """A catalog or page as ReportLab writes it, in a tenth of the time: what is text already is taken as it is."""
    own = vars(part)
    texts = [
        f"/{key} {value if isinstance(value, str) else pdfdoc.format(value, document).decode('latin-1')}"
        for key, default in keys.items()
        if (value := own.get(key, default)) is not None
    ]
    return f"<<{' '.join(texts)}>>".encode("latin-1")


class Page(pdfdoc.PDFPage):  # type: ignore[misc]  # an untyped base
    """A page with the keys that tagged PDF needs; the caller fills them in before the file is written."""

    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs", "Group")

    def __init__(self, width: float, height: float, number: int) -> None:  # ReportLab's would set each entry to None
        self.pagewidth = width
        self.pageheight = height
        self.number = number
        self.ref = ""
        self.Annots: str | None = None
        self.MediaBox = box(Rect(0.0, 0.0, width, height), height)
        self.Contents = ""
        self.Group: str | None = None
        self.StructParents = str(number)
        self.Tabs: str | None = "/S"

    def annotate(self, annotations: range) -> None:
        """Name the annotations, by their numbers, in the order in which they are reached."""
        if annotations:
            self.Annots = f"[ {' '.join([f'{number} 0 R' for number in annotations])} ]"

    def format(self, document: Any) -> bytes:
        """What ReportLab's writer asks for."""
        self.Parent = document.Reference(document.Pages)
        return _entries_of(self, _PAGE, document)


class _PageTree(pdfdoc.PDFPages):  # type: ignore[misc]  # an untyped base
    def format(self, document: Any) -> bytes:
        """What ReportLab's writer asks for."""
        return _page_tree(tuple([page.ref for page in self.pages]))


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]  # an untyped base
    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents")
    __Refs__ = ("Pages", "Outlines")

    def format(self, document: Any) -> bytes:
        """What ReportLab's writer asks for."""
        return _entries_of(self, _CATALOG, document)


class _Fonts(pdfdoc.PDFDictionary):  # type: ignore[misc]  # an untyped base
    def format(self, document: Any) -> bytes:
        """What ReportLab's writer asks for."""
        return _fonts(tuple(self.dict.items()))


_PAGE, _CATALOG = _keys_of(Page), _keys_of(_Catalog)


@lru_cache(maxsize=64)  # of as many files; what ReportLab takes a tenth of a millisecond for stays mostly the same
def _page_tree(pages: tuple[str, ...]) -> bytes:
    entries = {"Type": "/Pages", "Kids": pdfdoc.PDFArray(pages), "Count": len(pages)}
    return bytes(pdfdoc.PDFDictionary(entries).format(None))


@lru_cache(maxsize=64)
def _fonts(refs: tuple[tuple[str, str], ...]) -> bytes:
    return bytes(pdfdoc.PDFDictionary(dict(refs)).format(None))


class TaggedFile(pdfdoc.PDFDocument):  # type: ignore[misc]  # an untyped base
    """A PDF file in the making; one before PDF 1.5 is written without object streams."""

    def __init__(self, version: Version = PDF_VERSION, effort: int = SPEED) -> None:
        super().__init__(invariant=1, compression=0, pdfVersion=version)
        self.effort = effort
        self.Catalog = self._catalog = _Catalog()
        self.Pages = self.Catalog.Pages = _PageTree()
        self._parts: dict[int, Part] = {}
        self._streams: list[Stream] = []
        self._packs: list[Pack] = []
        self.fonts = self.idToObject[pdfdoc.BasicFonts] = _Fonts({})

    def add(self, body: str = "") -> Part:
        """A new numbered object; ReportLab's register would cost more than all the rest of a small one."""
        return self.put(Part(self.reserve(1).start, body))

    def put(self, part: Part) -> Part:
        """Enter an object whose number is reserved."""
        self._parts[part.number] = part
        return part

    @property
    def next_number(self) -> int:
        """The number of the next object."""
        return int(self.objectcounter) + 1

    def add_stream(self, entries: str, data: bytes) -> Stream:
        """A new numbered stream; `data` is written as it stands, its filter named in `entries`."""
        stream = Stream(self.reserve(1).start, entries, data)
        self._streams.append(stream)
        return stream

    def add_code(self, code: bytes) -> Stream:
        """A new numbered stream of operators, which are deflated."""
        return self.add_stream("/Filter/FlateDecode", deflated(code, self.effort))

    def reserve(self, count: int) -> range:
        """Numbers for objects that are entered later, as a pack."""
        first: int = self.objectcounter + 1
        self.objectcounter += count
        return range(first, first + count)

    def enter(self, objects: Pack) -> None:
        """Enter objects whose numbers are reserved."""
        self._packs.append(objects)

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
            if key not in _CATALOG:
                raise ValueError(f"the catalog has no entry {key}")
            setattr(self.Catalog, key, value)

    def write(self, info: Part) -> bytes:
        """The whole file. Streams stand alone, all other objects in object streams where the version has these."""
        self.Outlines = None
        root = self.Reference(self.Catalog)
        texts = self._texts()
        out = pdfdoc.PDFFile(self._pdfVersion)
        if self._pdfVersion < (1, 5):
            whole = {stream.number: stream.whole for stream in self._streams}
            whole |= {number: numbered(number, text.encode("latin-1")) for number, text in texts.items()}
            whole |= {number: numbered(number, body) for each in self._packs for number, body in each.rows}
            offsets = [out.add(each) for _, each in sorted(whole.items())]
            start = out.add(cross_table(offsets, self._trailer(root, info, out)))
        else:
            places = CrossReferences()
            for stream in self._streams:
                places.add(stream.number, out.add(stream.whole))
            for each in (*self._packs, pack(tuple(texts), tuple(texts.values()), self.effort)):
                number = self.reserve(1).start
                places.add(number, out.add(numbered(number, each.stream)))
                places.add_packed(each, number)
            number = self.reserve(1).start
            places.add(number, out.offset)
            start = out.add(places.written(number, self._trailer(root, info, out), self.effort))
        out.add(b"startxref\n%d\n%%%%EOF\n" % start)
        return bytes(out.format(self))

    def _texts(self) -> dict[int, str]:
        """The objects that are neither streams nor in a pack, by number."""
        texts: dict[int, str] = {}
        counted = 0
        while counted < len(self.numberToId):  # formatting an object may register further ones
            number, name = list(self.numberToId.items())[counted]
            texts[number] = self.idToObject[name].format(self).decode("latin-1")
            counted += 1
        texts.update([(number, part.body) for number, part in self._parts.items()])
        return texts

    def _trailer(self, root: Any, info: Part, out: Any) -> str:
        digest = sha256(b"".join(out.strings)).hexdigest()[:32]
        return f"/Root {root.format(self).decode()}/Info {info.ref}/ID[<{digest}><{digest}>]"


def _entries(key: str, values: Mapping[str, str]) -> str:
    inside = "".join(f"/{name} {value}" for name, value in values.items())
    return f"/{key}<<{inside}>>" if inside else ""
