"""A PDF file comes in, the report of all rules goes out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf

from foldwell.checks.preflight.findings import Findings, Limits, Report
from foldwell.checks.preflight.marks import Mark
from foldwell.checks.preflight.objects import PdfObject, entry, inherited, name
from foldwell.checks.preflight.page_code import PageCode
from foldwell.checks.preflight.resources import Resources
from foldwell.checks.preflight.rules_boxes import judge_boxes, judge_pages
from foldwell.checks.preflight.rules_colour import ColourRules
from foldwell.checks.preflight.rules_file import judge_annotations, judge_file
from foldwell.checks.preflight.rules_intent import judge_intent
from foldwell.checks.preflight.rules_place import judge_places
from foldwell.checks.preflight.rules_type import (
    judge_fonts,
    judge_hairlines,
    judge_inks_of_text,
    judge_overprint,
    judge_pictures,
)
from foldwell.checks.preflight.standards import UNDECLARED, declared_standard
from foldwell.checks.preflight.views import View, code_of, view_page

MEMORY = 512 * 1024 * 1024  # bytes that one stream may unpack to: a full A3 CMYK picture at 600 ppi has 280 MB
MEMORY_LIMITS = ("flate_max_memory", "png_max_memory", "tiff_max_memory", "run_length_max_memory")
MOST_ITEMS = 1_000_000  # of an array; a picture's samples are none
MOST_PAGES = 500
# What the library has to say of a damaged file is a finding ("damaged") and not a line on the error stream.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())
EXPORT_AGAIN = "export the PDF again from the program that made it"
TROUBLES = {
    "content-damaged": ("what the page paints is damaged in places, and may come out otherwise", EXPORT_AGAIN),
    "too-deep": ("the page's parts lie too deep inside each other to be looked at", EXPORT_AGAIN),
    "too-complex": ("the page has so many parts that only the first million were looked at",
                    "simplify the drawings, or let the print shop judge it"),
}  # fmt: skip


def preflight(source: Path | bytes, limits: Limits | None = None) -> Report:
    """Judge a PDF file for the print shop. What cannot be read is a finding; raises OSError for a file that is not
    there or may not be read."""
    data = source.read_bytes() if isinstance(source, Path) else source
    findings = Findings()
    with _bounded():
        try:
            with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
                return _judge(pdf, limits or Limits(), findings)
        except pikepdf.PasswordError:
            findings.error("encrypted", "the file is protected with a password and cannot be looked at",
                           "save it without a password")  # fmt: skip
        except pikepdf.PikepdfError:
            findings.error("unreadable", "this is no PDF file, or it is damaged beyond reading", EXPORT_AGAIN)
    return Report(0, UNDECLARED.name, findings.in_order())


@contextmanager
def _bounded() -> Iterator[None]:
    """No stream may fill the memory. The limits are the library's own, for all files: they are put back afterwards."""
    before = pikepdf.settings.get_qpdf_limits()
    _bound(**dict.fromkeys(MEMORY_LIMITS, MEMORY), parser_max_container_size=MOST_ITEMS)
    try:
        yield
    finally:
        _bound(**{limit: int(before[limit]) for limit in (*MEMORY_LIMITS, "parser_max_container_size")})


def _bound(**limits: int) -> None:
    pikepdf.settings.set_qpdf_limits(**limits)  # type: ignore[arg-type]  # one of its other parameters is a bool


def _judge(pdf: pikepdf.Pdf, limits: Limits, findings: Findings) -> Report:
    standard = declared_standard(pdf)
    pages: list[PdfObject] = [page.obj for page in pdf.pages[:MOST_PAGES]]
    views = [view_page(page, number) for number, page in enumerate(pages, 1)]
    if len(pdf.pages) > MOST_PAGES:
        findings.error("too-complex", f"only the first {MOST_PAGES} pages were looked at", "split the file")
    judge_pages(views, limits, findings)
    judge_intent(pdf, standard, findings)
    colours = ColourRules(limits, standard, findings)
    for view in views:
        _judge_page(view, limits, colours, findings)
    judge_file(pdf, standard, findings)
    return Report(len(pdf.pages), standard.name, findings.in_order())


def _judge_page(view: View, limits: Limits, colours: ColourRules, findings: Findings) -> None:
    judge_boxes(view, limits, findings)
    judge_annotations(view, findings)
    marks: list[Mark] = []
    code = PageCode(view.matrix, view.media, marks.append)
    data, whole = code_of(view.page)
    group = entry(view.page, "/Group")
    if name(entry(group, "/S")) == "Transparency":
        code.group(group, view.media)
    code.read(data, Resources(inherited(view.page, "/Resources")))
    if not whole:
        code.troubles.add("content-damaged")
    for trouble in sorted(code.troubles):
        findings.error(trouble, *TROUBLES[trouble], view.place())
    for mark in marks:
        colours.judge(mark, view)
        judge_fonts(mark, view, findings)
        judge_inks_of_text(mark, view, limits, findings)
        judge_overprint(mark, view, limits, findings)
        judge_hairlines(mark, view, limits, findings)
        judge_pictures(mark, view, limits, findings)
    judge_places(marks, view, limits, findings)
