"""What a layout's YAML may say: the model that `layouts/<name>.yaml` is read into. It owns all geometry and looks."""

import re
from math import floor
from typing import Annotated, Literal

from msgspec.structs import replace

from foldwell.content.models.fields import Identifier
from foldwell.content.models.filling import filled
from foldwell.content.models.limits import Limits, Meaning, Reader, Refusal
from foldwell.content.models.located import Located
from foldwell.content.reading.nodes import Mapping, Node, Scalar

POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4}
_NUMBER, _UNIT = r"\d+(?:\.\d+)?", r"\s*(pt|in|mm)"
_LENGTH, _POSITIVE = re.compile(rf"^(-?{_NUMBER}){_UNIT}$"), rf"^({_NUMBER}){_UNIT}$"
_STEP = re.compile(r"^step (-?\d{1,2}(?:\.5)?)$")
PAPERS = {"letter": (612.0, 792.0), "a4": (210 * POINTS["mm"], 297 * POINTS["mm"])}


def _length(text: str) -> float:
    found = _LENGTH.match(text)
    if not found:
        raise Refusal("length", "a length needs a number and a unit: 12pt, 0.25in or 3mm")
    return float(found[1]) * POINTS[found[2]]


def _size(text: str) -> float:
    """A size in points. Steps of the scale have been counted out by then, so that one that is left has no scale."""
    if text.startswith("step"):
        if _STEP.match(text):
            raise Refusal("no_scale", "the layout has no scale to take a step from")
        raise Refusal("step", "the scale has no such step")
    return _length(text)


Shift = Annotated[float, Reader(_length, _LENGTH.pattern)]  # may go either way
Length = Annotated[float, Reader(_length, _POSITIVE), Limits(least=0)]
Size = Annotated[float, Reader(_size, f"{_POSITIVE}|{_STEP.pattern}"), Limits(least=0)]
_ROLE = r"(ink|tint|alert|paper|(on-)?(primary|accent)|(primary|accent)-(text|graphic|field))"
ColourName = Annotated[str, Limits(pattern=rf"^{_ROLE}( ([1-9]\d?|100)%)?$")]
StyleName = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_-]*$", most=60)]
Paper = Literal["letter", "a4"]


class Margins(Located, frozen=True, kw_only=True):
    """Distances of live matter: from the paper's edges and from a fold."""

    top: Length
    bottom: Length
    edge: Length
    fold: Length


class Scale(Located, frozen=True, kw_only=True):
    """A modular scale of sizes: step n is `base` times `ratio` to the power of n."""

    base: Annotated[Length, Limits(above=0)] = 12.0
    ratio: Annotated[float, Limits(above=1, most=2)] = 1.25

    def size(self, step: float) -> float:
        """The size of a step, to the nearest quarter point: what lies between two of these cannot be seen in print."""
        quarters = 4 * self.base * float(self.ratio**step)
        return floor(quarters + 0.5) / 4


class TextStyle(Located, frozen=True, kw_only=True):
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
    before: Annotated[float, Limits(least=0, most=12)] = 0
    after: Annotated[float, Limits(least=0, most=12)] = 0
    align: Literal["start", "end", "center", "justify"] = "start"
    grid: Literal["line", "half", "none"] = "none"
    lift: Shift = 0.0
    hyphenate: bool = False
    balance: bool = False
    fits: bool = False
    floor: Length | None = None


class CalloutStyle(Located, frozen=True, kw_only=True):
    """How one kind of callout looks: a tint without outline, the colour of its title, an optional bar at its side."""

    ground: ColourName
    title: ColourName
    text: ColourName = "ink"
    bar: ColourName | None = None


class Row(Located, frozen=True, kw_only=True):
    """A row of a panel: one region, or several side by side with their shares of the width; `fill` takes what is left.
    `stacked` sets several regions one after another in one column instead, which may run on to further panels.

    A `feature` is set by the program from the brochure and the clinic: the cover, the head of a handout, or the
    emergency box, which takes no room where the brochure has none.
    """

    regions: list[Identifier] = []
    feature: Literal["cover", "head", "emergency"] | None = None
    shares: list[Annotated[float, Limits(above=0)]] = []
    stacked: bool = False
    gap: Length = 0.0
    after: Length = 0.0
    fill: bool = False


