"""What stands on what: a layout comes in; each colour that it sets on a ground goes out, with the ratio it must reach.

It follows what the makers in `layout/` do: which styles may stand in a region, on a cover, in a callout, at the foot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from foldwell.content.identity import by_identity
from foldwell.content.models.layout_spec import CalloutStyle, LayoutSpec, PanelSpec, TextStyle
from foldwell.content.models.theme import CoverLook, theme_of
from foldwell.content.palette import GRAPHIC, TEXT
from foldwell.diagnostics import Span
from foldwell.layout.geometry import chain_of
from foldwell.layout.setting import fitted_size

LARGE_TEXT = 3.0  # WCAG 2.2, 1.4.3
READ, LARGE_READ = 7.0, 4.5  # WCAG 2.2, 1.4.6: what patients read at length
LARGE, LARGE_BOLD = 18.0, 14.0  # points: what WCAG 2.2 calls large text
PAPER = "paper"
EMERGENCY = "alert"  # the ground of the emergency box

COVER = ("cover_title", "cover_line", "clinic_name", "clinic_line")
IN_REGIONS = (
    "h3", "question", "label", "caption", "table", "table_head", "contact", "contact_name", "sources", "notice",
)  # fmt: skip


class Pair(Struct, frozen=True):
    """A colour and its ground as the layout names them, the ratio that readers need, and what is set so, and where."""

    colour: str
    ground: str
    least: float
    what: str
    span: Span


@by_identity(64)  # dressed layouts: all of a workspace's, for the clinics of one theme after another
def pairs_of(layout: LayoutSpec) -> tuple[Pair, ...]:
    """Every pair of colours in the layout, which must be sound (see layout/check.py); the same pair may come often."""
    return tuple(_pairs(layout))


def _pairs(layout: LayoutSpec) -> Iterator[Pair]:
    for panel in layout.panels.values():
        yield from _on_panel(layout, panel)
    for name in layout.regions:
        yield from _in_region(layout, name)
    for kind, look in layout.callouts.items():
        yield from _in_callout(layout, kind, look)
    yield from (_style(layout, name, PAPER) for name in ("quote", "caption"))  # quotations have a ground of their own


def _on_panel(layout: LayoutSpec, panel: PanelSpec) -> Iterator[Pair]:
    """The cover or head, and the running lines: the draft line stands wherever there is a footer."""
    if any(row.feature == "emergency" for row in panel.rows):
        yield from (_style(layout, name, EMERGENCY) for name in ("emergency_title", "emergency"))
    if any(row.feature in ("cover", "head") for row in panel.rows):
        look = theme_of(layout).cover if any(row.feature == "cover" for row in panel.rows) else CoverLook()
        for ground in _grounds(layout, panel):
            yield from _on_cover(layout, look, ground)
    running = {"form": ("draft", "footer"), "page": ("draft", "footer"), "draft": ("draft",), "none": ()}[panel.footer]
    for ground in _footer_grounds(layout, panel, running):
        yield from (_style(layout, name, ground) for name in running)


def _on_cover(layout: LayoutSpec, look: CoverLook, ground: str) -> Iterator[Pair]:
    """The words of a cover or head, some of them on the theme's field and in its colours."""
    own = {"cover_title": ("title", look.title), "cover_line": ("line", look.line)}
    for name in COVER:
        style = layout.styles[name]
        key, colour = own.get(name, ("", None))
        on = look.field if look.field and key else ground
        place = look.place(key if colour else "field") if colour or on is not ground else None
        yield _text(layout, style, colour or style.colour, on, f"the style `{name}`", span=place)


def _grounds(layout: LayoutSpec, panel: PanelSpec) -> Iterable[str]:
    """What text on a panel may stand on: the panel's ground, and bands that reach into the text's area."""
    margins = {"top": layout.margins.top, "bottom": layout.margins.bottom}
    reaching = (band.colour for band in panel.bands if layout.safe + band.height > margins[band.side])
    return dict.fromkeys((panel.ground or PAPER, *reaching))


