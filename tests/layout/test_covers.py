"""Covers: art that is drawn from a seed, windows, photographs cut around a point, and where words stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pixels
from workspaces import ROOT, Built, Wanted, attempt, make_workspace, write

from foldwell.content.models.clinic import ClinicColour, Colours
from foldwell.diagnostics import Sink
from foldwell.layout.covers.art import cover_art
from foldwell.layout.covers.cover import accent_beside
from foldwell.layout.covers.forms import Chance, half, quarter, spandrel, window
from foldwell.layout.covers.photo import crop_around
from foldwell.layout.document import Drawing, Image, Panel, Rect, Shape, Text

KINDS = ("landscape", "grid", "garden")
THEMES = ("calm", "clear", "warm")
SIZES = [(220.5, 344.0), (147.0, 273.0), (351.0, 344.0), (229.0, 120.0)]
ROLES = {"primary", "primary-field", "accent", "tint"}
WORDS = (ROOT / "brochures" / "low-dose-naltrexone.en.yaml").read_text("utf-8")
OWN_ART = "  art: art/ldn-cover.svg\n"

share = st.floats(0, 1)
proportion = st.floats(0.2, 5)


def reach(shape: Shape) -> Rect:
    """The rectangle around a shape's points and handles."""
    xs = [x for _, numbers in shape.commands for x in numbers[::2]]
    ys = [y for _, numbers in shape.commands for y in numbers[1::2]]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


# Art ------------------------------------------------------------------------------------------------------------------


def test_numbers_drawn_from_a_seed_stay_what_they_are_for_ever() -> None:
    """As sha256sum gives them for "landscape LDN-01/1" and so on: what was printed must come out again in ten years."""
    chance = Chance("landscape LDN-01")
    assert [chance.below(1000) for _ in range(4)] == [485, 955, 48, 263]
    again = Chance("landscape LDN-01")
    assert [again.below(1000) for _ in range(4)] == [485, 955, 48, 263]


def test_a_drawn_order_holds_every_thing_once() -> None:
    things = list(range(12))
    found = Chance("any").shuffled(things)
    assert sorted(found) == things
    assert found != things


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_the_same_seed_gives_the_same_picture(kind: str, size: tuple[float, float]) -> None:
    room = Rect(0.0, 0.0, *size)
    assert cover_art(kind, "LDN-01", room) == cover_art(kind, "LDN-01", room)


@pytest.mark.parametrize("kind", KINDS)
def test_other_seeds_give_other_pictures(kind: str) -> None:
    pictures = {cover_art(kind, f"FORM-{n}", Rect(0.0, 0.0, 220.5, 344.0)) for n in range(24)}
    assert len(pictures) == 24


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(8))
def test_a_picture_is_in_the_brands_colours_and_about_its_room(kind: str, size: tuple[float, float], seed: int) -> None:
    shapes, height = cover_art(kind, f"FORM-{seed}", Rect(10.0, 20.0, *size))
    assert shapes
    assert 0 < height <= size[1] + 0.01 or (kind == "grid" and size[1] < size[0] / 3)
    room, near = Rect(10.0, 20.0, size[0], height), Rect(10.0 - size[0], 20.0 - 2 * height, size[0] * 3, height * 5)
    for shape in shapes:
        colours = [colour for colour in (shape.fill, shape.stroke) if colour is not None]
        assert len(colours) == 1
        assert colours[0].role in ROLES
        assert shape.opacity == 1.0  # nothing shines through: a press without a profile could not print it
        place = reach(shape)
        assert near.holds(place), shape
        assert place.x < room.right
        assert place.right > room.x
        assert place.y < room.bottom
        assert place.bottom > room.y


@pytest.mark.parametrize("seed", range(12))
def test_what_grows_on_a_field_ends_above_the_title(seed: int) -> None:
    """Only the sides and the upper edge of the field may cut it."""
    shapes, _ = cover_art("garden", f"FORM-{seed}", Rect(18.0, 18.0, 229.5, 300.0))
    assert max(reach(shape).bottom for shape in shapes) <= 18.0 + 300.0


@pytest.mark.parametrize("seed", range(12))
def test_a_grid_keeps_to_its_squares(seed: int) -> None:
    shapes, height = cover_art("grid", f"FORM-{seed}", Rect(0.0, 0.0, 222.0, 344.0))
    assert height == pytest.approx(4 * 74.0)
    whole = Rect(0.0, 0.0, 222.0, height)
    assert all(whole.holds(reach(shape), slack=0.02) for shape in shapes)


@pytest.mark.parametrize("corner", range(4))
def test_a_quarter_and_what_it_leaves_meet_on_one_curve(corner: int) -> None:
    one, other = quarter(10.0, 20.0, 50.0, corner), spandrel(10.0, 20.0, 50.0, corner)
    assert one[1:] == other[1:]
    assert {one[0][1], other[0][1]} <= {(10.0, 20.0), (60.0, 20.0), (60.0, 70.0), (10.0, 70.0)}
    assert one[0] != other[0]


