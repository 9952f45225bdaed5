"""Checks of a layout as such: a LayoutSpec comes in, complaints about names that lead nowhere go out."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from itertools import chain

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.diagnostics import Sink, Span
from foldwell.layout.geometry import chain_of
from foldwell.layout.setting import gives_leading

STYLES = (
    "body", "list", "callout", "callout_title", "h2", "h3", "question", "label", "quote", "caption", "table",
    "table_head", "contact", "contact_name", "sources", "notice", "cover_title", "cover_line", "clinic_name",
    "clinic_line", "footer", "draft",
)  # fmt: skip
EMERGENCY_STYLES = ("emergency_title", "emergency")  # of layouts that have a place for the emergency box
PRINTABLE = 18.0  # points from the paper's edge; 0.25 in, what office printers leave white (see docs/layouts.md)
SMALLEST = 8.0  # points: nothing is set smaller (sources and notices; see docs/layouts.md)


def check_layout(layout: LayoutSpec, sink: Sink) -> bool:
    """Whether every name in the layout leads somewhere and no style is too small; complaints say what does not."""
    mine = Sink()
    _check_panels(layout, mine)
    _check_pages(layout, mine)
    _check_margins(layout, mine)
    _check_regions(layout, mine)
    _check_styles(layout, mine)
    sink.extend(mine.found)
    return not mine.failed


def check_likeness(layouts: Mapping[str, LayoutSpec], known: list[str], sink: Sink) -> None:
    """Complain of layouts that are like one that there is not (`known` are all there are, sound or not), or like one
    that is itself like another."""
    for name, layout in layouts.items():
        like = layout.like
        if like is None:
            continue
        others = [other for other in known if other != name]
        _known(sink, "other layout", like, others, layout.place("like"))
        if like in layouts and layouts[like].like is not None and like != name:
            sink.error("layout-name", f"`{like}` is itself like another layout, `{layouts[like].like}`",
                       layout.place("like"), f"write `like: {layouts[like].like}`")  # fmt: skip


def _known(sink: Sink, what: str, name: str, known: list[str], span: Span) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known)}"
        sink.error("layout-name", f"there is no {what} `{name}`", span, hint)


def _check_panels(layout: LayoutSpec, sink: Sink) -> None:
    on_sides = list(chain.from_iterable(side.panels for side in layout.sides))
    for side in layout.sides:
        for panel in side.panels:
            _known(sink, "panel", panel, list(layout.panels), side.span)
    for panel in layout.reading_order:
        _known(sink, "panel", panel, on_sides, layout.span)
    for panel in on_sides:
        if on_sides.count(panel) > 1:
            sink.error("layout-name", f"panel `{panel}` stands twice on the sheet", layout.span, "give it two names")
        if layout.reading_order.count(panel) != 1:
            sink.error("reading-order", f"panel `{panel}` is not once in `reading_order`", layout.span,
                       "list every panel once, in the order in which it is read")  # fmt: skip
    _check_features(layout, sink)
    for name, panel_spec in layout.panels.items():
        if name not in on_sides:
            sink.error("layout-name", f"panel `{name}` is on no side of the sheet", panel_spec.span,
                       "add it to `sides`, or take it out")  # fmt: skip
        for row in panel_spec.rows:
            for region in row.regions:
                _known(sink, "region", region, list(layout.regions), row.span)
            if bool(row.regions) == bool(row.feature):
                sink.error("layout-row", "a row holds either `regions` or a `feature`", row.span)
            if row.stacked and (row.shares or not row.fill):
                sink.error("layout-row", "a row with `stacked: true` has `fill: true` and no `shares`", row.span)
            if row.shares and len(row.shares) != len(row.regions):
                sink.error("layout-row", f"{len(row.regions)} regions need as many `shares`", row.span)
        if sum(row.fill for row in panel_spec.rows) > 1:
            sink.error("layout-row", "only one row of a panel can take what is left", panel_spec.span,
                       "leave `fill: true` on one row")  # fmt: skip


def _check_pages(layout: LayoutSpec, sink: Sink) -> None:
    """A side that repeats is a page of its own that more text of the same regions runs on to."""
    for number, side in enumerate(layout.sides):
        if not side.repeats:
            continue
        if number == 0 or number < len(layout.sides) - 1 or len(side.panels) != 1 or layout.fold != "none":
            sink.error("layout-pages", f"side `{side.name}` cannot repeat", side.span,
                       "only the last of several sides may, with one panel, on a sheet without folds")  # fmt: skip
        specs = [layout.panels[panel] for panel in side.panels if panel in layout.panels]
        if any(row.feature or not row.fill for spec in specs for row in spec.rows):
            sink.error("layout-pages", f"side `{side.name}` repeats, so there is one row of regions on it", side.span,
                       "leave the one row with `fill: true`, and put the others on the first side")  # fmt: skip


def _check_features(layout: LayoutSpec, sink: Sink) -> None:
    """The title stands in the one feature, and on its panel the draft line must have a place."""
    rows = [(panel, row) for panel in layout.panels.values() for row in panel.rows if row.feature]
    panels = [panel for panel, row in rows if row.feature != "emergency"]
    if len(panels) != 1:
        sink.error("layout-feature", f"a layout has one cover or head, and this one has {len(panels)}", layout.span,
                   "write `feature: cover` or `feature: head` in a row of one panel")  # fmt: skip
    for _, row in [(panel, row) for panel, row in rows if row.feature == "emergency"][1:]:
        sink.error("layout-feature", "the emergency box has one place, and here is a second", row.span,
                   "take out one of the rows with `feature: emergency`")  # fmt: skip
    for panel in panels:
        if panel.footer == "none":
            sink.error("layout-feature", "the panel with the title has no footer, so that a draft could not say so",
                       panel.span, "write `footer: draft` or `footer: form`")  # fmt: skip


def _check_margins(layout: LayoutSpec, sink: Sink) -> None:
    """Office printers leave the paper's edge white: what stands there would be cut off in silence."""
    margins = layout.margins
    for name, value in (("top", margins.top), ("bottom", margins.bottom), ("edge", margins.edge)):
        if value < PRINTABLE:
            sink.error("layout-margin", f"the margin `{name}` is under 0.25 in, where printers cannot print",
                       margins.place(name), f"write `{name}: 0.25in` or more")  # fmt: skip
    if layout.safe < PRINTABLE:
        sink.error("layout-margin", "`safe` is under 0.25 in, where printers cannot print", layout.place("safe"),
                   "write `safe: 0.25in` or more")  # fmt: skip


