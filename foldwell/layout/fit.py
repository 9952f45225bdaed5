"""Fitting: lays a story out, tightening in the declared order only as far as it must, and says what that took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from foldwell.content.composing.story import Story
from foldwell.content.identity import by_identity
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.diagnostics import Diagnostic, Sink
from foldwell.layout.assemble import Assembly, Attempt
from foldwell.layout.body import Paper
from foldwell.layout.document import Document, Fit
from foldwell.layout.folds import SidePlan, plan_sides
from foldwell.layout.pages import page_counts, with_pages
from foldwell.layout.verdict import Overflow
from foldwell.type.bidi_runs import base_level
from foldwell.type.fonts import FontBook

STEP = 0.5  # points: leading and size are taken in half points


def steps(layout: LayoutSpec) -> Iterator[Fit]:
    """How far to tighten, step by step: space between blocks, then leading, then size; the first is not at all."""
    rules = layout.fit
    yield Fit()
    for space in range(1, rules.space_steps + 1):
        yield Fit(space)
    for half in range(1, int(rules.leading / STEP) + 1):
        yield Fit(rules.space_steps, half * STEP)
    for half in range(1, int(rules.size / STEP) + 1):
        yield Fit(rules.space_steps, rules.leading, half * STEP)


def lay_out(
    story: Story,
    layout: LayoutSpec,
    clinic: Clinic,
    book: FontBook,
    sink: Sink,
    *,
    files: Path,
    paper: str | None = None,
) -> Document | None:
    """The story laid out, or None where it does not fit or the layout cannot be folded (the sink says why).

    `files` is the folder that pictures' names count from; `paper` is letter or a4, by default the clinic's or the
    layout's own.
    """
    rtl = base_level(story.language) == 1

    def attempts() -> Iterator[Attempt]:
        for count in page_counts(layout):
            sides, complaints = _planned(with_pages(layout, count), paper or clinic.paper or layout.paper, rtl)
            sink.extend(complaints)
            for fit in steps(layout) if sides is not None else ():
                yield Assembly(story, layout, clinic, book, fit, Paper(sides or (), files, rtl)).attempt()

    attempt = best_of(attempts(), patient=layout.sides[-1].repeats)
    if attempt is None:
        return None
    sink.extend(attempt.sink.found)
    for overflow in attempt.overflows:
        _complain(overflow, layout, sink)
    if sink.failed or attempt.overflows:
        return None
    if attempt.document.fit.spent:
        sink.note("fit", f"tightened to fit: {spent(attempt.document.fit)}", story.span)
    return attempt.document


@by_identity(64)  # layouts, each on a paper or two
def _planned(layout: LayoutSpec, paper: str, rtl: bool) -> tuple[tuple[SidePlan, ...] | None, tuple[Diagnostic, ...]]:
    """The sides of the sheet, if it can be folded, and what is wrong with it."""
    sink = Sink()
    return plan_sides(layout, paper, rtl, sink), tuple(sink.found)


def best_of(attempts: Iterable[Attempt], patient: bool) -> Attempt | None:
    """The first attempt that fits. With patience: where a panel of it ends at a bad place, a later one without, of one
    page more at most. Where none fits, the last; None where there are none."""
    best: Attempt | None = None
    for attempt in attempts:
        if best is None or best.overflows:
            best = attempt
        elif attempt.pages > best.pages + 1:
            break
        elif not (attempt.overflows or attempt.torn):
            return attempt
        if not best.overflows and not (patient and best.torn):
            break
    return best


def spent(fit: Fit) -> str:
    """What fitting took, in words."""
    parts = []
    if fit.space_steps:
        parts.append(f"space between blocks by {fit.space_steps} half line{'s' if fit.space_steps > 1 else ''}")
    if fit.leading:
        parts.append(f"leading by {fit.leading:g} pt")
    if fit.size:
        parts.append(f"size by {fit.size:g} pt")
    return ", ".join(parts) if parts else "nothing"


def _complain(overflow: Overflow, layout: LayoutSpec, sink: Sink) -> None:
    lines = f"{overflow.lines} line{'s' if overflow.lines > 1 else ''}"
    words = f"{overflow.words} word{'s' if overflow.words > 1 else ''}"
    drawn = overflow.words < overflow.lines  # it is pictures and boxes that are too tall
    cut = "take out a block before this point" if drawn else f"cut about {words} before this point"
    if layout.sides[-1].repeats and not any(overflow.panel in side.panels for side in layout.sides[:-1]):
        sink.error(
            "overflow", f"the text is {lines} too long for {layout.most_pages} pages, and there may be no more",
            overflow.span, f"{cut}, name a section under `omit`, or allow more `most_pages` in the layout",
        )  # fmt: skip
        return
    sink.error(
        "overflow", f'panel "{overflow.panel}" is {lines} too long', overflow.span,
        f"{cut}, move a section to another region, or name one under `omit`",
    )  # fmt: skip
