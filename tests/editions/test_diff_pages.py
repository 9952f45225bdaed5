"""Pages side by side: which belong together, where the tint falls, and what is said of pages of one file only."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image, ImageChops
from workspaces import LDN, Bench, Wanted

from foldwell.editions.diff_pages import COME, GONE, LARGEST, PagePair, compare_pages

BOX = (36, 36, 72, 72)  # points from the lower left corner


def sheet(*pages: str, size: tuple[int, int] = (288, 216)) -> bytes:
    """A PDF with a page for each content stream."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for code in pages:
            page = pdf.add_blank_page(page_size=size)
            page.Contents = pdf.make_stream(code.encode())
        pdf.save(out)
    return out.getvalue()


def square(x: int) -> str:
    return f"0.2 0.2 0.2 rg {x} 36 36 36 re f"


def compare(old: bytes, new: bytes, *, pictures: bool = True) -> list[PagePair]:
    return list(compare_pages(old, new, codes(old), codes(new), pictures))


def codes(pdf: bytes) -> list[tuple[str, ...]]:
    """What is drawn on each page, in place of its words."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [(page.Contents.read_bytes().decode(),) for page in opened.pages]


def opened(pair: PagePair, which: str) -> Image.Image:
    picture = pair.before if which == "old" else pair.after
    assert picture is not None
    image = Image.open(io.BytesIO(picture.data))
    assert image.size == (picture.width, picture.height)
    return image.convert("RGB")


def near(colour: tuple[int, ...], tint: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 70 for a, b in zip(colour, tint, strict=True))


def test_the_same_pages_differ_nowhere_and_have_no_pictures() -> None:
    assert compare(sheet(square(36)), sheet(square(36))) == [PagePair(1, 1, 0.0)]


def test_what_differs_is_tinted_and_outlined_and_the_rest_is_as_it_was() -> None:
    old, new = sheet(square(36) + " " + square(200)), sheet(square(100) + " " + square(200))
    [pair] = compare(old, new)
    assert pair.differs
    assert abs(pair.share - 2 * 36 * 36 / (288 * 216)) < 0.003
    scale = 100 / 72
    for which, tint in (("old", GONE), ("new", COME)):
        picture = opened(pair, which)
        [centre, other] = [(round(x * scale), round((216 - 54) * scale)) for x in (54, 218)]
        assert not near(picture.getpixel(other), tint)  # type: ignore[arg-type]  # a pixel of an RGB picture
        edge = [picture.getpixel((round(36 * scale) - offset, centre[1])) for offset in range(8)]
        assert any(near(pixel, tint) for pixel in edge)  # type: ignore[arg-type]  # a pixel in colour
        assert near(picture.getpixel((5, 5)), (255, 255, 255))  # type: ignore[arg-type]  # a pixel in colour
    assert ImageChops.difference(opened(pair, "old"), opened(pair, "new")).getbbox() is not None


def test_a_page_that_was_put_in_does_not_shift_the_others() -> None:
    old, new = sheet(square(36), square(100)), sheet(square(36), square(200), square(100))
    pairs = compare(old, new)
    assert [(pair.old, pair.new, pair.differs) for pair in pairs] == [(1, 1, False), (None, 2, True), (2, 3, False)]
    assert pairs[1].before is None
    assert opened(pairs[1], "new").size == (400, 300)
    assert [(pair.old, pair.new) for pair in compare(new, old)] == [(1, 1), (2, None), (3, 2)]


def test_another_size_is_told_and_shown() -> None:
    [pair] = compare(sheet(""), sheet("", size=(288, 300)))
    assert pair.resized
    assert pair.differs
    assert opened(pair, "old").size[1] < opened(pair, "new").size[1]


def test_a_poster_is_shown_coarser() -> None:
    [pair] = compare(sheet("", size=(14400, 7200)), sheet(square(36), size=(14400, 7200)))
    assert max(opened(pair, "new").size) == LARGEST


def test_without_pictures_it_is_still_known_what_differs() -> None:
    [pair] = compare(sheet(square(36)), sheet(square(100)), pictures=False)
    assert pair.differs
    assert (pair.before, pair.after) == (None, None)


def test_a_sheet_of_ours_stays_light(bench: Bench) -> None:
    old, new = (bench.build(Wanted(LDN, "trifold", clinic)).made.pdf for clinic in (None, "harbor-street"))
    pairs = list(compare_pages(old, new, [("a",), ("b",)], [("a",), ("b",)], True))
    assert all(pair.differs for pair in pairs)
    assert all(len(picture.data) < 150_000 for pair in pairs for picture in (pair.before, pair.after) if picture)
