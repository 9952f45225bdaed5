"""The proof: a finished PDF and its Document come in, a picture of the printed piece and a paper dummy go out.

A folded piece stands on a table: closed, on the way, and open. A sheet without folds lies on it. Light is counted, not
painted on: there are many lamps, and each leaf of paper takes from what lies behind it the lamps that it hides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from foldwell.content.models.brochure import Brochure
from foldwell.diagnostics import Sink
from foldwell.editions.dummy import paper_dummy
from foldwell.editions.folding_view import Leaf, PanelInSpace, Slice, dot, inverse
from foldwell.editions.press import Press
from foldwell.editions.rendering import page_pictures, png
from foldwell.editions.request import Edition
from foldwell.editions.scene import Lamp, Scene, lying, standing
from foldwell.editions.writing import write_whole
from foldwell.layout.document import Document, Sheet
from foldwell.pdf import paint

FINER = 3  # each pixel is the mean of 3 by 3
LARGEST = 500_000  # bytes; pages load pictures of this size at once
GRAIN = 0.5  # pixels of light for a point of paper: light is soft, so few will do
SOFT = 2.0  # pixels of light; melts the shadows of single lamps together
EDGE = 2  # pixels of the sheet kept around a panel, so that none is missing at its edge
CUT = 2  # fine pixels of the cut edge at the top, which the light falls on even where the paper is in shadow
TABLE_FAR, TABLE_NEAR = (244, 242, 238), (232, 229, 223)
# What is left of red, green and blue where no lamp reaches. Shadows are warm; paper lets some light through.
DARK_TABLE, DARK_PAPER = (0.45, 0.43, 0.40), (0.62, 0.60, 0.57)
PAPER_WHITE = 0.985  # a little under a screen's

Box = tuple[int, int, int, int]


def write_proof(press: Press, brochure: Brochure, edition: Edition, sink: Sink) -> tuple[Path, ...]:
    """Make an edition and write its picture beside where its PDF goes, and for a sheet that is folded a paper dummy.

    The files that were written; the sink says why one was not.
    """
    made = press.make(brochure, edition, sink)
    if made is None:
        return ()
    fold = press.layouts[edition.layout].fold
    files = {"proof.png": proof(made.document, made.pdf, fold)}
    if fold != "none":
        dummy = paper_dummy(made.document, fold, press.clinic.typefaces.text, press.book)
        files["dummy.pdf"] = paint(dummy, press.book)
    written = {edition.beside(ending): data for ending, data in files.items()}
    return tuple(path for path, data in written.items() if write_whole(path, data, sink))


def proof(document: Document, pdf: bytes, fold: str) -> bytes:
    """The picture as a PNG. `fold` is the layout's; the same document and bytes give the same picture."""
    scene = lying(document) if fold == "none" else standing(document, fold)
    sheets = _printed(pdf, document.sheets, scene.camera.scale * FINER)
    picture = _table(scene)
    for panel in scene.panels:
        _put(picture, scene, panel, sheets)
    return _png(picture.reduce(FINER))


