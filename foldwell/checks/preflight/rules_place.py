"""Rules on where things stand: marks, bleed, trim and folds. The marks of a page come in, findings go out."""

from __future__ import annotations

from collections.abc import Sequence

from foldwell.checks.preflight.findings import Findings, Limits, length
from foldwell.checks.preflight.geometry import Box
from foldwell.checks.preflight.marks import Mark, Where
from foldwell.checks.preflight.views import View

TOUCH = 0.5  # points: who comes this near to the trim means to reach it
SLACK = 0.3  # points: half a thin line's width, and rounding
LONGEST_FOLD_MARK = 60.0  # points
THIN = 1.5  # points: thicker than any mark's line
CORNER = 18.0  # points from the corner: there stand crop marks
SIDES = ("left", "bottom", "right", "top")


def judge_places(marks: Sequence[Mark], view: View, limits: Limits, findings: Findings) -> None:
    """Nothing but marks outside trim and bleed, art out to the bleed, live matter away from trim and folds."""
    folds = folds_of(view, marks, limits)
    for mark in marks:
        if mark.where is not Where.PAGE or mark.kind == "group" or (mark.paint is not None and mark.paint.white):
            continue
        if not _inside(mark.box, view.edge):
            _beyond_the_trim(mark, view, findings)
        elif mark.registration:
            findings.error("mark-inside", "this prints on every plate (registration colour), inside the trim",
                           "use black instead; that colour is for marks outside", *view.where(mark))  # fmt: skip
        else:
            _edges(mark, view, limits, findings)
            _folds(mark, folds, view, limits, findings)


def _inside(box: Box, area: Box) -> bool:
    """Whether some of the box lies inside the area by more than the slack; lines have no width of their own."""
    return (
        min(box.right, area.right) - max(box.left, area.left) >= min(SLACK, box.width)
        and min(box.top, area.top) - max(box.bottom, area.bottom) >= min(SLACK, box.height)
        and box.left < area.right - SLACK and box.right > area.left + SLACK
        and box.bottom < area.top - SLACK and box.top > area.bottom + SLACK
    )  # fmt: skip


def _beyond_the_trim(mark: Mark, view: View, findings: Findings) -> None:
    """A mark in the bleed would be seen where the cut is off; a picture in the slug is no mark."""
    if _inside(mark.box, view.printed):
        findings.error("mark-inside", "this stands between the trim and the end of the bleed, where only art may be",
                       "move marks outside the bleed (in a layout program: offset of the marks)",
                       *view.where(mark))  # fmt: skip
    elif mark.kind == "picture" and _inside(mark.box, view.media):
        findings.warn("outside", "this picture lies wholly outside the page and is cut away",
                      "take it out, unless it is a colour bar", *view.where(mark))  # fmt: skip


def _reach(box: Box, edge: Box) -> tuple[float, float, float, float]:
    """How far the box reaches past the left, bottom, right and top of the edge (negative: how far it stays away)."""
    return edge.left - box.left, edge.bottom - box.bottom, box.right - edge.right, box.top - edge.top


def _edges(mark: Mark, view: View, limits: Limits, findings: Findings) -> None:
    wide = _reach(view.printed, view.edge)
    away = f"{length(limits.live, view.metric)} or more from the trim"
    for side, reach, bleed in zip(SIDES, _reach(mark.box, view.edge), wide, strict=True):
        if mark.kind == "text":
            if reach > -limits.live + SLACK:
                how = "are cut off at" if reach > 0 else f"come within {length(-reach, view.metric)} of"
                findings.error("near-trim", f"words {how} the {side} trim", f"keep words {away}", *view.where(mark))
        elif reach > bleed + SLACK and bleed > 0:
            findings.error("outside", f"art reaches beyond the bleed at the {side}, where only marks may be",
                           "clip it at the bleed", *view.where(mark))  # fmt: skip
        elif -TOUCH < reach < bleed - TOUCH:
            findings.error(
                "bleed-art", f"art reaches the {side} trim and not the end of the bleed, and a white edge may show",
                f"draw it {length(bleed, view.metric)} past the trim, or well inside", *view.where(mark),
            )  # fmt: skip
        elif -limits.live + SLACK < reach <= -TOUCH:
            say = findings.error if mark.kind == "picture" else findings.warn
            say("near-trim", f"art ends {length(-reach, view.metric)} from the {side} trim, where an uneven cut shows",
                f"keep it {away}, or let it run into the bleed", *view.where(mark))  # fmt: skip


def _folds(mark: Mark, folds: Sequence[float], view: View, limits: Limits, findings: Findings) -> None:
    """Words keep off the folds; a picture crosses a fold or keeps off it. Grounds and rules may end anywhere."""
    for fold in folds:
        near = mark.box.left < fold + limits.live - SLACK and mark.box.right > fold - limits.live + SLACK
        across = mark.box.left < fold - limits.live and mark.box.right > fold + limits.live
        to_the_fold = min(abs(mark.box.left - fold), abs(mark.box.right - fold)) < TOUCH
        where = f"the fold {length(fold - view.edge.left, view.metric)} from the left"
        if near and mark.kind == "text":
            findings.error("near-fold", f"words stand on or too near to {where}",
                           f"keep words {length(limits.live, view.metric)} or more from a fold",
                           *view.where(mark))  # fmt: skip
        elif near and mark.kind == "picture" and not across and not to_the_fold:
            findings.error("near-fold", f"a picture ends too near to {where}",
                           f"let it cross the fold, end at it, or keep {length(limits.live, view.metric)} away",
                           *view.where(mark))  # fmt: skip


def folds_of(view: View, marks: Sequence[Mark], limits: Limits) -> tuple[float, ...]:
    """Where the page is folded (x in points): as given, turned over on every second page, else by its fold marks."""
    edge = view.edge
    if limits.folds:
        return tuple(edge.left + fold if view.number % 2 else edge.right - fold for fold in limits.folds)
    slug = [mark for mark in marks if mark.where is Where.PAGE and mark.kind in ("fill", "stroke")
            and not _inside(mark.box, view.printed)]  # fmt: skip
    lines = [mark.box for mark in slug if mark.box.width <= THIN and THIN < mark.box.height <= LONGEST_FOLD_MARK]
    return tuple(sorted({
        round((line.left + line.right) / 2, 2) for line in lines
        if edge.left + CORNER < line.left and line.right < edge.right - CORNER and not _crossed(line, slug)
    }))  # fmt: skip


def _crossed(line: Box, slug: Sequence[Mark]) -> bool:
    """Whether something lies across the middle of the line: then it belongs to a registration mark."""
    x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return any(
        mark.box.width > THIN and mark.box.left <= x <= mark.box.right and mark.box.bottom <= y <= mark.box.top
        for mark in slug
    )
