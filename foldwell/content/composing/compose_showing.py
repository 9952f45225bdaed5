"""One block that patients look at comes in; the story's block for it goes out, variables filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from foldwell.content.composing.composer import Composer, plain_words
from foldwell.content.composing.story import EmergencyBox, StoryBlock
from foldwell.content.composing.story_showing import (
    AskCard,
    DataChart,
    Datum,
    DoseCalendar,
    DoseWeek,
    IconItem,
    IconList,
    People,
    PeopleGroup,
    TeachBackBox,
    TimeLine,
    TimePoint,
)
from foldwell.content.models.showing import Ask, Bar, Chart, Doses, Emergency, IconLine, Moment, Pictogram, TeachBack
from foldwell.content.text.runs import Inline, Run
from foldwell.diagnostics import Span


def _icons(composer: Composer, lines: list[IconLine], span: Span) -> Iterator[IconList]:
    yield IconList(tuple(IconItem(line.icon, composer.inline(line.text), line.span) for line in lines), span)


def _pictogram(composer: Composer, pictogram: Pictogram, _span: Span) -> Iterator[People]:
    words = composer.words.words
    pattern = words.of_people if pictogram.shape == "person" else words.of_all
    groups = tuple(
        PeopleGroup(group.count, inline, _equivalent(pattern, group.count, pictogram.of, inline), group.span)
        for group in pictogram.groups
        for inline in (composer.inline(group.label),)
    )
    yield People(composer.maybe(pictogram.caption), pictogram.shape, pictogram.of, groups, pictogram.span)


def _equivalent(pattern: str, count: int, of: int, inline: Inline) -> str:
    return f"{pattern.format(count=count, of=of)}: {plain_words(inline)}"


def _chart(composer: Composer, chart: Chart, _span: Span) -> Iterator[DataChart]:
    first, second = (composer.inline(name) for name in chart.header)
    data = tuple(
        Datum(composer.inline(bar.label), bar.value, _shown(composer, chart, bar), bar.span) for bar in chart.bars
    )
    yield DataChart(chart.kind, composer.maybe(chart.caption), (first, second), data, chart.to, chart.span)


def _shown(composer: Composer, chart: Chart, bar: Bar) -> Inline:
    if bar.shown is not None:
        return composer.inline(bar.shown)
    between = "\N{NO-BREAK SPACE}" if chart.unit[:1].isalpha() else ""
    return (Run(f"{bar.written}{between}{chart.unit}", bar.place("value")),)


def _doses(composer: Composer, doses: Doses, _span: Span) -> Iterator[DoseCalendar]:
    words = composer.words.words
    first: Inline
    second: Inline
    days: tuple[Inline, ...]
    if doses.days is None:
        days = tuple((Run(day, doses.span),) for day in composer.words.days)
    else:
        days = tuple(composer.inline(day) for day in doses.days)
    if doses.header is None:
        first, second = ((Run(words.when, doses.span),), (Run(words.dose, doses.span),))
    else:
        first, second = (composer.inline(name) for name in doses.header)
    weeks = tuple(DoseWeek(composer.inline(week.label), composer.maybe(week.dose), week.span) for week in doses.weeks)
    yield DoseCalendar(composer.maybe(doses.caption), (first, second, *days), weeks, doses.span)


def _timeline(composer: Composer, moments: list[Moment], span: Span) -> Iterator[TimeLine]:
    yield TimeLine(
        tuple(TimePoint(composer.inline(each.when), composer.inline(each.text), each.span) for each in moments), span
    )


def _ask(composer: Composer, ask: Ask, _span: Span) -> Iterator[AskCard]:
    words = composer.words.words
    title = composer.inline(ask.title) if ask.title is not None else (Run(words.ask, ask.span),)
    questions = tuple(composer.inline(question) for question in ask.questions)
    yield AskCard(title, questions, ask.lines, ask.own, (Run(words.own_questions, ask.span),), ask.span)


def _teach_back(composer: Composer, box: TeachBack, _span: Span) -> Iterator[TeachBackBox]:
    title = composer.inline(box.title) if box.title is not None else (Run(composer.words.words.teach_back, box.span),)
    yield TeachBackBox(title, tuple(composer.inline(prompt) for prompt in box.prompts), box.lines, box.span)


def emergency_box(emergency: Emergency, composer: Composer) -> EmergencyBox:
    """The brochure's emergency box."""
    return EmergencyBox(composer.inline(emergency.title), composer.paragraphs(emergency.text), emergency.span)


KINDS: Mapping[str, Callable[[Composer, Any, Span], Iterator[StoryBlock]]] = {
    "icons": _icons,
    "pictogram": _pictogram,
    "chart": _chart,
    "doses": _doses,
    "timeline": _timeline,
    "ask": _ask,
    "teach_back": _teach_back,
}
