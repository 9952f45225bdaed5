"""The operators of a page's code: the operands come in, the reader's state changes or something is painted.

One short function for each group of operators that do alike; what they mean is in ISO 32000-1, annex A.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pikepdf

from foldwell.checks.preflight.code import inline_picture
from foldwell.checks.preflight.colours import CMYK, GRAY, RGB, Paint, Space
from foldwell.checks.preflight.geometry import then
from foldwell.checks.preflight.objects import PdfObject, entries, entry, is_stream, items, name, number
from foldwell.checks.preflight.state import TextPlace

if TYPE_CHECKING:
    from foldwell.checks.preflight.page_code import PageCode
    from foldwell.checks.preflight.texts import Piece

Action = Callable[["PageCode", list[PdfObject]], None]


class BadOperands(Exception):
    """Raised where an operator's operands are not what it wants: readers pass over it, and so do we."""


def _numbers(operands: list[PdfObject], count: int) -> list[float]:
    found = [number(operand) for operand in operands[-count:]]
    good = [value for value in found if value is not None]
    if len(good) != count:
        raise BadOperands
    return good


def _name(operands: list[PdfObject]) -> str:
    found = name(operands[-1]) if operands else None
    if found is None:
        raise BadOperands
    return found


def _nothing(code: PageCode, operands: list[PdfObject]) -> None:
    """Operators that paint nothing that a print shop cares for: dashes, joins, marked content, …"""


# The graphics state ---------------------------------------------------------------------------------------------------


def _concat(code: PageCode, operands: list[PdfObject]) -> None:
    a, b, c, d, e, f = _numbers(operands, 6)
    code.state.matrix = then((a, b, c, d, e, f), code.state.matrix)


def _line_width(code: PageCode, operands: list[PdfObject]) -> None:
    code.state.line_width = abs(_numbers(operands, 1)[0])


def _line_cap(code: PageCode, operands: list[PdfObject]) -> None:
    code.state.line_cap = int(_numbers(operands, 1)[0])


def _settings(code: PageCode, operands: list[PdfObject]) -> None:
    """`gs`: what an ExtGState dictionary sets (ISO 32000-1, 8.4.5)."""
    settings, state = code.resource("ExtGState", _name(operands)), code.state
    both = entry(settings, "/OP")
    if isinstance(both, bool):
        state.stroke_overprint = state.fill_overprint = both
    for key, value in entries(settings):
        found = number(value)
        match key:
            case "op" if isinstance(value, bool):
                state.fill_overprint = value
            case "OPM" if found is not None:
                state.overprint_mode = int(found)
            case "LW" if found is not None:
                state.line_width = abs(found)
            case "LC" if found is not None:
                state.line_cap = int(found)
            case "ca" if found is not None:
                state.fill_opacity = min(max(found, 0.0), 1.0)
            case "CA" if found is not None:
                state.stroke_opacity = min(max(found, 0.0), 1.0)
            case "BM":
                state.blend = name(value) or next((known for mode in items(value) if (known := name(mode))), "Normal")
            case "SMask":
                state.masked = name(value) != "None"
                if state.masked:
                    code.soft_mask(value)
            case "Font" if len(items(value)) == 2:
                font, size = items(value)
                state.face, state.size = code.resources.face(font), number(size) or 0.0


# Paths ----------------------------------------------------------------------------------------------------------------


def _move(code: PageCode, operands: list[PdfObject]) -> None:
    x, y = _numbers(operands, 2)
    code.path.move(code.state.matrix, x, y)


def _straight(code: PageCode, operands: list[PdfObject]) -> None:
    x, y = _numbers(operands, 2)
    code.path.line(code.state.matrix, x, y)


def _curve(code: PageCode, operands: list[PdfObject]) -> None:
    a, b, c, d, e, f = _numbers(operands, 6)
    code.path.curve(code.state.matrix, (a, b), (c, d), (e, f))


def _curve_from_pen(code: PageCode, operands: list[PdfObject]) -> None:
    c, d, e, f = _numbers(operands, 4)
    code.path.curve_from_pen(code.state.matrix, (c, d), (e, f))


def _curve_to_end(code: PageCode, operands: list[PdfObject]) -> None:
    a, b, e, f = _numbers(operands, 4)
    code.path.curve(code.state.matrix, (a, b), (e, f), (e, f))


def _rectangle(code: PageCode, operands: list[PdfObject]) -> None:
    x, y, width, height = _numbers(operands, 4)
    code.path.rectangle(code.state.matrix, x, y, width, height)


def _clip(code: PageCode, operands: list[PdfObject]) -> None:
    code.clip_next = True


def _paint(*, fill: bool = False, stroke: bool = False, close: bool = False) -> Action:
    def action(code: PageCode, operands: list[PdfObject]) -> None:
        if close:
            code.path.close()
        code.paint_path(fill, stroke)

    return action


# Colours --------------------------------------------------------------------------------------------------------------


def _set(code: PageCode, paint: Paint, stroke: bool, pattern: PdfObject = None) -> None:
    if stroke:
        code.state.stroke, code.state.stroke_pattern = paint, pattern
    else:
        code.state.fill, code.state.fill_pattern = paint, pattern


def _device_colour(space: Space, *, stroke: bool) -> Action:
    def action(code: PageCode, operands: list[PdfObject]) -> None:
        _set(code, Paint(space, (tuple(_numbers(operands, space.count)),)), stroke)

    return action


def _space(*, stroke: bool) -> Action:
    def action(code: PageCode, operands: list[PdfObject]) -> None:
        _name(operands)
        space = code.resources.space(operands[-1])
        if not space.known:
            code.troubles.add("content-damaged")
        _set(code, Paint(space, (space.first(),)), stroke)

    return action


