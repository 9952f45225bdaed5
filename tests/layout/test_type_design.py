"""The design of type in the layouts: few sizes of one scale, headings that belong to what follows, no stray words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from workspaces import DATA, EVERY, ROOT, Bench, Built, Wanted, ancestors, furnish, make_workspace

from foldwell.content.models.layout_spec import LayoutSpec, Scale
from foldwell.content.read import read_layout
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Drawing, Item, Panel, Text
from foldwell.layout.setting import HANG, hanging_room

LAYOUTS = ("trifold", "handout", "z-fold", "half-fold", "gate-fold")
FOLDED = [Wanted("pressure-folded.en", name, None, paper) for name in LAYOUTS[2:] for paper in ("letter", "a4")]
CAPITALS = 0.7  # height of capitals in em; Atkinson Hyperlegible's are 0.668, Fraunces' 0.7


def layout(name: str, root: Path = ROOT, sink: Sink | None = None) -> LayoutSpec | None:
    return read_layout(root / "layouts" / f"{name}.yaml", root, Sink() if sink is None else sink)


def changed(folder: Path, was: str, now: str) -> Path:
    """A workspace whose trifold has some of its text changed."""
    text = (ROOT / "layouts" / "trifold.yaml").read_text(encoding="utf-8")
    assert text.count(was) == 1
    (folder / "layouts").mkdir()
    (folder / "layouts" / "trifold.yaml").write_text(text.replace(was, now), encoding="utf-8")
    return folder


# --- the scale


def test_a_step_is_a_power_of_the_ratio_to_the_quarter_point() -> None:
    scale = Scale(base=12.0, ratio=1.2)
    assert [scale.size(step) for step in (-2, -0.5, 0, 1, 5.5)] == [8.25, 11.0, 12.0, 14.5, 32.75]
    assert Scale(base=12.5, ratio=1.25).size(1) == 15.75  # 15.625: a half goes up


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_has_few_sizes_all_of_its_scale(name: str) -> None:
    spec = layout(name)
    assert spec is not None
    assert spec.scale is not None
    sizes = {style.size for style in spec.styles.values()}
    assert len(sizes) <= 6
    assert sizes <= {spec.scale.size(half / 2) for half in range(-6, 14)}


def test_styles_of_steps_know_their_place() -> None:
    spec = layout("trifold")
    assert spec is not None
    line = (ROOT / "layouts" / "trifold.yaml").read_text(encoding="utf-8").splitlines()[spec.styles["h2"].span.line - 1]
    assert "h2:" in line
    assert spec.styles["h2"].size == 14.5


@pytest.mark.parametrize(
    ("was", "now", "code", "at"),
    [
        ("scale: {base: 12pt, ratio: 1.2}\n", "", "no-scale", "step 0"),
        ("size: step 5.5", "size: step five", "step", "step five"),
        ("size: step 5.5", "size: step 1.3", "step", "step 1.3"),
        ("size: step 5.5", "size: large", "length", "large"),
        ("ratio: 1.2}", "ratio: 0.5}", "bad-value", "0.5"),
    ],
)
def test_a_size_that_cannot_be_taken_is_told_at_its_place(
    tmp_path: Path, was: str, now: str, code: str, at: str
) -> None:
    sink, root = Sink(), changed(tmp_path, was, now)
    assert layout("trifold", root, sink) is None
    first = sink.found[0]
    assert {found.code for found in sink.found} == {code}
    assert first.hints
    assert first.span is not None
    text = (root / "layouts" / "trifold.yaml").read_text(encoding="utf-8").splitlines()
    assert text[first.span.line - 1][first.span.column - 1 :].startswith(at)


def test_sizes_in_points_stay_allowed(tmp_path: Path) -> None:
    spec = layout("trifold", changed(tmp_path, "size: step 5.5", "size: 31pt"))
    assert spec is not None
    assert spec.styles["cover_title"].size == 31


# --- hanging marks


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_hangs_out_stays_at_a_safe_distance(name: str) -> None:
    spec = layout(name)
    assert spec is not None
    room = hanging_room(spec)
    assert 0 < room <= HANG
    assert spec.margins.edge - room >= spec.safe
    if spec.fold != "none":
        assert spec.margins.fold - room >= 18


def test_nothing_hangs_where_the_margins_leave_no_room(tmp_path: Path) -> None:
    spec = layout("trifold", changed(tmp_path, "edge: 0.3125in, fold: 0.3125in", "edge: 0.3125in, fold: 0.25in"))
    assert spec is not None
    assert hanging_room(spec) == 0


# --- headings


class HeadingSeen(Struct, frozen=True):
    """A heading as it stands: its lines of text, and the white above its capitals and below its last baseline."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    above: float | None
    below: float | None


