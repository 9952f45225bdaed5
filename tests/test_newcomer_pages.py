"""A newcomer's mistakes with pictures, charts, themes and previews: each is told at its place, none ends in a fault.

What looks right on a page must be right, too: the numbers of a chart are those of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from workspaces import brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.content.composing.compose_showing import KINDS as COMPOSED
from foldwell.content.composing.story_showing import DataChart
from foldwell.content.text.runs import Run

Told = Callable[..., str]
PLAIN = text_block("Take it with water.")
EDGE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A workspace without a brochure."""
    return make_workspace(tmp_path / "shop")


@pytest.fixture
def told(shop: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """Writes a brochure of the blocks given, builds it, and gives what the error stream says of it."""

    def build(blocks: str = PLAIN, *more: str, extra: str = "", status: int = PROBLEMS) -> str:
        write(shop, brochure(blocks, extra=extra))
        capsys.readouterr()
        assert main(["build", "--workspace", str(shop), *more]) == status
        return capsys.readouterr().err

    return build


def chart(value: str, more: str = "") -> str:
    return f"- chart:\n    header: [Treatment, Better]\n{more}    bars:\n      - label: One\n        value: {value}\n"


# Blocks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("1234567", "", "1234567"),  # not 1.23457e+06
        ("0.1234567", "", "0.1234567"),
        ("5.50", "", "5.50"),
        ("41", '"%"', "41%"),
        ("5", "mg", f"5{EDGE}mg"),  # a number that runs into its unit is misread
        ("5", '" mg"', f"5{EDGE}mg"),
    ],
)
def test_a_chart_shows_every_digit_of_its_values_and_the_unit_apart(
    shop: Path, value: str, unit: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts: list[DataChart] = []
    compose = COMPOSED["chart"]

    def kept(*arguments: object) -> object:
        charts.extend(made := list(compose(*arguments)))  # type: ignore[arg-type]  # handed on as they came
        return iter(made)

    monkeypatch.setattr("foldwell.content.composing.compose_blocks._KINDS", {"chart": kept})
    more = f"    unit: {unit}\n" if unit else ""
    write(shop, brochure(chart(value, more)).replace("back: [legal]", "omit: [legal]"))
    main(["check", "--workspace", str(shop)])
    shown_runs = [run for each in charts for datum in each.data for run in datum.shown if isinstance(run, Run)]
    assert {run.text for run in shown_runs} == {shown}


def test_a_unit_that_would_be_read_as_part_of_the_value_is_refused(told: Told) -> None:
    said = told(chart("50", "    unit: 5\n"))
    assert ":19:17: error[chart-unit]" in said
    assert "words for a value go under its `shown`" in said


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1000000000", "this number has too many digits"),
        ("41%", "`41%` is not a number"),
        ("1,234", "`1,234` is not a number"),
    ],
)
def test_a_number_that_cannot_stand_there_is_told_as_what_it_is(told: Told, value: str, message: str) -> None:
    said = told(chart(value))
    assert f":21:22: error[bad-value]: {message}" in said
    assert "no comma" in said or "nine before the point" in said


def test_names_are_offered_as_the_program_writes_them(told: Told) -> None:
    assert "= write `glass-water`: an icon's name" in told("- icons:\n    - icon: Glass_Water.svg\n      text: Drink\n")


def test_keys_are_named_where_a_value_stands_for_them(told: Told) -> None:
    assert "each on a line of its own: `icon: …`, `text: …`" in told("- icons:\n    - sunrise\n")
    assert "`title: …`, `text: …`" in told(extra="emergency: Call 911\n")


def test_an_emergency_box_among_the_blocks_is_sent_where_it_belongs(told: Told) -> None:
    said = told("- emergency:\n    title: Help\n    text: Call 911.\n")
    assert "error[unknown-key]: the key `emergency` cannot stand here" in said
    assert "outside of `sections:`" in said