@pytest.mark.parametrize("side", [0, 2])
def test_a_half_fills_its_box(side: int) -> None:
    assert reach(Shape(half(5.0, 6.0, 40.0, side))) == Rect(5.0, 6.0, 40.0, 20.0)


@pytest.mark.parametrize("shape", ["arch", "circle", "round", "plain"])
@pytest.mark.parametrize("size", SIZES)
def test_a_window_lies_inside_its_box(shape: str, size: tuple[float, float]) -> None:
    outline = window(shape, *size, 8.0)
    assert Rect(0.0, 0.0, *size).holds(reach(Shape(outline)), slack=0.01)
    assert outline[-1] == ("Z", ())


def test_an_accent_like_the_primary_is_drawn_thinner() -> None:
    """Else a form in the accent could not be told from the field that it lies on."""

    def strength(primary: str, accent: str) -> float:
        return accent_beside(Colours(primary=ClinicColour(screen=primary), accent=ClinicColour(screen=accent)))

    assert strength("#c21807", "#c21807") == strength("#c21807", "#b8200e") < 1.0
    assert strength("#1d5a56", "#d9873f") == strength("#0a0a0a", "#e8e8e8") == strength("#c21807", "#07702a") == 1.0
    room = Rect(0.0, 0.0, 220.5, 344.0)
    full, thin = (cover_art("grid", "LDN-01", room, part)[0] for part in (1.0, 0.4))
    changed = [(a.fill, b.fill) for a, b in zip(full, thin, strict=True) if a != b]
    assert changed
    assert all(one and other and one.role == other.role == "accent" for one, other in changed)


# Photographs ----------------------------------------------------------------------------------------------------------


@given(st.tuples(share, share), proportion, proportion)
def test_the_part_that_is_shown_has_the_windows_shape_and_holds_the_focus(
    focus: tuple[float, float], has: float, wanted: float
) -> None:
    left, top, right, bottom = crop_around(focus, has, wanted)
    assert -1e-5 <= left < right <= 1 + 1e-5
    assert -1e-5 <= top < bottom <= 1 + 1e-5
    assert (right - left) * has / (bottom - top) == pytest.approx(wanted, rel=1e-3)
    assert right - left == pytest.approx(1, abs=2e-5) or bottom - top == pytest.approx(1, abs=2e-5)
    assert left - 1e-5 <= focus[0] <= right + 1e-5
    assert top - 1e-5 <= focus[1] <= bottom + 1e-5


def test_the_focus_stands_in_the_middle_where_there_is_room() -> None:
    assert crop_around((0.6, 0.4), 2.0, 1.0) == (0.35, 0.0, 0.85, 1.0)
    assert crop_around((0.95, 0.4), 2.0, 1.0) == (0.5, 0.0, 1.0, 1.0)
    assert crop_around((0.5, 0.1), 0.5, 1.0) == (0.0, 0.0, 1.0, 0.5)


# Whole covers ---------------------------------------------------------------------------------------------------------


def in_theme(root: Path, theme: str, words: str = WORDS) -> tuple[Built | None, Sink]:
    """The trifold in a theme, in a workspace of its own; None where it has errors."""
    workspace = make_workspace(root / "shop")
    clinic = workspace / "brochures" / "clinic.yaml"
    clinic.write_text(f"{clinic.read_text('utf-8')}\ntheme: {theme}\n", encoding="utf-8")
    photo = Pixels.linear_gradient("L").resize((1600, 1800)).convert("RGB")
    photo.save(workspace / "brochures" / "art" / "hill.jpg", quality=80)
    write(workspace, words, "sheet")
    wanted = Wanted("sheet.en", "trifold")
    made, layout, sink = attempt(workspace, wanted)
    return (Built(wanted, made, layout, sink, workspace) if made else None), sink


def cover_of(built: Built) -> Panel:
    return next(panel for panel in built.document.panels() if panel.name == "cover")


def pictures(panel: Panel) -> list[Rect]:
    """Where pictures lie on a cover: all but the clinic's mark at its foot, and the field under everything."""
    drawn = [item.rect for item in panel.items if isinstance(item, Drawing | Image) and item.rect.height > 60]
    return drawn + [reach(shape) for field in panel.fields for shape in field.art]


