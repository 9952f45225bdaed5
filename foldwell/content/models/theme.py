"""What a theme's YAML may say: the model that `layouts/themes/<name>.yaml` is read into; and layouts dressed in one.

A theme is paint: it chooses forms and colours of covers, corners, bars and rules, and never moves a line of text.
"""

from typing import Annotated, Literal

from msgspec.structs import replace

from foldwell.content.identity import by_identity
from foldwell.content.models.layout_spec import Band, ColourName, LayoutSpec, Length
from foldwell.content.models.limits import Limits, Meaning
from foldwell.content.models.located import Located

Thin = Annotated[Length, Limits(most=6)]  # what stands beside text or above it must not reach it


class CoverLook(Located, frozen=True, kw_only=True):
    """How covers look. `art` is the kind of picture that is made where a brochure brings none of its own, and `window`
    the outline that pictures are cut to. Where there is a `field`, a full ground of that colour carries picture and
    title; `title` and `line` are then the colours of the words on it."""

    art: Literal["landscape", "grid", "garden", "none"] = "none"
    window: Literal["arch", "circle", "round", "plain"] = "plain"
    field: ColourName | None = None
    title: ColourName | None = None
    line: ColourName | None = None


class HeadingMark(Located, frozen=True, kw_only=True):
    """What stands above the headings of sections: a `line` across the measure or a short `bar`."""

    kind: Literal["line", "bar"]
    colour: ColourName = "primary"
    weight: Thin = 0.5


class Strip(Band, frozen=True, kw_only=True):
    """A theme's band: it ends where the text of a page begins, whatever the layout."""

    height: Annotated[Length, Limits(most=12)]


class Theme(Located, frozen=True, kw_only=True):
    """A look that goes with any brand's colours and any layout.

    `corners` rounds callouts and grounds, `bar` is the width of the bar at a callout's side, `rule` the weight of all
    thin lines; `band` is a strip of colour at the edge of the page that begins with a handout's head.
    """

    title: Annotated[str, Meaning("what `list` calls the theme")]
    cover: CoverLook = CoverLook()
    corners: Annotated[Length, Limits(most=24)] = 5.0
    bar: Thin = 3.5
    rule: Annotated[Length, Limits(least=0.25, most=2)] = 0.5
    heading: HeadingMark | None = None
    band: Strip | None = None


PLAIN = Theme(title="Plain")


@by_identity(256)  # more than any workspace has
def dressed(layout: LayoutSpec, theme: Theme) -> LayoutSpec:
    """The layout in a theme. What asks it for colours, rules and corners finds the theme's.

    The same two give the same layout, so that clinics share what was set in it.
    """
    panels = dict(layout.panels)
    if theme.band is not None:
        for name, panel in panels.items():
            if any(row.feature == "head" for row in panel.rows):
                panels[name] = replace(panel, bands=[*panel.bands, theme.band])
    return replace(layout, panels=panels, dress=theme)


def theme_of(layout: LayoutSpec) -> Theme:
    """The theme that a layout is dressed in; a plain one where there is none."""
    return layout.dress if isinstance(layout.dress, Theme) else PLAIN
