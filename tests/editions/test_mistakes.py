"""What a new user does wrong: each mistake ends in a complaint with its place and what to do, never in a traceback."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from workspaces import ARABIC, Bench, Wanted, attempt, brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.diagnostics import Severity
from foldwell.layout.document import Text

GOOD = brochure(text_block("Take it with water."))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "shop", tiny=GOOD)


class Told:
    """What a build said: its status and the error stream."""

    def __init__(self, shop: Path, capsys: pytest.CaptureFixture[str], *words: str) -> None:
        self.status = main(["build", "--workspace", str(shop), *words])
        self.text = capsys.readouterr().err
        assert "Traceback" not in self.text
        assert "fault:" not in self.text

    @property
    def errors(self) -> list[str]:
        """The lines with an error."""
        return [line for line in self.text.splitlines() if "error[" in line]


def test_an_emoji_is_told_with_its_place(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = brochure(text_block("Take it with water \U0001f4a7 and rest."))
    write(shop, text)
    told = Told(shop, capsys)
    assert told.status == PROBLEMS
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "\U0001f4a7" in row)
    column = text.splitlines()[line - 1].index("\U0001f4a7") + 1
    assert f"brochures/tiny.en.yaml:{line}:{column}: error[missing-glyph]: " in told.text
    assert "U+1F4A7" in told.text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_make_no_difference(shop: Path, end: str) -> None:
    plain, _, _ = attempt(shop, Wanted("tiny.en", "handout"))
    path = shop / "brochures" / "tiny.en.yaml"
    path.write_bytes(GOOD.replace("\n", end).encode())
    other, _, sink = attempt(shop, Wanted("tiny.en", "handout"))
    assert plain is not None
    assert other is not None, sink.found
    assert other.pdf == plain.pdf


def test_a_byte_order_mark_makes_no_difference(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    made, _, sink = attempt(shop, Wanted("tiny.en", "handout"))
    assert made is not None, sink.found


def empty(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").write_bytes(b"")


def blank(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").write_text("# to do\n\n", encoding="utf-8")


def word_processor(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe")


def latin_1(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").write_bytes(GOOD.replace("water", "café").encode("latin-1"))


def utf_16(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").write_bytes(GOOD.encode("utf-16"))


def folder_for_file(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").unlink()
    (shop / "brochures" / "tiny.en.yaml").mkdir()


def dangling_link(shop: Path) -> None:
    (shop / "brochures" / "tiny.en.yaml").unlink()
    (shop / "brochures" / "tiny.en.yaml").symlink_to("nowhere.yaml")


def no_clinic(shop: Path) -> None:
    (shop / "brochures" / "clinic.yaml").unlink()


def no_fonts(shop: Path) -> None:
    (shop / "fonts" / "fonts.yaml").unlink()


def no_layouts(shop: Path) -> None:
    for path in (shop / "layouts").glob("*.yaml"):
        path.unlink()


def broken_layout(shop: Path) -> None:
    path = shop / "layouts" / "trifold.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("3.625in, 3.6875in", "3.5in, 3.6875in"), encoding="utf-8")


def misspelt_layout(shop: Path) -> None:
    path = shop / "layouts" / "handout.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("orientation:", "orientatoin:"), encoding="utf-8")


def unknown_typeface(shop: Path) -> None:
    path = shop / "brochures" / "clinic.yaml"
    text = path.read_text(encoding="utf-8").replace("text: atkinson", "text: atkinsen")
    path.write_text(text, encoding="utf-8")


def no_logo(shop: Path) -> None:
    (shop / "brochures" / "art" / "rothman.svg").unlink()


def pale_text(shop: Path) -> None:
    path = shop / "brochures" / "clinic.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("#22302e", "#b0b0b0"), encoding="utf-8")


def font_missing(shop: Path) -> None:
    path = shop / "fonts" / "fonts.yaml"
    text = path.read_text(encoding="utf-8").replace("package: fontpkg_fraunces", "package: fontpkg_nowhere")
    path.write_text(text, encoding="utf-8")


def font_not_a_font(shop: Path) -> None:
    (shop / "fonts" / "AtkinsonHyperlegible-Regular.ttf").write_bytes(b"<!DOCTYPE html><html>not found</html>")


@pytest.mark.parametrize(
    "mistake",
    [
        empty, blank, word_processor, latin_1, utf_16, folder_for_file, dangling_link, no_clinic, no_fonts, no_layouts,
        broken_layout, misspelt_layout, unknown_typeface, no_logo, pale_text, font_missing, font_not_a_font,
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_told(
    shop: Path, capsys: pytest.CaptureFixture[str], mistake: Callable[[Path], None]
) -> None:
    mistake(shop)
    told = Told(shop, capsys)
    assert told.status == PROBLEMS
    assert told.errors
    assert all("error[" in line and len(line) < 400 for line in told.errors)
    made = sorted(path.name for path in (shop / "out").rglob("*.pdf"))
    unfolded = ["tiny.en.handout.desk.pdf", "tiny.en.large-print.desk.pdf"]
    others = {"broken_layout": unfolded, "misspelt_layout": ["tiny.en.trifold.desk.pdf"]}
    assert made == others.get(mistake.__name__, [])  # one layout that is wrong does not stop the others


def test_a_workspace_without_a_right_to_write_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "out").write_text("a file in the way", encoding="utf-8")
    told = Told(shop, capsys)
    assert told.status == PROBLEMS
    [error] = told.errors  # the folder is at fault, and is told once for all three files
    assert "error[write]: nothing could be written to" in error


# Pictures -------------------------------------------------------------------------------------------------------------


def png_head(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has no pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    rest = [struct.pack(">I4sI", 0, name, zlib.crc32(name)) for name in (b"IDAT", b"IEND")]
    return start + b"".join(rest)


def figure(name: str) -> str:
    return brochure(f"- figure:\n    file: {name}\n    alt: |\n      A picture\n")


def test_a_picture_of_hundreds_of_megapixels_is_refused_before_it_is_decoded(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "brochures" / "art" / "huge.png").write_bytes(png_head(20_000, 20_000))
    write(shop, figure("art/huge.png"))
    told = Told(shop, capsys)
    assert told.status == PROBLEMS
    assert any("huge.png" in line and "megapixels" in line for line in told.errors), told.text
    assert "brochures/tiny.en.yaml:" in told.errors[0]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
PICTURES: dict[str, tuple[str, bytes]] = {
    "a cut PNG": ("cut.png", png_head(200, 100)[:20]),
    "a PNG that is a web page": ("page.png", b"<!DOCTYPE html><html></html>"),
    "an empty JPEG": ("empty.jpg", b""),
    "an SVG that is none": ("none.svg", b"hello"),
    "an empty SVG": ("empty.svg", b""),
    "an SVG that reaches out": ("out.svg", SVG.format('<image xlink:href="http://example.org/a.png"/>').encode()),
    "an SVG with a local file": ("file.svg", SVG.format('<image xlink:href="file:///etc/passwd"/>').encode()),
    "an SVG with an entity": ("bomb.svg", b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("&a;").encode()),
    "an SVG with a script": ("script.svg", SVG.format("<script>alert(1)</script>").encode()),
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_that_cannot_be_used_is_told(shop: Path, capsys: pytest.CaptureFixture[str], case: str) -> None:
    name, data = PICTURES[case]
    (shop / "brochures" / "art" / name).write_bytes(data)
    write(shop, figure(f"art/{name}"))
    told = Told(shop, capsys)
    assert told.status == PROBLEMS
    assert name in told.errors[0]
    assert "brochures/tiny.en.yaml:18:" in told.text


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "/etc/hostname", "art/nothing.png", "art", "C:\\logo.png", "art/link.png"]
)
def test_a_picture_outside_or_not_there_is_told(shop: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    if os.name != "nt":
        (shop / "brochures" / "art" / "link.png").symlink_to("/etc/hostname")
    write(shop, figure(name))
    told = Told(shop, capsys)
    assert told.status == PROBLEMS
    assert any("brochures/tiny.en.yaml:" in line and "[file-" in line for line in told.errors), told.text


def test_a_coarse_picture_is_warned_of_and_printed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    Image.new("RGB", (100, 60), (200, 120, 60)).save(shop / "brochures" / "art" / "coarse.png")
    write(shop, figure("art/coarse.png"))
    told = Told(shop, capsys)
    assert told.status == DONE
    assert "warning[picture-coarse]" in told.text


# Languages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["trifold", "handout"])
def test_arabic_is_made_with_its_own_face_and_a_warning(bench: Bench, layout: str) -> None:
    built = bench.build(Wanted(ARABIC, layout))
    [warning] = [found for found in built.sink.found if found.code == "language-words"]
    assert warning.severity is Severity.WARNING
    assert warning.span is not None
    assert warning.span.path == f"brochures/{ARABIC}.yaml"
    faces = {item.face.partition("/")[0] for item in built.document.items() if isinstance(item, Text)}
    assert "noto-arabic" in faces
    assert [found for found in built.sink.found if found.severity is Severity.ERROR] == []
    if layout == "trifold":
        assert [panel.name for panel in built.document.sheets[0].panels] == ["cover", "back", "flap"]
        assert [panel.name for panel in built.document.sheets[1].panels] == ["inside-3", "inside-2", "inside-1"]


def test_a_language_without_a_file_gets_english_words_and_a_warning(shop: Path) -> None:
    (shop / "brochures" / "tiny.sw.yaml").write_text(GOOD.replace("language: en", "language: sw"), encoding="utf-8")
    made, _, sink = attempt(shop, Wanted("tiny.sw", "handout"))
    assert made is not None
    assert [found.code for found in sink.found if found.severity is Severity.WARNING].count("language-words") == 1
