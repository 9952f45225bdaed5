"""The words of blocks that patients look at: a block of the story comes in, its texts in reading order go out.

What `expected.py` says of the other blocks holds here: the words that the program adds are named, and no layout is
asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from foldwell.content.composing.story import StoryBlock
from foldwell.content.composing.story_showing import (
    AskCard,
    DataChart,
    DoseCalendar,
    IconList,
    People,
    PicturePoint,
    TeachBackBox,
    TimeLine,
)
from foldwell.content.text.runs import Inline, Run
from foldwell.diagnostics import Span


def shown(block: StoryBlock) -> Iterator[tuple[Inline, Span]]:
    """Each text of the block with its place."""
    match block:
        case IconList(items=items):
            yield from ((item.inline, item.span) for item in items)
        case People(caption=caption, groups=groups):
            yield caption or (), block.span
            yield from ((group.inline, group.span) for group in groups)
        case DataChart(caption=caption, header=header, data=data):
            yield from ((inline, block.span) for inline in (caption or (), *header))
            for datum in data:
                yield datum.label, datum.span
                yield datum.shown, datum.span
        case DoseCalendar(caption=caption, header=header, weeks=weeks):
            yield from ((inline, block.span) for inline in (caption or (), *header))
            yield from ((inline, week.span) for week in weeks for inline in (week.label, week.dose or ()))
        case TimeLine(points=points):
            yield from ((inline, point.span) for point in points for inline in (point.when, point.inline))
        case AskCard(title=title, questions=questions, own=own, own_label=label):
            yield from ((inline, block.span) for inline in (title, *questions, label if own else ()))
        case TeachBackBox(title=title, prompts=prompts):
            yield from ((inline, block.span) for inline in (title, *prompts))


def boxes(block: object) -> int:
    """How many boxes to tick the program draws in a block."""
    match block:
        case DoseCalendar(weeks=weeks, days=days):
            return len(weeks) * days
        case AskCard(questions=questions):
            return len(questions)
    return 0


def numbered(points: tuple[PicturePoint, ...]) -> Iterator[tuple[Inline, Span]]:
    """The points of a picture, each after the number that the program gives it."""
    for number, point in enumerate(points, 1):
        yield (Run(str(number), point.span),), point.span
        yield point.inline, point.span
