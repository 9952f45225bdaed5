"""Elements and where their items were painted come in, the structure tree's objects go out (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from foldwell.layout.document import Element
from foldwell.pdf.marking import PlacedItem
from foldwell.pdf.notation import number, numbers, text_string
from foldwell.pdf.reportlab_parts import Page, Part, TaggedFile

_CELLS = frozenset({"TD", "TH"})  # an empty cell keeps its column's place
ROLES = frozenset({
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
})  # fmt: skip  # the standard types of 14.8.4; another would need a role map


class Spot(NamedTuple):
    """Where an item was painted: its page, its sequence's number there, and the item on the sheet."""

    page: Page
    mcid: int
    placed: PlacedItem


@dataclass(slots=True)
class Painted:
    """What painting the pages found out for the structure tree.

    `sequences` holds, page by page, the element of each marked-content sequence; `links` each link's element with its
    page and its annotation, in order of painting.
    """

    spots: dict[int, Spot] = field(default_factory=dict)
    sequences: list[list[int]] = field(default_factory=list)
    links: list[tuple[int, Page, Part]] = field(default_factory=list)


class StructureTree:
    """The structure tree of one file. Elements get their object numbers first, their text when all is painted."""

    def __init__(self, file: TaggedFile, elements: Sequence[Element]) -> None:
        for element in elements:
            if element.role not in ROLES:
                raise ValueError(f"{element.role!r} ({element.span}) is not a standard structure type")
        self._file = file
        self._elements = elements
        self._parts: dict[int, Part] = {}

    def first_spot(self, index: int, painted: Painted) -> Spot:
        """Where an element begins. Raises ValueError for one with nothing in it."""
        for kind, kid in self._elements[index].kids:
            if kind == "i":
                return painted.spots[kid]
            if not self._is_empty(kid, painted):
                return self.first_spot(kid, painted)
        raise ValueError(f"nothing was painted for element {index} ({self._elements[index].span})")

    def _is_empty(self, index: int, painted: Painted) -> bool:
        return not any(
            kid in painted.spots if kind == "i" else not self._is_empty(kid, painted)
            for kind, kid in self._elements[index].kids
        )

    def add(self, painted: Painted) -> Part:
        """Enter the tree into the file; the root is handed back for the catalog."""
        root = self._file.add()
        for index in self._kept(painted):
            self._parts[index] = self._file.add()
        objects: dict[int, list[tuple[Page, Part]]] = {}
        for index, page, annotation in painted.links:
            objects.setdefault(index, []).append((page, annotation))
        for index, part in self._parts.items():
            parent = self._elements[index].parent
            above = root if parent is None else self._parts[parent]
            part.body = self._element(index, above, painted, objects.get(index, []))
        identified = self._identified()
        root.body = (
            f"<</Type/StructTreeRoot/K {self._parts[0].ref}/ParentTree {self._parent_tree(painted).ref}"
            f"/ParentTreeNextKey {len(painted.sequences) + len(painted.links)}{identified}>>"
        )
        return root

    def _kept(self, painted: Painted) -> list[int]:
        """The root, and the elements that hold something with the empty cells of rows that do, in reading order."""
        kept: list[int] = []

        def visit(index: int) -> bool:
            place = len(kept)
            kept.append(index)
            filled = index in linked
            for kind, kid in self._elements[index].kids:
                filled = (visit(kid) if kind == "e" else True) or filled
            if not filled and index != 0 and self._elements[index].role not in _CELLS:
                del kept[place:]
            return filled

        linked = {index for index, _, _ in painted.links}
        visit(0)
        return kept

    def _element(self, index: int, above: Part, painted: Painted, objects: list[tuple[Page, Part]]) -> str:
        element = self._elements[index]
        first = next((kid for kind, kid in element.kids if kind == "i"), None)
        page = painted.spots[first].page if first is not None else objects[0][0] if objects else None
        kids = self._kids(element, page, painted)
        for place, annotation in objects:
            elsewhere = "" if place is page else f"/Pg {place.ref}"
            kids.append(f"<</Type/OBJR{elsewhere}/Obj {annotation.ref}>>")
        body = f"<</S/{element.role}/P {above.ref}"
        if page is not None:
            body += f"/Pg {page.ref}"
        if kids:
            body += f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        if element.role == "Note":  # ISO 14289-1, 7.9: a note has an identifier of its own
            body += f"/ID{_identifier(index)}"
        if element.title is not None:
            body += f"/T{text_string(element.title)}"
        if element.alt is not None:
            body += f"/Alt{text_string(element.alt)}"
        if element.attributes or element.role == "Figure":
            body += self._attributes(index, painted)
        return f"{body}>>"

    def _kids(self, element: Element, page: Page | None, painted: Painted) -> list[str]:
        kids: list[str] = []
        before: tuple[Page, int] | None = None
        for kind, kid in element.kids:
            if kind == "e":
                before = None
                if kid in self._parts:
                    kids.append(self._parts[kid].ref)
                continue
            spot = painted.spots[kid]
            if before == (spot.page, spot.mcid):
                continue
            before = (spot.page, spot.mcid)
            whole = f"<</Type/MCR/Pg {spot.page.ref}/MCID {spot.mcid}>>"
            kids.append(str(spot.mcid) if spot.page is page else whole)
        return kids

    def _attributes(self, index: int, painted: Painted) -> str:
        """The attribute dictionaries, one an owner (14.7.5); a figure states its box (14.8.5.4.3)."""
        owners: dict[str, str] = {}
        element = self._elements[index]
        for owner, key, value in element.attributes:
            owners[owner] = owners.get(owner, "") + f"/{key}{_value(value)}"
        if element.role == "Figure":
            box = self._box(index, painted)
            if box is not None:
                owners["Layout"] = owners.get("Layout", "") + f"/BBox[{box}]"
        dictionaries = [f"<</O/{owner}{entries}>>" for owner, entries in owners.items()]
        if not dictionaries:
            return ""
        return f"/A{dictionaries[0]}" if len(dictionaries) == 1 else f"/A[{' '.join(dictionaries)}]"

    def _box(self, index: int, painted: Painted) -> str | None:
        """The rectangle around all that an element shows on its first page, in the page's coordinates."""
        spots = [painted.spots[number] for number in self._items(index)]
        spots = [spot for spot in spots if spot.page is spots[0].page]
        if not spots:
            return None
        height = spots[0].page.pageheight
        rects = [spot.placed.rect for spot in spots]
        left, right = min(rect.x for rect in rects), max(rect.right for rect in rects)
        top, foot = min(rect.y for rect in rects), max(rect.bottom for rect in rects)
        return numbers(left, height - foot, right, height - top)

    def _items(self, index: int) -> list[int]:
        found: list[int] = []
        for kind, kid in self._elements[index].kids:
            found += [kid] if kind == "i" else self._items(kid)
        return found

    def _parent_tree(self, painted: Painted) -> Part:
        """From a page's sequences, and from each annotation, back to the elements (14.7.4.4)."""
        rows = [
            f"{page}[{' '.join(self._parts[index].ref for index in sequences)}]"
            for page, sequences in enumerate(painted.sequences)
        ]
        first = len(painted.sequences)
        rows += [f"{first + key} {self._parts[index].ref}" for key, (index, _, _) in enumerate(painted.links)]
        return self._file.add(f"<</Nums[{' '.join(rows)}]>>")

    def _identified(self) -> str:
        """The tree of identifiers, which a file has where an element has one (table 322)."""
        notes = sorted((_identifier(index), part.ref) for index, part in self._parts.items() if self._is_note(index))
        if not notes:
            return ""
        tree = self._file.add(f"<</Limits[{notes[0][0]}{notes[-1][0]}]/Names[{''.join(map(''.join, notes))}]>>")
        return f"/IDTree<</Kids[{tree.ref}]>>"

    def _is_note(self, index: int) -> bool:
        return self._elements[index].role == "Note"


def _identifier(index: int) -> str:
    return f"(note-{index:05d})"


def _value(value: str | float | tuple[float, ...]) -> str:
    if isinstance(value, str):
        return f"/{value}"
    return f"[{numbers(*value)}]" if isinstance(value, tuple) else f" {number(value)}"
