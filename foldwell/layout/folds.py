"""The fold model: a layout and a paper come in, the sides of the sheet with their panels, folds and ticks go out.

Positions are points from the left edge of the side that is looked at. A sheet is turned over about its short edge's
direction, that is left and right change places, so that the back's x is the front's `width - x`.
"""

from __future__ import annotations

from dataclasses import dataclass

from foldwell.content.layout_spec import PAPERS, LayoutSpec
from foldwell.diagnostics import Sink
from foldwell.layout.document import Rect

HOW_PANELS_FOLD = {"none": 1, "letter": 3, "z": 3, "half": 2, "gate": 3}
EVEN = 0.01  # points: fold lines of the two sides coincide to this
LIVE_FROM_FOLD = 18.0  # points; 0.25 in, printers' guides (see docs/layouts.md)


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """Where a panel lies on its side of the sheet, and its live area (in the panel's own axes)."""

    name: str
    rect: Rect
    live: Rect


@dataclass(frozen=True, slots=True)
class SidePlan:
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
    count = HOW_PANELS_FOLD[layout.fold]
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
    if good and layout.fold == "letter":
        good = _flap_is_narrow(layout, sides, sink)
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


def _flap_is_narrow(layout: LayoutSpec, sides: tuple[SidePlan, ...], sink: Sink) -> bool:
    """In a letter fold the panel that is folded in is the narrower one, at the end of both sides."""
    outside = sides[0].panels
    flap = min(outside, key=lambda plan: plan.rect.width)
    others = [plan.rect.width for plan in outside if plan is not flap]
    if flap in (outside[0], outside[-1]) and min(others) - flap.rect.width > EVEN:
        return True
    sink.error(
        "fold-flap",
        "no panel at the end of the outside is narrower than the others, so that the flap would buckle when folded in",
        layout.span,
        "make the flap 1/16 in (letter) or 3 mm (A4) narrower than the other two panels",
    )
    return False


def fold_ticks(side: SidePlan, live_top: float, live_bottom: float, safe: float) -> tuple[Rect, ...]:
    """Short hairlines on each fold, above and below the live matter and inside the printable area (points)."""
    ticks = []
    for x in side.folds:
        ticks.append(Rect(x, safe, 0.0, min(7.0, live_top - safe - 2.0)))
        length = min(7.0, side.height - safe - live_bottom - 2.0)
        ticks.append(Rect(x, side.height - safe - length, 0.0, length))
    return tuple(tick for tick in ticks if tick.height > 1.0)
