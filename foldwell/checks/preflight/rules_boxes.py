"""Rules on the boxes and sizes of the pages: views of the pages come in, findings go out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from foldwell.checks.preflight.findings import Findings, Limits, length
from foldwell.checks.preflight.views import View

SLACK = 0.05  # points: numbers in PDF files are rounded
BLEED_SLACK = 0.1  # points: 3 mm is often written as 8.5
SAME_SIZE = 0.5  # points: sheets that a guillotine cuts alike


def judge_boxes(view: View, limits: Limits, findings: Findings) -> None:
    """MediaBox, BleedBox and TrimBox are there, lie inside each other, and leave enough bleed."""
    here = view.place()
    if not view.has_media:
        findings.error("no-size", "the page has no size of its own (MediaBox)", "export the PDF again", here)
    if view.unit != 1:
        findings.error("page-size", "the page is measured in units of its own, which presses read wrongly (UserUnit)",
                       "export the PDF at its real size, without scaling", here)  # fmt: skip
    if view.trim is None:
        findings.error("no-trim", "the page does not say where it is cut (TrimBox)",
                       "export the PDF for print, with a trim box", here)  # fmt: skip
    if view.bleed is None:
        findings.error("no-bleed", "the page does not say how far its bleed reaches (BleedBox)",
                       "export the PDF for print, with bleed", here)  # fmt: skip
    _nested(view, findings)
    if view.trim and view.bleed and view.bleed.holds(view.trim, SLACK):
        _enough_bleed(view, limits, findings)


def _nested(view: View, findings: Findings) -> None:
    boxes = [("trim", view.trim), ("bleed", view.bleed), ("media", view.media)]
    there = [(called, box) for called, box in boxes if box is not None]
    for (inner, small), (outer, large) in pairwise(there):
        if not large.holds(small, SLACK):
            findings.error(
                "boxes", f"the page's {inner} box reaches beyond its {outer} box",
                "the trim lies inside the bleed and the bleed inside the page: export the PDF again",
                view.place(small),
            )  # fmt: skip
    if view.crop is not None and not view.crop.holds(view.printed, SLACK):
        findings.error("boxes", "the page's crop box cuts off bleed or trim, and programs may print only what it shows",
                       "take the crop box away, or make it as large as the page", view.place(view.crop))  # fmt: skip


def _enough_bleed(view: View, limits: Limits, findings: Findings) -> None:
    trim, bleed = view.edge, view.printed
    wanted = limits.bleed if limits.bleed is not None else view.usual_bleed
    least = min(trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right, bleed.top - trim.top)
    if least < wanted - BLEED_SLACK:
        findings.error(
            "bleed-short",
            f"the bleed is {length(max(least, 0.0), view.metric)} wide and should be {length(wanted, view.metric)}",
            "export the PDF with more bleed on all four sides", view.place(bleed),
        )  # fmt: skip


def judge_pages(views: Sequence[View], limits: Limits, findings: Findings) -> None:
    """How many pages there are, and whether all are cut to one size."""
    if not views:
        findings.error("page-count", "the file has no pages", "export the PDF again")
    elif limits.pages is not None and len(views) != limits.pages:
        findings.error("page-count", f"the file has {len(views)} pages, and {limits.pages} are wanted",
                       "export all sides of the piece, and nothing else")  # fmt: skip
    elif limits.pages is None and len(views) > 2 and len(views) % 2:
        findings.warn("page-count", f"the file has {len(views)} pages, and a sheet has two sides",
                      "see whether a side is missing, or whether one side is meant to stay empty")  # fmt: skip
    for view in views[1:]:
        first, size = views[0].edge, view.edge
        if abs(size.width - first.width) > SAME_SIZE or abs(size.height - first.height) > SAME_SIZE:
            here, there = (
                f"{length(box.width, view.metric)} × {length(box.height, view.metric)}" for box in (size, first)
            )
            findings.error(
                "page-size", f"the page is cut to {here}, and the first one to {there}",
                "make all sides of a sheet the same size", view.place(),
            )  # fmt: skip
