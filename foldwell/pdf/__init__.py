"""Sheets come in, the bytes of a PDF file go out: `paint` is all that other rooms need, and a Target for a press."""

from foldwell.pdf.painting import paint
from foldwell.pdf.pictures import PictureFault
from foldwell.pdf.targets import Target, for_shop

__all__ = ["PictureFault", "Target", "for_shop", "paint"]
