"""Sheets come in, the bytes of a PDF file go out: `paint` is all that other rooms need."""

from foldwell.pdf.painting import paint

__all__ = ["paint"]
