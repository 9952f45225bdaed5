"""The story's blocks that patients look at rather than read, as layout gets them: plain values, variables filled in."""

from __future__ import annotations

from msgspec import Struct

from foldwell.content.text.runs import Inline
from foldwell.diagnostics import Span


class IconItem(Struct, frozen=True):
    """The name of an icon and the words beside it."""

    icon: str
    inline: Inline
    span: Span


class IconList(Struct, frozen=True):
    """Icons, each with its words."""

    items: tuple[IconItem, ...]
    span: Span


class PeopleGroup(Struct, frozen=True):
    """How many of the whole, and what is said of them; `alt` is the text equivalent: "9 of 100"."""

    count: int
    inline: Inline
    alt: str
    span: Span


class People(Struct, frozen=True):
    """A pictogram array: groups of people out of one whole; `shape` is what one of them is drawn as."""

    caption: Inline | None
    shape: str
    of: int
    groups: tuple[PeopleGroup, ...]
    span: Span


class Datum(Struct, frozen=True):
    """One value of a chart: its name, its length on the scale, and its words ("29%")."""

    label: Inline
    value: float
    shown: Inline
    span: Span


class DataChart(Struct, frozen=True):
    """A chart that is a table of two columns; `kind` is bar or dot, `to` where the scale ends if the writer says so."""

    kind: str
    caption: Inline | None
    header: tuple[Inline, Inline]
    data: tuple[Datum, ...]
    to: float | None
    span: Span


class DoseWeek(Struct, frozen=True):
    """A week of a dose calendar; without a dose there is a line to write one on."""

    label: Inline
    dose: Inline | None
    span: Span


class DoseCalendar(Struct, frozen=True):
    """A table: `header` names the week, the dose, then the days; each week has a box to tick for each day."""

    caption: Inline | None
    header: tuple[Inline, ...]
    weeks: tuple[DoseWeek, ...]
    span: Span

    @property
    def days(self) -> int:
        """How many boxes a week has."""
        return len(self.header) - 2


class TimePoint(Struct, frozen=True):
    """When, and what happens then."""

    when: Inline
    inline: Inline
    span: Span


class TimeLine(Struct, frozen=True):
    """Points in time, in order."""

    points: tuple[TimePoint, ...]
    span: Span


class AskCard(Struct, frozen=True):
    """Questions to ask, `lines` to write on under each, and under `own_label` further lines for the patient's own."""

    title: Inline
    questions: tuple[Inline, ...]
    lines: int
    own: int
    own_label: Inline
    span: Span


class TeachBackBox(Struct, frozen=True):
    """Beginnings of sentences that patients finish in their own words, with `lines` to write on under each."""

    title: Inline
    prompts: tuple[Inline, ...]
    lines: int
    span: Span


class PicturePoint(Struct, frozen=True):
    """A numbered point of a picture: its place in parts of the picture's width and height, and its words."""

    x: float
    y: float
    inline: Inline
    span: Span
