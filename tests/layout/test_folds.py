"""The fold model: widths of printers' guides, sides that meet, a complaint of its own for each thing that is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from workspaces import layout_of

from foldwell.content.models.layout_spec import LayoutSpec, Side
from foldwell.content.models.validate import model_of
from foldwell.diagnostics import Sink
from foldwell.layout.document import Rect
from foldwell.layout.folds import SidePlan, fold_ticks, paper_size, plan_sides

MM = 72 / 25.4
TRIFOLD, HANDOUT = layout_of("trifold"), layout_of("handout")
THIRDS = [264.0, 264.0, 264.0]
PRINTED = {  # printers' guides: the flap 1/16 in (letter) or 3 mm (A4) narrower; the inside is the outside turned over
    "letter": ([261.0, 265.5, 265.5], [265.5, 265.5, 261.0]),
    "a4": ([97 * MM, 100 * MM, 100 * MM], [100 * MM, 100 * MM, 97 * MM]),
}


def changed(**fields: Any) -> LayoutSpec:
    return replace(TRIFOLD, **fields)


def with_widths(outside: list[float], inside: list[float], **fields: Any) -> LayoutSpec:
    return changed(widths={"letter": {"outside": outside, "inside": inside}}, **fields)


def planned(layout: LayoutSpec, paper: str = "letter", rtl: bool = False) -> tuple[SidePlan, ...]:
    sink = Sink()
    sides = plan_sides(layout, paper, rtl, sink)
    assert sides is not None, sink.found
    assert sink.found == []
    return sides


def widths_of(side: SidePlan) -> list[float]:
    return [panel.rect.width for panel in side.panels]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_trifold_has_the_widths_of_printers_guides(paper: str) -> None:
    outside, inside = planned(TRIFOLD, paper)
    assert widths_of(outside) == pytest.approx(PRINTED[paper][0])
    assert widths_of(inside) == pytest.approx(PRINTED[paper][1])
    assert [panel.name for panel in outside.panels] == ["flap", "back", "cover"]
    assert outside.folds == pytest.approx((PRINTED[paper][0][0], sum(PRINTED[paper][0][:2])))
    assert inside.folds == pytest.approx((PRINTED[paper][1][0], sum(PRINTED[paper][1][:2])))


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_mirror_image_is_that_of_the_whole_sheet(paper: str) -> None:
    for side, mirrored in zip(planned(TRIFOLD, paper), planned(TRIFOLD, paper, rtl=True), strict=True):
        assert [panel.name for panel in mirrored.panels] == [panel.name for panel in reversed(side.panels)]
        for panel, twin in zip(side.panels, reversed(mirrored.panels), strict=True):
            assert twin.rect.x == pytest.approx(side.width - panel.rect.right)
            assert twin.live.x == pytest.approx(panel.rect.width - panel.live.right)
            assert (twin.live.y, twin.live.height) == (panel.live.y, panel.live.height)


def test_a_layout_may_keep_its_sides_in_right_to_left_languages() -> None:
    assert planned(changed(mirror=False), rtl=True) == planned(TRIFOLD)


def test_paper_is_turned_as_the_layout_wants_it() -> None:
    assert paper_size(TRIFOLD) == (792, 612)
    assert paper_size(HANDOUT) == (612, 792)
    assert paper_size(HANDOUT, "a4") == pytest.approx((210 * MM, 297 * MM))


def test_a_sheet_without_folds_needs_no_widths() -> None:
    [page] = planned(HANDOUT)
    assert page.folds == ()
    assert page.panels[0].rect == Rect(0, 0, 612, 792)


def test_live_matter_keeps_the_margins_of_edges_and_folds() -> None:
    margins = TRIFOLD.margins
    for side in planned(TRIFOLD):
        first, middle, last = side.panels
        assert first.live.x == last.rect.width - last.live.right == margins.edge
        assert first.rect.width - first.live.right == middle.live.x == last.live.x == margins.fold
        assert {panel.live.y for panel in side.panels} == {margins.top}


@pytest.mark.parametrize("fold", ["z", "half", "gate"])
def test_other_folds_are_planned(fold: str) -> None:
    panels = {"z": (THIRDS, THIRDS), "half": ([396.0] * 2, [396.0] * 2), "gate": ([195.0, 402.0, 195.0],) * 2}[fold]
    names = [["flap", "back", "cover"], ["inside-1", "inside-2", "inside-3"]]
    count = len(panels[0])
    sides = [
        model_of(Side, {"name": side, "panels": own[:count]})
        for side, own in zip(("outside", "inside"), names, strict=True)
    ]
    order = ["cover", *names[1][:count], "flap", "back"] if fold == "z" else TRIFOLD.reading_order
    widths = (list(panels[0]), list(panels[1]))
    outside, _ = planned(with_widths(*widths, fold=fold, sides=sides, reading_order=order))
    assert len(outside.folds) == count - 1


def sides_of(*panels: list[str]) -> list[Side]:
    return [
        model_of(Side, {"name": name, "panels": own}) for name, own in zip(("outside", "inside"), panels, strict=True)
    ]


NARROW_MARGINS = replace(TRIFOLD.margins, fold=17.0)
OUTSIDE, INSIDE = PRINTED["letter"]
WRONG: dict[str, tuple[LayoutSpec, str, str]] = {
    "a width is missing": (with_widths(OUTSIDE[:2], INSIDE), "fold-widths", "3 panels and 2 widths"),
    "no widths for the paper": (changed(widths={}), "fold-widths", "3 panels and 0 widths for letter"),
    "too wide together": (with_widths([261.0, 265.5, 270.0], INSIDE), "fold-widths", "11.0625 in"),
    "too narrow together": (with_widths(OUTSIDE, [265.5, 265.5, 260.0]), "fold-widths", "side `inside`"),
    "sides that do not meet": (with_widths(OUTSIDE, [261.0, 265.5, 265.5]), "fold-coincide", "`outside` and `inside`"),
    "no narrow flap": (with_widths(THIRDS, THIRDS), "fold-flap", "buckle"),
    "narrow in the middle": (with_widths([265.5, 261.0, 265.5], [265.5, 261.0, 265.5]), "fold-flap", "buckle"),
    "two panels": (
        with_widths([396.0] * 2, [396.0] * 2, sides=sides_of(["flap", "cover"], ["inside-1", "inside-2"])),
        "fold-panels", "3 panels a side, and side `outside` has 2",
    ),
    "words too near a fold": (changed(margins=NARROW_MARGINS), "fold-margin", "0.25 in"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_each_fault_has_a_complaint_of_its_own(case: str) -> None:
    layout, code, words = WRONG[case]
    sink = Sink()
    assert plan_sides(layout, "letter", False, sink) is None
    codes = {complaint.code for complaint in sink.found}
    assert codes == {code}
    first = sink.found[0]
    assert words in first.message
    assert first.hints
    assert first.span is not None
    assert first.span.path == "layouts/trifold.yaml"


def test_faults_of_both_sides_and_of_the_margin_are_told_together() -> None:
    sink = Sink()
    two = sides_of(["flap", "cover"], ["inside-1", "inside-2"])
    layout = with_widths([396.0] * 2, [396.0] * 2, sides=two, margins=NARROW_MARGINS)
    assert plan_sides(layout, "letter", False, sink) is None
    assert [complaint.code for complaint in sink.found] == ["fold-panels", "fold-panels", "fold-margin"]


@given(
    st.floats(40, 300), st.floats(40, 300), st.floats(0.1, 30), st.sampled_from(["letter", "z", "half", "gate"]),
    st.booleans(),
)  # fmt: skip
def test_any_widths_are_planned_or_complained_of(one: float, two: float, off: float, fold: str, rtl: bool) -> None:
    outside = [one, two, 792.0 - one - two]
    inside = [792.0 - one - two, two + off, one - off]
    sink = Sink()
    sides = plan_sides(with_widths(outside, inside, fold=fold), "letter", rtl, sink)
    assert sides is None  # the middle fold lines are off by more than a point's hundredth
    assert sink.failed


def test_ticks_are_short_and_inside_the_printable_area() -> None:
    outside, _ = planned(TRIFOLD)
    live = outside.panels[0].live
    ticks = fold_ticks(outside, live.y, live.bottom, TRIFOLD.safe)
    assert [tick.x for tick in ticks] == [x for fold in outside.folds for x in (fold, fold)]
    for tick in ticks:
        assert 1 < tick.height <= 7
        assert tick.y >= TRIFOLD.safe
        assert tick.bottom <= outside.height - TRIFOLD.safe
        assert tick.bottom < live.y or tick.y > live.bottom


def test_there_are_no_ticks_where_there_is_no_room_for_them() -> None:
    outside, _ = planned(TRIFOLD)
    assert fold_ticks(outside, 19.0, outside.height - 19.0, 18.0) == ()
