"""Fitting: lays a story out, tightening in the declared order only as far as it must, and says what that took."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foldwell.content.clinic import Clinic
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.story import Story
from foldwell.diagnostics import Sink
from foldwell.layout.assemble import Assembly, Paper
from foldwell.layout.document import Document, Fit
from foldwell.layout.folds import plan_sides
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
    sides = plan_sides(layout, paper or clinic.paper or layout.paper, rtl, sink)
    if sides is None:
        return None
    attempt = None
    for fit in steps(layout):
        attempt = Assembly(story, layout, clinic, book, fit, Paper(sides, files, rtl)).attempt()
        if not attempt.overflows:
            break
    assert attempt is not None  # noqa: S101  # `steps` yields at least one
    sink.extend(attempt.sink.found)
    for overflow in attempt.overflows:
        _complain(overflow, sink)
    if sink.failed or attempt.overflows:
        return None
    if attempt.document.fit.spent:
        sink.note("fit", f"tightened to fit: {spent(attempt.document.fit)}", story.span)
    return attempt.document


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


def _complain(overflow: Overflow, sink: Sink) -> None:
    lines = f"{overflow.lines} line{'s' if overflow.lines > 1 else ''}"
    words = f"{overflow.words} word{'s' if overflow.words > 1 else ''}"
    sink.error(
        "overflow", f'panel "{overflow.panel}" is {lines} too long', overflow.span,
        f"cut about {words} before this point, move a section to another region, or name one under `omit`",
    )  # fmt: skip
