"""Places to click and bookmarks come in, annotations and the outline go out (ISO 32000-1, 12.3.3 and 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple
from urllib.parse import quote

from foldwell.content.identity import Made
from foldwell.layout.document import Bookmark, Link, Panel
from foldwell.pdf.notation import numbers, text_string
from foldwell.pdf.packs import Pack, pack
from foldwell.pdf.painted import PageRef, Painted
from foldwell.pdf.reportlab_parts import TaggedFile
from foldwell.pdf.structure_objects import PlacedLink

_KEPT = "%/:=&?~#+!$,;'@()*[]"  # what stands for itself in an address; the rest is percent-encoded (RFC 3986)
_MARGIN = 9.0  # points of air above and beside the place that a bookmark leads to

Goals = Mapping[int, str]  # for elements the places on pages that they begin at (12.3.2)


class Annotations(NamedTuple):
    """The annotations of a file's links, if it has any, and for the structure tree where each link is."""

    pack: Pack | None
    links: tuple[PlacedLink, ...]


_known: Made[Annotations] = Made(64)  # of some 15 kB: the sheets of a clinic
_written: Made[tuple[str, ...]] = Made(128)  # of some 5 kB: the panels of them
_outlined: Made[Pack] = Made(64)


def annotated(
    panels: Sequence[Sequence[Panel]], reserved: range, painted: Painted, pages: tuple[PageRef, ...], effort: int
) -> Annotations:
    """The annotations of the links on each page's panels; the numbers that are `reserved` for them go in order of
    the pages."""
    links = [panel.links for page in panels for panel in page]
    corners = tuple([(panel.rect.x, panel.rect.y) for page in panels for panel in page])
    return _known.recall(
        lambda: _annotations(panels, reserved, painted, pages, effort), (painted, *links),
        (corners, reserved, pages, effort),
    )  # fmt: skip


def _annotations(
    panels: Sequence[Sequence[Panel]], reserved: range, painted: Painted, pages: tuple[PageRef, ...], effort: int
) -> Annotations:
    targets = dict.fromkeys([link.target for page in panels for panel in page for link in panel.links])
    goals = {target: destination(target, painted, pages) for target in targets if target is not None}
    texts: list[str] = []
    placed: list[PlacedLink] = []
    for at, (page, on_page) in enumerate(zip(pages, panels, strict=True)):
        for panel in on_page:
            key = len(pages) + len(placed)
            texts += annotation_texts(panel, key, page.height, goals)
            placed += map(PlacedLink, [link.element for link in panel.links], repeat(at), reserved[len(placed) :])
    return Annotations(pack(reserved, tuple(texts), effort) if texts else None, tuple(placed))


def annotation_texts(panel: Panel, first: int, height: float, goals: Goals) -> tuple[str, ...]:
    """The annotations of a panel's links, on a page of this height (points): printed (bit 3 of F), without a border,
    described in words (ISO 14289-1, 7.18). `first` is the key of the first of them in the parent tree."""
    mine = tuple([None if link.target is None else goals[link.target] for link in panel.links])

    def write() -> tuple[str, ...]:
        rows = enumerate(zip(panel.links, mine, strict=True), first)
        return tuple([_annotation(panel, link, key, height, goal) for key, (link, goal) in rows])

    return _written.recall(write, (panel.links,), (panel.rect.x, panel.rect.y, first, height, mine))


def _annotation(panel: Panel, link: Link, key: int, height: float, goal: str | None) -> str:
    left, top = link.rect.x + panel.rect.x, link.rect.y + panel.rect.y
    box = numbers(left, height - (top + link.rect.height), left + link.rect.width, height - top)
    if link.address is not None:
        leads = _action(link.address)
    elif goal is not None:
        leads = f"/Dest{goal}"
    else:
        raise ValueError(f"the link {link.description!r} leads nowhere")
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/StructParent {key}"
        f"/Contents{text_string(link.description)}{leads}>>"
    )


@lru_cache(maxsize=128)
def _action(address: str) -> str:
    return f"/A<</S/URI/URI{text_string(quote(address, safe=_KEPT))}>>"


def destination(element: int, painted: Painted, pages: Sequence[PageRef]) -> str:
    """Where an element begins, as a place to go to."""
    number, rect = painted.beginning(element)
    page = pages[number]
    left = max(rect.x - _MARGIN, 0)
    top = min(page.height - rect.y + _MARGIN, page.height)
    return f"[{page.ref}/XYZ {numbers(left, top)} null]"


def add_outline(
    file: TaggedFile, bookmarks: tuple[Bookmark, ...], painted: Painted, pages: tuple[PageRef, ...]
) -> str | None:
    """Enter the outline, all of it unfolded, and hand back its reference; a file without bookmarks has none."""
    if not bookmarks:
        return None
    root = file.reserve(len(bookmarks) + 1).start
    values = (pages, root, file.effort)
    file.enter(_outlined.recall(lambda: _outline(bookmarks, painted, *values), (bookmarks, painted), values))
    return f"{root} 0 R"


def _outline(
    bookmarks: tuple[Bookmark, ...], painted: Painted, pages: tuple[PageRef, ...], root: int, effort: int
) -> Pack:
    """The root of the outline, and the bookmarks."""
    goals = [destination(bookmark.element, painted, pages) for bookmark in bookmarks]
    refs = [f"{root + 1 + index} 0 R" for index in range(len(bookmarks))]
    parents = _parents(bookmarks)
    kids: dict[int, list[int]] = {parent: [] for parent in range(-1, len(bookmarks))}
    for index, parent in enumerate(parents):
        kids[parent].append(index)
    texts = [f"<</Type/Outlines{_children(-1, kids, refs)}>>"]
    for index, (bookmark, goal) in enumerate(zip(bookmarks, goals, strict=True)):
        row = kids[parents[index]]
        place = row.index(index)
        above = f"{root} 0 R" if parents[index] < 0 else refs[parents[index]]
        body = f"<</Title{text_string(bookmark.title)}/Parent {above}/Dest{goal}"
        if place > 0:
            body += f"/Prev {refs[row[place - 1]]}"
        if place + 1 < len(row):
            body += f"/Next {refs[row[place + 1]]}"
        texts.append(f"{body}{_children(index, kids, refs)}>>")
    return pack(range(root, root + len(texts)), tuple(texts), effort)


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


def _children(index: int, kids: dict[int, list[int]], refs: Sequence[str]) -> str:
    row = kids[index]
    if not row:
        return ""
    return f"/First {refs[row[0]]}/Last {refs[row[-1]]}/Count {_visible(index, kids)}"


def _visible(index: int, kids: dict[int, list[int]]) -> int:
    return sum(1 + _visible(kid, kids) for kid in kids[index])