class Band(Located, frozen=True, kw_only=True):
    """A strip of colour along the panel's top or bottom, inside the safe margin on an office printer."""

    side: Literal["top", "bottom"]
    height: Length
    colour: ColourName


class PanelSpec(Located, frozen=True, kw_only=True):
    """A panel: its rows from top to bottom, its ground, its decoration, and what its footer says."""

    rows: Annotated[list[Row], Limits(least=1)]
    ground: ColourName | None = None
    bands: list[Band] = []
    footer: Literal["form", "page", "draft", "none"] = "none"


class RegionSpec(Located, frozen=True, kw_only=True):
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


class Side(Located, frozen=True, kw_only=True):
    """One side of the sheet: its panels from left to right. One that `repeats` is set as often as the text needs."""

    name: Identifier
    panels: Annotated[list[Identifier], Limits(least=1)]
    repeats: bool = False


class CoverStyle(Located, frozen=True, kw_only=True):
    """The cover feature: how much of the panel's height the art takes, and the gaps below it."""

    art_share: Annotated[float, Limits(least=0, most=0.8)] = 0.58
    gap: Length = 18.0
    logo_height: Length = 28.0


class FitRules(Located, frozen=True, kw_only=True):
    """How far a full sheet may be tightened, in this order: space between blocks (in half lines), leading, size."""

    space_steps: Annotated[int, Limits(least=0, most=4)] = 1
    leading: Length = 1.0
    size: Length = 1.0


class LayoutSpec(Located, frozen=True, kw_only=True):
    """Everything about where things go and what they look like.

    `like` names a layout whose placement serves for this one, too, in brochures that give it none of its own.
    `most_pages` is how many pages there may be where a side repeats. `widths` are those of each side's panels on each
    paper. Nothing is printed nearer to the paper's edge than `safe`.
    """

    title: Annotated[str, Meaning("what `list` calls the layout")]
    like: Identifier | None = None
    paper: Paper = "letter"
    orientation: Literal["portrait", "landscape"]
    fold: Literal["none", "letter", "z", "half", "gate"] = "none"
    sides: Annotated[list[Side], Limits(least=1, most=2)]
    most_pages: Annotated[int, Limits(least=2, most=100)] = 12
    widths: dict[Paper, dict[Identifier, list[Length]]] = {}
    reading_order: Annotated[list[Identifier], Limits(least=1)]
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
    cover: CoverStyle = CoverStyle()
    fit: FitRules = FitRules()
    mirror: Annotated[bool, Meaning("right-to-left languages get the mirror image of both sides")] = True
    dress: object = None  # see `dressed` in theme.py

    @classmethod
    def prepared(cls, node: Mapping) -> Mapping:
        """The mapping with the styles' steps counted out in points. What is no step, or has no scale, is left for the
        field to refuse. Styles with steps are nodes of their own each time: they also depend on the scale."""
        scale = _scale_of(node)
        return Mapping(tuple(
            (key, _counted_out(value, scale) if key.text == "styles" else value) for key, value in node
        ), node.span)  # fmt: skip


def _scale_of(node: Mapping) -> Scale | None:
    """The scale that a layout's keys give; that of the defaults where theirs is wrong, which is told of later."""
    found = node.value("scale")
    if found is None:
        return None
    return filled(found, Scale) or Scale()


def _counted_out(styles: Node, scale: Scale | None) -> Node:
    """The styles with each size that is a step of the scale as points."""
    if not isinstance(styles, Mapping):
        return styles
    return Mapping(tuple((name, _sized(style, scale)) for name, style in styles), styles.span)


def _sized(style: Node, scale: Scale | None) -> Node:
    size = style.value("size") if isinstance(style, Mapping) else None
    step = _STEP.match(size.text) if isinstance(size, Scalar) else None
    if not isinstance(style, Mapping) or not isinstance(size, Scalar) or step is None:
        return style
    points = replace(size, text=f"{scale.size(float(step[1])):.2f}pt") if scale is not None else size
    return Mapping(tuple((key, points if key.text == "size" else value) for key, value in style), style.span)
