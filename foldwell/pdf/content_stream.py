"""Placed items come in, the operators of one page's content stream go out (ISO 32000-1, 7.8.2 and annex A).

Here alone the y axis is turned: what comes in counts down from the sheet's top, a page counts up from its foot. A state
of the page (colour, font, line width, opacity) is written only where it changes.
"""

from __future__ import annotations

from foldwell.layout.document import Colour, Drawing, Rect, Shape, Text
from foldwell.pdf.colour import Ink, Inks
from foldwell.pdf.embedded_fonts import FontsInUse
from foldwell.pdf.notation import number, numbers
from foldwell.pdf.spelling import Spelling
from foldwell.type.symbols import Command

_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_RECTANGLE = ("M", "L", "L", "L", "Z")
_PAINTERS = {  # (filled, stroked, even-odd)
    (True, False, False): "f", (True, False, True): "f*",
    (True, True, False): "B", (True, True, True): "B*",
    (False, True, False): "S", (False, True, True): "S",
}  # fmt: skip


class GraphicsStates:
    """The graphics states that the file uses, by resource name (8.4.5)."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def opacity(self, opacity: float) -> str:
        """The resource name of the state that sets this opacity for lines and areas (11.6.4.4)."""
        key = f"A{round(opacity * 1000)}"
        self.entries[key] = f"<</ca {number(opacity, 3)}/CA {number(opacity, 3)}>>"
        return key

    def overprint(self, on: bool) -> str:
        """The resource name of the state that leaves, or does not leave, the inks under what is painted (8.6.7)."""
        key = f"O{int(on)}"
        self.entries[key] = f"<</OP {str(on).lower()}/op {str(on).lower()}/OPM {int(on)}>>"
        return key


class PageCode:
    """The content stream of a page while it is written.

    `see_through` turns true when something on the page lets what is under it show through.
    """

    def __init__(
        self,
        height: float,
        fonts: FontsInUse,
        states: GraphicsStates,
        inks: Inks,
    ) -> None:
        self._height = height
        self._fonts = fonts
        self._states = states
        self._inks = inks
        self._lines: list[str] = []
        self._now: dict[str, object] = {"w": 1.0, "J": 0, "j": 0, "d": (), "gs": 1.0, "overprint": False}
        self._font = ("", 0.0)
        self._letters: tuple[Colour | None, float] = (None, 0.0)
        self._in_text = False
        self._line_x = 0
        self._line_y = 0
        self.see_through = False

    def finish(self) -> bytes:
        """The stream's bytes."""
        return "\n".join(self._lines).encode("ascii")

    def begin_mark(self, tag: str, properties: str) -> None:
        """Open marked content (14.6)."""
        self._end_text()
        self._lines.append(f"/{tag} {properties} BDC")

    def end_mark(self) -> None:
        """Close marked content."""
        self._end_text()
        self._lines.append("EMC")

    def text(self, item: Text, spelling: Spelling, dx: float, dy: float) -> None:
        """Paint a text on its baseline, the panel's corner being (dx, dy)."""
        if not spelling.rows:
            return
        font = self._fonts.use(item.face)
        if item.colour is not self._letters[0] or item.size != self._letters[1]:
            self._letters = (item.colour, item.size)
            self._ink("fill", self._inks.text(item.colour, item.size))
        self._opacity(1.0)
        self._begin_text(item.rect.x + dx, self._height - item.baseline - dy)
        if self._font != (font.resource, item.size):
            self._font = (font.resource, item.size)
            self._lines.append(f"/{font.resource} {number(item.size)} Tf")
        self._lines.append(font.show(spelling))

    def drawing(self, item: Drawing, dx: float, dy: float) -> None:
        """Paint shapes, which count from the drawing's own corner."""
        self._end_text()
        letters = item.rect.height if item.actual is not None else None
        x, y = item.rect.x + dx, self._height - item.rect.y - dy
        before = dict(self._now) if item.clip else self._now
        if item.clip:
            self._lines.append(f"q {_path(item.clip, x, y, item.scale)} W n")
        for shape in item.shapes:
            self._shape(shape, x, y, item.scale, letters)
        if item.clip:
            self._lines.append("Q")
            self._now = before

    def picture(self, resource: str, rect: Rect, *, see_through: bool, clip: tuple[Command, ...] = ()) -> None:
        """Paint an image into a rectangle of the sheet, cut to a path that counts from its corner; `see_through` tells
        that it has a soft mask."""
        self._end_text()
        self.see_through = self.see_through or see_through
        self._letters = (None, 0.0)
        self._overprint(False)
        self._opacity(1.0)
        place = numbers(rect.width, 0, 0, rect.height, rect.x, self._height - rect.bottom)
        cut = f"{_path(clip, rect.x, self._height - rect.y, 1.0)} W n " if clip else ""
        self._lines.append(f"q {cut}{place} cm/{resource} Do Q")

    def _begin_text(self, x: float, y: float) -> None:
        """Go to the start of a line; in hundredths of a point, so that relative steps add up to the right place."""
        if not self._in_text:
            self._in_text = True
            self._lines.append("BT")
            self._line_x = self._line_y = 0
        left, base = round(x * 100), round(y * 100)
        self._lines.append(f"{number((left - self._line_x) / 100)} {number((base - self._line_y) / 100)} Td")
        self._line_x, self._line_y = left, base

    def _end_text(self) -> None:
        if self._in_text:
            self._in_text = False
            self._lines.append("ET")

    def _set(self, key: str, value: object, operator: str) -> None:
        if self._now.get(key) != value:
            self._now[key] = value
            self._lines.append(operator)

    def _ink(self, what: str, ink: Ink) -> None:
        self._set(what, ink.operator, ink.operator)
        self._overprint(ink.overprint)

    def _overprint(self, on: bool) -> None:
        if self._now["overprint"] is not on:
            self._set("overprint", on, f"/{self._states.overprint(on)} gs")

    def _opacity(self, opacity: float) -> None:
        if self._now["gs"] != opacity:
            self.see_through = True
            self._set("gs", opacity, f"/{self._states.opacity(opacity)} gs")

    def _shape(self, shape: Shape, x: float, y: float, scale: float, letters: float | None) -> None:
        """Paint a shape; `letters` is the size of the drawn character that it belongs to."""
        if shape.fill is None and shape.stroke is None:
            return
        self._letters = (None, 0.0)
        if shape.fill is not None:
            inks = self._inks
            self._ink("fill", inks.area(shape.fill) if letters is None else inks.text(shape.fill, letters))
        if shape.stroke is not None:
            self._pen(shape, shape.stroke, scale)
        self._opacity(shape.opacity)
        self._lines.append(_path(shape.commands, x, y, scale))
        self._lines.append(_PAINTERS[shape.fill is not None, shape.stroke is not None, shape.even_odd])

    def _pen(self, shape: Shape, stroke: Colour, scale: float) -> None:
        width = shape.width * scale
        dash = tuple([length * scale for length in shape.dash])
        now = self._now
        self._ink("stroke", self._inks.line(stroke))
        if now["w"] != width:
            self._set("w", width, f"{number(width)} w")
        if now["d"] != dash:
            self._set("d", dash, f"[{numbers(*dash)}]0 d")
        if now["J"] != shape.cap:
            self._set("J", shape.cap, f"{shape.cap} J")
        if now["j"] != shape.join:
            self._set("j", shape.join, f"{shape.join} j")