def test_two_kinds_in_one_block_are_told_apart(told: Told) -> None:
    said = told("- icons:\n    - icon: pill\n      text: One\n  text: Two\n")
    assert "= begin each of them with a hyphen of its own" in said


def test_an_emergency_box_that_is_too_tall_is_told_of_its_page(told: Told) -> None:
    words = "Call us now, please. " * 50
    said = told("- text: Well.\n", extra=f"emergency:\n  title: Help\n  text: {words}\n")
    assert 'error[overflow]: panel "first" is' in said
    assert "12 pages" not in said


def test_pictures_that_are_too_tall_are_not_counted_in_words(told: Told) -> None:
    said = told("- pictogram:\n    of: 1000\n    groups:\n" + "      - count: 9\n        label: Nine\n" * 4)
    assert "= take out a block before this point" in said


@pytest.mark.parametrize("where", ["60", "[60]", "centre", "60, 40"])
def test_a_point_is_explained_as_a_point(told: Told, where: str) -> None:
    said = told(extra=f"cover:\n  photo:\n    file: art/ldn-cover.svg\n    focus: {where}\n")
    assert "= a point has two, in percent from the left and from the top: [30, 60]" in said


def test_a_share_of_one_is_not_taken_for_a_percentage(told: Told) -> None:
    said = told(extra="cover:\n  photo:\n    file: art/ldn-cover.svg\n    focus: [0.6, 40]\n")
    assert "error[percent]: 0.6 percent is next to nothing" in said
    assert "write 60 for it" in said


def test_points_that_hide_each_other_are_told(told: Told) -> None:
    points = "".join(f"      - at: [50, {y}]\n        text: Here\n" for y in (50, 50, 90))
    said = told(f"- figure:\n    file: art/ldn-receptor.svg\n    alt: A cell\n    points:\n{points}", status=DONE)
    assert said.count("warning[points-crowded]: point 2 hides point 1 of the picture") == 1
    assert ":23:15: warning[points-crowded]" in said


# Pictures -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def damaged(shop: Path) -> None:
    """A PNG and a JPEG whose heads are whole and whose pixels are not."""
    art = shop / "brochures" / "art"
    grain = Image.effect_noise((800, 800), 90).convert("RGB")
    for name in ("damaged.png", "damaged.jpg"):
        grain.save(art / name)
        data = bytearray((art / name).read_bytes())
        half = len(data) // 2
        data[half : half + 4000] = b"\xff\xda" * 2000
        (art / name).write_bytes(data)


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("name", ["damaged.png", "damaged.jpg"])
@pytest.mark.parametrize("use", ["photo:\n    file: {}", "photo:\n    file: {}\n    tint: ink", "art: {}"])
def test_a_picture_whose_pixels_are_damaged_is_told_at_its_name(told: Told, name: str, use: str) -> None:
    said = told(PLAIN, "--layout", "trifold", extra=f"cover:\n  {use.format('art/' + name)}\n")
    line, column = (13, 11) if use.startswith("photo") else (12, 8)
    assert f"tiny.en.yaml:{line}:{column}: error[picture-damaged]: {name} is damaged" in said
    assert "= get the file again, or save it anew" in said


@pytest.mark.usefixtures("damaged")
def test_a_damaged_figure_is_told_and_the_old_file_kept(told: Told, shop: Path) -> None:
    told(status=DONE)
    made = shop / "out" / "tiny.en.handout.desk.pdf"
    before = made.read_bytes()
    said = told("- figure:\n    file: art/damaged.jpg\n    alt: Rain\n")
    assert ":18:11: error[picture-damaged]" in said
    assert made.read_bytes() == before


def test_a_picture_of_90_megapixels_is_refused_in_our_words(shop: Path, told: Told) -> None:
    Image.new("1", (9400, 9600)).save(shop / "brochures" / "art" / "wall.png")
    assert "wall.png has 90 megapixels, and at most 89 are read" in told(extra="cover:\n  art: art/wall.png\n")


