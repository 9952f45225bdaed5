"""What a press cannot print is told before painting, at its place, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image as Pixels
from PIL import ImageCms

from foldwell.content.models.clinic import Clinic, ClinicColour, Colours
from foldwell.content.models.validate import validate
from foldwell.content.reading.load import load
from foldwell.diagnostics import Diagnostic, Sink, Span
from foldwell.layout.document import INK, PAPER, Colour, Document, Field, Rect, Shape
from foldwell.pdf import for_shop, paint
from foldwell.pdf.pictures import read_press_picture
from foldwell.pdf.press_checks import shop_complaints
from foldwell.pdf.press_profile import open_profile
from foldwell.pdf.print_shop import Shop, read_shop

from .hand_made import COLOURS, PRIMARY, SPAN, Writer, box, font_book, one_panel
from .press import PROFILE, press_profile

MM = 72 / 25.4
HALF = Shape(box(40, 40), fill=PRIMARY, opacity=0.5)
SOLID = Shape(box(40, 40), fill=PRIMARY)
RUST = Colour("picture", 1.0, (0.8, 0.4, 0.2))
HEAVY = ClinicColour(screen="#101010", cmyk=(90, 80, 80, 70))


def told(made: Document, shop: Shop | None = None) -> list[Diagnostic]:
    sink = Sink()
    shop_complaints(made, shop or Shop(), sink)
    assert all(found.hints for found in sink.found)
    return sink.found


def drawn(*shapes: Shape, text_first: bool = False) -> Document:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    if text_first:
        w.text("Words under it", paragraph)
    w.drawing(None, Rect(18, 18, 40, 40), *shapes)
    if not text_first:
        w.y = 100
        w.text("Words elsewhere", paragraph)
    return one_panel(w)


def pictured(file: Path, *, over: Shape | None = None) -> Document:
    w = Writer()
    if over:
        w.drawing(None, Rect(100, 100, 40, 40), over)
    w.image(w.tree.open("Figure", 0, SPAN, alt="A picture"), Rect(100, 100, 60, 40), file)
    return one_panel(w)


def picture(folder: Path, mode: str, colour: object) -> Path:
    path = folder / "photo.png"
    Pixels.new(mode, (6, 4), colour).save(path)  # type: ignore[arg-type]  # a colour of that mode
    return path


def with_heavy(role: str) -> Colours:
    return replace(COLOURS, **{role: HEAVY})


def test_nothing_is_said_of_what_can_be_printed(tmp_path: Path) -> None:
    grey = Shape(box(9, 9), fill=Colour("picture", 1.0, (0.5, 0.5, 0.5)))
    assert told(drawn(SOLID, grey, Shape(box(9, 9), fill=PAPER, stroke=INK, width=1))) == []
    assert told(pictured(picture(tmp_path, "L", 128))) == []


def test_a_drawing_s_own_colour_needs_a_profile() -> None:
    made = drawn(Shape(box(40, 40), stroke=RUST, width=1))
    (found,) = told(made)
    assert found.code == "shop-colour"
    assert "#cc6633" in found.message
    assert told(made, Shop(profile=press_profile())) == []
    with pytest.raises(ValueError, match="no profile"):
        paint(made, font_book(), for_shop(Shop()))


def test_a_picture_in_colour_needs_a_profile(tmp_path: Path) -> None:
    made = pictured(picture(tmp_path, "RGB", (200, 90, 40)))
    (found,) = told(made)
    assert (found.code, found.span) == ("shop-picture", SPAN)
    assert "photo.png" in found.message
    assert told(made, Shop(profile=press_profile())) == []
    with pytest.raises(ValueError, match="no profile"):
        paint(made, font_book(), for_shop(Shop()))


def test_a_picture_that_is_gone_is_told(tmp_path: Path) -> None:
    (found,) = told(pictured(tmp_path / "gone.png"))
    assert found.code == "picture-file"
    assert "gone.png cannot be read: No such file" in found.message


@pytest.mark.parametrize("role", ["primary", "accent"])
def test_too_much_ink_is_told_at_the_clinic_s_colour(role: str) -> None:
    made = replace(drawn(Shape(box(40, 40), fill=Colour(role))), colours=with_heavy(role))
    (found,) = told(made)
    assert found.code == "shop-ink"
    assert f"`{role}` takes 320 % of ink, and the limit is 300 %" in found.message
    assert told(made, Shop(ink_limit=320)) == []
    assert told(replace(drawn(Shape(box(40, 40), fill=Colour(role, 0.9))), colours=with_heavy(role))) == []


@pytest.mark.parametrize("role", ["primary-text", "primary-field"])
def test_too_much_ink_of_a_shade_is_told_at_the_colour_it_comes_from(role: str) -> None:
    heavy = with_heavy("primary")
    place = Span("brochures/clinic.yaml", 9, 3)
    heavy = replace(heavy, primary=replace(heavy.primary, span=place))
    (found,) = told(replace(drawn(Shape(box(40, 40), fill=Colour(role))), colours=heavy))
    assert (found.code, found.span) == ("shop-ink", place)
    assert f"`{role}` takes 320 % of ink" in found.message


def test_the_text_s_colour_is_black_alone_and_takes_no_more() -> None:
    """But an area in the very same colour takes all four."""
    made = replace(drawn(Shape(box(40, 40), stroke=INK, width=1)), colours=with_heavy("ink"))
    assert told(made) == []
    assert [found.code for found in told(replace(drawn(Shape(box(9, 9), fill=INK)), colours=with_heavy("ink")))]


def test_too_much_ink_of_a_converted_colour_is_told(tmp_path: Path) -> None:
    shop = Shop(ink_limit=150, profile=press_profile())
    (found,) = told(drawn(Shape(box(40, 40), fill=Colour("picture", 1.0, (0.1, 0.0, 0.4)))), shop)
    assert "#1a0066" in found.message
    (found,) = told(pictured(picture(tmp_path, "RGB", (10, 0, 60))), shop)
    assert "photo.png takes up to" in found.message


def test_black_letters_add_to_the_ground_that_they_overprint() -> None:
    """Ground 190 % of colours and 20 % of black, letters 100 % of black: 290 %."""
    w = Writer()
    w.drawing(None, Rect(10, 10, 200, 60), Shape(box(200, 60), fill=PRIMARY))
    w.text("Black", w.tree.open("P", 0, SPAN))
    made = one_panel(w)
    assert told(made) == []
    (found,) = told(made, Shop(ink_limit=280))
    assert "black letters on `primary` take 285 % of ink together" in found.message
    beside = replace(made.sheets[0].panels[0], items=made.sheets[0].panels[0].items[1:])
    assert told(replace(made, sheets=(replace(made.sheets[0], panels=(beside,)),)), Shop(ink_limit=280)) == []


def test_black_letters_on_a_field_count_as_well() -> None:
    w = Writer()
    w.text("Black", w.tree.open("P", 0, SPAN))
    made = one_panel(w)
    (sheet,) = made.sheets
    (panel,) = sheet.panels
    field = Field(panel.rect, PRIMARY, SPAN)
    made = replace(made, sheets=(replace(sheet, panels=(replace(panel, fields=(field,)),)),))
    assert [found.code for found in told(made, Shop(ink_limit=280))] == ["shop-ink"]


def test_what_shows_through_needs_bare_paper_or_a_profile() -> None:
    assert told(drawn(HALF)) == []
    for made in (drawn(SOLID, HALF), drawn(HALF, HALF), drawn(HALF, text_first=True)):
        (found,) = told(made)
        assert found.code == "shop-transparency"
        assert told(made, Shop(profile=press_profile())) == []
    beside = Shape((("M", (50.0, 50.0)), ("L", (60.0, 60.0))), stroke=PRIMARY, width=1, opacity=0.4)
    assert told(drawn(SOLID, beside)) == []


def test_a_see_through_picture_needs_bare_paper_or_a_profile(tmp_path: Path) -> None:
    file = picture(tmp_path, "LA", (90, 128))
    assert told(pictured(file)) == []
    (found,) = told(pictured(file, over=SOLID))
    assert found.code == "shop-transparency"
    assert told(pictured(file, over=SOLID), Shop(profile=press_profile())) == []


# Pictures ------------------------------------------------------------------------------------------------------------


def test_a_picture_is_converted_to_four_inks_with_its_mask(tmp_path: Path) -> None:
    found = read_press_picture(str(picture(tmp_path, "RGBA", (200, 90, 40, 128))), press_profile())
    assert (found.space, found.width, found.height) == ("DeviceCMYK", 6, 4)
    assert found.alpha is not None
    assert 150 < found.ink < 250


def test_white_is_paper_and_grey_is_black_alone(tmp_path: Path) -> None:
    white = press_profile().pixels(Pixels.new("RGB", (1, 1), "white"))
    assert white.getpixel((0, 0)) == (0, 0, 0, 0)
    found = read_press_picture(str(picture(tmp_path, "RGB", (90, 90, 90))), press_profile())
    assert (found.space, found.ink) == ("DeviceGray", 100)


def test_without_a_profile_a_see_through_grey_is_mixed_with_white(tmp_path: Path) -> None:
    import zlib

    found = read_press_picture(str(picture(tmp_path, "LA", (55, 128))), None)
    assert (found.space, found.alpha) == ("DeviceGray", None)
    assert set(zlib.decompress(found.data)) == {155}  # halfway between 55 and 255


def test_a_picture_s_own_profile_is_heeded(tmp_path: Path) -> None:
    plain = picture(tmp_path, "RGB", (120, 200, 40))
    tagged = tmp_path / "tagged.png"
    lab = Path("/usr/share/color/icc/ghostscript/a98.icc")
    press_profile()
    Pixels.open(plain).save(tagged, icc_profile=lab.read_bytes())
    broken = tmp_path / "broken.png"
    Pixels.open(plain).save(broken, icc_profile=b"no profile")
    as_srgb = read_press_picture(str(plain), press_profile())
    assert read_press_picture(str(tagged), press_profile()).data != as_srgb.data
    assert read_press_picture(str(broken), press_profile()).data == as_srgb.data


# The clinic's wishes -------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "brochures" / "art").mkdir(parents=True)
    return tmp_path


def clinic_with(root: Path, wishes: str) -> tuple[Clinic | None, Sink]:
    own = (Path(__file__).parents[2] / "brochures" / "clinic.yaml").read_text("utf-8")
    path = root / "brochures" / "clinic.yaml"
    path.write_text(own + wishes, "utf-8")
    sink = Sink()
    tree = load(path, root, sink)
    return (None if tree is None else validate(tree, Clinic, sink)), sink


def wished(root: Path, wishes: str, paper: str = "letter") -> tuple[Shop | None, list[Diagnostic]]:
    clinic, sink = clinic_with(root, wishes)
    assert clinic is not None, sink.found
    return read_shop(clinic, paper, root, sink), sink.found


def test_what_is_usual_depends_on_the_paper(root: Path) -> None:
    assert wished(root, "") == (Shop("CGATS TR 006", 9.0, 300, None), [])
    assert wished(root, "", "a4") == (Shop("FOGRA39", 3 * MM, 300, None), [])
    wishes = "print:\n  condition: FOGRA51\n  ink_limit: 260\n  bleed: 4mm\n"
    assert wished(root, wishes) == (Shop("FOGRA51", 4 * MM, 260, None), [])


def test_a_condition_that_is_not_registered_needs_a_profile(root: Path) -> None:
    shop, (found,) = wished(root, "print:\n  condition: FOGRA 39\n")
    assert shop is None
    assert (found.code, found.hints[0]) == ("shop-condition", "did you mean `FOGRA39`?")
    assert found.span is not None
    assert found.span.line == len((root / "brochures" / "clinic.yaml").read_text("utf-8").splitlines())


def test_a_profile_is_read_from_the_workspace(root: Path) -> None:
    profile = press_profile()
    (root / "brochures" / "art" / "press.icc").write_bytes(PROFILE.read_bytes())
    shop, found = wished(root, "print:\n  profile: art/press.icc\n")
    assert found == []
    assert shop == Shop("Custom", 9.0, 300, profile)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is no ICC profile"), (b"x" * 400, "is no ICC profile"),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "is for RGB colours"),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(), "is for Lab colours"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_press_s_profile_is_told(root: Path, data: bytes, why: str) -> None:
    (root / "brochures" / "art" / "press.icc").write_bytes(data)
    shop, (found,) = wished(root, "print:\n  profile: art/press.icc\n")
    assert shop is None
    assert found.code == "shop-profile"
    assert why in found.message


def test_a_damaged_profile_is_told() -> None:
    press_profile()
    data = bytearray(PROFILE.read_bytes())
    with pytest.raises(ValueError, match="is damaged"):
        open_profile(bytes(data[:600]))
    data[12:16] = b"link"
    with pytest.raises(ValueError, match="not one of a printing press"):
        open_profile(bytes(data))


@pytest.mark.parametrize(
    ("name", "code"),
    [("art/gone.icc", "file-missing"), ("../../press.icc", "file-outside"), ("art/press.txt", "file-kind")],
)
def test_a_profile_lies_inside_the_workspace(root: Path, name: str, code: str) -> None:
    (root / "brochures" / "art" / "press.txt").write_bytes(b"acsp")
    shop, (found,) = wished(root, f"print:\n  profile: {name}\n")
    assert shop is None
    assert found.code == code


@pytest.mark.parametrize("wish", ["ink_limit: 500", "ink_limit: 20", "bleed: 3", "bleed: -1mm", "profil: x"])
def test_wishes_that_make_no_sense_are_told(root: Path, wish: str) -> None:
    clinic, sink = clinic_with(root, f"print:\n  {wish}\n")
    assert clinic is None or sink.failed
    assert sink.found
