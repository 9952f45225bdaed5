"""Places to click and bookmarks come in, annotations and the outline go out (ISO 32000-1, 12.3.3 and 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from foldwell.layout.document import Bookmark, Link, Panel
from foldwell.pdf.notation import numbers, text_string
from foldwell.pdf.reportlab_parts import Page, Part, TaggedFile
from foldwell.pdf.structure import Painted, Spot

_KEPT = "%/:=&?~#+!$,;'@()*[]"  # what stands for itself in an address; the rest is percent-encoded (RFC 3986)
_MARGIN = 9.0  # points of air above and beside the place that a bookmark leads to

Spots = Callable[[int], Spot]


def add_annotation(file: TaggedFile, page: Page, painted: Painted, link: Link) -> None:
    """Enter a link's annotation; where it leads to is written by `finish_annotations`, when all pages are painted."""
    painted.links.append((link.element, page, file.add()))


def finish_annotations(painted: Painted, links: Sequence[tuple[Link, Panel]], spots: Spots) -> None:
    """Write the annotations: printed (bit 3 of F), without a border, described in words (ISO 14289-1, 7.18)."""
    first = len(painted.sequences)
    for key, ((link, panel), (_, page, part)) in enumerate(zip(links, painted.links, strict=True)):
        rect = link.rect.moved(panel.rect.x, panel.rect.y)
        box = numbers(rect.x, page.pageheight - rect.bottom, rect.right, page.pageheight - rect.y)
        part.body = (
            f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/StructParent {first + key}"
            f"/Contents{text_string(link.description)}{_goal(link, spots)}>>"
        )
        page.Annots.append(part.ref)


def _goal(link: Link, spots: Spots) -> str:
    if link.address is not None:
        return f"/A<</S/URI/URI{text_string(quote(link.address, safe=_KEPT))}>>"
    if link.target is None:
        raise ValueError(f"the link {link.description!r} leads nowhere")
    return f"/Dest{_destination(spots(link.target))}"


def _destination(spot: Spot) -> str:
    rect = spot.placed.rect
    left = max(rect.x - _MARGIN, 0)
    top = min(spot.page.pageheight - rect.y + _MARGIN, spot.page.pageheight)
    return f"[{spot.page.ref}/XYZ {numbers(left, top)} null]"


def add_outline(file: TaggedFile, bookmarks: Sequence[Bookmark], spots: Spots) -> Part | None:
    """Enter the outline, all of it unfolded; a file without bookmarks has none."""
    if not bookmarks:
        return None
    root = file.add()
    parts = [file.add() for _ in bookmarks]
    parents = _parents(bookmarks)
    kids: dict[int, list[int]] = {parent: [] for parent in range(-1, len(bookmarks))}
    for index, parent in enumerate(parents):
        kids[parent].append(index)
    for index, bookmark in enumerate(bookmarks):
        row = kids[parents[index]]
        place = row.index(index)
        above = root if parents[index] < 0 else parts[parents[index]]
        body = f"<</Title{text_string(bookmark.title)}/Parent {above.ref}/Dest{_destination(spots(bookmark.element))}"
        if place > 0:
            body += f"/Prev {parts[row[place - 1]].ref}"
        if place + 1 < len(row):
            body += f"/Next {parts[row[place + 1]].ref}"
        parts[index].body = f"{body}{_children(index, kids, parts)}>>"
    root.body = f"<</Type/Outlines{_children(-1, kids, parts)}>>"
    return root


def _parents(bookmarks: Sequence[Bookmark]) -> list[int]:
    """For each bookmark the last one before it that is less deep; -1 for the outline itself."""
    parents: list[int] = []
    open_ones: list[int] = []
    for index, bookmark in enumerate(bookmarks):
        while open_ones and bookmarks[open_ones[-1]].depth >= bookmark.depth:
            open_ones.pop()
        parents.append(open_ones[-1] if open_ones else -1)
        open_ones.append(index)
    return parents


def _children(index: int, kids: dict[int, list[int]], parts: Sequence[Part]) -> str:
    row = kids[index]
    if not row:
        return ""
    return f"/First {parts[row[0]].ref}/Last {parts[row[-1]].ref}/Count {_visible(index, kids)}"


def _visible(index: int, kids: dict[int, list[int]]) -> int:
    return sum(1 + _visible(kid, kids) for kid in kids[index])
