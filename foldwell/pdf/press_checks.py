"""A laid-out document and a print shop's settings come in; complaints about what the press cannot print go out.

They are made before painting, so that each still knows the line of the YAML that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from foldwell.content.models.clinic import Colours
from foldwell.content.palette import place_of
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Colour, Document, Drawing, Image, Item, Panel, Rect, Shape, Text
from foldwell.pdf.colour import BLACK_ALONE, in_black_alone, is_grey, press_value
from foldwell.pdf.photographs import press_picture
from foldwell.pdf.pictures import shows_through
from foldwell.pdf.print_shop import Shop

PICTURE_SLACK = 2.0  # percent: the ink of a picture's pixels is reckoned in steps of this size
ROUNDING = 0.05  # percent
_ASK = "ask your print shop for its ICC profile, put it into brochures/art/, and name it in the clinic's file:"
_PRINT = "`print:` with `profile: art/….icc` below it"


def shop_complaints(document: Document, shop: Shop, sink: Sink) -> None:
    """Complain of colours that have no ink, of too much ink, and of what shows through where nothing may."""
    for panel in document.panels():
        for item in panel.items:
            if isinstance(item, Image):
                _check_picture(item, document.colours, shop, sink)
        _check_colours(document, panel, shop, sink)
        _check_black_text(document, panel, shop, sink)
        if shop.profile is None:
            _check_transparency(panel, sink)


def _check_picture(item: Image, colours: Colours, shop: Shop, sink: Sink) -> None:
    name = item.file.replace("\\", "/").rpartition("/")[2]
    try:
        ink = press_picture(item, colours, shop.profile).ink
    except OSError as fault:
        sink.error("picture-file", f"{name} cannot be read: {fault.strerror or 'it is damaged'}", item.span,
                   "save the picture again, in its place")  # fmt: skip
    except ValueError:
        sink.error("shop-picture", f"{name} is in screen colours, and no press profile says which inks to print it in",
                   item.span, _ASK, _PRINT, "or use a picture in greys")  # fmt: skip
    else:
        if ink > shop.ink_limit + PICTURE_SLACK:
            sink.error(
                "shop-ink", f"{name} takes up to {ink:.0f} % of ink, and the limit is {shop.ink_limit:g} %", item.span,
                "use a lighter picture, or ask your print shop for a profile made for this limit",
            )  # fmt: skip


def _check_colours(document: Document, panel: Panel, shop: Shop, sink: Sink) -> None:
    for colour, span in _colours(panel, document.colours):
        if colour.rgb is not None and shop.profile is None and not is_grey(colour):
            sink.error(
                "shop-colour", f"a drawing has the screen colour {_hexadecimal(colour.rgb)}, and no press profile says "
                "which inks to print it in", span,
                "use one of the clinic's colours in the SVG, such as var(--primary)", f"or {_ASK}", _PRINT,
            )  # fmt: skip
            continue
        ink = 100 * sum(press_value(colour, document.colours, shop.profile))
        if ink > shop.ink_limit + ROUNDING:
            _complain_of_ink(document, colour, ink, span, shop, sink)


def _complain_of_ink(document: Document, colour: Colour, ink: float, span: Span, shop: Shop, sink: Sink) -> None:
    if colour.rgb is not None:
        sink.error(
            "shop-ink", f"a drawing's colour {_hexadecimal(colour.rgb)} takes {ink:.0f} % of ink, and the limit is "
            f"{shop.ink_limit:g} %", span, "choose a lighter colour",
        )  # fmt: skip
        return
    at = f" at {colour.strength:.0%}" if colour.strength < 1 else ""
    sink.error(
        "shop-ink", f"`{colour.role}`{at} takes {ink:g} % of ink, and the limit is {shop.ink_limit:g} %",
        place_of(document.colours, colour.role, "cmyk"),
        "lower its numbers under `cmyk`: darker with more black and less of the other three",
    )  # fmt: skip


def _colours(panel: Panel, colours: Colours) -> Iterator[tuple[Colour, Span]]:
    """Each colour that is printed in more inks than black, with its place."""
    for field in panel.fields:
        yield field.colour, field.span
        for shape in field.art:
            yield from ((colour, field.span) for colour in (shape.fill, shape.stroke) if colour is not None)
    for item in panel.items:
        if isinstance(item, Text) and not in_black_alone(item.colour, item.size, colours):
            yield item.colour, item.span
        elif isinstance(item, Drawing):
            for shape in item.shapes:
                letter = item.actual is not None
                if shape.fill and not (letter and in_black_alone(shape.fill, item.rect.height, colours)):
                    yield shape.fill, item.span
                if shape.stroke is not None and shape.stroke.role != "ink":
                    yield shape.stroke, item.span


class _Patch(Struct, frozen=True):
    """What a shape, a field or a picture covers of its panel, at most, and with which colour (None for a picture)."""

    rect: Rect
    colour: Colour | None


def _check_black_text(document: Document, panel: Panel, shop: Shop, sink: Sink) -> None:
    """Black letters are printed over their ground, so that the two inks add up."""
    patches = [_Patch(field.rect, field.colour) for field in panel.fields]
    for item in panel.items:
        if not isinstance(item, Text):
            patches += _patches(item)
        elif in_black_alone(item.colour, item.size, document.colours) and item.colour.strength == 1:
            for patch in patches:
                if patch.colour is None or not _overlap(patch.rect, item.rect) or _has_no_ink(patch.colour, shop):
                    continue
                under = press_value(patch.colour, document.colours, shop.profile)
                ink = 100 * (sum(under[:3]) + BLACK_ALONE[3])
                if ink > shop.ink_limit + ROUNDING:
                    sink.error(
                        "shop-ink", f"black letters on `{patch.colour.role}` take {ink:.0f} % of ink together, and the "
                        f"limit is {shop.ink_limit:g} %", item.span, "put the words on a lighter ground",
                    )  # fmt: skip


def _has_no_ink(colour: Colour, shop: Shop) -> bool:
    return colour.rgb is not None and shop.profile is None and not is_grey(colour)


def _check_transparency(panel: Panel, sink: Sink) -> None:
    """Without a profile what is see-through is mixed with white, which is right only on bare paper."""
    patches = [_Patch(field.rect, field.colour) for field in panel.fields]
    for item in panel.items:
        if isinstance(item, Text):
            patches.append(_Patch(item.rect, item.colour))
            continue
        see_through = isinstance(item, Image) and item.crop is None and _shines(item)
        mine = _patches(item)
        for place, patch in enumerate(mine):
            if isinstance(item, Drawing):
                see_through = item.shapes[place].opacity < 1
            if see_through and any(_overlap(patch.rect, under.rect) for under in (*patches, *mine[:place])):
                sink.error(
                    "shop-transparency", "a picture lets what lies under it show through, and without a press profile "
                    "a print shop's file cannot", item.span,
                    "use a lighter colour without opacity, such as var(--primary-30)", f"or {_ASK}", _PRINT,
                )  # fmt: skip
        patches += mine


def _shines(item: Image) -> bool:
    with suppress(OSError):  # told already
        return shows_through(item.file)
    return False


def _patches(item: Item) -> list[_Patch]:
    """What an item covers, a patch for each shape; pictures cover their rectangle."""
    if isinstance(item, Drawing):
        return [_Patch(_reach(shape, item), shape.fill or shape.stroke) for shape in item.shapes]
    return [_Patch(item.rect, None)]


def _reach(shape: Shape, item: Drawing) -> Rect:
    """The rectangle around a shape's points and handles, in the panel's axes."""
    xs = [x for _, values in shape.commands for x in values[::2]] or [0.0]
    ys = [y for _, values in shape.commands for y in values[1::2]] or [0.0]
    half = shape.width / 2 if shape.stroke is not None else 0.0
    left, top, right, bottom = min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half
    scale = item.scale
    if item.clip:
        left, top = max(left, 0.0), max(top, 0.0)
        right, bottom = min(right, item.rect.width / scale), min(bottom, item.rect.height / scale)
    return Rect(item.rect.x + left * scale, item.rect.y + top * scale, (right - left) * scale, (bottom - top) * scale)


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _hexadecimal(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
