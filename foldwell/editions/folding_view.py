"""How a folded piece stands on a table: sheets with their folds and a pose come in, leaves of paper in space go out.

Lengths are points. x runs to the right, y up from the table, z towards the camera. The camera looks straight ahead, as
one with a shift lens does, so that upright edges stay upright in the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from foldwell.layout.document import Document
from foldwell.layout.folds import is_front_right

Vector = tuple[float, float, float]
Point = tuple[float, float]
Matrix = tuple[Vector, Vector, Vector]
NEAR = 1e-6  # points: what touches a plane does not shade it


def _plus(a: Vector, b: Vector, times: float = 1.0) -> Vector:
    return (a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times)


def dot(a: Vector, b: Vector) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


class Leaf(Struct, frozen=True):
    """One face of a flat piece of paper: its top left corner, its upper edge and its left edge as vectors."""

    corner: Vector
    across: Vector
    down: Vector

    @property
    def corners(self) -> tuple[Vector, Vector, Vector, Vector]:
        """The four corners, clockwise as one looks at the face."""
        right = _plus(self.corner, self.across)
        return self.corner, right, _plus(right, self.down), _plus(self.corner, self.down)

    @property
    def normal(self) -> Vector:
        """The unit vector that the face looks along."""
        found = _cross(self.down, self.across)
        length = math.sqrt(dot(found, found))
        return (found[0] / length, found[1] / length, found[2] / length)

    def other_face(self) -> Leaf:
        """The same paper seen from behind."""
        return Leaf(_plus(self.corner, self.across), _plus((0.0, 0.0, 0.0), self.across, -1.0), self.down)

    def moved(self, by: Vector) -> Leaf:
        """The same face elsewhere."""
        return Leaf(_plus(self.corner, by), self.across, self.down)

    def above(self, point: Vector) -> float:
        """How far a point lies in front of the face (points)."""
        return dot(self.normal, _plus(point, self.corner, -1.0))

    def shadow_of(self, other: Leaf, light: Vector) -> list[Point]:
        """The shadow that another leaf throws on this plane, in parts of this one's width and height; [] for none.

        `light` points to a lamp far away. What lies behind the plane is cut off: it can throw no shadow on the face.
        """
        facing = dot(self.normal, light)
        if facing <= NEAR:
            return []
        found = []
        for corner in _cut(self, other.corners):
            place = _plus(_plus(corner, light, -self.above(corner) / facing), self.corner, -1.0)
            along = dot(place, self.across) / dot(self.across, self.across)
            found.append((along, dot(place, self.down) / dot(self.down, self.down)))
        return found


def _cut(plane: Leaf, corners: Iterable[Vector]) -> Iterator[Vector]:
    """The part of a polygon in front of a plane (one pass of Sutherland and Hodgman's clipping)."""
    points = [(corner, plane.above(corner)) for corner in corners]
    if max(height for _, height in points) <= NEAR:
        return
    for (a, above_a), (b, above_b) in zip(points, [*points[1:], points[0]], strict=True):
        if above_a >= 0:
            yield a
        if (above_a > NEAR and above_b < -NEAR) or (above_a < -NEAR and above_b > NEAR):
            yield _plus(a, _plus(b, a, -1.0), above_a / (above_a - above_b))


class Slice(Struct, frozen=True):
    """What is printed on a leaf: a sheet's number, and from where to where on it (points)."""

    sheet: int
    left: float
    right: float


class PanelInSpace(Struct, frozen=True):
    """A panel of the piece: its inner face, and what is printed on that and on the outer face."""

    inner: Leaf
    inside: Slice
    outside: Slice

    def seen(self, camera: Camera) -> tuple[Leaf, Slice]:
        """The face that the camera sees, and what is printed there."""
        if self.inner.above(camera.eye) >= 0:
            return self.inner, self.inside
        return self.inner.other_face(), self.outside


class Pose(Struct, frozen=True):
    """How a piece stands, in degrees: how far it is turned away, and how far its folds are closed (180: flat on flat).

    `front` is the fold of the panel with the cover, `other` that of the panel at the other end, where there is one.
    A fold below 0 is closed away from the camera.
    """

    turn: float
    front: float
    other: float = 0.0


CLOSED, OPEN = 172.0, 20.0
POSES = {  # by kind of fold: closed, on the way, open
    "letter": (Pose(20, CLOSED, 179.9), Pose(-6, 34, 156), Pose(0, OPEN, OPEN)),
    "z": (Pose(24, CLOSED, -CLOSED), Pose(0, 56, -56), Pose(0, OPEN, -OPEN)),
    "half": (Pose(24, CLOSED), Pose(-6, 1.5 * OPEN)),
    "gate": (Pose(0, CLOSED, CLOSED), Pose(0, 110, 110), Pose(0, OPEN, OPEN)),
}


class Camera(Struct, frozen=True):
    """Stands `height` above the table, `distance` from z = 0; a point there measures `scale` pixels.

    (`left`, `top`) is the pixel of the point x = 0, y = 0, z = 0.
    """

    height: float
    distance: float
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    @property
    def eye(self) -> Vector:
        """Where the camera stands."""
        return (0.0, self.height, self.distance)

    def _share(self, vector: Vector, point: float) -> Vector:
        """A vector (`point` 0) or a point (1) in the picture's homogeneous coordinates."""
        weight = point - vector[2] / self.distance
        x = self.scale * vector[0] + self.left * weight
        y = self.scale * (self.height * point - vector[1]) + (self.top - self.scale * self.height) * weight
        return (x, y, weight)

    def pixel(self, place: Vector) -> Point:
        """Where a point is seen in the picture."""
        x, y, weight = self._share(place, 1.0)
        return (x / weight, y / weight)

    def enlarged(self, times: float) -> Camera:
        """The same view on a picture of so many times the size."""
        return replace(self, scale=self.scale * times, left=self.left * times, top=self.top * times)

    def matrix(self, leaf: Leaf, width: float, height: float, edge: float = 0.0) -> Matrix:
        """The homography from the pixels of a leaf's own picture (`width` by `height`) to those of the whole.

        The leaf's corner is the pixel (`edge`, `edge`) of its own picture.
        """
        a, b = self._share(leaf.across, 0.0), self._share(leaf.down, 0.0)
        c = self._share(leaf.corner, 1.0)
        steps = [(a[row] / width, b[row] / height, c[row]) for row in range(3)]
        rows = [(x, y, start - edge * (x + y)) for x, y, start in steps]
        return (rows[0], rows[1], rows[2])


def inverse(matrix: Matrix) -> Matrix:
    """The inverse, up to a factor, which a homography does not care about."""
    a, b, c = matrix
    rows = (_cross(b, c), _cross(c, a), _cross(a, b))
    x, y, z = zip(*rows, strict=True)
    return (x, y, z)


def is_front_left(document: Document) -> bool:
    """Whether the front panel, seen from inside, is the left one."""
    return is_front_right([panel.name for panel in document.sheets[0].panels], document.reading_order)


def stand(document: Document, pose: Pose) -> list[PanelInSpace]:
    """The panels of a folded piece, those farthest from the camera first; the middle of its back stands at x = 0."""
    slices = _slices(document)
    front_left = is_front_left(document)
    front = 0 if front_left else len(slices) - 1
    base = 1 if len(slices) == 3 else len(slices) - 1 - front
    turn = pose.turn if front_left else -pose.turn
    height = document.sheets[0].height
    closed = {front: pose.front, len(slices) - 1 - front: pose.other}
    width = slices[base][0].right - slices[base][0].left
    middle = Leaf(_plus((0.0, height, 0.0), _along(turn, width), -0.5), _along(turn, width), (0.0, -height, 0.0))
    layers: list[tuple[float, PanelInSpace]] = [(0.0, PanelInSpace(middle, *slices[base]))]
    for number, (inside, outside) in enumerate(slices):
        if number == base:
            continue
        bend = closed[number]
        width = inside.right - inside.left
        if number < base:
            across = _along(turn - bend, width)
            leaf = Leaf(_plus(middle.corner, across, -1.0), across, middle.down)
        else:
            leaf = Leaf(_plus(middle.corner, middle.across), _along(turn + bend, width), middle.down)
        # The front is folded last, so it lies on the other; what is bent away lies behind the middle.
        layer = math.copysign(2.0 if number == front else 1.0, bend)
        layers.append((layer, PanelInSpace(leaf, inside, outside)))
    return [panel for _, panel in sorted(layers, key=lambda layer: layer[0])]


def _along(degrees: float, length: float) -> Vector:
    """A level vector, turned from the right towards the camera."""
    angle = math.radians(degrees)
    return (length * math.cos(angle), 0.0, length * math.sin(angle))


def _slices(document: Document) -> list[tuple[Slice, Slice]]:
    """What is printed inside and outside of each panel, from left to right as seen from inside.

    The first sheet is the outside, and turning it over swaps left and right. An inside that is not printed has the
    number of a sheet that is not there.
    """
    outside = document.sheets[0]
    edges = [0.0, *outside.folds, outside.width]
    if len(document.sheets) > 1:
        inner = document.sheets[1]
        inside_edges = [0.0, *inner.folds, inner.width]
    else:
        inside_edges = [outside.width - edge for edge in reversed(edges)]
    inside = [Slice(1, left, right) for left, right in pairwise(inside_edges)]
    backs = [Slice(0, left, right) for left, right in pairwise(edges)]
    return list(zip(inside, reversed(backs), strict=True))
