"""Elements and where their items were painted come in, the structure tree's objects go out (ISO 32000-1, 14.7)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from foldwell.content.identity import Made
from foldwell.layout.document import Rect
from foldwell.pdf.elements import Bough
from foldwell.pdf.notation import numbers
from foldwell.pdf.packs import Pack
from foldwell.pdf.painted import PageRef, Painted
from foldwell.pdf.reportlab_parts import Part, TaggedFile
from foldwell.pdf.structure_objects import Numbering, PlacedLink, Standing, identifier, packed


class Tree(NamedTuple):
    """The objects of a structure tree: packs of elements, and what else there is with its numbers, the root first; and
    how many numbers they take together."""

    packs: tuple[Pack, ...]
    others: tuple[tuple[int, str], ...]
    size: int


_trees: Made[Tree] = Made(64)  # of the packs that follow
_packs: Made[Pack] = Made(192)  # of some 15 kB: all sheets of a clinic


def add_tree(file: TaggedFile, painted: Painted, links: tuple[PlacedLink, ...], pages: tuple[PageRef, ...]) -> str:
    """Enter the structure tree into the file; the root's reference is handed back for the catalog."""
    first, effort = file.next_number, file.effort
    things, values = (painted, links), (pages, first, effort)
    tree = _trees.recall(lambda: _tree(painted, links, pages, first, effort), things, values)
    file.reserve(tree.size)
    for each in tree.packs:
        file.enter(each)
    for number, body in tree.others:
        file.put(Part(number, body))
    return f"{first} 0 R"


def _tree(
    painted: Painted, links: tuple[PlacedLink, ...], pages: tuple[PageRef, ...], first: int, effort: int
) -> Tree:  # fmt: skip
    elements = painted.elements
    kept = elements.kept(frozenset([link.element for link in links]))
    numbering = _numbering(first, len(elements), kept, tuple([page.ref for page in pages]))
    made = (_packed(bough, numbering, _standing(bough, painted, links, pages), effort) for bough in elements.boughs)
    packs = [each for each in made if each.numbers]  # of a bough of empty elements nothing is kept
    parents = first + 1 + len(kept)
    root = f"/K {numbering.ref(0)}/ParentTree {parents} 0 R/ParentTreeNextKey {len(pages) + len(links)}"
    others = [(parents, _parents(numbering, painted.sequences, links))]
    notes = tuple([index for bough in elements.boughs for index in bough.notes if numbering.numbers[index]])
    if notes:  # a file has a tree of identifiers where an element has one (table 322)
        root += f"/IDTree<</Kids[{parents + 1} 0 R]>>"
        others.append((parents + 1, _identifiers(numbering, notes)))
    others.insert(0, (first, f"<</Type/StructTreeRoot{root}>>"))
    return Tree(tuple(packs), tuple(others), len(kept) + len(others))


def _packed(bough: Bough, numbering: Numbering, standing: Standing, effort: int) -> Pack:
    return _packs.recall(lambda: packed(bough, numbering, standing, effort), (bough, numbering), (standing, effort))


def _standing(
    bough: Bough, painted: Painted, links: tuple[PlacedLink, ...], pages: tuple[PageRef, ...]
) -> Standing:  # fmt: skip
    marks, end = painted.marks, bough.start + len(bough.elements)
    mine = tuple([link for link in links if bough.start <= link.element < end])
    boxes = tuple([(index, _box(painted.extent(index), pages)) for index in bough.figures])
    return Standing(tuple([marks[item] for item in bough.places]), mine, boxes)


def _box(extent: tuple[int, Rect] | None, pages: tuple[PageRef, ...]) -> str:
    """A rectangle in the coordinates of its page."""
    if extent is None:
        return ""
    number, rect = extent
    height = pages[number].height
    return numbers(rect.x, height - rect.bottom, rect.right, height - rect.y)


@lru_cache(maxsize=64)
def _numbering(root: int, count: int, kept: tuple[int, ...], pages: tuple[str, ...]) -> Numbering:
    numbered = {index: number for number, index in enumerate(kept, root + 1)}
    return Numbering(root, tuple([numbered.get(index, 0) for index in range(count)]), pages)


@lru_cache(maxsize=64)
def _parents(numbering: Numbering, sequences: tuple[tuple[int, ...], ...], links: tuple[PlacedLink, ...]) -> str:
    """From a page's sequences, and from each annotation, back to the elements (14.7.4.4)."""
    rows = [
        f"{page}[{' '.join([numbering.ref(index) for index in indexes])}]" for page, indexes in enumerate(sequences)
    ]
    rows += [f"{key} {numbering.ref(link.element)}" for key, link in enumerate(links, len(sequences))]
    return f"<</Nums[{' '.join(rows)}]>>"


@lru_cache(maxsize=64)
def _identifiers(numbering: Numbering, notes: tuple[int, ...]) -> str:
    rows = sorted((identifier(index), numbering.ref(index)) for index in notes)
    return f"<</Limits[{rows[0][0]}{rows[-1][0]}]/Names[{''.join(map(''.join, rows))}]>>"
