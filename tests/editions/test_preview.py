"""Pictures of pages and of the shelf, and the gallery: what they show, what they weigh, and what the command says."""

from __future__ import annotations

import io
import random
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat
from workspaces import ARABIC, LDN, ROOT, SINK, brochure, furnish, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS, USAGE
from foldwell.diagnostics import Sink
from foldwell.editions.building import plan
from foldwell.editions.press import Press
from foldwell.editions.preview import LARGEST, Group, Look, made_groups, write_previews
from foldwell.editions.preview_excerpt import LEAST, MOST, excerpt
from foldwell.editions.preview_gallery import SMALL, gallery
from foldwell.editions.preview_shelf import COLUMN, GAP, MARGIN, Column, column, front, shelf
from foldwell.editions.preview_table import GROUND, Paper, on_table
from foldwell.editions.rendering import page_pictures, png_within
from foldwell.editions.request import Request
from foldwell.editions.workspace import Workspace

TINY = brochure(text_block("Take it with water."))
RED = (163, 38, 27)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two tiny brochures, which is only read."""
    return make_workspace(tmp_path_factory.mktemp("preview") / "shop", tiny=TINY, wee=TINY.replace("TS-01", "TS-02"))


@pytest.fixture(scope="module")
def pictures(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the command writes."""
    out = tmp_path_factory.mktemp("pictures")
    assert preview(shop, "--out", str(out)) == DONE
    return out


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> tuple[Press, list[Group], Sink]:
    """Three brochures, made: one with many kinds of blocks, the repository's, and one that runs from right to left."""
    root = make_workspace(tmp_path_factory.mktemp("furnished") / "shop")
    furnish(root)
    for path in (root / "brochures").glob("*.*.yaml"):
        if path.stem not in (LDN, SINK, ARABIC):
            path.unlink()
    return made(root)


def made(root: Path) -> tuple[Press, list[Group], Sink]:
    sink = Sink()
    workspace = Workspace.open(root, sink)
    assert workspace is not None
    planned = plan(workspace, Request(target="desk"), sink)
    assert planned is not None
    found = list(made_groups(*planned, sink))
    assert not sink.failed, sink.found
    return planned[0], found, sink


def preview(shop: Path, *words: str) -> int:
    return main(["preview", *words, "--workspace", str(shop)])


def opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
        return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures of one size, in levels of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


# --- pages


def test_every_page_of_every_edition_has_a_file(pictures: Path) -> None:
    names = {path.name for path in pictures.iterdir()}
    pages = {"trifold.1", "trifold.2", "handout.1"}
    assert {f"{name}.en.{page}.png" for name in ("tiny", "wee") for page in pages} | {"shelf.png"} <= names


def test_a_page_is_what_the_pdf_shows(shop: Path, pictures: Path, tmp_path: Path) -> None:
    assert main(["build", "tiny", "--target", "desk", "--workspace", str(shop), "--out", str(tmp_path)]) == DONE
    with pypdfium2.PdfDocument(tmp_path / "tiny.en.trifold.desk.pdf") as pdf:
        for number, page in enumerate(pdf, 1):
            rendered = page.render(scale=100 / 72).to_pil().convert("RGB")
            picture = opened(pictures / f"tiny.en.trifold.{number}.png")
            assert picture.size == rendered.size == (1100, 850)
            assert difference(picture, rendered) == 0
            assert min(ImageStat.Stat(picture.convert("L")).extrema[0]) < 100  # something is on it


def test_dpi_sets_the_size_and_is_told_to_viewers(shop: Path, tmp_path: Path) -> None:
    assert preview(shop, "tiny", "--layout", "handout", "--dpi", "40", "--out", str(tmp_path)) == DONE
    picture = opened(tmp_path / "tiny.en.handout.1.png")
    assert picture.size == (340, 440)
    assert picture.info["dpi"] == pytest.approx((40, 40), abs=0.1)


def test_grey_is_the_grey_of_a_copier(shop: Path, pictures: Path, tmp_path: Path) -> None:
    assert preview(shop, "tiny", "--layout", "trifold", "--grey", "--out", str(tmp_path)) == DONE
    assert {path.name for path in tmp_path.iterdir()} == {
        "tiny.en.trifold.1.grey.png", "tiny.en.trifold.2.grey.png", "shelf.grey.png",
    }  # fmt: skip
    grey, colour = opened(tmp_path / "tiny.en.trifold.1.grey.png"), opened(pictures / "tiny.en.trifold.1.png")
    assert grey.mode == "L"
    bands = opened(tmp_path / "shelf.grey.png").convert("RGB").split()
    assert all(ImageChops.difference(bands[0], band).getextrema() == (0, 0) for band in bands[1:])
    red, green, blue = (ImageStat.Stat(band).mean[0] for band in colour.split())
    assert ImageStat.Stat(grey).mean[0] == pytest.approx(0.3 * red + 0.59 * green + 0.11 * blue, abs=0.6)


