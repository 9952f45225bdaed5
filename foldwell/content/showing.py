"""Blocks that patients look at rather than read: the models of their YAML. Each has its words as text or as a table."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from foldwell.content.fields import Percent
from foldwell.content.icon_set import is_icon, near_icons
from foldwell.content.located import Located, ProseText
from foldwell.content.nodes import Mapping, Scalar


def _known_icon(name: str) -> str:
    if not is_icon(name):
        near = " or ".join(f"`{other}`" for other in near_icons(name))
        hint = f"did you mean {near}? " if near else ""
        raise PydanticCustomError("icon_unknown", "there is no icon `{icon}`", {"icon": name, "near": hint})
    return name


def _is_unit(unit: str) -> str:
    if unit.strip()[:1].isdigit() or unit.strip()[:1] in (".", ","):
        raise PydanticCustomError("chart_unit", "a unit that begins with a number would be read as part of the value")
    return unit.strip()


IconName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60), AfterValidator(_known_icon)]
MOST_PEOPLE = 1000  # more figures than this nobody can count, and a panel cannot hold


class IconLine(Located):
    """An icon with the words that it stands for; the words say it all, the icon helps to find them."""

    icon: IconName
    text: ProseText


class Group(Located):
    """How many people of the whole something happened to."""

    count: int = Field(ge=0, le=MOST_PEOPLE)
    label: ProseText


class Pictogram(Located):
    """People drawn one by one: `count` of `of` in each group, with one denominator for all. What is counted can also be
    sheets of paper (prescriptions, forms) or plain dots."""

    caption: ProseText | None = None
    shape: Literal["person", "sheet", "dot"] = "person"
    of: int = Field(default=100, ge=2, le=MOST_PEOPLE)
    groups: list[Group] = Field(min_length=1, max_length=4)

    @model_validator(mode="after")
    def _is_part_of_the_whole(self) -> Pictogram:
        for group in self.groups:
            if group.count > self.of:
                raise PydanticCustomError(
                    "pictogram_count",
                    "{count} people of {of} cannot be drawn",
                    {"count": group.count, "of": self.of, "name": "groups"},
                )
        return self


class Bar(Located):
    """One value of a chart and its name; `shown` is the value in words where the number alone does not say it."""

    label: ProseText
    value: float = Field(ge=0)
    shown: ProseText | None = None

    @property
    def written(self) -> str:
        """The value with every digit that the writer gave it."""
        node = self.node.value("value") if isinstance(self.node, Mapping) else None
        return node.text.lstrip("+") if isinstance(node, Scalar) else f"{self.value:g}"


class Chart(Located):
    """A small chart of bars or dots that is a table: names in the first column, values in the second. The scale begins
    at nothing and ends at `to`, or at the next round number over the largest value."""

    kind: Literal["bar", "dot"] = "bar"
    caption: ProseText | None = None
    header: list[ProseText] = Field(min_length=2, max_length=2)
    unit: Annotated[str, AfterValidator(_is_unit)] = Field(default="", max_length=12)
    to: float | None = Field(default=None, gt=0)
    bars: list[Bar] = Field(min_length=1, max_length=8)

    @model_validator(mode="after")
    def _ends_beyond_its_values(self) -> Chart:
        most = max(bar.value for bar in self.bars)
        if self.to is not None and most > self.to:
            raise PydanticCustomError(
                "chart_scale",
                "the scale ends at {to}, but a value is {most}",
                {"to": f"{self.to:g}", "most": f"{most:g}", "name": "to"},
            )
        return self


class DoseRow(Located):
    """A stretch of time (a week, as a rule) and its dose; without a dose there is a line to write one on."""

    label: ProseText
    dose: ProseText | None = None


class Doses(Located):
    """A calendar of doses, or of anything that is done daily: a row for each week, a box to tick for each day.

    `header` names the first two columns where "When" and "Dose" are not right.
    """

    caption: ProseText | None = None
    header: list[ProseText] | None = Field(default=None, min_length=2, max_length=2)
    days: list[ProseText] | None = Field(default=None, min_length=1, max_length=7)
    weeks: list[DoseRow] = Field(min_length=1, max_length=16)


class Moment(Located):
    """A point of a timeline: when, and what happens."""

    when: ProseText
    text: ProseText


class Ask(Located):
    """A card with questions to ask, each with `lines` to write the answer on, and `own` lines for further questions."""

    title: ProseText | None = None
    questions: list[ProseText] = Field(min_length=1, max_length=10)
    lines: int = Field(default=0, ge=0, le=4)
    own: int = Field(default=0, ge=0, le=12)


class TeachBack(Located):
    """A box in which patients say in their own words what they have understood; `lines` under each beginning."""

    title: ProseText | None = None
    prompts: list[ProseText] = Field(min_length=1, max_length=8)
    lines: int = Field(default=1, ge=1, le=4)


class Point(Located):
    """A numbered point of a figure: where on it (percent from its left and top edge), and what is there."""

    at: tuple[Percent, Percent]
    text: ProseText


class Emergency(Located):
    """The emergency box: what to do when it cannot wait. Each layout has one place for it, alike in all brochures."""

    title: ProseText
    text: ProseText
    clinic_instruction: bool = False


IconLines = Annotated[list[IconLine], Field(min_length=1, max_length=12)]
Timeline = Annotated[list[Moment], Field(min_length=1, max_length=12)]
Points = Annotated[list[Point], Field(max_length=12)]