_drawn: dict[tuple[int, float, float, float], tuple[tuple[Command, ...], str]] = {}
_LONG = 16  # commands: shorter paths are as quickly written as looked up
_ROOM = 192  # long paths of some 10 kB: the art of all sheets of a clinic and its QR codes


def _path(commands: tuple[Command, ...], x: float, y: float, scale: float) -> str:
    """The path's operators, its own origin lying at (x, y) of the page.

    Art stays while words and clinics change, and layout hands on the very same commands: they are known by identity.
    """
    if len(commands) < _LONG:
        return _operators(commands, x, y, scale)
    key = (id(commands), x, y, scale)
    known = _drawn.get(key)
    if known is None:
        if len(_drawn) >= _ROOM:
            del _drawn[next(iter(_drawn))]
        known = _drawn[key] = (commands, _operators(commands, x, y, scale))
    return known[1]


def _operators(commands: tuple[Command, ...], x: float, y: float, scale: float) -> str:
    parts: list[str] = []
    done = 0  # commands that are written already, as part of a rectangle
    for index, (command, values) in enumerate(commands):
        if index < done:
            continue
        if command == "M" and _is_rectangle(commands[index : index + len(_RECTANGLE)]):
            across, down = commands[index + 2][1]
            left, top = round(x + scale * values[0], 2), round(y - scale * values[1], 2)
            width, height = round(x + scale * across, 2) - left, round(y - scale * down, 2) - top
            parts.append(f"{numbers(left, top, width, height)} re")
            done = index + len(_RECTANGLE)
            continue
        for right, below in zip(values[::2], values[1::2], strict=True):
            parts.append(f"{number(x + scale * right)} {number(y - scale * below)}")
        parts.append(_OPERATORS[command])
    return " ".join(parts)


def _is_rectangle(commands: tuple[Command, ...]) -> bool:
    """Whether a path is what `re` paints (8.5.2.1): across, then down or up, and back."""
    if tuple([command for command, _ in commands]) != _RECTANGLE:
        return False
    (left, top), (right, level), (edge, foot), (back, base) = (values for _, values in commands[:4])
    return level == top and edge == right and (back, base) == (left, foot)
