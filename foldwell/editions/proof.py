"""The proof: a finished PDF and its Document come in, a picture of the printed piece goes out.

A folded piece stands on a table: closed, on the way, and open. A sheet without folds lies on it. Light is counted, not
painted: many lamps, each of which every leaf of paper takes from what lies behind it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from foldwell.diagnostics import Sink
from foldwell.editions.building import Request, plan
from foldwell.editions.folding_view import (
    POSES, Camera, Leaf, PanelInSpace, Slice, Vector, dot, inverse, is_front_left, stand,
)  # fmt: skip
from foldwell.editions.press import Edition
from foldwell.editions.workspace import Workspace
from foldwell.editions.writing import write_whole
from foldwell.layout.document import Document, Sheet

WIDTH, TALLEST = 1600, 1240  # pixels
MARGIN = 0.055  # of the picture's width
FINER = 3  # each pixel is the mean of 3 by 3
COLOURS = 256
GRAIN = 0.25  # pixels of a shade for a point of paper; it is soft, so few will do
EDGE = 2  # pixels of the sheet kept around a panel, so that none is missing at its edge
TABLE_FAR, TABLE_NEAR = (239, 236, 230), (226, 222, 214)
PAPER_WHITE = 250  # paper is not quite as white as a screen


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp far away: where it stands, and how much of the light comes from it."""

    towards: Vector
    strength: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands or lies there, farthest first, the table under it, and the camera."""

    panels: tuple[PanelInSpace, ...]
    table: Leaf
    camera: Camera
    size: tuple[int, int]
