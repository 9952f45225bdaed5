"""Places to click and bookmarks come in, annotations and the outline go out (ISO 32000-1, 12.3.3 and 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import quote

from foldwell.content.identity import Made
from foldwell.layout.document import Bookmark, Link, Panel, Rect
from foldwell.pdf.notation import numbers, text_string
from foldwell.pdf.packs import Pack, pack
from foldwell.pdf.reportlab_parts import TaggedFile

_KEPT = "%/:=&?~#+!$,;'@()*[]"  # what stands for itself in an address; the rest is percent-encoded (RFC 3986)
_MARGIN = 9.0  # points of air above and beside the place that a bookmark leads to

Destinations = Callable[[int], str]  # from an element to the place on a page that it begins at (12.3.2)
_written: Made[tuple[str, ...]] = Made(128)  # of some 5 kB: the panels of all sheets of a clinic


def annotation_texts(panel: Panel, first: int, height: float, destinations: Destinations) -> tuple[str, ...]:
    """The annotations of a panel's links, on a page of this height (points): printed (bit 3 of F), without a border,
    described in words (ISO 14289-1, 7.18). `first` is the key of the first of them in the parent tree."""
    goals = tuple([None if link.target is None else destinations(link.target) for link in panel.links])

    def write() -> tuple[str, ...]:
        rows = enumerate(zip(panel.links, goals, strict=True), first)
        return tuple([_annotation(panel, link, key, height, goal) for key, (link, goal) in rows])

    return _written.recall(write, (panel.links,), (panel.rect.x, panel.rect.y, first, height, goals))


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


def destination(page: str, height: float, rect: Rect) -> str:
    """The destination of a rectangle on a page of this height (points)."""
    left = max(rect.x - _MARGIN, 0)
    top = min(height - rect.y + _MARGIN, height)
    return f"[{page}/XYZ {numbers(left, top)} null]"


def add_outline(file: TaggedFile, bookmarks: tuple[Bookmark, ...], destinations: Destinations) -> str | None:
    """Enter the outline, all of it unfolded, and hand back its reference; a file without bookmarks has none."""
    if not bookmarks:
        return None
    numbered = file.reserve(len(bookmarks) + 1)
    goals = tuple([destinations(bookmark.element) for bookmark in bookmarks])
    file.enter(_outline(bookmarks, goals, numbered.start, file.effort))
    return f"{numbered.start} 0 R"


@lru_cache(maxsize=64)
def _outline(bookmarks: tuple[Bookmark, ...], goals: tuple[str, ...], root: int, effort: int) -> Pack:
    """The root of the outline, and the bookmarks."""
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
