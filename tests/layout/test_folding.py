"""Folding on coordinates: fronts meet backs, nothing sticks out, panels come up in the order in which they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from workspaces import layout_of

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.diagnostics import Severity, Sink
from foldwell.layout.folding import Bend, Buckled, Pile, flat, folded, mirrored, opening, seen, stages, turned_over
from foldwell.layout.folds import BASE, KINDS, how_to_fold, plan_sides

NAMES = ("trifold", "z-fold", "half-fold", "gate-fold")
SHEETS = [(name, paper, rtl) for name in NAMES for paper in ("letter", "a4") for rtl in (False, True)]
NEAR = 0.01  # points
ALLOWANCE = 2.25  # points: 1/32 in, the least that printers' guides take off a panel that is folded in


def sheet_of(name: str, paper: str, rtl: bool) -> tuple[Pile, tuple[Bend, ...], LayoutSpec]:
    layout, sink = layout_of(name), Sink()
    sides = plan_sides(layout, paper, rtl, sink)
    assert sides is not None, sink.found
    assert sink.found == []
    return (*how_to_fold(layout, sides), layout)


@pytest.mark.parametrize(("name", "paper", "rtl"), SHEETS)
def test_fronts_and_backs_coincide(name: str, paper: str, rtl: bool) -> None:
    """The panels of the outside, measured from the other edge, are those of the inside."""
    layout, sink = layout_of(name), Sink()
    sides = plan_sides(layout, paper, rtl, sink)
    assert sides is not None
    outside, inside = sides
    assert outside.width == pytest.approx(inside.width, abs=NEAR)
    for front, back in zip(reversed(outside.panels), inside.panels, strict=True):
        assert outside.width - front.rect.right == pytest.approx(back.rect.x, abs=NEAR)
        assert front.rect.width == pytest.approx(back.rect.width, abs=NEAR)
    pile, _, _ = sheet_of(name, paper, rtl)
    assert [strip.up for strip in pile] == [panel.name for panel in inside.panels]
    assert [strip.down for strip in pile] == [panel.name for panel in reversed(outside.panels)]


@pytest.mark.parametrize(("name", "paper", "rtl"), SHEETS)
def test_nothing_sticks_out_of_the_closed_piece(name: str, paper: str, rtl: bool) -> None:
    sheet, bends, _ = sheet_of(name, paper, rtl)
    closed = stages(sheet, bends)[-1]
    still = {strip.number for strip in closed} - {strip.number for strip in closed if strip.turned}
    [base] = [strip for strip in closed if strip.number in still and strip in sheet]
    for strip in closed:
        assert strip.left >= base.left - NEAR
        assert strip.right <= base.right + NEAR
    assert sorted(strip.number for strip in closed) == [strip.number for strip in sheet]  # no panel is lost


@pytest.mark.parametrize(("name", "paper", "rtl"), SHEETS)
def test_panels_come_up_in_reading_order_and_the_cover_first(name: str, paper: str, rtl: bool) -> None:
    sheet, bends, layout = sheet_of(name, paper, rtl)
    came = opening(sheet, bends)
    assert "cover" in came[0]
    assert sorted(panel for stage in came for panel in stage) == sorted(layout.reading_order)
    rest = list(layout.reading_order)
    for stage in came:
        assert set(rest[: len(stage)]) == set(stage)
        rest = rest[len(stage) :]


WHAT_A_HAND_MEETS = {  # worked out with a sheet of paper; each stage from left to right
    "trifold": [("cover",), ("inside-1", "flap"), ("inside-2", "inside-3"), ("back",)],
    "z-fold": [("cover",), ("inside-1", "inside-2"), ("back",), ("reverse-1", "reverse-2")],
    "half-fold": [("cover",), ("inside-1", "inside-2"), ("back",)],
    "gate-fold": [("cover", "door"), ("inside-1",), ("centre", "inside-2"), ("back",)],
}


@pytest.mark.parametrize("name", NAMES)
def test_each_stage_shows_what_paper_shows(name: str) -> None:
    sheet, bends, _ = sheet_of(name, "letter", rtl=False)
    assert list(opening(sheet, bends)) == WHAT_A_HAND_MEETS[name]


@pytest.mark.parametrize("name", NAMES)
def test_right_to_left_is_the_mirror_image_at_every_stage(name: str) -> None:
    one, other = (sheet_of(name, "letter", rtl) for rtl in (False, True))
    width = one[0][-1].right
    for pile, twin in zip(stages(*one[:2]), stages(*other[:2]), strict=True):
        for strip, mirror in zip(pile, twin if len(pile) == 1 else _by_number(pile, twin), strict=True):
            assert (strip.up, strip.down) == (mirror.up, mirror.down)
            assert mirror.left == pytest.approx(width - strip.right)
            assert mirror.right == pytest.approx(width - strip.left)


def _by_number(pile: Pile, twin: Pile) -> Pile:
    """The twin's strips in the order of those that they mirror."""
    count = len(pile)
    return tuple(next(other for other in twin if other.number == count - 1 - strip.number) for strip in pile)


