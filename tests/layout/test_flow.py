"""Where panels end: what can be helped is helped, what cannot is set all the same, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from foldwell.diagnostics import Span
from foldwell.layout.document import Colour, Rect
from foldwell.layout.flow import Filled, Frame, columns_height, fill
from foldwell.layout.grid import Grid
from foldwell.layout.makeup import Alike
from foldwell.layout.slabs import AFTER_HEADING, FREE, IN_CALLOUT, IN_PARAGRAPH, NEVER, WIDOW, Box, Slab, with_first
from foldwell.layout.stacking import height_of, stack

HERE = Span("brochures/any.en.yaml", 1, 1)
LEADING = 16.0
GRID = Grid(30.0, LEADING)
PADDING = 8.0


def line(cost: float = FREE, *, before: float = 0.0, after: float = 0.0) -> Slab:
    return Slab(LEADING, (), HERE, 12.0, "half", before, after, cost, words=5, what="text")


def paragraph(lines: int) -> list[Slab]:
    """A paragraph as setting makes it: breaks near its ends leave a line alone."""
    made = []
    for number in range(lines):
        cost = FREE if number == 0 else WIDOW if number in (1, lines - 1) else IN_PARAGRAPH
        made.append(line(cost, before=8.0 if number == 0 else 0.0, after=8.0 if number == lines - 1 else 0.0))
    return made


def heading() -> Slab:
    return Slab(18.0, (), HERE, 13.0, "half", 24.0, 8.0, FREE, words=3, what="heading")


def callout(lines: int) -> list[Slab]:
    box = Box(Colour("tint"), None, PADDING, 0.0, 200.0)
    return [
        Slab(LEADING, (), HERE, 12.0, break_cost=FREE if n == 0 else IN_CALLOUT, box=box, words=5, what="callout")
        for n in range(lines)
    ]


def frames(count: int, lines: float, *, balance: bool = False, region: str = "inside") -> tuple[Frame, ...]:
    rect = Rect(18.0, 18.0, 200.0, lines * LEADING)
    return tuple(Frame(f"panel-{n}", rect, region, balance) for n in range(1, count + 1))


def filled(slabs: list[Slab], *chain: Frame, first: tuple[int, ...] = ()) -> Filled:
    return fill(tuple(slabs), tuple(chain), GRID, first)


def indexes(found: Filled) -> list[list[int]]:
    return [[place.index for place in places] for places in found.frames]


def check(slabs: list[Slab], chain: tuple[Frame, ...], found: Filled) -> None:
    """Each slab stands once and in order, inside its frame, and not on another (to meet the grid, a line may reach into
    the empty upper part of its leading)."""
    standing = [index for places in indexes(found) for index in places]
    assert standing == list(range(len(slabs) if found.over is None else found.over))
    for frame, places in zip(chain, found.frames, strict=True):
        bottom = frame.rect.y
        for place in places:
            slab = slabs[place.index]
            assert place.top >= bottom - (0.15 * slab.height if slab.grid != "none" else 0.0) - 0.02
            assert place.bottom <= frame.rect.bottom + 0.02
            bottom = place.top + min(slab.height, place.bottom - place.top)


def test_a_paragraph_leaves_no_line_alone() -> None:
    slabs = paragraph(4) + paragraph(4)
    chain = frames(2, 5.6)  # room for the first paragraph and one line of the second
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert indexes(found) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert found.breaks == (4,)


def test_what_is_too_tall_for_the_first_frame_goes_to_the_next_with_good_breaks() -> None:
    figure = Slab(5 * LEADING, (), HERE, what="figure")
    slabs = [figure, *paragraph(4)]
    chain = (*frames(1, 2.0, region="flap"), *frames(2, 8.6))
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert indexes(found) == [[], [0, 1, 2], [3, 4]]


def test_two_lines_are_left_behind_where_there_is_room_for_two() -> None:
    slabs = paragraph(4) + paragraph(5)
    chain = frames(2, 6.6)
    assert indexes(filled(slabs, *chain)) == [[0, 1, 2, 3, 4, 5], [6, 7, 8]]


def test_a_line_alone_is_set_where_it_cannot_be_helped() -> None:
    slabs = paragraph(3)
    chain = frames(2, 2.0)
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert found.over is None
    assert found.cost >= WIDOW


def test_a_heading_goes_with_what_follows() -> None:
    slabs = [*paragraph(4), heading(), replace(line(), break_cost=AFTER_HEADING), *paragraph(3)[1:]]
    chain = frames(2, 6.8)  # the heading alone would still find room
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert indexes(found)[0] == [0, 1, 2, 3]
    assert indexes(found)[1][0] == 4


def test_a_callout_stays_whole_where_it_can() -> None:
    slabs = paragraph(4) + callout(4) + paragraph(2)
    chain = frames(2, 8.0)  # three lines of the callout would find room
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert indexes(found)[0] == [0, 1, 2, 3]


def test_a_callout_that_no_panel_holds_is_parted_rather_than_lost() -> None:
    slabs = callout(9)
    chain = frames(2, 7.0)
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert found.over is None
    assert found.breaks


def test_a_box_has_its_padding_inside_the_frame() -> None:
    [places] = filled(callout(3), *frames(1, 6.0)).frames
    assert places[0].top == pytest.approx(18.0 + PADDING)
    assert places[-1].bottom == pytest.approx(places[-1].top + LEADING + PADDING)
    exact = Frame("panel", Rect(0, 18.0, 200, 3 * LEADING + 2 * PADDING), "inside")
    assert filled(callout(3), exact).over is None
    tight = replace(exact, rect=replace(exact.rect, height=exact.rect.height - 1))
    assert filled(callout(3), tight).over is not None


def test_two_boxes_do_not_touch_their_neighbours_padding() -> None:
    slabs = callout(1) + callout(1)
    [places] = filled(slabs, *frames(1, 9.0)).frames
    assert places[1].top - (places[0].top + LEADING) >= 2 * PADDING


def test_balanced_panels_are_about_equally_full() -> None:
    slabs = [slab for _ in range(9) for slab in paragraph(3)]
    chain = frames(3, 24.0, balance=True)
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    heights = [places[-1].bottom - frame.rect.y for frame, places in zip(chain, found.frames, strict=True)]
    assert max(heights) - min(heights) < 4 * LEADING


def test_panels_that_are_not_balanced_are_filled_from_the_first() -> None:
    slabs = [slab for _ in range(9) for slab in paragraph(3)]
    chain = frames(3, 24.0)
    sizes = [len(places) for places in indexes(filled(slabs, *chain))]
    assert sizes[0] > sizes[1] > sizes[2] == 0


def test_a_region_that_is_run_on_into_begins_in_its_own_panel() -> None:
    slabs = [*paragraph(2), *paragraph(2)]
    chain = (*frames(1, 20.0, region="flap"), *frames(1, 20.0))
    assert indexes(filled(slabs, *chain, first=(0, 0, 1, 1))) == [[0, 1], [2, 3]]


def test_what_does_not_fit_the_first_region_goes_before_the_next_ones_text() -> None:
    slabs = [*paragraph(6), *paragraph(2)]
    chain = (*frames(1, 4.0, region="flap"), *frames(1, 20.0))
    found = filled(slabs, *chain, first=(0,) * 6 + (1,) * 2)
    check(slabs, chain, found)
    assert indexes(found) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_what_finds_no_room_is_named() -> None:
    slabs = paragraph(12)
    chain = frames(2, 3.0)
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    assert found.over == 6


def test_a_slab_taller_than_every_frame_is_named() -> None:
    tall = replace(line(), height=500.0)
    assert filled([line(), tall], *frames(2, 4.0)).over == 1
    assert filled([tall], *frames(2, 4.0)).over == 0


def test_nothing_fills_nothing() -> None:
    found = filled([], *frames(3, 10.0))
    assert found.frames == ((), (), ())
    assert found.over is None
    assert found.breaks == ()


def test_space_at_the_top_of_a_panel_is_none() -> None:
    space = Slab(24.0, (), HERE, what="space")
    [places] = filled([space, line()], *frames(1, 6.0)).frames
    assert places[0].top == places[0].bottom == 18.0
    [without] = filled([line()], *frames(1, 6.0)).frames
    assert places[1].top == without[0].top


@pytest.mark.parametrize("which", ["line", "half"])
def test_baselines_meet_the_grid(which: str) -> None:
    slabs = [replace(slab, grid=which) for slab in [*paragraph(3), heading(), *paragraph(2)]]
    places = stack(tuple(slabs), 0, Rect(0, 18.0, 200, 400), GRID)
    assert len(places) == len(slabs)
    step = LEADING if which == "line" else LEADING / 2
    for place in places:
        steps = (place.top + slabs[place.index].baseline - GRID.first) / step
        assert steps == pytest.approx(round(steps))


@given(st.floats(-50, 500), st.floats(-50, 500), st.sampled_from(["line", "half"]))
def test_the_grid_is_met_at_or_below_the_least_height(wanted: float, least: float, which: str) -> None:
    step = LEADING if which == "line" else LEADING / 2
    met = GRID.meet(wanted, least, which)
    assert (met - GRID.first) / step == pytest.approx(round((met - GRID.first) / step), abs=1e-6)
    assert met >= least - 0.02
    assert met <= max(wanted + step / 2, least + step) + 0.02


def test_columns_are_as_low_as_they_can_be() -> None:
    slabs = tuple(paragraph(4) + paragraph(4))
    two = (Rect(0, 0, 100, 0), Rect(120, 0, 100, 0))
    height = columns_height(slabs, two, Grid(12.0, LEADING))
    whole = height_of(slabs, two[0], Grid(12.0, LEADING))
    assert whole / 2 - LEADING <= height < 0.75 * whole
    chain = tuple(Frame("", replace(rect, height=height), "") for rect in two)
    found = fill(slabs, chain, Grid(12.0, LEADING))
    assert found.over is None
    assert found.breaks == (4,)


def test_one_column_is_as_tall_as_what_stands_in_it() -> None:
    slabs = tuple(paragraph(3))
    assert columns_height(slabs, (Rect(0, 0, 100, 0),), Grid(12.0, LEADING)) == pytest.approx(3 * LEADING)
    assert columns_height((), (Rect(0, 0, 100, 0), Rect(0, 0, 100, 0)), GRID) == 0
    assert height_of((), Rect(0, 0, 1, 1), GRID) == 0


PIECES = st.one_of(
    st.integers(1, 7).map(paragraph),
    st.integers(1, 5).map(lambda lines: [heading(), *with_first(paragraph(lines), break_cost=AFTER_HEADING)]),
    st.integers(1, 6).map(callout),
    st.floats(10, 130).map(lambda height: [Slab(height, (), HERE, before=8.0, after=8.0, what="figure")]),
    st.integers(1, 6).map(lambda halves: [Slab(halves * LEADING / 2, (), HERE, what="space")]),
    st.just([line(NEVER)]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=14), st.integers(1, 4), st.floats(3, 30), st.booleans())
def test_whatever_is_set_is_whole_in_order_and_in_place(
    parts: list[list[Slab]], count: int, lines: float, balance: bool
) -> None:
    slabs = [slab for part in parts for slab in part]
    chain = frames(count, lines, balance=balance)
    found = filled(slabs, *chain)
    check(slabs, chain, found)
    room = count * lines * LEADING
    if sum(slab.height + 24.0 for slab in slabs) + 60 * count < room / 2:
        assert found.over is None


def test_other_words_in_lines_alike_stand_at_the_same_places() -> None:
    """A box that holds other lines, or a dearer break, is another outline."""
    one, other = (Alike((*paragraph(5), *callout(3))) for _ in range(2))
    assert one == other
    assert Alike((*paragraph(5), *callout(2), *callout(1))) != one
    assert Alike((*one.slabs[:-1], replace(one.slabs[-1], break_cost=NEVER))) != one
