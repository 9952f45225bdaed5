"""Slots: a panel's rows from top to bottom, regions side by side, and the measure that text is set to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from workspaces import layout_of

from foldwell.content.models.layout_spec import LayoutSpec, Row
from foldwell.content.models.validate import model_of
from foldwell.diagnostics import Sink
from foldwell.layout.folds import PanelPlan, plan_sides
from foldwell.layout.geometry import Slot, chain_of, measure_of, slots_of, stack_rows

TRIFOLD, HANDOUT = layout_of("trifold"), layout_of("handout")


def plans(layout: LayoutSpec, rtl: bool = False) -> dict[str, PanelPlan]:
    sides = plan_sides(layout, "letter", rtl, Sink())
    assert sides is not None
    return {plan.name: plan for side in sides for plan in side.panels}


def slots(layout: LayoutSpec, rtl: bool = False) -> list[Slot]:
    return slots_of(layout, plans(layout, rtl), rtl)


def named(found: list[Slot], name: str) -> list[Slot]:
    return [slot for slot in found if slot.name == name]


def test_slots_stand_in_reading_order() -> None:
    assert [(slot.panel.name, slot.name) for slot in slots(TRIFOLD)] == [
        ("cover", "cover"), ("flap", "flap"), ("inside-1", "inside"), ("inside-2", "inside"), ("inside-3", "inside"),
        ("inside-3", "emergency"), ("back", "back"), ("back", "small-print"),
    ]  # fmt: skip


def test_columns_share_the_width_and_keep_their_gap() -> None:
    [main], [side] = named(slots(HANDOUT), "main"), named(slots(HANDOUT), "side")
    live = main.panel.live
    assert main.x == live.x
    assert side.x - (main.x + main.width) == pytest.approx(main.row.gap)
    assert side.x + side.width == pytest.approx(live.right)
    assert main.width / side.width == pytest.approx(main.row.shares[0] / main.row.shares[1])


def test_right_to_left_columns_are_mirrored() -> None:
    for one, twin in zip(slots(HANDOUT), slots(HANDOUT, rtl=True), strict=True):
        assert twin.name == one.name
        live = one.panel.live
        assert twin.x - live.x == pytest.approx(live.right - (one.x + one.width))


def test_a_region_runs_on_and_is_set_to_the_narrowest_measure() -> None:
    assert chain_of(TRIFOLD, "flap") == ["flap", "inside"]
    assert chain_of(TRIFOLD, "inside") == ["inside"]
    found = slots(TRIFOLD)
    widths = [slot.width for slot in found if slot.name in ("flap", "inside")]
    assert len(set(widths)) > 1
    assert measure_of(TRIFOLD, "flap", found) == measure_of(TRIFOLD, "inside", found) == min(widths)


def test_padding_is_taken_from_the_measure() -> None:
    found = slots(HANDOUT)
    [side] = named(found, "side")
    assert measure_of(HANDOUT, "side", found) == side.width - 2 * HANDOUT.regions["side"].padding


def test_a_circle_of_regions_has_an_end() -> None:
    regions = dict(TRIFOLD.regions)
    regions["inside"] = replace(regions["inside"], runs_on="flap")
    assert chain_of(replace(TRIFOLD, regions=regions), "flap") == ["flap", "inside"]


def row(**fields: object) -> Row:
    return model_of(Row, {"regions": ["main"], **fields})


def stacked(*rows: tuple[Row, float], room: float = 400.0) -> tuple[list[Slot], float]:
    panel = plans(HANDOUT)["page"]
    made = [Slot(panel, one, "main", 0.0, 100.0) for one, _ in rows]
    filled = [(one, [slot], height) for (one, height), slot in zip(rows, made, strict=True)]
    over = stack_rows(filled, 50.0, 50.0 + room)
    return made, over


def test_the_row_with_fill_takes_what_is_left() -> None:
    made, over = stacked((row(after="10pt"), 60.0), (row(fill=True, after="8pt"), 0.0), (row(), 40.0))
    assert over == 0
    assert [(slot.y, slot.height) for slot in made] == [(50.0, 60.0), (120.0, 282.0), (410.0, 40.0)]
    assert made[-1].rect.bottom == 450.0


def test_rows_that_are_too_tall_say_by_how_much() -> None:
    made, over = stacked((row(after="10pt"), 300.0), (row(fill=True), 0.0), (row(), 200.0))
    assert over == 110.0
    assert made[1].height == 0.0


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 30)), min_size=1, max_size=5), st.integers(0, 4))
def test_rows_never_overlap(heights: list[tuple[float, float]], fill: int) -> None:
    rows = [(row(after=f"{after:.2f}pt", fill=n == fill), height) for n, (height, after) in enumerate(heights)]
    made, over = stacked(*rows)
    for (one, _), above, below in zip(rows, made, made[1:], strict=False):
        assert below.y == pytest.approx(above.y + above.height + one.after)
    total = sum((0 if one.fill else height) + one.after for one, height in rows)
    assert over == pytest.approx(max(total - 400.0, 0.0))
