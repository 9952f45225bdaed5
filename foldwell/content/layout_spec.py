"""What a layout's YAML may say: the model that `layouts/<name>.yaml` is read into. It owns all geometry and looks."""

from __future__ import annotations

import re
from copy import copy
from math import floor
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, WithJsonSchema, field_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from foldwell.content.fields import Identifier
from foldwell.content.located import Located, no_items, no_keys

POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4}
_NUMBER, _UNIT = r"\d+(?:\.\d+)?", r"\s*(pt|in|mm)"
_LENGTH, _POSITIVE = re.compile(rf"^(-?{_NUMBER}){_UNIT}$"), rf"^({_NUMBER}){_UNIT}$"
_STEP = re.compile(r"^step (-?\d{1,2}(?:\.5)?)$")
PAPERS = {"letter": (612.0, 792.0), "a4": (210 * POINTS["mm"], 297 * POINTS["mm"])}


def _length(value: object) -> object:
    if isinstance(value, str):
        found = _LENGTH.match(value)
        if not found:
            raise PydanticCustomError("length", "a length needs a number and a unit: 12pt, 0.25in or 3mm")
        return float(found[1]) * POINTS[found[2]]
    return value


def _size(value: object) -> object:
    """A size in points. Steps of the scale have been counted out by then, so that one that is left has no scale."""
    if isinstance(value, str) and value.startswith("step"):
        if _STEP.match(value):
            raise PydanticCustomError("no_scale", "the layout has no scale to take a step from")
        raise PydanticCustomError("step", "the scale has no such step")
    return _length(value)


def _written(pattern: str) -> WithJsonSchema:
    """What editors check while a length is written: they see the text, and the model sees points."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


Shift = Annotated[float, BeforeValidator(_length), _written(_LENGTH.pattern)]  # may go either way
Length = Annotated[float, BeforeValidator(_length), Field(ge=0), _written(_POSITIVE)]
Size = Annotated[float, BeforeValidator(_size), Field(ge=0), _written(f"{_POSITIVE}|{_STEP.pattern}")]
_ROLE = r"(ink|tint|alert|paper|(on-)?(primary|accent)|(primary|accent)-(text|graphic|field))"
ColourName = Annotated[str, StringConstraints(pattern=rf"^{_ROLE}( ([1-9]\d?|100)%)?$")]
StyleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Paper = Literal["letter", "a4"]


class Margins(Located):
    """Distances of live matter: from the paper's edges and from a fold."""

    top: Length
    bottom: Length
    edge: Length
    fold: Length


class Scale(Located):
    """A modular scale of sizes: step n is `base` times `ratio` to the power of n."""

    base: Annotated[Length, Field(gt=0)] = 12.0
    ratio: float = Field(default=1.25, gt=1, le=2)

    def size(self, step: float) -> float:
        """The size of a step, to the nearest quarter point: what lies between two of these cannot be seen in print."""
        quarters = 4 * self.base * float(self.ratio**step)
        return floor(quarters + 0.5) / 4


class TextStyle(Located):
    """How a kind of text looks. `before` and `after` count in half lines of the body text; `lift` is how far above the
    baseline grid it stands. `size` may name a step of the layout's scale.

    `figures`, `tabular` and `caps` ask for what the typeface may have: see type/faces.py. `balance` makes the lines of
    a heading equally long, the last one too. Where a sheet is full, a style that `fits` gives up leading and size, down
    to its `floor`.
    """

    family: Literal["text", "display"] = "text"
    weight: Literal["regular", "bold"] = "regular"
    italic: bool = False
    size: Size
    leading: Length
    figures: Literal["lining", "oldstyle"] = "lining"
    tabular: bool = False
    caps: Literal["normal", "small"] = "normal"
    colour: ColourName = "ink"
    before: float = Field(default=0, ge=0, le=12)
    after: float = Field(default=0, ge=0, le=12)
    align: Literal["start", "end", "center", "justify"] = "start"
    grid: Literal["line", "half", "none"] = "none"
    lift: Shift = 0.0
    hyphenate: bool = False
    balance: bool = False
    fits: bool = False
    floor: Length | None = None


class CalloutStyle(Located):
    """How one kind of callout looks: a tint without outline, the colour of its title, an optional bar at its side."""

    ground: ColourName
    title: ColourName
    text: ColourName = "ink"
    bar: ColourName | None = None