def test_a_drawing_is_no_photograph(told: Told) -> None:
    said = told(extra="cover:\n  photo:\n    file: art/ldn-cover.svg\n")
    assert "error[picture-kind]: ldn-cover.svg is a drawing, and a `photo` is a PNG or a JPEG" in said
    assert "= write `art: art/ldn-cover.svg` in place of `photo:`" in said


def test_files_are_offered_with_the_folder_that_they_lie_in(told: Told) -> None:
    assert "did you mean art/ldn-cover.svg" in told(extra="cover:\n  art: art/ldn-covr.svg\n")


# Colours and themes ---------------------------------------------------------------------------------------------------


def test_inks_are_counted_in_percent(shop: Path, told: Told) -> None:
    clinic = shop / "brochures" / "clinic.yaml"
    text = clinic.read_text("utf-8")
    assert "cmyk: [86, 38, 55, 34]" in text
    clinic.write_text(text.replace("cmyk: [86, 38, 55, 34]", "cmyk: [0.86, 0.38, 0.55, 0.34]"), encoding="utf-8")
    assert "error[percent]: 0.86 percent is next to nothing" in told()


@pytest.mark.parametrize("typed", ["Warm", "warm.yaml"])
def test_a_theme_is_offered_under_its_name(shop: Path, told: Told, typed: str) -> None:
    with (shop / "brochures" / "clinic.yaml").open("a", encoding="utf-8") as clinic:
        clinic.write(f"\ntheme: {typed}\n")
    assert "= write `warm`: a name" in told()


@pytest.mark.parametrize(
    ("cover", "column"), [("{field: primary-field, title: primary-text}", 38), ("{field: primary-field}", 16)]
)
def test_words_that_cannot_be_read_on_a_theme_s_field_are_the_theme_s_fault(
    shop: Path, told: Told, cover: str, column: int
) -> None:
    (shop / "layouts" / "themes" / "mine.yaml").write_text(f"title: Mine\ncover: {cover}\n", encoding="utf-8")
    with (shop / "brochures" / "clinic.yaml").open("a", encoding="utf-8") as clinic:
        clinic.write("\ntheme: mine\n")
    said = told()
    assert f"layouts/themes/mine.yaml:2:{column}: error[contrast]: `primary-text`" in said
    assert "= on `primary-field` write in `on-primary`" in said
    assert all(line.startswith("layouts/") for line in said.splitlines() if "error[contrast]" in line)


def test_a_band_of_a_theme_is_a_strip(shop: Path, told: Told) -> None:
    band = "title: Mine\nband: {side: top, height: 5in, colour: tint}\n"
    (shop / "layouts" / "themes" / "mine.yaml").write_text(band, encoding="utf-8")
    with (shop / "brochures" / "clinic.yaml").open("a", encoding="utf-8") as clinic:
        clinic.write("\ntheme: mine\n")
    assert "layouts/themes/mine.yaml:2:27: error[bad-value]: 5in is too large" in told()


# Large print, languages, previews ------------------------------------------------------------------------------------


def test_the_layout_that_another_is_like_is_named(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = brochure(PLAIN)
    handout = text[text.index("  handout:") : text.index("targets:")]
    write(shop, text.replace(handout, ""))
    assert main(["build", "--workspace", str(shop), "--layout", "large-print"]) == PROBLEMS
    assert "add `large-print:` under `layouts:` in the brochure, or `handout:`" in capsys.readouterr().err


def test_a_number_that_ends_an_arabic_sentence_is_read_back(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = brochure(text_block("اتصل بالرقم 911. ثم اتصل بنا.")).replace("language: en", "language: ar")
    (shop / "brochures" / "tiny.ar.yaml").write_text(text, encoding="utf-8")
    status = main(["build", "--workspace", str(shop), "tiny"])
    assert status == DONE, capsys.readouterr().err


def test_gray_is_grey(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, brochure(PLAIN))
    assert main(["preview", "--workspace", str(shop), "--gray", "--layout", "handout", "--dpi", "20"]) == DONE
    assert "tiny.en.handout.1.grey.png" in capsys.readouterr().out