def _footer_grounds(layout: LayoutSpec, panel: PanelSpec, running: tuple[str, ...]) -> Iterable[str]:
    """What running lines stand on: the panel's bottom bands, and its ground unless a band is as tall as they are."""
    height = sum(layout.styles[name].leading for name in running)
    bands = [band for band in panel.bands if band.side == "bottom" and band.height > 0]
    own = () if any(band.height >= height for band in bands) else (panel.ground or PAPER,)
    return dict.fromkeys((*own, *(band.colour for band in bands)))


def _in_region(layout: LayoutSpec, name: str) -> Iterator[Pair]:
    """Whatever blocks may stand in a region, on its ground and on those of the regions that it runs on into."""
    region = layout.regions[name]
    items = "list" if region.text == "body" else region.text
    names_of_rows = layout.styles["table_head"].colour  # in the size of the table's text
    for ground in _region_grounds(layout, name):
        yield from (_style(layout, style, ground, read=True) for style in dict.fromkeys((region.text, items)))
        yield from (_style(layout, style, ground) for style in (region.heading, *IN_REGIONS))
        yield _text(layout, layout.styles["table"], names_of_rows, ground, "the names of a table's rows")
        yield from _markers(layout, layout.styles[items], ground)
        yield Pair("primary-graphic", ground, GRAPHIC, "icons, bars and people", region.span)
        if region.ground:  # no card has a ground of its own there
            look, title = layout.callouts["info"], layout.styles["callout_title"]
            yield _text(layout, title, look.title, ground, "the titles of cards", span=look.span)
        yield Pair("primary-text", ground, GRAPHIC, "the discs of numbered points", region.span)
        yield _text(layout, layout.styles[items], PAPER, "primary-text", "the numbers of points", span=region.span)
        if mark := theme_of(layout).heading:
            yield Pair(mark.colour, ground, GRAPHIC, "the mark above headings", mark.place("colour"))


def _region_grounds(layout: LayoutSpec, name: str) -> Iterable[str]:
    found: list[str] = []
    for each in chain_of(layout, name):
        own = layout.regions[each].ground
        on = [panel for panel in layout.panels.values() if any(each in row.regions for row in panel.rows)]
        found.extend([own] if own else (ground for panel in on for ground in _grounds(layout, panel)))
    return dict.fromkeys(found)


def _in_callout(layout: LayoutSpec, kind: str, look: CalloutStyle) -> Iterator[Pair]:
    title, text = layout.styles["callout_title"], layout.styles["callout"]
    yield _text(layout, title, look.title, look.ground, f"the title of the callout `{kind}`", span=look.span)
    yield _text(layout, text, look.text, look.ground, f"the text of the callout `{kind}`", read=True, span=look.span)
    yield Pair(PAPER, look.title, GRAPHIC, f"the sign in the icon of the callout `{kind}`", look.span)
    yield from _markers(layout, text, look.ground)


def _markers(layout: LayoutSpec, style: TextStyle, ground: str) -> Iterator[Pair]:
    """What hangs before the items of lists: bullets and boxes are drawn, numbers are read."""
    yield Pair(layout.bullet, ground, GRAPHIC, "`bullet`", layout.place("bullet"))
    yield _text(layout, style, layout.bullet, ground, "the numbers of steps (`bullet`)", span=layout.place("bullet"))


def _style(layout: LayoutSpec, name: str, ground: str, *, read: bool = False) -> Pair:
    style = layout.styles[name]
    return _text(layout, style, style.colour, ground, f"the style `{name}`", read=read)


def _text(
    layout: LayoutSpec, style: TextStyle, colour: str, ground: str, what: str, *, read: bool = False,
    span: Span | None = None,
) -> Pair:  # fmt: skip
    """A pair for text, by the size that is left when fitting has taken all that it may."""
    size = fitted_size(style, layout.fit.size)
    large = size >= (LARGE_BOLD if style.weight == "bold" else LARGE)
    least = (LARGE_READ if large else READ) if read else (LARGE_TEXT if large else TEXT)
    return Pair(colour, ground, least, what, span or style.span)