class Row(Located):
    """A row of a panel: one region, or several side by side with their shares of the width; `fill` takes what is left.
    `stacked` sets several regions one after another in one column instead, which may run on to further panels.

    A `feature` is set by the program from the brochure and the clinic: the cover, the head of a handout, or the
    emergency box, which takes no room where the brochure has none.
    """

    regions: list[Identifier] = Field(default_factory=no_items)
    feature: Literal["cover", "head", "emergency"] | None = None
    shares: list[Annotated[float, Field(gt=0)]] = Field(default_factory=no_items)
    stacked: bool = False
    gap: Length = 0.0
    after: Length = 0.0
    fill: bool = False


class Band(Located):
    """A strip of colour along the panel's top or bottom, inside the safe margin on an office printer."""

    side: Literal["top", "bottom"]
    height: Length
    colour: ColourName


class PanelSpec(Located):
    """A panel: its rows from top to bottom, its ground, its decoration, and what its footer says."""

    rows: list[Row] = Field(min_length=1)
    ground: ColourName | None = None
    bands: list[Band] = Field(default_factory=no_items)
    footer: Literal["form", "page", "draft", "none"] = "none"


class RegionSpec(Located):
    """A region that sections are placed in; it flows through every row that names it, in reading order.

    `runs_on` names the region that takes what does not fit; `balance` spreads the text evenly over the panels;
    `ground` tints the region's frame, with `padding` inside it; `text` names the style of body text in it, and
    `heading` that of its sections' headings.
    """

    runs_on: Identifier | None = None
    balance: bool = False
    ground: ColourName | None = None
    padding: Length = 0.0
    text: StyleName = "body"
    heading: StyleName = "h2"
    short_sources: bool = False


class Side(Located):
    """One side of the sheet: its panels from left to right. One that `repeats` is set as often as the text needs."""

    name: Identifier
    panels: list[Identifier] = Field(min_length=1)
    repeats: bool = False


class CoverStyle(Located):
    """The cover feature: how much of the panel's height the art takes, and the gaps below it."""

    art_share: float = Field(default=0.58, ge=0, le=0.8)
    gap: Length = 18.0
    logo_height: Length = 28.0


class FitRules(Located):
    """How far a full sheet may be tightened, in this order: space between blocks (in half lines), leading, size."""

    space_steps: int = Field(default=1, ge=0, le=4)
    leading: Length = 1.0
    size: Length = 1.0


class LayoutSpec(Located):
    """Everything about where things go and what they look like.

    `like` names a layout whose placement serves for this one, too, in brochures that give it none of its own.
    `most_pages` is how many pages there may be where a side repeats. `widths` are those of each side's panels on each
    paper. Nothing is printed nearer to the paper's edge than `safe`.
    """

    title: str = Field(description="what `list` calls the layout")
    like: Identifier | None = None
    paper: Paper = "letter"
    orientation: Literal["portrait", "landscape"]
    fold: Literal["none", "letter", "z", "half", "gate"] = "none"
    sides: list[Side] = Field(min_length=1, max_length=2)
    most_pages: int = Field(default=12, ge=2, le=100)
    widths: dict[Paper, dict[Identifier, list[Length]]] = Field(default_factory=no_keys)
    reading_order: list[Identifier] = Field(min_length=1)
    margins: Margins
    safe: Length = 18.0
    panels: dict[Identifier, PanelSpec]
    regions: dict[Identifier, RegionSpec]
    scale: Scale | None = None
    styles: dict[StyleName, TextStyle]
    callouts: dict[Literal["info", "tip", "warning", "stop"], CalloutStyle]
    callout_padding: Length = 8.0
    indent: Length = 14.0
    bullet: ColourName = "primary"
    rule: ColourName = "ink 30%"
    cover: CoverStyle = Field(default_factory=CoverStyle)
    fit: FitRules = Field(default_factory=FitRules)
    mirror: bool = Field(default=True, description="right-to-left languages get the mirror image of both sides")
    dress: SkipJsonSchema[object] = Field(default=None, exclude=True, repr=False)  # see `dressed` in theme.py

    @field_validator("styles", mode="before")
    @classmethod
    def _by_scale(cls, styles: object, known: ValidationInfo) -> object:
        """The styles with their steps as points. What is no step, or has no scale, is left for the field to refuse."""
        scale = known.data.get("scale", Scale())  # a scale that is wrong has been told of
        if not isinstance(styles, dict) or scale is None:
            return styles
        made = copy(styles)
        for name, style in styles.items():
            found = _STEP.match(str(style.get("size", ""))) if isinstance(style, dict) else None
            if found:
                made[name] = copy(style)  # the copy of a MappingDict knows its place
                made[name]["size"] = scale.size(float(found[1]))
        return made
