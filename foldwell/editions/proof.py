"""The proof: a finished PDF and its Document come in, a picture of the printed piece goes out.

A folded piece stands on a table: closed, on the way, and open. A sheet without folds lies on it. Light is counted, not
painted: many lamps, each of which every leaf of paper takes from what lies behind it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from foldwell.editions.folding_view import Leaf, PanelInSpace, Slice, dot, inverse
from foldwell.editions.scene import Lamp, Scene, lying, standing
from foldwell.layout.document import Document, Sheet

FINER = 3  # each pixel is the mean of 3 by 3
COLOURS = 256
GRAIN = 0.4  # pixels of a shade for a point of paper; it is soft, so few will do
EDGE = 2  # pixels of the sheet kept around a panel, so that none is missing at its edge
TABLE_FAR, TABLE_NEAR = (243, 241, 237), (233, 230, 224)
PAPER = 252  # paper is not quite as white as a screen
DARKEST = (0.45, 0.43, 0.40)  # what is left of red, green and blue where no lamp reaches: shadows are warm


def proof(document: Document, pdf: bytes, fold: str) -> bytes:
    """The picture as a PNG. `fold` is the layout's; the same document and bytes give the same picture."""
    scene = lying(document) if fold == "none" else standing(document, fold)
    sheets = _printed(pdf, document.sheets, scene.camera.scale * FINER)
    picture = _table(scene)
    leaves = [panel.seen(scene.camera)[0] for panel in scene.panels]
    for panel in scene.panels:
        _put(picture, scene, panel, sheets, leaves)
    small = picture.reduce(FINER)
    out = io.BytesIO()
    small.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _printed(pdf: bytes, sheets: Sequence[Sheet], scale: float) -> list[Image.Image]:
    """The pages as pictures with a white border of EDGE pixels, `scale` pixels a point, and a blank one after them."""
    found = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            rendered = page.render(scale=scale).to_pil().convert("RGB")
            found.append(_bordered(rendered))
    size = (math.ceil(sheets[0].width * scale), math.ceil(sheets[0].height * scale))
    return [*found, _bordered(Image.new("RGB", size, "white"))]


def _bordered(picture: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (picture.width + 2 * EDGE, picture.height + 2 * EDGE), "white")
    whole.paste(picture, (EDGE, EDGE))
    return whole


def _table(scene: Scene) -> Image.Image:
    """The table, lighter at the back, with the shadows of what stands on it."""
    width, height = scene.size[0] * FINER, scene.size[1] * FINER
    far_to_near = Image.linear_gradient("L").resize((width, height))
    channels = [far_to_near.point([far + (near - far) * level // 255 for level in range(256)])
                for far, near in zip(TABLE_FAR, TABLE_NEAR, strict=True)]  # fmt: skip
    picture = Image.merge("RGB", channels)
    leaves = [panel.inner for panel in scene.panels]
    shade = _tinted(_light_on(scene.table, leaves, scene.lamps, scene.open_table))
    box, laid, mask = _laid(scene, scene.table, shade, 0)
    there = picture.crop(box)
    picture.paste(ImageChops.multiply(there, laid), box[:2], mask)
    return picture


def _put(
    picture: Image.Image, scene: Scene, panel: PanelInSpace, sheets: list[Image.Image], leaves: list[Leaf]
) -> None:
    """Lay a panel into the picture: its part of the printed sheet, in its light."""
    leaf, part = panel.seen(scene.camera)
    printed = _cut_out(sheets, part, scene.camera.scale * FINER)
    others = [other for other in leaves if other is not leaf]
    light = _light_on(leaf, others, scene.lamps, scene.open_paper).resize(printed.size, Image.Resampling.BICUBIC)
    lit = ImageChops.multiply(printed, _tinted(light.point([level * PAPER // 255 for level in range(256)])))
    box, laid, mask = _laid(scene, leaf, lit, EDGE)
    picture.paste(laid, box[:2], mask)


def _cut_out(sheets: list[Image.Image], part: Slice, scale: float) -> Image.Image:
    sheet = sheets[part.sheet] if part.sheet < len(sheets) else sheets[-1]
    left, right = round(part.left * scale), round(part.right * scale)
    return sheet.crop((left, 0, right + 2 * EDGE, sheet.height))


def _light_on(leaf: Leaf, others: list[Leaf], lamps: Sequence[Lamp], full: float) -> Image.Image:
    """How much light each place of a leaf gets, 255 for `full`: what each lamp gives where no other leaf is before it."""
    width = max(round(math.sqrt(dot(leaf.across, leaf.across)) * GRAIN), 2)
    height = max(round(math.sqrt(dot(leaf.down, leaf.down)) * GRAIN), 2)
    light = Image.new("F", (width, height))
    for lamp in lamps:
        given = dot(leaf.normal, lamp.towards) * lamp.strength / full
        if given <= 0:
            continue
        reached = Image.new("F", (width, height), given * 255)
        draw = ImageDraw.Draw(reached)
        for other in others:
            outline = [(x * width, y * height) for x, y in leaf.shadow_of(other, lamp.towards)]
            if len(outline) > 2:
                draw.polygon(outline, fill=0)
        light = ImageMath.lambda_eval(lambda given: given["light"] + given["reached"], light=light, reached=reached)
    return light.convert("L").filter(ImageFilter.GaussianBlur(1.0))


def _tinted(light: Image.Image) -> Image.Image:
    channels = [light.point([round(255 * (dark + (1 - dark) * level / 255)) for level in range(256)]) for dark in DARKEST]
    return Image.merge("RGB", channels)


def _laid(
    scene: Scene, leaf: Leaf, face: Image.Image, edge: int
) -> tuple[tuple[int, int, int, int], Image.Image, Image.Image]:
    """A leaf's picture as the camera sees it: the box it covers, its pixels, and which of them it covers."""
    outline = [(x * FINER, y * FINER) for x, y in map(scene.camera.pixel, leaf.corners)]
    size = (scene.size[0] * FINER, scene.size[1] * FINER)
    left, top = (max(math.floor(min(point[axis] for point in outline)), 0) for axis in (0, 1))
    right, bottom = (min(math.ceil(max(point[axis] for point in outline)), size[axis]) for axis in (0, 1))
    back = inverse(scene.camera.matrix(leaf, face.width - 2 * edge, face.height - 2 * edge))
    rows = []
    for number, (a, b, c) in enumerate(back):  # from the box's fine pixels to the face's
        a, b, c = a / FINER, b / FINER, c + (a * left + b * top) / FINER
        rows.append((a, b, c) if number == 2 else (a, b, c))
    last = rows[2]
    rows = [tuple(value + edge * below for value, below in zip(row, last, strict=True)) for row in rows[:2]] + [last]
    values = [value / last[2] for row in rows for value in row][:8]
    laid = face.transform(
        (right - left, bottom - top), Image.Transform.PERSPECTIVE, values, Image.Resampling.BICUBIC, fillcolor="white"
    )
    mask = Image.new("L", laid.size)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in outline], fill=255)
    return (left, top, right, bottom), laid, mask
