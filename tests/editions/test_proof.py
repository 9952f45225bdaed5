"""The picture of the folded piece: what stands where, in what light, and what the command says."""

from __future__ import annotations

import io
import math
import shutil
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS, USAGE
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.shapes import shape_of
from foldwell.diagnostics import Sink
from foldwell.editions.building import plan
from foldwell.editions.folding_view import POSES, Camera, Leaf, PanelInSpace, Pose, Slice, Vector, inverse, stand
from foldwell.editions.press import Made
from foldwell.editions.proof import LARGEST, proof
from foldwell.editions.request import Request
from foldwell.editions.scene import TALLEST, WIDTH, lying, standing
from foldwell.editions.workspace import Workspace
from foldwell.layout.document import Document

ROOT = Path(__file__).parents[2]
NAME = "low-dose-naltrexone"
COARSE = (60, 138)  # pixels: what letters look like does not matter, where colours stand does
KINDS = [(kind, pose) for kind, poses in POSES.items() for pose in poses]


def make(layout: str) -> Made:
    sink = Sink()
    workspace = Workspace.open(ROOT, sink)
    assert workspace is not None
    planned = plan(workspace, Request((NAME,), layout, "desk"), sink)
    assert planned is not None
    press, [edition] = planned
    brochure = press.read(edition.brochure, sink)
    assert brochure is not None
    made = press.make(brochure, edition, sink)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def trifold() -> Made:
    return make("trifold")


@pytest.fixture(scope="module")
def handout() -> Made:
    return make("handout")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the command writes, into a workspace that is only read."""
    out = tmp_path_factory.mktemp("proofs")
    assert main(["proof", NAME, "--workspace", str(ROOT), "--out", str(out)]) == DONE
    return out


def folded(document: Document, kind: str) -> Document:
    """The document as one of another fold: a half fold has two panels a side."""
    if kind != "half":
        return document
    sheets = [replace(sheet, folds=(sheet.width / 2,), panels=sheet.panels[-2:]) for sheet in document.sheets]
    return replace(document, sheets=tuple(sheets))


def from_left(panels: list[PanelInSpace]) -> list[PanelInSpace]:
    """The panels in the order of the inside."""
    return sorted(panels, key=lambda panel: panel.inside.left)


# --- the files


def test_the_command_writes_a_picture_of_each_layout_and_a_dummy_of_what_is_folded(pictures: Path) -> None:
    assert sorted(path.name for path in pictures.iterdir()) == [
        f"{NAME}.en.handout.proof.png",
        f"{NAME}.en.large-print.proof.png",
        f"{NAME}.en.trifold.dummy.pdf",
        f"{NAME}.en.trifold.proof.png",
    ]


def test_the_same_words_give_the_same_picture(pictures: Path, trifold: Made) -> None:
    written = (pictures / f"{NAME}.en.trifold.proof.png").read_bytes()
    assert proof(trifold.document, trifold.pdf, "letter") == written


def test_pictures_have_the_size_of_a_page_s_picture(pictures: Path) -> None:
    for path in pictures.glob("*.png"):
        assert path.stat().st_size <= LARGEST
    with Image.open(pictures / f"{NAME}.en.trifold.proof.png") as wide:
        assert wide.width == WIDTH
        assert WIDTH / 3 < wide.height < WIDTH / 1.5
    with Image.open(pictures / f"{NAME}.en.handout.proof.png") as tall:
        assert tall.height == TALLEST
        assert 0.7 < tall.width / tall.height < 0.9


# --- what is seen


def test_each_pose_of_a_letter_fold_shows_what_a_reader_meets(trifold: Made) -> None:
    closed, halfway, opened = standing(trifold.document, "letter"), POSES["letter"][1], POSES["letter"][2]
    cover, flap = panel_slice(trifold.document, "cover"), panel_slice(trifold.document, "flap")
    inside = [panel_slice(trifold.document, f"inside-{number}") for number in (1, 2, 3)]
    camera = closed.camera
    first = [panel.seen(camera)[1] for panel in stand(trifold.document, POSES["letter"][0])]
    assert first == [inside[1], flap, cover]  # the last lies on top
    assert [panel.seen(camera)[1] for panel in stand(trifold.document, halfway)] == [inside[1], flap, inside[0]]
    assert [panel.seen(camera)[1] for panel in from_left(stand(trifold.document, opened))] == inside


def panel_slice(document: Document, name: str) -> Slice:
    [(number, rect)] = [
        (number, panel.rect)
        for number, sheet in enumerate(document.sheets)
        for panel in sheet.panels
        if panel.name == name
    ]
    return Slice(number, rect.x, rect.right)


def test_the_closed_piece_shows_the_rendered_cover(pictures: Path, trifold: Made) -> None:
    scene = standing(trifold.document, "letter")
    cover = panel_slice(trifold.document, "cover")
    [leaf] = [leaf for leaf, part in (panel.seen(scene.camera) for panel in scene.panels) if part == cover]
    with Image.open(pictures / f"{NAME}.en.trifold.proof.png") as picture:
        shown = flattened(picture.convert("RGB"), scene.camera, leaf)
    far = {name: difference(shown, rendered(trifold, name)) for name in trifold.document.reading_order}
    nearest = min(far, key=lambda name: far[name])
    assert nearest == "cover"
    assert far["cover"] < 12  # light, and no more
    assert all(value > 3 * far["cover"] for name, value in far.items() if name != "cover")


def flattened(picture: Image.Image, camera: Camera, leaf: Leaf) -> Image.Image:
    """A leaf of the picture, pulled straight with Pillow's own quadrilateral (close enough at this turn)."""
    a, b, c, d = (camera.pixel(corner) for corner in leaf.corners)
    straight = picture.transform((600, 1380), Image.Transform.QUAD, (*a, *d, *c, *b), Image.Resampling.BICUBIC)
    return straight.resize(COARSE, Image.Resampling.BOX)


