"""Blocks that patients look at rather than read: the models of their YAML. Each has its words as text or as a table."""

from typing import Annotated, Literal

from foldwell.content.icon_set import is_icon, near_icons
from foldwell.content.models.fields import Percent
from foldwell.content.models.limits import Check, Limits, Refusal
from foldwell.content.models.located import Located, Prose
from foldwell.content.reading.nodes import Scalar


def _known_icon(name: str) -> str:
    if not is_icon(name):
        near = " or ".join(f"`{other}`" for other in near_icons(name))
        hint = f"did you mean {near}? " if near else ""
        raise Refusal("icon_unknown", f"there is no icon `{name}`", near=hint)
    return name


def _is_unit(unit: str) -> str:
    if unit.strip()[:1].isdigit() or unit.strip()[:1] in (".", ","):
        raise Refusal("chart_unit", "a unit that begins with a number would be read as part of the value")
    return unit.strip()


IconName = Annotated[str, Limits(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", most=60), Check(_known_icon)]
MOST_PEOPLE = 1000  # more figures than this nobody can count, and a panel cannot hold


class IconLine(Located, frozen=True, kw_only=True):
    """An icon with the words that it stands for; the words say it all, the icon helps to find them."""

    icon: IconName
    text: Prose


class Group(Located, frozen=True, kw_only=True):
    """How many people of the whole something happened to."""

    count: Annotated[int, Limits(least=0, most=MOST_PEOPLE)]
    label: Prose


class Pictogram(Located, frozen=True, kw_only=True):
    """People drawn one by one: `count` of `of` in each group, with one denominator for all. What is counted can also be
    sheets of paper (prescriptions, forms) or plain dots."""

    caption: Prose | None = None
    shape: Literal["person", "sheet", "dot"] = "person"
    of: Annotated[int, Limits(least=2, most=MOST_PEOPLE)] = 100
    groups: Annotated[list[Group], Limits(least=1, most=4)]

    def check(self) -> None:
        """Each group is a part of the whole."""
        for group in self.groups:
            if group.count > self.of:
                message = f"{group.count} people of {self.of} cannot be drawn"
                raise Refusal("pictogram_count", message, ("groups",))


class Bar(Located, frozen=True, kw_only=True):
    """One value of a chart and its name; `shown` is the value in words where the number alone does not say it."""

    label: Prose
    value: Annotated[float, Limits(least=0)]
    shown: Prose | None = None

    @property
    def written(self) -> str:
        """The value with every digit that the writer gave it."""
        node = self.node.value("value") if self.node is not None else None
        return node.text.lstrip("+") if isinstance(node, Scalar) else f"{self.value:g}"


class Chart(Located, frozen=True, kw_only=True):
    """A small chart of bars or dots that is a table: names in the first column, values in the second. The scale begins
    at nothing and ends at `to`, or at the next round number over the largest value."""

    kind: Literal["bar", "dot"] = "bar"
    caption: Prose | None = None
    header: Annotated[list[Prose], Limits(least=2, most=2)]
    unit: Annotated[str, Limits(most=12), Check(_is_unit)] = ""
    to: Annotated[float, Limits(above=0)] | None = None
    bars: Annotated[list[Bar], Limits(least=1, most=8)]

    def check(self) -> None:
        """The scale ends beyond its values."""
        most = max(bar.value for bar in self.bars)
        if self.to is not None and most > self.to:
            raise Refusal("chart_scale", f"the scale ends at {self.to:g}, but a value is {most:g}", ("to",))


class DoseRow(Located, frozen=True, kw_only=True):
    """A stretch of time (a week, as a rule) and its dose; without a dose there is a line to write one on."""

    label: Prose
    dose: Prose | None = None


class Doses(Located, frozen=True, kw_only=True):
    """A calendar of doses, or of anything that is done daily: a row for each week, a box to tick for each day.

    `header` names the first two columns where "When" and "Dose" are not right.
    """

    caption: Prose | None = None
    header: Annotated[list[Prose], Limits(least=2, most=2)] | None = None
    days: Annotated[list[Prose], Limits(least=1, most=7)] | None = None
    weeks: Annotated[list[DoseRow], Limits(least=1, most=16)]


class Moment(Located, frozen=True, kw_only=True):
    """A point of a timeline: when, and what happens."""

    when: Prose
    text: Prose


class Ask(Located, frozen=True, kw_only=True):
    """A card with questions to ask, each with `lines` to write the answer on, and `own` lines for further questions."""

    title: Prose | None = None
    questions: Annotated[list[Prose], Limits(least=1, most=10)]
    lines: Annotated[int, Limits(least=0, most=4)] = 0
    own: Annotated[int, Limits(least=0, most=12)] = 0


class TeachBack(Located, frozen=True, kw_only=True):
    """A box in which patients say in their own words what they have understood; `lines` under each beginning."""

    title: Prose | None = None
    prompts: Annotated[list[Prose], Limits(least=1, most=8)]
    lines: Annotated[int, Limits(least=1, most=4)] = 1


class Point(Located, frozen=True, kw_only=True):
    """A numbered point of a figure: where on it (percent from its left and top edge), and what is there."""

    at: tuple[Percent, Percent]
    text: Prose


class Emergency(Located, frozen=True, kw_only=True):
    """The emergency box: what to do when it cannot wait. Each layout has one place for it, alike in all brochures."""

    title: Prose
    text: Prose
    clinic_instruction: bool = False


IconLines = Annotated[list[IconLine], Limits(least=1, most=12)]
Timeline = Annotated[list[Moment], Limits(least=1, most=12)]
Points = Annotated[list[Point], Limits(most=12)]
