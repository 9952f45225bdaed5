"""The structure tree and the pages' code of the hand-made document, uncompressed, compared with a kept text.

Set FOLDWELL_UPDATE_GOLDEN=1 to write the text anew after a change that was meant; under CI that is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from foldwell.pdf import paint

from .hand_made import code_of, font_book, sample

GOLDEN = Path(__file__).parent / "golden" / "sample.txt"
SHOWN = ("/T", "/Alt", "/ActualText", "/A", "/ID")


def plain(value: object) -> str:
    """A value in one line; pages and annotations by their kind."""
    if isinstance(value, pikepdf.Dictionary):
        return "<<" + " ".join(f"{key} {plain(inside)}" for key, inside in sorted(value.items())) + ">>"
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(plain(inside) for inside in value) + "]"
    return str(value)


def tree(element: pikepdf.Object, pages: list[tuple[int, int]], depth: int = 0) -> Iterator[str]:
    """The structure tree, a line an element or sequence."""
    shown = "".join(f" {key} {plain(element[key])}" for key in SHOWN if key in element)
    yield f"{'  ' * depth}{element.S}{shown}"
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield f"{'  ' * depth}  {kid} on page {pages.index(element.Pg.objgen)}"
        elif "/S" in kid:
            yield from tree(kid, pages, depth + 1)
        elif "/MCID" in kid:
            yield f"{'  ' * depth}  {kid.MCID} on page {pages.index(kid.Pg.objgen)}"
        else:
            yield f"{'  ' * depth}  {kid.Obj.Subtype} {plain(kid.Obj.Rect)}"


def dump(data: bytes) -> str:
    """The file as text."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        rows = list(tree(pdf.Root.StructTreeRoot.K, pages))
        for number, page in enumerate(pdf.pages):
            rows += [f"-- page {number}", code_of(page)]
    return "\n".join(rows) + "\n"


def test_the_file_is_what_it_was(tmp_path: Path) -> None:
    found = dump(paint(sample(tmp_path), font_book()))
    if os.environ.get("FOLDWELL_UPDATE_GOLDEN") == "1":
        assert os.environ.get("CI") != "true", "golden texts are not written anew under CI"
        GOLDEN.write_text(found, "utf-8")
        pytest.skip("golden text written anew")
    assert found == GOLDEN.read_text("utf-8")