def rendered(made: Made, name: str) -> Image.Image:
    part = panel_slice(made.document, name)
    [panel] = [panel for panel in made.document.panels() if panel.name == name]
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        page: Image.Image = pdf[part.sheet].render(scale=2).to_pil().convert("RGB")
    rect = panel.rect
    box = (round(2 * rect.x), 0, round(2 * rect.right), page.height)
    return page.crop(box).resize(COARSE, Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_a_sheet_without_folds_lies_whole_on_the_table(pictures: Path, handout: Made) -> None:
    scene = lying(handout.document)
    [panel] = scene.panels
    leaf, part = panel.seen(scene.camera)
    assert part == Slice(0, 0.0, handout.document.sheets[0].width)
    with Image.open(pictures / f"{NAME}.en.handout.proof.png") as picture:
        shown = flattened(picture.convert("RGB"), scene.camera, leaf)
    assert difference(shown, rendered(handout, "page")) < 9


def test_the_picture_of_a_right_to_left_piece_is_the_other_way_round(trifold: Made) -> None:
    turned = replace(trifold.document, reading_order=("flap", *trifold.document.reading_order))
    flap, cover = panel_slice(trifold.document, "flap"), panel_slice(trifold.document, "cover")
    camera = standing(turned, "letter").camera
    assert stand(turned, POSES["letter"][0])[-1].seen(camera)[1] == flap  # what is read first lies on top
    seen = [panel.seen(camera)[1] for panel in standing(turned, "letter").panels]
    assert seen[-1] == flap  # the closed piece stands at the right, where reading begins
    assert cover in seen


def test_a_side_that_is_not_printed_is_blank(trifold: Made) -> None:
    alone = replace(trifold.document, sheets=trifold.document.sheets[:1])
    both = from_left(stand(trifold.document, Pose(0, 20, 20)))
    one = from_left(stand(alone, Pose(0, 20, 20)))
    assert [panel.inside.sheet for panel in one] == [1, 1, 1]  # a number past the last sheet
    widths = [[panel.inside.right - panel.inside.left for panel in panels] for panels in (both, one)]
    assert widths[0] == pytest.approx(widths[1])


# --- paper, light and camera


@pytest.mark.parametrize(("kind", "pose"), KINDS)
def test_paper_is_neither_torn_nor_stretched(trifold: Made, kind: str, pose: Pose) -> None:
    document = folded(trifold.document, kind)
    panels = from_left(stand(document, pose))
    assert len(panels) == len(document.sheets[0].panels)
    for panel in panels:
        assert math.hypot(*panel.inner.across) == pytest.approx(panel.inside.right - panel.inside.left)
        assert panel.outside.right - panel.outside.left == pytest.approx(panel.inside.right - panel.inside.left)
        assert {round(corner[1], 6) for corner in panel.inner.corners} == {0.0, document.sheets[0].height}
    for left, right in pairwise(panels):
        assert left.inner.corners[1] == pytest.approx(right.inner.corners[0])


def test_every_kind_of_fold_has_its_poses() -> None:
    kinds = shape_of(LayoutSpec).keys["fold"].choices
    assert set(POSES) == set(kinds) - {"none"}


WALL = Leaf((0.0, 100.0, 0.0), (100.0, 0.0, 0.0), (0.0, -100.0, 0.0))
FRONT: Vector = (0.0, 0.0, 1.0)


def test_a_leaf_before_a_wall_throws_its_shadow_there() -> None:
    card = Leaf((20.0, 80.0, 10.0), (30.0, 0.0, 0.0), (0.0, -40.0, 0.0))
    shadow = [(round(x, 6), round(y, 6)) for x, y in WALL.shadow_of(card, FRONT)]
    assert shadow == [(0.2, 0.2), (0.5, 0.2), (0.5, 0.6), (0.2, 0.6)]
    slanted: Vector = (-1.0, 0.0, 1.0)  # a lamp at the left: the shadow moves right by the card's distance
    assert WALL.shadow_of(card, slanted)[0] == pytest.approx((0.3, 0.2))


def test_nothing_behind_a_wall_and_no_lamp_behind_it_throws_a_shadow() -> None:
    behind = WALL.moved((0.0, 0.0, -5.0))
    before = WALL.moved((0.0, 0.0, 5.0))
    assert WALL.shadow_of(behind, FRONT) == []
    assert WALL.shadow_of(before, (0.0, 0.0, -1.0)) == []
    assert WALL.shadow_of(WALL, FRONT) == []


def test_a_leaf_that_stands_in_a_wall_throws_the_shadow_of_its_front_half() -> None:
    through = Leaf((50.0, 100.0, 30.0), (0.0, 0.0, -60.0), (0.0, -100.0, 0.0))
    lamp: Vector = (1.0, 0.0, 1.0)
    xs = {round(x, 6) for x, _ in WALL.shadow_of(through, lamp)}
    assert xs == {0.2, 0.5}


def test_a_face_s_pixels_land_where_its_corners_are_seen() -> None:
    camera = Camera(800.0, 3000.0, 0.7, 120.0, 450.0)
    leaf = Leaf((-40.0, 600.0, 30.0), (200.0, 0.0, 90.0), (0.0, -600.0, 0.0))
    matrix = camera.matrix(leaf, 400, 1200, edge=2)
    for corner, pixel in zip(leaf.corners, ((2, 2), (402, 2), (402, 1202), (2, 1202)), strict=True):
        assert through_matrix(matrix, pixel) == pytest.approx(camera.pixel(corner))
        assert through_matrix(inverse(matrix), camera.pixel(corner)) == pytest.approx(pixel)


def through_matrix(matrix: tuple[Vector, Vector, Vector], point: tuple[float, float]) -> tuple[float, float]:
    x, y, weight = (row[0] * point[0] + row[1] * point[1] + row[2] for row in matrix)
    return x / weight, y / weight


def test_paper_in_the_fold_is_darker_than_paper_in_the_light(pictures: Path, trifold: Made) -> None:
    """The flap that lies under the cover of the closed piece is shaded by it; the cover is not."""
    scene = standing(trifold.document, "letter")
    cover = panel_slice(trifold.document, "cover")
    [leaf] = [leaf for leaf, part in (panel.seen(scene.camera) for panel in scene.panels) if part == cover]
    _, top_right, bottom_right, _ = (scene.camera.pixel(corner) for corner in leaf.corners)
    x, y = top_right[0], (top_right[1] + bottom_right[1]) / 2
    with Image.open(pictures / f"{NAME}.en.trifold.proof.png") as picture:
        grey = picture.convert("L")
    on_cover, below = grey.getpixel((round(x - 4), round(y))), grey.getpixel((round(x + 4), round(y)))
    assert isinstance(on_cover, int)
    assert isinstance(below, int)
    assert on_cover > 235
    assert below < on_cover - 20


# --- what goes wrong


def test_a_brochure_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["proof"])
    assert stopped.value.code == USAGE
    assert "BROCHURE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (["low-dose-naltrexon"], "did you mean `low-dose-naltrexone`?"),
        ([NAME, "--layout", "poster"], "there is no layout `poster`"),
        ([NAME, "--clinic", "harbour-street"], "did you mean `harbor-street`?"),
    ],
)
def test_what_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], complaint: str
) -> None:
    assert main(["proof", *asked, "--workspace", str(ROOT), "--out", str(tmp_path / "out")]) == PROBLEMS
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_faulty_brochure_gives_complaints_and_no_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("brochures", "layouts", "fonts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    file = tmp_path / "brochures" / f"{NAME}.en.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("form: LDN-01", "forn: LDN-01"), encoding="utf-8")
    assert main(["proof", NAME, "--workspace", str(tmp_path)]) == PROBLEMS
    assert "did you mean `form`?" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_picture_that_cannot_be_written_leaves_the_old_file_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    asked = ["proof", NAME, "--layout", "handout", "--workspace", str(ROOT), "--out", str(blocked)]
    assert main(asked) == PROBLEMS
    assert "could be written" in capsys.readouterr().err
    assert blocked.read_text(encoding="utf-8") == "a file where the folder should be"


def test_the_picture_is_a_whole_png(pictures: Path) -> None:
    for path in pictures.glob("*.png"):
        with Image.open(io.BytesIO(path.read_bytes())) as picture:
            picture.verify()
            assert picture.format == "PNG"
