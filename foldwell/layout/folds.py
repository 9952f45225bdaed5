"""The fold model: a layout and a paper come in, the sides of the sheet with their panels, folds and ticks go out.

Positions are points from the left edge of the side that is looked at. A sheet is turned over about its short edge's
direction, that is left and right change places, so that the back's x is the front's `width - x`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from foldwell.content.models.layout_spec import PAPERS, LayoutSpec
from foldwell.diagnostics import Sink
from foldwell.layout.document import Rect
from foldwell.layout.folding import EVEN, Bend, Pile, flat, mirrored, opening

LIVE_FROM_FOLD = 18.0  # points; 0.25 in, printers' guides (see docs/layouts.md)
NARROWER = 2.25  # points; 1/32 in, the least that printers' guides take off a panel that is folded in


class FoldKind(Struct, frozen=True):
    """A kind of fold. Panels are counted from 0 on the inside, from the left, the front panel being the leftmost.

    `bends` are the folds in the order in which hands make them; `alike` are panels that must be equally wide, edge upon
    edge; `tucked` are those that are folded in, with the part of the panel they come to lie on that they may fill.
    """

    panels: int
    bends: tuple[Bend, ...] = ()
    alike: tuple[int, ...] = ()
    tucked: Mapping[int, float] = field(default_factory=dict)


FRONT_OVER = Bend(0, "left", "valley")  # the last fold of all of them: the front panel closes over the rest
BASE = 1  # the panel that lies still while the others are folded
KINDS: dict[str, FoldKind] = {
    "none": FoldKind(1),
    "letter": FoldKind(3, (Bend(1, "right", "valley"), FRONT_OVER), alike=(0, 1), tucked={2: 1.0}),
    "z": FoldKind(3, (Bend(1, "right", "mountain"), FRONT_OVER), alike=(0, 1, 2)),
    "half": FoldKind(2, (FRONT_OVER,), alike=(0, 1)),
    "gate": FoldKind(3, (Bend(1, "right", "valley"), FRONT_OVER), alike=(0, 2), tucked={0: 0.5, 2: 0.5}),
}


class PanelPlan(Struct, frozen=True):
    """Where a panel lies on its side of the sheet, and its live area (in the panel's own axes)."""

    name: str
    rect: Rect
    live: Rect


class SidePlan(Struct, frozen=True):
    """One side of the sheet: its panels from left to right and its fold lines."""

    name: str
    width: float
    height: float
    panels: tuple[PanelPlan, ...]
    folds: tuple[float, ...]


def paper_size(layout: LayoutSpec, paper: str | None = None) -> tuple[float, float]:
    """Width and height of the sheet in points, turned as the layout wants it."""
    short, long = PAPERS[paper or layout.paper]
    return (long, short) if layout.orientation == "landscape" else (short, long)


def plan_sides(layout: LayoutSpec, paper: str, rtl: bool, sink: Sink) -> tuple[SidePlan, ...] | None:
    """The sides of the sheet, or None with complaints: widths that do not add up, folds that miss each other."""
    width, height = paper_size(layout, paper)
    sides = []
    for side in layout.sides:
        panels, widths = list(side.panels), _widths(layout, paper, side.name, len(side.panels), width, sink)
        if widths is None:
            return None
        if rtl and layout.mirror:
            panels.reverse()
            widths.reverse()
        sides.append(_plan_side(layout, side.name, panels, widths, height))
    plans = tuple(sides)
    return plans if _is_foldable(layout, plans, sink) else None


def _widths(layout: LayoutSpec, paper: str, side: str, count: int, width: float, sink: Sink) -> list[float] | None:
    if layout.fold == "none" and count == 1:
        return [width]
    table = layout.widths.get(paper)  # type: ignore[call-overload]  # `paper` was checked by the schema
    widths = list(table.get(side, [])) if table else []
    if len(widths) != count:
        sink.error(
            "fold-widths",
            f"side `{side}` has {count} panels and {len(widths)} widths for {paper} paper",
            layout.span,
            f"write them under `widths:`, `{paper}:`, `{side}:`, from left to right",
        )
        return None
    if abs(sum(widths) - width) > EVEN:
        sink.error(
            "fold-widths",
            f"the panels of side `{side}` are {sum(widths) / 72:.4f} in wide, and {paper} paper is {width / 72:.4f} in",
            layout.span,
            "change the widths so that they add up to the width of the sheet",
        )
        return None
    return widths


def _plan_side(layout: LayoutSpec, name: str, panels: list[str], widths: list[float], height: float) -> SidePlan:
    margins, plans, x = layout.margins, [], 0.0
    for place, (panel, width) in enumerate(zip(panels, widths, strict=True)):
        left = margins.edge if place == 0 else margins.fold
        right = margins.edge if place == len(panels) - 1 else margins.fold
        live = Rect(left, margins.top, width - left - right, height - margins.top - margins.bottom)
        plans.append(PanelPlan(panel, Rect(x, 0.0, width, height), live))
        x += width
    folds = tuple(plan.rect.x for plan in plans[1:])
    return SidePlan(name, x, height, tuple(plans), folds)


def _is_foldable(layout: LayoutSpec, sides: tuple[SidePlan, ...], sink: Sink) -> bool:
    good = True
    count = KINDS[layout.fold].panels
    for side in sides:
        if len(side.panels) != count:
            sink.error(
                "fold-panels",
                f"a {layout.fold} fold has {count} panels a side, and side `{side.name}` has {len(side.panels)}",
                layout.span,
                "list the panels of each side from left to right",
            )
            good = False
    if good and len(sides) == 2:
        good = _sides_coincide(layout, sides, sink)
    if good and layout.fold != "none":
        good = _panels_lie_flat(layout, sides, sink)
    if good and layout.fold != "none" and len(sides) == 2:
        _check_reading(layout, sides, sink)
    if layout.fold != "none" and layout.margins.fold < LIVE_FROM_FOLD:
        sink.error("fold-margin", "words come nearer than 0.25 in to a fold", layout.margins.span,
                   "write `fold: 0.25in` or more")  # fmt: skip
        good = False
    return good


def _sides_coincide(layout: LayoutSpec, sides: tuple[SidePlan, ...], sink: Sink) -> bool:
    """Whether each fold of the front is a fold of the back when the sheet is turned over."""
    front, back = sides
    turned = sorted(front.width - fold for fold in front.folds)
    if all(abs(a - b) <= EVEN for a, b in zip(turned, sorted(back.folds), strict=True)):
        return True
    sink.error(
        "fold-coincide",
        f"the folds of `{front.name}` and `{back.name}` do not meet when the sheet is turned over",
        layout.span,
        "the widths of one side are those of the other read from right to left",
    )
    return False


def _panels_lie_flat(layout: LayoutSpec, sides: tuple[SidePlan, ...], sink: Sink) -> bool:
    """Whether panels that are folded in have room to, and those that lie edge on edge are equally wide."""
    kind, outside = KINDS[layout.fold], sides[0].panels
    panels = outside[::-1] if is_front_right([plan.name for plan in outside], layout.reading_order) else outside
    return _is_room(layout, panels, kind.tucked, sink) and _are_alike(layout, [panels[n] for n in kind.alike], sink)


def _is_room(layout: LayoutSpec, panels: Sequence[PanelPlan], tucked: Mapping[int, float], sink: Sink) -> bool:
    base, good = panels[BASE], True
    for number, share in tucked.items():
        flap, room = panels[number], base.rect.width * share
        if room - flap.rect.width < NARROWER - EVEN:
            part = "" if share == 1.0 else "half of "
            sink.error(
                "fold-flap",
                f"`{flap.name}` is {_inches(flap.rect.width)} wide and would buckle when it is folded in: {part}"
                f"`{base.name}` behind it is {_inches(room)}",
                layout.span,
                f"make `{flap.name}` 1/16 in (1.5 to 3 mm on A4) narrower than {part}`{base.name}`",
            )
            good = False
    return good


def _are_alike(layout: LayoutSpec, panels: Sequence[PanelPlan], sink: Sink) -> bool:
    widest, narrowest = (pick(panels, key=lambda plan: plan.rect.width) for pick in (max, min))
    if widest.rect.width - narrowest.rect.width <= EVEN:
        return True
    sink.error(
        "fold-even",
        f"in a {layout.fold} fold `{widest.name}` and `{narrowest.name}` lie edge on edge, and one is "
        f"{_inches(widest.rect.width)} wide, the other {_inches(narrowest.rect.width)}",
        layout.span,
        f"give {', '.join(f'`{plan.name}`' for plan in panels)} the same width",
    )
    return False


def _inches(points: float) -> str:
    return f"{points / 72:.4f} in"


def _check_reading(layout: LayoutSpec, sides: tuple[SidePlan, ...], sink: Sink) -> None:
    """Warn where the layout reads a panel before one that a hand meets earlier."""
    stage = {name: number for number, names in enumerate(opening(*how_to_fold(layout, sides))) for name in names}
    for first, then in pairwise(name for name in layout.reading_order if name in stage):
        if stage[then] < stage[first]:
            sink.warn(
                "fold-reading",
                f"`{first}` is read before `{then}`, but whoever opens the sheet sees `{then}` first",
                layout.place("reading_order"),
                f"put `{then}` before `{first}`, or give the panels other places on the sheet",
            )
            return


def is_front_right(outside: Sequence[str], reading_order: Sequence[str]) -> bool:
    """Whether the front panel is the right one of the outside, and so the left one of the inside: of the panels at the
    outside's two ends it is the one that is read first. In right-to-left languages it is the left one."""
    ends = (outside[0], outside[-1])
    return next((name for name in reading_order if name in ends), ends[1]) == ends[1]


def how_to_fold(layout: LayoutSpec, sides: Sequence[SidePlan]) -> tuple[Pile, tuple[Bend, ...]]:
    """The open sheet of two printed sides with the inside up, and its folds in the order in which hands make them."""
    outside, inside = ([plan.name for plan in side.panels] for side in sides)
    kind = KINDS[layout.fold]
    widths = [plan.rect.width for plan in sides[1].panels]
    sheet = flat(list(zip(inside, widths, strict=True)), outside)
    right = is_front_right(outside, layout.reading_order)
    return sheet, kind.bends if right else mirrored(kind.bends, kind.panels)


def fold_ticks(side: SidePlan, live_top: float, live_bottom: float, safe: float) -> tuple[Rect, ...]:
    """Short hairlines on each fold, above and below the live matter and inside the printable area (points)."""
    ticks = []
    for x in side.folds:
        ticks.append(Rect(x, safe, 0.0, min(7.0, live_top - safe - 2.0)))
        length = min(7.0, side.height - safe - live_bottom - 2.0)
        ticks.append(Rect(x, side.height - safe - length, 0.0, length))
    return tuple(tick for tick in ticks if tick.height > 1.0)