def _colour(*, stroke: bool) -> Action:
    def action(code: PageCode, operands: list[PdfObject]) -> None:
        space = (code.state.stroke if stroke else code.state.fill).space
        pattern = code.resource("Pattern", _name(operands)) if space.model == "pattern" else None
        plain = operands[:-1] if space.model == "pattern" else operands
        _set(code, Paint(space, (tuple(_numbers(plain, space.count)) if space.count else (),)), stroke, pattern)

    return action


# Text -----------------------------------------------------------------------------------------------------------------


def _begin_text(code: PageCode, operands: list[PdfObject]) -> None:
    code.place = TextPlace()


def _text_number(field: str, factor: float = 1.0) -> Action:
    def action(code: PageCode, operands: list[PdfObject]) -> None:
        setattr(code.state, field, _numbers(operands, 1)[0] * factor)

    return action


def _text_mode(code: PageCode, operands: list[PdfObject]) -> None:
    code.state.text_mode = int(_numbers(operands, 1)[0])


def _font(code: PageCode, operands: list[PdfObject]) -> None:
    [size] = _numbers(operands, 1)
    font = code.resource("Font", _name(operands[:-1]))
    code.state.face, code.state.size = code.resources.face(font) if font is not None else None, size


def _next_line(code: PageCode, across: float, down: float) -> None:
    code.place.line = code.place.matrix = then((1.0, 0.0, 0.0, 1.0, across, down), code.place.line)


def _move_text(code: PageCode, operands: list[PdfObject]) -> None:
    _next_line(code, *_numbers(operands, 2))


def _move_text_leading(code: PageCode, operands: list[PdfObject]) -> None:
    across, down = _numbers(operands, 2)
    code.state.leading = -down
    _next_line(code, across, down)


def _text_matrix(code: PageCode, operands: list[PdfObject]) -> None:
    a, b, c, d, e, f = _numbers(operands, 6)
    code.place.matrix = code.place.line = (a, b, c, d, e, f)


def _new_line(code: PageCode, operands: list[PdfObject]) -> None:
    _next_line(code, 0.0, -code.state.leading)


def _codes(operand: PdfObject) -> bytes:
    if not isinstance(operand, pikepdf.String):
        raise BadOperands
    return bytes(operand)


def _show(code: PageCode, operands: list[PdfObject]) -> None:
    code.text([_codes(operands[-1] if operands else None)])


def _show_line(code: PageCode, operands: list[PdfObject]) -> None:
    _next_line(code, 0.0, -code.state.leading)
    _show(code, operands)


def _show_spaced_line(code: PageCode, operands: list[PdfObject]) -> None:
    code.state.word_space, code.state.letter_space = _numbers(operands[:-1], 2)
    _show_line(code, operands)


def _show_pieces(code: PageCode, operands: list[PdfObject]) -> None:
    pieces: list[Piece] = []
    for item in items(operands[-1] if operands else None):
        step = number(item)
        pieces.append(_codes(item) if step is None else step)
    code.text(pieces)


# Forms and pictures ---------------------------------------------------------------------------------------------------


def _object(code: PageCode, operands: list[PdfObject]) -> None:
    code.paint_object(_name(operands))


def _shading(code: PageCode, operands: list[PdfObject]) -> None:
    code.paint_shading(_name(operands))


def _inline(code: PageCode, operands: list[PdfObject]) -> None:
    head, data = operands
    stream = inline_picture(head, data, code.scratch)
    if not is_stream(stream):
        raise BadOperands
    code.picture(stream)


OPERATORS: dict[str, Action] = {
    "q": lambda code, operands: code.keep(),
    "Q": lambda code, operands: code.bring_back(),
    "cm": _concat, "w": _line_width, "J": _line_cap, "gs": _settings,
    "m": _move, "l": _straight, "c": _curve, "v": _curve_from_pen, "y": _curve_to_end, "re": _rectangle,
    "h": lambda code, operands: code.path.close(),
    "S": _paint(stroke=True), "s": _paint(stroke=True, close=True), "f": _paint(fill=True), "F": _paint(fill=True),
    "f*": _paint(fill=True), "B": _paint(fill=True, stroke=True), "B*": _paint(fill=True, stroke=True),
    "b": _paint(fill=True, stroke=True, close=True), "b*": _paint(fill=True, stroke=True, close=True), "n": _paint(),
    "W": _clip, "W*": _clip,
    "g": _device_colour(GRAY, stroke=False), "G": _device_colour(GRAY, stroke=True),
    "rg": _device_colour(RGB, stroke=False), "RG": _device_colour(RGB, stroke=True),
    "k": _device_colour(CMYK, stroke=False), "K": _device_colour(CMYK, stroke=True),
    "cs": _space(stroke=False), "CS": _space(stroke=True),
    "sc": _colour(stroke=False), "scn": _colour(stroke=False), "SC": _colour(stroke=True), "SCN": _colour(stroke=True),
    "BT": _begin_text, "ET": _nothing, "Tf": _font, "Td": _move_text, "TD": _move_text_leading, "Tm": _text_matrix,
    "T*": _new_line, "Tj": _show, "'": _show_line, '"': _show_spaced_line, "TJ": _show_pieces, "Tr": _text_mode,
    "Tc": _text_number("letter_space"), "Tw": _text_number("word_space"), "Tz": _text_number("stretch", 0.01),
    "TL": _text_number("leading"), "Ts": _text_number("rise"),
    "Do": _object, "sh": _shading, "EI": _inline,
    **dict.fromkeys(("d", "j", "M", "i", "ri", "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "d0", "d1"), _nothing),
}  # fmt: skip