def _png(picture: Image.Image) -> bytes:
    """As a file of a size that pages load at once: shades that the eye does not tell apart are made one."""
    data = b""
    for step in (1, 2, 4, 8):
        levels = [min((level + step // 2) // step * step, 255) for level in range(256)]
        data = png(picture.point(levels * 3))
        if len(data) <= LARGEST:
            break
    return data


def _printed(pdf: bytes, sheets: Sequence[Sheet], scale: float) -> list[Image.Image]:
    """The pages at `scale` pixels a point, each with a white border of EDGE pixels, and a blank one after them."""
    pages = page_pictures(pdf, scale)
    blank = Image.new("RGB", (math.ceil(sheets[0].width * scale), math.ceil(sheets[0].height * scale)), "white")
    found = []
    for page in (*pages, blank):
        bordered = Image.new("RGB", (page.width + 2 * EDGE, page.height + 2 * EDGE), "white")
        bordered.paste(page, (EDGE, EDGE))
        found.append(bordered)
    return found


def _table(scene: Scene) -> Image.Image:
    """The table, lighter at the back, with the shadows of what stands on it."""
    ramp = Image.linear_gradient("L").resize((scene.size[0] * FINER, scene.size[1] * FINER))
    pairs = zip(TABLE_FAR, TABLE_NEAR, strict=True)
    channels = [ramp.point([far + (near - far) * level // 255 for level in range(256)]) for far, near in pairs]
    picture = Image.merge("RGB", channels)
    light = _light_on(scene.table, [panel.inner for panel in scene.panels], scene.lamps, scene.light_on_table)
    box, laid, mask = _seen(scene, scene.table, _tinted(light, DARK_TABLE), 0)
    picture.paste(ImageChops.multiply(picture.crop(box), laid), box[:2], mask)
    return picture


def _put(picture: Image.Image, scene: Scene, panel: PanelInSpace, sheets: list[Image.Image]) -> None:
    """Lay a panel into the picture: its part of the printed sheet, in its light."""
    leaf, part = panel.seen(scene.camera)
    printed = _cut_out(sheets, part, scene.camera.scale * FINER)
    others = [other.inner for other in scene.panels if other is not panel]
    light = _light_on(leaf, others, scene.lamps, scene.light_on_paper).resize(printed.size, Image.Resampling.BICUBIC)
    light = light.point([level * PAPER_WHITE for level in range(256)])
    lit = ImageChops.multiply(printed, _tinted(light, DARK_PAPER))
    lit.paste((round(255 * PAPER_WHITE),) * 3, (0, 0, lit.width, EDGE + CUT))
    box, laid, mask = _seen(scene, leaf, lit, EDGE)
    picture.paste(laid, box[:2], mask)


def _cut_out(sheets: list[Image.Image], part: Slice, scale: float) -> Image.Image:
    """A panel's part of the sheet, EDGE pixels more on each side; a side that is not printed is the blank one."""
    sheet = sheets[min(part.sheet, len(sheets) - 1)]
    return sheet.crop((round(part.left * scale), 0, round(part.right * scale) + 2 * EDGE, sheet.height))


def _light_on(leaf: Leaf, others: list[Leaf], lamps: Sequence[Lamp], full: float) -> Image.Image:
    """How much light each place of a leaf gets, 255 for `full`: from each lamp that no other leaf hides from it."""
    width = max(round(math.sqrt(dot(leaf.across, leaf.across)) * GRAIN), 2)
    height = max(round(math.sqrt(dot(leaf.down, leaf.down)) * GRAIN), 2)
    light = Image.new("F", (width, height))
    for lamp in lamps:
        given = 255 * dot(leaf.normal, lamp.towards) * lamp.strength / full
        if given <= 0:
            continue
        reached = Image.new("F", (width, height), given)
        draw = ImageDraw.Draw(reached)
        for other in others:
            outline = [(x * width, y * height) for x, y in leaf.shadow_of(other, lamp.towards)]
            if len(outline) > 2:
                draw.polygon(outline, fill=0)
        light = ImageMath.lambda_eval(lambda of: of["light"] + of["reached"], light=light, reached=reached)
    return light.convert("L").filter(ImageFilter.GaussianBlur(SOFT))


def _tinted(light: Image.Image, darkest: tuple[float, float, float]) -> Image.Image:
    """Light as a colour to multiply with."""
    channels = [light.point([round(255 * dark + (1 - dark) * level) for level in range(256)]) for dark in darkest]
    return Image.merge("RGB", channels)


def _seen(scene: Scene, leaf: Leaf, face: Image.Image, edge: int) -> tuple[Box, Image.Image, Image.Image]:
    """A leaf as the camera sees it: the box of fine pixels around it, its picture there, and which pixels are its own.

    `edge` pixels of `face` on each side lie outside the leaf.
    """
    fine = scene.camera.enlarged(FINER)
    outline = [fine.pixel(corner) for corner in leaf.corners]
    size = (scene.size[0] * FINER, scene.size[1] * FINER)
    left, top = (max(math.floor(min(point[axis] for point in outline)), 0) for axis in (0, 1))
    right, bottom = (min(math.ceil(max(point[axis] for point in outline)), size[axis]) for axis in (0, 1))
    on_box = replace(fine, left=fine.left - left, top=fine.top - top)
    back = inverse(on_box.matrix(leaf, face.width - 2 * edge, face.height - 2 * edge, edge))
    factors = [value / back[2][2] for row in back for value in row][:8]
    box_size = (right - left, bottom - top)
    laid = face.transform(box_size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC, fillcolor="white")
    mask = Image.new("L", box_size)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in outline], fill=255)
    return (left, top, right, bottom), laid, mask