@pytest.fixture(scope="module")
def folds(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    root = make_workspace(tmp_path_factory.mktemp("design") / "shop")
    furnish(root)
    shutil.copy(DATA / "folds" / "pressure-folded.en.yaml", root / "brochures")
    return Bench(root)


@pytest.fixture(params=[*EVERY, *FOLDED], ids=str)
def built(request: pytest.FixtureRequest, bench: Bench, folds: Bench) -> Built:
    return (folds if request.param in FOLDED else bench).build(request.param)


def headings(built: Built) -> Iterator[HeadingSeen]:
    for panel in built.document.panels():
        mine: dict[int, list[Text]] = {}
        for item in panel.items:
            if not isinstance(item, Text) or item.element is None or not item.text.strip():
                continue
            in_a_box = item.colour.role == "paper"  # the emergency's title, which keeps the padding of its box
            if not in_a_box and next(ancestors(built.document, item.element)) in ("H2", "H3"):
                mine.setdefault(item.element, []).append(item)
        for texts in mine.values():
            yield seen(panel, texts, built.document.elements[texts[0].element or 0].span)


def seen(panel: Panel, texts: list[Text], span: Span) -> HeadingSeen:
    """How a heading stands on its panel; `span` is its own place, and that of the theme's mark, which is part of it."""
    mark = [item for item in panel.items if isinstance(item, Drawing) and item.element is None and item.span == span]
    assert len(mark) <= 1
    lines: dict[float, list[Text]] = {}
    for item in texts:
        lines.setdefault(item.baseline, []).append(item)
    top, foot = min(lines) - CAPITALS * texts[0].size, max(lines)
    left, right = min(item.rect.x for item in texts), max(item.rect.right for item in texts)
    others = [
        ink(item)
        for item in panel.items
        if item not in (*texts, *mark) and item.rect.x < right and item.rect.right > left
    ]
    return HeadingSeen(
        tuple("".join(item.text for item in line) for line in lines.values()),
        tuple(sum(item.rect.width for item in line) for line in lines.values()),
        min((top - bottom for _, bottom in others if bottom <= top), default=None),
        min((above - foot for above, _ in others if above >= foot), default=None),
    )


def ink(item: Item) -> tuple[float, float]:
    """From where to where an item is seen: text from its capitals down to its baseline."""
    if isinstance(item, Text):
        return item.baseline - CAPITALS * item.size, item.baseline
    return item.rect.y, item.rect.bottom


def test_a_heading_stands_twice_as_far_from_what_is_above_it(built: Built) -> None:
    both = [(head, head.above, head.below) for head in headings(built) if head.above and head.below]
    assert all(above >= 2 * below for _, above, below in both), both


def test_lines_of_a_heading_are_balanced(built: Built) -> None:
    for head in headings(built):
        if len(head.lines) > 1:
            assert min(head.widths) >= 0.45 * max(head.widths), head.lines


def paragraphs(built: Built, panel: Panel) -> Iterator[list[str]]:
    """The lines of each paragraph on a panel: links, and what stands above or below the line, belong to their line."""
    lines: dict[int, list[tuple[float, str]]] = {}
    for item in panel.items:
        if not isinstance(item, Text) or item.element is None:
            continue
        owner: int | None = item.element
        while owner is not None and built.document.elements[owner].role in ("Link", "Reference"):
            owner = built.document.elements[owner].parent
        assert owner is not None
        mine = lines.setdefault(owner, [])
        if mine and abs(mine[-1][0] - item.baseline) < 6:
            mine[-1] = (mine[-1][0], mine[-1][1] + item.text)
        else:
            mine.append((item.baseline, item.text))
    for found in lines.values():
        yield [text.strip() for _, text in found]


def test_no_paragraph_ends_in_a_short_word_of_its_own(built: Built) -> None:
    told = [lines for panel in built.document.panels() for lines in paragraphs(built, panel) if len(lines) > 1]
    assert told
    for lines in told:
        assert len(lines[-1]) > 4 or len(" ".join(lines).split()) < 4, lines
