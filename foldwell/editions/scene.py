"""The scene: a document comes in, the leaves that stand or lie on the table, the lamps and the camera go out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from foldwell.editions.folding_view import POSES, Camera, Leaf, PanelInSpace, Slice, Vector, dot, is_front_left, stand
from foldwell.layout.document import Document

WIDTH, TALLEST = 1600, 1240  # pixels
MARGIN = 70  # pixels
APART = 66.0  # points between the pieces that stand there
ON_TABLE = 4  # sheets that lie side by side: of more, none could be read
LEAN = 1.2  # degrees that a sheet is turned on the table
KEYS, DOME = 120, 240  # lamps of the window and of the room
KEY_SHARE = 0.42
KEY_SPREAD = 0.3
WINDOW_STANDING: Vector = (-0.1, 0.8, 1.0)
WINDOW_LYING: Vector = (-0.4, 0.5, 1.0)
GOLDEN = math.pi * (3 - math.sqrt(5))  # turns points into an even spiral (Vogel)


class Lamp(Struct, frozen=True):
    """A lamp far away: where it stands, and how much of the light comes from it."""

    towards: Vector
    strength: float


class Scene(Struct, frozen=True):
    """What is there, farthest first; the table under it; the lamps; the camera; the picture's size in pixels.

    `light_on_paper` and `light_on_table` are the light that each gets with nothing in its way.
    """

    panels: tuple[PanelInSpace, ...]
    table: Leaf
    lamps: tuple[Lamp, ...]
    light_on_paper: float
    light_on_table: float
    camera: Camera
    size: tuple[int, int]


def standing(document: Document, fold: str) -> Scene:
    """A folded piece in the poses of its fold, side by side."""
    poses = POSES[fold] if is_front_left(document) else POSES[fold][::-1]
    panels: list[PanelInSpace] = []
    x = 0.0
    for pose in poses:
        piece = stand(document, pose)
        ends = [corner[0] for panel in piece for corner in panel.inner.corners]
        panels.extend(_moved(piece, (x - min(ends), 0.0, 0.0)))
        x += max(ends) - min(ends) + APART
    panels = _moved(panels, ((APART - x) / 2, 0.0, 0.0))
    height = document.sheets[0].height
    table = Leaf((-x, 0.0, -2 * height), (2 * x, 0.0, 0.0), (0.0, 0.0, 3 * height))
    lamps = _lamps(WINDOW_STANDING, lambda a, b, c: (a, c, b))
    return _framed(panels, table, lamps, Camera(1.3 * height, 5.0 * height), (0.0, 0.0, 1.0))


def lying(document: Document) -> Scene:
    """The sheets themselves (the first ones of many) on the table, seen from above, a little turned and a little curled
    up."""
    panels: list[PanelInSpace] = []
    x = 0.0
    for number, sheet in enumerate(document.sheets[:ON_TABLE]):
        lean = math.radians(-LEAN)
        across = (sheet.width * math.cos(lean), sheet.width * math.sin(lean), 5.0)
        down = (sheet.height * math.sin(lean), -sheet.height * math.cos(lean), -3.0)
        leaf = Leaf((x, 0.0, 4.0), across, down)
        panels.append(PanelInSpace(leaf, Slice(number, 0.0, sheet.width), Slice(number, 0.0, sheet.width)))
        x += sheet.width + APART
    wide, high = x * 2, document.sheets[0].height * 2
    panels = _moved(panels, ((APART - x) / 2, document.sheets[0].height / 2, 0.0))
    table = Leaf((-wide / 2, high / 2, 0.0), (wide, 0.0, 0.0), (0.0, -high, 0.0))
    lamps = _lamps(WINDOW_LYING, lambda a, b, c: (a, b, c))
    return _framed(panels, table, lamps, Camera(0.0, 4 * high), (0.0, 0.0, 1.0))


def _moved(panels: Iterable[PanelInSpace], by: Vector) -> list[PanelInSpace]:
    return [replace(panel, inner=panel.inner.moved(by)) for panel in panels]


def _lamps(window: Vector, place: Callable[[float, float, float], Vector]) -> tuple[Lamp, ...]:
    """A window, and the room's walls and ceiling; `place` turns (right, back or up, up) into the scene's axes."""
    found = []
    for number in range(KEYS):
        radius, angle = KEY_SPREAD * math.sqrt((number + 0.5) / KEYS), number * GOLDEN
        spread = (window[0] + radius * math.cos(angle), window[1] + radius * math.sin(angle), window[2])
        found.append(Lamp(_unit(spread), KEY_SHARE / KEYS))
    for number in range(DOME):
        up, angle = (number + 0.5) / DOME, number * GOLDEN
        flat = math.sqrt(1 - up * up)
        found.append(Lamp(place(flat * math.cos(angle), flat * math.sin(angle), up), (1 - KEY_SHARE) / DOME))
    return tuple(found)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(dot(vector, vector))
    return (vector[0] / length, vector[1] / length, vector[2] / length)


def _framed(panels: list[PanelInSpace], table: Leaf, lamps: tuple[Lamp, ...], camera: Camera, facing: Vector) -> Scene:
    """The scene with a camera that just takes it all in."""
    seen = [camera.pixel(corner) for panel in panels for corner in panel.inner.corners]
    left, right = min(x for x, _ in seen), max(x for x, _ in seen)
    top, bottom = min(y for _, y in seen), max(y for _, y in seen)
    scale = min((WIDTH - 2 * MARGIN) / (right - left), (TALLEST - 2 * MARGIN) / (bottom - top))
    size = (round((right - left) * scale) + 2 * MARGIN, round((bottom - top) * scale) + 2 * MARGIN)
    placed = replace(camera, scale=scale, left=MARGIN - left * scale, top=MARGIN - top * scale)
    return Scene(tuple(panels), table, lamps, _light(facing, lamps), _light(table.normal, lamps), placed, size)


def _light(normal: Vector, lamps: Iterable[Lamp]) -> float:
    return sum(max(dot(normal, lamp.towards), 0.0) * lamp.strength for lamp in lamps)