def test_the_picture_of_a_page_that_is_gone_goes_too(shop: Path, tmp_path: Path) -> None:
    old, other = tmp_path / "tiny.en.handout.2.png", tmp_path / "tiny.en.handout.x.png"
    for path in (old, other):
        path.write_bytes(b"old")
    assert preview(shop, "tiny", "--layout", "handout", "--out", str(tmp_path)) == DONE
    assert not old.exists()
    assert other.exists()


def test_what_is_printed_are_the_files(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preview(shop, "tiny", "--layout", "handout", "--out", str(tmp_path)) == DONE
    printed = capsys.readouterr().out.splitlines()
    assert sorted(map(Path, printed)) == sorted(tmp_path.iterdir())


def test_without_out_they_go_to_a_folder_of_their_own(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "shop", tiny=TINY)
    assert preview(root, "--layout", "handout") == DONE
    assert (root / "out" / "preview" / "tiny.en.handout.1.png").is_file()


# --- the shelf


def test_the_shelf_shows_each_cover_above_its_pages(pictures: Path, groups: tuple[Press, list[Group], Sink]) -> None:
    press, found, sink = groups
    columns = [column(press, [shown for _, shown in group.editions], sink) for group in found]
    picture = shelf(press, columns)
    assert picture.width == 2 * MARGIN + 3 * COLUMN + 2 * GAP
    for number, group in enumerate(found):
        x = MARGIN + number * (COLUMN + GAP)
        made_one = group.editions[0][1].made
        cover = front(made_one, COLUMN / next(made_one.document.panels()).rect.width)
        assert difference(picture.crop((x, MARGIN, x + cover.width, MARGIN + cover.height)), cover) < 3
    assert picture.getpixel((2, 2)) == GROUND
    assert opened(pictures / "shelf.png").width == 2 * MARGIN + 2 * COLUMN + GAP


def test_titles_are_set_in_the_clinic_s_own_typeface(groups: tuple[Press, list[Group], Sink]) -> None:
    press, [group, *_], sink = groups
    shown = column(press, [shown for _, shown in group.editions], sink)
    assert "".join(line.text for line in shown.title).strip() == "Blood pressure at home"
    assert "".join(line.text for line in shown.line).startswith("KS-07 · trifold, handout")
    display = press.book.face(press.clinic.typefaces.display, "bold").key
    assert {piece.face for line in shown.title for piece in line.pieces} == {display}


def test_first_pages_leave_out_the_others_of_what_is_not_folded(groups: tuple[Press, list[Group], Sink]) -> None:
    press, [group, *_], sink = groups
    editions = [shown for _, shown in group.editions]
    pages = [page for row in column(press, editions, sink).rows for page in row]
    first = [page for row in column(press, editions, sink, first_pages=True).rows for page in row]
    assert len(pages) == sum(shown.made.pages for shown in editions)
    assert len(first) == sum(2 if shown.layout.fold != "none" else 1 for shown in editions)


@pytest.mark.parametrize(("count", "across"), [(1, 1), (5, 5), (6, 3), (7, 4), (11, 4)])
def test_many_brochures_stand_on_several_shelves(
    groups: tuple[Press, list[Group], Sink], count: int, across: int
) -> None:
    press, [group, *_], sink = groups
    one = column(press, [shown for _, shown in group.editions][:1], sink)
    picture = shelf(press, [one] * count)
    assert picture.width == 2 * MARGIN + across * COLUMN + (across - 1) * GAP
    single = shelf(press, [one]).height - MARGIN
    assert picture.height == -(-count // across) * single + MARGIN


def test_a_long_title_keeps_clear_of_the_pages(groups: tuple[Press, list[Group], Sink]) -> None:
    press, [group, *_], sink = groups
    one = column(press, [shown for _, shown in group.editions][:1], sink)
    two: Column = replace(one, title=one.title * 3)
    assert shelf(press, [one, two]).height - shelf(press, [one]).height == round(two.words_height) - round(
        one.words_height
    )


def test_a_shelf_that_is_full_is_followed_by_another(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foldwell.editions.preview.PER_SHELF", 1)
    sink = Sink()
    workspace = Workspace.open(shop, sink)
    assert workspace is not None
    planned = plan(workspace, Request(layout="handout", target="desk", out=tmp_path), sink)
    assert planned is not None
    written = [path.name for path in write_previews(*planned, Look(dpi=20), sink)]
    assert written == ["tiny.en.handout.1.png", "shelf.png", "wee.en.handout.1.png", "shelf.2.png"]


# --- paper and weight


def test_paper_has_a_soft_shadow_and_the_ground_is_calm() -> None:
    picture = on_table((200, 200), [Paper(Image.new("RGB", (80, 80), "white"), 60, 60)])
    below, far = picture.convert("L").getpixel((100, 143)), picture.convert("L").getpixel((4, 4))
    assert isinstance(below, int)
    assert isinstance(far, int)
    assert below < far - 15
    assert picture.getpixel((4, 4)) == GROUND
    assert picture.getpixel((100, 100)) == (253, 253, 253)


def test_a_small_red_sign_stays_red_in_a_small_file() -> None:
    chance = random.Random(1)  # noqa: S311  # a pattern, no secret
    picture = Image.new("RGB", (300, 300))
    picture.putdata([(0, chance.randrange(256), chance.randrange(40, 120)) for _ in range(90_000)])
    picture.paste(RED, (10, 10, 22, 22))
    data = png_within(picture, 100_000)
    assert len(data) <= 100_000
    with Image.open(io.BytesIO(data)) as small:
        red, green, blue = ImageStat.Stat(small.convert("RGB").crop((12, 12, 20, 20))).mean
    assert red > 140
    assert max(green, blue) < 70


def test_what_no_palette_makes_light_enough_becomes_smaller() -> None:
    chance = random.Random(2)  # noqa: S311  # no secret
    picture = Image.frombytes("RGB", (200, 150), chance.randbytes(200 * 150 * 3))
    data = png_within(picture, 12_000)
    assert len(data) <= 12_000
    with Image.open(io.BytesIO(data)) as small:
        assert small.width < 200
        assert small.width / small.height == pytest.approx(4 / 3, abs=0.03)


def test_finer_pixels_are_the_mean_of_what_was_drawn(groups: tuple[Press, list[Group], Sink]) -> None:
    pdf = groups[1][0].editions[0][1].made.pdf
    plain, fine = page_pictures(pdf, 1.0), page_pictures(pdf, 1.0, 3)
    assert [page.size for page in plain] == [page.size for page in fine] == [(792, 612)] * 2
    assert difference(plain[0], fine[0]) < 3


# --- excerpts


def parts_of(found: list[Group], sink: Sink) -> list[tuple[Group, str]]:
    return [(group, sink.sources[group.brochure.span.path]) for group in found]


def test_an_excerpt_is_some_whole_lines_of_the_file(groups: tuple[Press, list[Group], Sink]) -> None:
    for group, text in parts_of(groups[1], groups[2]):
        part = excerpt(group.brochure, text)
        assert LEAST <= len(part.lines) <= MOST
        assert "\n".join(part.lines) + "\n" in text
        assert part.lines[-1].strip()
        assert not part.lines[-1].lstrip().startswith("#")


def test_an_excerpt_prefers_what_was_not_shown_before(groups: tuple[Press, list[Group], Sink]) -> None:
    [(group, text), *_] = parts_of(groups[1], groups[2])
    first = excerpt(group.brochure, text)
    second = excerpt(group.brochure, text, first.kinds)
    assert second.kinds - first.kinds
    assert second.lines != first.lines


def test_a_section_that_is_too_short_is_shown_as_it_is(shop: Path) -> None:
    _, [group, _], sink = made(shop)
    text = sink.sources[group.brochure.span.path]
    part = excerpt(group.brochure, text)
    assert part.lines == tuple(text.splitlines())[text.splitlines().index("  only:") :][: len(part.lines)]
    assert part.lines[-1].strip() == "Take it with water."


# --- the gallery


def test_the_gallery_shows_every_brochure(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = tmp_path / "docs"
    assert preview(shop, "--gallery", str(docs)) == DONE
    printed = capsys.readouterr().out.splitlines()
    page = (docs / "gallery.md").read_text(encoding="utf-8")
    assert page.count("## A small sheet") == 2
    shown = [docs / name for name in re.findall(r"\]\((\S+\.png)\)", page)]
    assert {docs / "gallery" / "tiny.en.trifold.png", docs / "gallery" / "wee.en.handout.png"} <= set(shown)
    assert {*map(Path, printed)} == {*shown, docs / "gallery.md"}
    for link in re.findall(r"\]\((\S+\.yaml)\)", page):
        assert (docs / link).resolve().parent == (shop / "brochures").resolve()
    again = {path: path.read_bytes() for path in docs.rglob("*.*")}
    assert preview(shop, "--gallery", str(docs)) == DONE
    assert {path: path.read_bytes() for path in docs.rglob("*.*")} == again


def test_a_gallery_is_left_alone_where_a_brochure_has_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_workspace(tmp_path / "shop", tiny=TINY, broken=TINY.replace("form:", "forn:"))
    assert preview(root, "--gallery", str(tmp_path / "docs")) == PROBLEMS
    said = capsys.readouterr()
    assert "did you mean `form`?" in said.err
    assert "is left as it was" in said.err
    assert not said.out
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize(
    "also", [["tiny"], ["--layout", "trifold"], ["--out", "x"], ["--dpi", "90"], ["--grey"]], ids=lambda words: words[0]
)
def test_a_gallery_takes_no_other_wishes(shop: Path, also: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert preview(shop, "--gallery", "docs", *also) == USAGE
    assert "leave out the names" in capsys.readouterr().err


@pytest.fixture(scope="module")
def shelved() -> tuple[Press, list[Group], Sink]:
    """The repository's brochures, made."""
    return made(ROOT)


def test_the_gallery_in_docs_is_up_to_date(shelved: tuple[Press, list[Group], Sink]) -> None:
    """Where this fails, `make gallery` mends it."""
    press, found, sink = shelved
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    assert page == gallery(press, found, ROOT / "docs", sink)


def test_the_gallery_in_docs_quotes_every_brochure_as_it_is() -> None:
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    parts = page.split("\n## ")[1:]
    files = sorted((ROOT / "brochures").glob("*.*.yaml"))
    assert len(parts) == len(files)
    for part, file in zip(parts, files, strict=True):
        assert f"(../brochures/{file.name})" in part
        [quoted] = re.findall(r"^```yaml excerpt\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
        assert LEAST <= len(quoted.splitlines()) <= MOST
        assert quoted in file.read_text(encoding="utf-8")


def test_the_pictures_in_docs_are_those_that_are_shown_and_light() -> None:
    docs = ROOT / "docs"
    page = (docs / "gallery.md").read_text(encoding="utf-8")
    shown = {docs / name for name in re.findall(r"\]\((gallery/\S+\.png)\)", page)}
    assert shown == set((docs / "gallery").iterdir())
    assert all(path.stat().st_size <= SMALL for path in shown)
    assert (docs / "shelf.png").stat().st_size <= LARGEST
    assert "(docs/shelf.png)" in (ROOT / "README.md").read_text(encoding="utf-8")
    for path in (*shown, docs / "shelf.png"):
        with Image.open(path) as picture:
            picture.verify()
            assert picture.format == "PNG"


# --- what goes wrong


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (["tinny"], "did you mean `tiny`?"),
        (["tiny", "--layout", "handuot"], "did you mean `handout`?"),
        (["tiny", "--layout", "z-fold"], "no brochure asked for has the layout `z-fold`"),
        (["--clinic", "harbour-street"], "did you mean `harbor-street`?"),
    ],
)
def test_what_is_not_there_is_named(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], complaint: str
) -> None:
    assert preview(shop, *asked, "--out", str(tmp_path / "out")) == PROBLEMS
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_empty_shelf_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preview(make_workspace(tmp_path / "shop")) == PROBLEMS
    assert "there is no brochure in" in capsys.readouterr().err
    assert not (tmp_path / "shop" / "out").exists()


@pytest.mark.parametrize("dpi", ["19", "601", "many", "-5", "72.5"])
def test_pixels_an_inch_have_bounds(shop: Path, dpi: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        preview(shop, f"--dpi={dpi}")
    assert stopped.value.code == USAGE
    assert f"`{dpi}` is not a whole number from 20 to 600" in capsys.readouterr().err


def test_a_broken_brochure_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_workspace(tmp_path / "shop", tiny=TINY)
    write(root, TINY.replace("form:", "forn:"), "broken")
    write(root, TINY.replace("Take it with water.", "Take it {{ often }}."), "unfilled")
    assert preview(root, "--layout", "handout", "--dpi", "30") == PROBLEMS
    said = capsys.readouterr().err
    assert "did you mean `form`?" in said
    assert "often" in said
    assert {path.name for path in (root / "out" / "preview").iterdir()} == {"tiny.en.handout.1.png", "shelf.png"}


def test_a_folder_that_cannot_be_written_to_leaves_what_is_there(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    assert preview(shop, "tiny", "--layout", "handout", "--out", str(blocked)) == PROBLEMS
    said = capsys.readouterr()
    assert said.err.count("nothing could be written to") == 1
    assert not said.out
    assert blocked.read_text(encoding="utf-8") == "a file where the folder should be"


def test_the_files_of_another_clinic_have_a_folder_of_their_own(shop: Path, tmp_path: Path) -> None:
    asked = ["tiny", "--clinic", "harbor-street", "--layout", "handout", "--dpi", "30", "--out", str(tmp_path)]
    assert preview(shop, *asked) == DONE
    assert {path.name for path in (tmp_path / "harbor-street").iterdir()} == {"tiny.en.handout.1.png", "shelf.png"}
    shutil.rmtree(tmp_path / "harbor-street")
    assert not any(tmp_path.iterdir())
