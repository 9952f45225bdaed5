"""What a layout's YAML may say: the model that `layouts/<name>.yaml` is read into. It owns all geometry and looks."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from foldwell.content.brochure import Identifier
from foldwell.content.located import Located

POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4}
_LENGTH = re.compile(r"^(-?\d+(?:\.\d+)?)\s*(pt|in|mm)$")
PAPERS = {"letter": (612.0, 792.0), "a4": (210 * POINTS["mm"], 297 * POINTS["mm"])}


def _length(value: object) -> object:
    if isinstance(value, str):
        found = _LENGTH.match(value)
        if not found:
            raise PydanticCustomError("length", "a length needs a number and a unit: 12pt, 0.25in or 3mm")
        return float(found[1]) * POINTS[found[2]]
    return value


_IN_SCHEMA = {"type": "string", "pattern": _LENGTH.pattern}
Shift = Annotated[float, BeforeValidator(_length), WithJsonSchema(_IN_SCHEMA)]  # may go either way
Length = Annotated[
    float,
    BeforeValidator(_length),
    Field(ge=0),
    WithJsonSchema({**_IN_SCHEMA, "pattern": _LENGTH.pattern.replace("-?", "", 1)}),
]
ColourName = Annotated[str, StringConstraints(pattern=r"^(ink|primary|accent|tint|alert|paper)( ([1-9]\d?|100)%)?$")]
StyleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Paper = Literal["letter", "a4"]


class Margins(Located):
    """Distances of live matter: from the paper's edges and from a fold; `gap` lies between columns."""

    top: Length
    bottom: Length
    edge: Length
    fold: Length


class TextStyle(Located):
    """How a kind of text looks. `before` and `after` count in half lines of the body text; `lift` is how far above the
    baseline grid it stands."""

    family: Literal["text", "display"] = "text"
    weight: Literal["regular", "bold"] = "regular"
    italic: bool = False
    size: Length
    leading: Length
    colour: ColourName = "ink"
    before: float = Field(default=0, ge=0, le=12)
    after: float = Field(default=0, ge=0, le=12)
    align: Literal["start", "end", "center", "justify"] = "start"
    grid: Literal["line", "half", "none"] = "none"
    lift: Shift = 0.0
    hyphenate: bool = False
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

    A `feature` is set by the program from the brochure and the clinic: the cover, or the head of a handout.
    """

    regions: list[Identifier] = Field(default_factory=list)
    feature: Literal["cover", "head"] | None = None
    shares: list[Annotated[float, Field(gt=0)]] = Field(default_factory=list)
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
    bands: list[Band] = Field(default_factory=list)
    footer: Literal["form", "draft", "none"] = "none"


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
    """One side of the sheet: its panels from left to right."""

    name: Identifier
    panels: list[Identifier] = Field(min_length=1)


class CoverStyle(Located):
    """The cover feature: how much of the panel's height the art takes, and the gaps below it."""

    art_share: float = Field(default=0.58, ge=0, le=0.8)
    gap: Length = 18.0
    logo_height: Length = 28.0


class FitRules(Located):
    """How far a full sheet may be tightened, in this order: space between blocks, leading, size."""

    space_steps: int = Field(default=1, ge=0, le=4)
    leading: Length = 1.0
    size: Length = 1.0


class LayoutSpec(Located):
    """Everything about where things go and what they look like."""

    title: str = Field(description="what `list` calls the layout")
    paper: Paper = "letter"
    orientation: Literal["portrait", "landscape"]
    fold: Literal["none", "letter", "z", "half", "gate"] = "none"
    sides: list[Side] = Field(min_length=1, max_length=2)
    widths: dict[Paper, dict[Identifier, list[Length]]] = Field(default_factory=dict)
    reading_order: list[Identifier] = Field(min_length=1)
    margins: Margins
    safe: Length = 18.0
    panels: dict[Identifier, PanelSpec]
    regions: dict[Identifier, RegionSpec]
    styles: dict[StyleName, TextStyle]
    callouts: dict[Literal["info", "tip", "warning", "stop"], CalloutStyle]
    callout_padding: Length = 8.0
    indent: Length = 14.0
    bullet: ColourName = "primary"
    rule: ColourName = "ink 30%"
    cover: CoverStyle = Field(default_factory=CoverStyle)
    fit: FitRules = Field(default_factory=FitRules)
    mirror: bool = Field(default=True, description="right-to-left languages get the mirror image of both sides")
