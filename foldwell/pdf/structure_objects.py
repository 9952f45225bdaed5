"""A bough of the structure tree and where its content stands come in, its elements' objects go out (14.7.2)."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from foldwell.layout.document import Element
from foldwell.pdf.elements import Bough
from foldwell.pdf.notation import number, numbers, text_string
from foldwell.pdf.packs import Pack, pack
from foldwell.pdf.panels import Mark


class PlacedLink(NamedTuple):
    """A link's element, its page's number, and its annotation's object number."""

    element: int
    page: int
    annotation: int


class Numbering(Struct, frozen=True, eq=False):
    """The object numbers of the tree's root and of its elements by index (0 for those that are left out), and the
    pages' references."""

    root: int
    numbers: tuple[int, ...]
    pages: tuple[str, ...]

    def ref(self, index: int) -> str:
        """The reference to an element."""
        return f"{self.numbers[index]} 0 R"


class Standing(NamedTuple):
    """Where the content of a bough stands: the mark of each item, its links, and each figure with its box, if any."""

    marks: tuple[Mark, ...]
    links: tuple[PlacedLink, ...]
    boxes: tuple[tuple[int, str], ...]


def packed(bough: Bough, numbering: Numbering, standing: Standing, effort: int) -> Pack:
    """The objects of those elements of a bough that are kept."""
    writer = _Writer(bough, numbering, standing)
    kept = {
        numbering.numbers[index]: writer.element(index, element)
        for index, element in enumerate(bough.elements, bough.start)
        if numbering.numbers[index]
    }
    first = min(kept, default=0)
    return pack(range(first, first + len(kept)), tuple(kept.values()), effort)


class _Writer:
    """Writes the elements of one bough."""

    def __init__(self, bough: Bough, numbering: Numbering, standing: Standing) -> None:
        self._numbering = numbering
        self._marks = dict(zip(bough.places, standing.marks, strict=True))
        self._boxes = dict(standing.boxes)
        self._links: dict[int, list[PlacedLink]] = {}
        for link in standing.links:
            self._links.setdefault(link.element, []).append(link)

    def element(self, index: int, element: Element) -> str:
        """The text of an element's object."""
        links = self._links.get(index, [])
        first = next((kid for kind, kid in element.kids if kind == "i"), None)
        page = self._marks[first][0] if first is not None else links[0].page if links else None
        kids = self._kids(element, page)
        for link in links:
            elsewhere = "" if link.page == page else f"/Pg {self._numbering.pages[link.page]}"
            kids.append(f"<</Type/OBJR{elsewhere}/Obj {link.annotation} 0 R>>")
        above = f"{self._numbering.root} 0 R" if element.parent is None else self._numbering.ref(element.parent)
        body = f"<</S/{element.role}/P {above}"
        if page is not None:
            body += f"/Pg {self._numbering.pages[page]}"
        if kids:
            body += f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        if element.role == "Note":  # ISO 14289-1, 7.9: a note has an identifier of its own
            body += f"/ID{identifier(index)}"
        if element.title is not None:
            body += f"/T{text_string(element.title)}"
        if element.alt is not None:
            body += f"/Alt{text_string(element.alt)}"
        return f"{body}{self._attributes(index, element)}>>"

    def _kids(self, element: Element, page: int | None) -> list[str]:
        kids: list[str] = []
        before: Mark | None = None
        for kind, kid in element.kids:
            if kind == "e":
                before = None
                if self._numbering.numbers[kid]:
                    kids.append(self._numbering.ref(kid))
                continue
            mark = self._marks[kid]
            if mark == before:
                continue
            before = mark
            on, mcid = mark
            kids.append(str(mcid) if on == page else f"<</Type/MCR/Pg {self._numbering.pages[on]}/MCID {mcid}>>")
        return kids

    def _attributes(self, index: int, element: Element) -> str:
        """The attribute dictionaries, one an owner (14.7.5); a figure states its box (14.8.5.4.3)."""
        owners: dict[str, str] = {}
        for owner, key, value in element.attributes:
            owners[owner] = owners.get(owner, "") + f"/{key}{_value(value)}"
        if self._boxes.get(index):
            owners["Layout"] = owners.get("Layout", "") + f"/BBox[{self._boxes[index]}]"
        dictionaries = [f"<</O/{owner}{entries}>>" for owner, entries in owners.items()]
        if not dictionaries:
            return ""
        return f"/A{dictionaries[0]}" if len(dictionaries) == 1 else f"/A[{' '.join(dictionaries)}]"


def identifier(index: int) -> str:
    """The identifier of a note."""
    return f"(note-{index:05d})"


def _value(value: str | float | tuple[float, ...]) -> str:
    if isinstance(value, str):
        return f"/{value}"
    return f"[{numbers(*value)}]" if isinstance(value, tuple) else f" {number(value)}"