def _check_regions(layout: LayoutSpec, sink: Sink) -> None:
    rows = [row for panel in layout.panels.values() for row in panel.rows]
    for name, region in layout.regions.items():
        mine = [row for row in rows if name in row.regions]  # twice in one row: two columns
        if not mine:
            sink.error("layout-name", f"region `{name}` stands on no panel", region.span, "add it to a panel's `rows`")
        if len(mine) > 1 and not all(row.fill for row in mine):
            sink.error("layout-row", f"region `{name}` flows across rows, and not all of them have `fill: true`",
                       region.span)  # fmt: skip
        if any(row.stacked for row in mine) and (region.runs_on or region.ground or region.padding):
            sink.error("layout-row", f"region `{name}` is stacked with others: no `runs_on`, `ground` or `padding`",
                       region.span, "take these out")  # fmt: skip
        if len({tuple(row.regions) for row in mine}) > 1 and any(row.stacked for row in mine):
            sink.error("layout-row", f"region `{name}` is stacked with others in one row and not in another",
                       region.span, "write the same `regions` in each row that has one of them")  # fmt: skip
        if region.runs_on:
            _known(sink, "region", region.runs_on, list(layout.regions), region.span)
        for style in (region.text, region.heading):
            _known(sink, "style", style, list(layout.styles), region.span)
    _check_chains(layout, sink)


def _check_chains(layout: LayoutSpec, sink: Sink) -> None:
    """Text flows one way: no region runs on in a circle, and none takes what is left of two others."""
    if any(region.runs_on not in (None, *layout.regions) for region in layout.regions.values()):
        return  # told already
    taken: dict[str, str] = {}
    for name, region in layout.regions.items():
        following = region.runs_on
        if following is None:
            continue
        if name in chain_of(layout, following):
            sink.error("layout-chain", f"region `{name}` runs on in a circle", region.span,
                       "take out one `runs_on`, so that the text has an end")  # fmt: skip
        elif following in taken:
            sink.error("layout-chain", f"regions `{taken[following]}` and `{name}` both run on into `{following}`",
                       region.span, "let one of the two run on into another region")  # fmt: skip
        taken.setdefault(following, name)


def _check_styles(layout: LayoutSpec, sink: Sink) -> None:
    emergency = any(row.feature == "emergency" for panel in layout.panels.values() for row in panel.rows)
    for name in (*STYLES, *(EMERGENCY_STYLES if emergency else ())):
        if name not in layout.styles:
            sink.error("layout-style", f"the style `{name}` is missing", layout.span, f"add `{name}:` under `styles`")
    for name, style in layout.styles.items():
        least = min(style.size, style.floor or style.size)
        if least < SMALLEST:
            sink.error("layout-small", f"style `{name}` is set in {least:g} pt, and nothing may be under 8 pt",
                       style.span, "write `size: 8pt` or more")  # fmt: skip
        if style.leading < style.size:
            sink.error("layout-leading", f"style `{name}` has less leading than its size: lines would touch",
                       style.span, f"write `leading: {style.size * 1.25:g}pt` or more")  # fmt: skip
    _check_fit(layout, sink)
    for kind in ("info", "tip", "warning", "stop"):
        if kind not in layout.callouts:
            sink.error("layout-style", f"the callout `{kind}` has no look", layout.span, "add it under `callouts`")


def _check_fit(layout: LayoutSpec, sink: Sink) -> None:
    """Fitting takes all leading that it may before it takes size: lines must not touch even then."""
    given = layout.fit.leading
    rooms = {name: style.leading - style.size for name, style in layout.styles.items() if gives_leading(style)}
    tightest = min(rooms, key=lambda name: rooms[name], default="")
    if tightest and 0 <= rooms[tightest] < given:  # a style that has no room at all has been told of
        span = layout.fit.place("leading") if layout.says("fit") else layout.span
        sink.error("layout-leading", f"`fit` may take {given:g} pt of leading, and lines of `{tightest}` would touch",
                   span, f"write `leading: {rooms[tightest]:g}pt` or less under `fit`")  # fmt: skip
