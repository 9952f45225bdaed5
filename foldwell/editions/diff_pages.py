"""Two PDFs come in; their pages go out side by side as pictures, what differs tinted, and how much of each differs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

import pypdfium2
from msgspec import Struct
from PIL import Image, ImageChops, ImageFilter

DPI = 100  # as page design is judged
LARGEST = 1400  # pixels: a poster is shown coarser
GONE, COME = (179, 71, 0), (11, 92, 173)  # tints of old and new: told apart by those who cannot tell red from green
STRENGTH = 0.3  # of the tint over what differs: words stay readable on light and dark grounds
GROW, OUTLINE = 7, 5  # pixels square: what differs is grown so far, and an outline drawn so far around that
QUALITY = 60  # of WebP: type stays clear at half the bytes of PNG


class Picture(Struct, frozen=True):
    """A page as a WebP file, with its size in pixels."""

    data: bytes
    width: int
    height: int


class PagePair(Struct, frozen=True):
    """A page of each file, counted from 1; one of them is missing where the page is in one file only. `share` of it
    differs, from 0 to 1; pictures are there where it is more than 0 and they were wanted."""

    old: int | None
    new: int | None
    share: float
    resized: bool = False
    before: Picture | None = None
    after: Picture | None = None

    @property
    def differs(self) -> bool:
        """Whether there is anything to see."""
        return self.share > 0 or self.resized


def compare_pages(
    old: bytes, new: bytes, old_words: Sequence[tuple[str, ...]], new_words: Sequence[tuple[str, ...]], pictures: bool
) -> Iterator[PagePair]:
    """The pages in pairs. The words of each page tell which belong together where pages were put in or taken out."""
    with pypdfium2.PdfDocument(old) as before, pypdfium2.PdfDocument(new) as after:
        for was, now in _pairs(old_words, new_words):
            yield _pair(
                None if was is None else _render(before, was), None if now is None else _render(after, now),
                None if was is None else was + 1, None if now is None else now + 1, pictures,
            )  # fmt: skip


def _pairs(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> Iterator[tuple[int | None, int | None]]:
    if len(old) == len(new):
        yield from ((number, number) for number in range(len(old)))
        return
    for _, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from zip_longest(range(start, end), range(begin, stop))


def _render(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    scale = min(DPI / 72, LARGEST / max(*page.get_size(), 1))
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def _pair(
    before: Image.Image | None, after: Image.Image | None, old: int | None, new: int | None, pictures: bool
) -> PagePair:
    if before is None or after is None:
        was, now = (_picture(page) if page is not None and pictures else None for page in (before, after))
        return PagePair(old, new, 1.0, before=was, after=now)
    if before.size == after.size and before.tobytes() == after.tobytes():
        return PagePair(old, new, 0.0)
    size = (max(before.width, after.width), max(before.height, after.height))
    mask = _difference(_on_paper(before, size), _on_paper(after, size))
    share = mask.histogram()[255] / (size[0] * size[1])
    resized = before.size != after.size
    if not pictures:
        return PagePair(old, new, share, resized)
    near = mask.filter(ImageFilter.MaxFilter(GROW))
    rim = ImageChops.subtract(near.filter(ImageFilter.MaxFilter(OUTLINE)), near)
    was, now = (
        _picture(_tinted(page, near.crop((0, 0, *page.size)), rim.crop((0, 0, *page.size)), tint))
        for page, tint in ((before, GONE), (after, COME))
    )
    return PagePair(old, new, share, resized, was, now)


def _on_paper(page: Image.Image, size: tuple[int, int]) -> Image.Image:
    if page.size == size:
        return page
    paper = Image.new("RGB", size, "white")
    paper.paste(page, (0, 0))
    return paper


def _difference(before: Image.Image, after: Image.Image) -> Image.Image:
    """White where the two differ at all: one program draws both, so that what is the same has the same pixels."""
    red, green, blue = ImageChops.difference(before, after).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point([0] + [255] * 255)


def _tinted(page: Image.Image, near: Image.Image, rim: Image.Image, tint: tuple[int, int, int]) -> Image.Image:
    flat = Image.new("RGB", page.size, tint)
    marked = Image.composite(Image.blend(page, flat, STRENGTH), page, near)
    return Image.composite(flat, marked, rim)


def _picture(page: Image.Image) -> Picture:
    out = io.BytesIO()
    page.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(out.getvalue(), *page.size)