def test_what_lies_behind_a_closed_piece() -> None:
    behind = {}
    for name in NAMES:
        sheet, bends, _ = sheet_of(name, "letter", rtl=False)
        behind[name] = seen(turned_over(stages(sheet, bends)[-1]))
    assert behind == dict.fromkeys(NAMES, ("back",))


def test_the_stack_of_a_letter_fold() -> None:
    sheet, bends, _ = sheet_of("trifold", "letter", rtl=False)
    closed = stages(sheet, bends)[-1]
    assert [strip.up for strip in closed] == ["inside-2", "flap", "cover"]
    assert [strip.turned for strip in closed] == [False, True, True]
    assert closed[1].right == pytest.approx(closed[0].right)
    assert closed[1].left - closed[0].left == pytest.approx(4.5)  # 1/16 in of room for the flap


def test_the_doors_of_a_gate_do_not_touch() -> None:
    for paper in ("letter", "a4"):
        sheet, bends, _ = sheet_of("gate-fold", paper, rtl=False)
        left, right = sorted(stages(sheet, bends)[-1][1:], key=lambda strip: strip.left)
        assert (left.up, right.up) == ("cover", "door")
        assert 2 * ALLOWANCE <= right.left - left.right < 12


def test_a_flap_that_is_too_wide_buckles_in_the_next_fold() -> None:
    sheet = flat([("one", 200), ("two", 200), ("three", 210)], ["a", "b", "c"])
    with pytest.raises(Buckled, match="a"):
        stages(sheet, KINDS["letter"].bends)


def test_one_strip_turned_over_by_a_valley_lies_on_top_and_by_a_mountain_beneath() -> None:
    sheet = flat([("one", 100), ("two", 150)], ["b", "a"])
    over, under = (folded(sheet, Bend(0, "left", way)) for way in ("valley", "mountain"))
    assert [strip.up for strip in over] == ["two", "a"]
    assert [strip.up for strip in under] == ["a", "two"]
    assert (over[1].left, over[1].right) == (100, 200)
    assert mirrored(KINDS["half"].bends, 2) == (Bend(0, "right", "valley"),)


@given(st.sampled_from(["letter", "z", "half", "gate"]), st.lists(st.floats(30, 300), min_size=3, max_size=3))
def test_folding_and_mirroring_keep_the_paper_whole(kind: str, widths: list[float]) -> None:
    count = KINDS[kind].panels
    sheet = flat([(f"in-{n}", widths[n]) for n in range(count)], [f"out-{n}" for n in range(count)])
    try:
        closed = stages(sheet, KINDS[kind].bends)[-1]
    except Buckled:
        assert kind != "half"
        assert max(widths[0], widths[2]) > widths[BASE]
        return
    for strip, before in zip(sorted(closed, key=lambda strip: strip.number), sheet, strict=True):
        assert strip.right - strip.left == pytest.approx(before.right - before.left)
        assert {strip.up, strip.down} == {before.up, before.down}
        assert strip.turned == (strip.up == before.down)
    assert turned_over(turned_over(closed)) == closed


def test_a_reading_order_that_the_hand_does_not_follow_gives_a_warning() -> None:
    layout = layout_of("z-fold")
    order = ["cover", "reverse-1", "reverse-2", "inside-1", "inside-2", "back"]
    sink = Sink()
    assert plan_sides(replace(layout, reading_order=order), "letter", False, sink) is not None
    [complaint] = sink.found
    assert (complaint.code, complaint.severity) == ("fold-reading", Severity.WARNING)
    assert "`reverse-2` is read before `inside-1`" in complaint.message
    assert complaint.span is not None
    assert complaint.span.path == "layouts/z-fold.yaml"


WRONG = {
    "a gate without room": ("gate-fold", [198.0, 396.0, 198.0], {"fold-flap"}, "half of `back` behind it is 2.7500 in"),
    "doors of two widths": ("gate-fold", [190.0, 410.0, 192.0], {"fold-even"}, "`cover` and `door`"),
    "a z of unequal panels": ("z-fold", [261.0, 265.5, 265.5], {"fold-even"}, "the other 3.6250 in"),
    "a half that is not": ("half-fold", [390.0, 402.0], {"fold-even"}, "lie edge on edge"),
    "a cover that is too wide": ("trifold", [255.0, 262.0, 275.0], {"fold-even"}, "`cover` and `back`"),
}


@pytest.mark.parametrize("case", WRONG)
def test_widths_that_cannot_be_folded_are_complained_of_by_name(case: str) -> None:
    name, outside, codes, words = WRONG[case]
    layout, sink = layout_of(name), Sink()
    widths = {"letter": {"outside": outside, "inside": outside[::-1]}}
    assert plan_sides(replace(layout, widths=widths), "letter", False, sink) is None
    assert {complaint.code for complaint in sink.found} == codes
    assert any(words in complaint.message for complaint in sink.found), sink.found
    assert all(complaint.hints for complaint in sink.found)
