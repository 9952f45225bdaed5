"""The pages of a finished PDF for the printer: a PDF comes in, one side of it or pictures of its pages go out."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from foldwell.desk.raster import Job

if TYPE_CHECKING:
    from PIL.Image import Image

ROUNDED_UP = 1 - 1e-9  # pdfium's binding rounds the size up; 792 * (300 / 72) is a little more than 3300


def only_page(pdf: bytes, number: int) -> bytes:
    """A PDF with one of the pages, counted from 1. It goes to a printer, so it keeps the marks and not the tags."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as whole, pypdfium2.PdfDocument.new() as one:
        one.import_pages(whole, [number - 1])
        out = BytesIO()
        one.save(out)
        return out.getvalue()


def pictures(pdf: bytes, job: Job) -> Iterator[Image]:
    """Each page as the printer wants it: at its resolution, upright in the direction of the feed.

    A landscape page is turned a quarter to the left, both sides alike, so that the short edge stays the short edge.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            bitmap = page.render(
                scale=job.ability.dpi / 72 * ROUNDED_UP,
                rotation=270 if width > height else 0,
                grayscale=not job.ability.colour,
                rev_byteorder=job.ability.colour,
                draw_annots=False,
                optimize_mode="print",
            )
            picture = bitmap.to_pil().convert("RGB" if job.ability.colour else "L")
            yield picture.crop((0, 0, *job.pixels))  # a paper that is no whole number of pixels is rounded up