PHOTO = "  photo:\n    file: art/hill.jpg\n    focus: [60, 40]\n    tint: primary\n"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("picture", [OWN_ART, "", PHOTO], ids=["own", "made", "photo"])
def test_no_word_stands_on_a_picture(tmp_path: Path, theme: str, picture: str) -> None:
    built, sink = in_theme(tmp_path, theme, WORDS.replace(OWN_ART, picture, 1))
    assert built is not None, sink.found
    panel = cover_of(built)
    drawn = pictures(panel)
    assert drawn
    for item in panel.items:
        if isinstance(item, Text) and item.text.strip():
            top, foot = item.baseline - 0.72 * item.size, item.baseline + 0.2 * item.size
            assert all(rect.bottom <= top + 0.01 or rect.y >= foot for rect in drawn), item.text


@pytest.mark.parametrize("theme", THEMES)
def test_a_cover_without_a_picture_of_its_own_gets_one_by_its_forms_number(tmp_path: Path, theme: str) -> None:
    words = WORDS.replace(OWN_ART, "", 1)
    one, _ = in_theme(tmp_path / "one", theme, words)
    again, _ = in_theme(tmp_path / "again", theme, words.replace("known, and", "new, and", 1))
    other, _ = in_theme(tmp_path / "other", theme, words.replace("form: LDN-01", "form: LDN-02", 1))
    assert one is not None
    assert again is not None
    assert other is not None

    def art(built: Built) -> object:
        panel = cover_of(built)
        drawn = [item.shapes for item in panel.items if isinstance(item, Drawing) and item.clip]
        return drawn, [field.art for field in panel.fields]

    assert art(one) == art(again)
    assert art(one) != art(other)


def test_a_field_carries_the_title_and_ends_above_the_clinics_mark(tmp_path: Path) -> None:
    built, sink = in_theme(tmp_path, "warm")
    assert built is not None, sink.found
    panel = cover_of(built)
    [field] = panel.fields
    assert field.framed
    assert field.colour.role == "primary-field"
    assert (field.rect.x, field.rect.y, field.rect.width) == (0.0, 0.0, panel.rect.width)
    for item in panel.items:
        if isinstance(item, Text):
            on_field = item.colour.role == "on-primary"
            assert on_field == (item.rect.y < field.rect.bottom)
            assert not on_field or item.rect.bottom <= field.rect.bottom


def test_a_long_title_takes_from_the_picture_what_it_needs(tmp_path: Path) -> None:
    title = "What to do when someone takes far too much"
    words = WORDS.replace("  Low dose naltrexone\n", f"  {title}\n", 1).replace(OWN_ART, PHOTO, 1)
    short, _ = in_theme(tmp_path / "short", "calm", WORDS.replace(OWN_ART, PHOTO, 1))
    long, sink = in_theme(tmp_path / "long", "calm", words)
    assert short is not None
    assert long is not None, sink.found
    assert 90.0 <= max(pictures(cover_of(long)), key=lambda rect: rect.height).height < 300.0
    assert max(pictures(cover_of(short)), key=lambda rect: rect.height).height > 300.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("picture", [OWN_ART, PHOTO, ""], ids=["own", "photo", "made"])
def test_a_title_that_leaves_no_room_is_told(tmp_path: Path, theme: str, picture: str) -> None:
    """And no picture that the brochure brings is left out in silence."""
    title = "word " * 60
    words = WORDS.replace("  Low dose naltrexone\n", f"  {title}\n", 1).replace(OWN_ART, picture, 1)
    built, sink = in_theme(tmp_path, theme, words)
    assert built is None
    assert "cover-full" in {found.code for found in sink.found}


def test_a_photograph_is_cut_to_the_window_and_tinted(tmp_path: Path) -> None:
    built, sink = in_theme(tmp_path, "calm", WORDS.replace(OWN_ART, PHOTO, 1))
    assert built is not None, sink.found
    [image] = [item for item in cover_of(built).items if isinstance(item, Image)]
    assert image.element is None  # decoration
    assert image.tone is not None
    assert image.tone.role == "primary"
    assert image.crop is not None
    left, top, right, bottom = image.crop
    assert left < 0.6 < right
    assert top < 0.4 < bottom
    assert (right - left) * 1600 / ((bottom - top) * 1800) == pytest.approx(image.rect.width / image.rect.height, 1e-3)
    assert image.clip == window("arch", image.rect.width, image.rect.height, 6.0)


def test_a_coarse_photograph_is_told_with_the_size_that_is_wanted(tmp_path: Path) -> None:
    words = WORDS.replace(OWN_ART, PHOTO.replace("art/hill.jpg", "art/small.jpg"), 1)
    root = make_workspace(tmp_path / "shop")
    Pixels.new("RGB", (400, 300), "grey").save(root / "brochures" / "art" / "small.jpg")
    write(root, words, "sheet")
    _, _, sink = attempt(root, Wanted("sheet.en", "trifold"))
    [coarse] = [found for found in sink.found if found.code == "picture-coarse"]
    assert coarse.span is not None
    assert coarse.span.line == words.splitlines().index("    file: art/small.jpg") + 1
    assert coarse.hints[0].startswith("use one of at least")
