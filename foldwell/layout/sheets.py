"""Sheets: the parts that were made up for panels come in; sheets go out, with the ticks at their folds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from msgspec import Struct, field

from foldwell.diagnostics import Span
from foldwell.layout.document import ARTIFACT, Drawing, Field, Item, Link, Panel, Shape, Sheet
from foldwell.layout.folds import PanelPlan, SidePlan, fold_ticks
from foldwell.layout.setting import colour_of
from foldwell.layout.slabs import PendingLink
from foldwell.layout.standing import Standing


class Contents(Struct):
    """What stands on a panel, each part as it was made up, in the order in which they are painted."""

    items: list[tuple[Item, ...]] = field(default_factory=list)
    links: list[tuple[PendingLink, ...]] = field(default_factory=list)
    fields: list[tuple[Field, ...]] = field(default_factory=list)


def sheet_of(
    side: SidePlan, contents: Mapping[str, Contents], feet: Mapping[str, tuple[Item, ...]], anchors: Mapping[str, int],
    safe: float, span: Span, standing: Standing,
) -> Sheet:  # fmt: skip
    """A side of the paper: what stands on its panels, and at their feet. `anchors` are the elements that links may lead
    to, `safe` is how far from the paper's edge an office printer begins to print (points), `span` its place."""
    panels = tuple([_panel(plan, contents[plan.name], feet[plan.name], anchors, standing) for plan in side.panels])
    marks = standing.again(("marks", side.name), _ticks_of, side, safe, span)
    return Sheet(side.name, side.width, side.height, panels, marks, side.folds, safe)


def _panel(
    plan: PanelPlan, contents: Contents, foot: tuple[Item, ...], anchors: Mapping[str, int], standing: Standing
) -> Panel:
    targets = tuple([anchors.get(link.key) if link.key else None for links in contents.links for link in links])
    links = standing.again(("links", plan.name), _links_of, tuple(contents.links), targets)
    parts = ((*contents.items, foot), links, tuple(contents.fields))
    return standing.within(("panel", plan.name), _panel_of, plan, *parts)


def _links_of(links: tuple[tuple[PendingLink, ...], ...], targets: tuple[int | None, ...]) -> tuple[Link, ...]:
    """The links of a panel; `targets` are the elements that they lead to."""
    return tuple([
        Link(link.rect, link.element, link.address, target, link.description)
        for link, target in zip(chain.from_iterable(links), targets, strict=True)
    ])  # fmt: skip


def _panel_of(
    standing: Standing, plan: PanelPlan, items: tuple[tuple[Item, ...], ...], links: tuple[Link, ...],
    fields: tuple[tuple[Field, ...], ...],
) -> Panel:  # fmt: skip
    """A panel with all its parts."""
    every = standing.each("items", tuple(chain.from_iterable(items)))
    return Panel(plan.name, plan.rect, plan.live, every, links, tuple(chain.from_iterable(fields)))


def _ticks_of(side: SidePlan, safe: float, span: Span) -> tuple[Drawing, ...]:
    """The ticks at the folds of a side, `safe` points from the paper's edge."""
    live = side.panels[0].live
    return tuple(
        Drawing(ARTIFACT, None, tick, (_line_down(tick.height),), span)
        for tick in fold_ticks(side, live.y, live.bottom, safe)
    )


def _line_down(length: float) -> Shape:
    return Shape((("M", (0.0, 0.0)), ("L", (0.0, length))), stroke=colour_of("ink 40%"), width=0.5)
