"""An SVG file's text comes in, a tree that svglib draws whole goes out.

Styles become attributes, copies are put in place, opacity moves to the shapes, and each colour is replaced by a number
that svglib carries through as if it were a colour. A look that this program does not draw is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from foldwell.layout.document import Colour
from foldwell.layout.pictures import svg_values as values
from foldwell.layout.pictures.svg_tree import (
    SHAPES,
    SVG,
    Report,
    local_name,
    put_copies_in_place,
    read_tree,
    remove_hidden,
)
from foldwell.layout.pictures.svg_values import BadValueError

_EFFECTS = ("clip-path", "mask", "filter", "marker", "marker-start", "marker-mid", "marker-end")
_ONLY = {  # properties that are drawn in one way only
    "stroke-dashoffset": ("0", "0px"), "mix-blend-mode": ("normal",), "isolation": ("auto",),
    "paint-order": ("normal",), "vector-effect": ("none",),
}  # fmt: skip
_WITHOUT_EFFECT = re.compile(
    r"^(id|class|style|version|baseProfile|contentScriptType|contentStyleType|color|color-.*|font.*|text-.*|line-height"
    r"|letter-spacing|word-spacing|writing-mode|direction|unicode-bidi|white-space|inline-size|clip-rule|overflow"
    r"|enable-background|shape-rendering|image-rendering|solid-.*|stop-.*|flood-.*|lighting-color|marker-.*|data-.*"
    r"|aria-.*|role|focusable|tabindex|lang|clip|shape-.*|dominant-baseline|baseline-shift|glyph-.*|kerning|pointer-events"
    r"|cursor|-inkscape.*)$"
)
_LENGTHS = ("x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "x1", "y1", "x2", "y2", "stroke-width")
_WORDS = {
    "fill-rule": ("nonzero", "evenodd"), "stroke-linejoin": ("miter", "round", "bevel"),
    "stroke-linecap": ("butt", "round", "square"), "visibility": ("visible", "hidden", "collapse"),
}  # fmt: skip
_CHECKED: dict[str, Callable[[str], str]] = {
    "d": values.checked_path, "points": values.checked_points, "transform": values.checked_transform,
    "stroke-dasharray": values.checked_dashes, "viewBox": values.checked_box,
}  # fmt: skip
_LOOK = {
    "fill": "#000000", "stroke": "none", "fill-opacity": "1", "stroke-opacity": "1", "color": "var(--ink)",
    "stroke-linejoin": "miter", "stroke-miterlimit": "4",
}  # fmt: skip  # what shapes inherit and is settled here, with the values of SVG 1.1, 11
_MITERS = ("4", "10")  # SVG's and PDF's own limits; corners so sharp that the two differ are rare
_KEPT = {*_LENGTHS, *_WORDS, *_CHECKED, *_LOOK, "opacity", "display", "preserveAspectRatio"}


class CleanSvg(Struct):
    """A tree that svglib draws whole; the colour `#00002a` in it stands for `colours[42 - 1]`."""

    root: Any
    colours: list[Colour] = field(default_factory=list)
    _numbers: dict[Colour, int] = field(default_factory=dict)

    def stand_in(self, colour: Colour) -> str:
        """The six digits that stand for a colour."""
        if colour not in self._numbers:
            self.colours.append(colour)
            self._numbers[colour] = len(self.colours)
        return f"#{self._numbers[colour]:06x}"


def clean_svg(text: str, report: Report) -> CleanSvg | None:
    """The drawing's tree, or None after complaints about everything in it that cannot be drawn."""
    root = read_tree(text, report)
    if root is None:
        return None
    _apply_styles(root, report)
    remove_hidden(root)
    put_copies_in_place(root, report)
    clean = CleanSvg(root)
    if not report.count:
        _settle(root, dict(_LOOK), 1.0, clean, report)
    return None if report.count else clean


def _apply_styles(root: Any, report: Report) -> None:
    """Write what style sheets and `style` attributes say into attributes (CSS cascade; SVG 1.1, 6)."""
    import cssselect2  # type: ignore[import-untyped, unused-ignore]  # no types
    import tinycss2  # type: ignore[import-untyped, unused-ignore]  # no types

    matcher = cssselect2.Matcher()
    for sheet in root.iter(f"{SVG}style"):
        line = sheet.sourceline or 1
        for rule in tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                report.error("svg-style", line, f"a style sheet may hold no `@{getattr(rule, 'at_keyword', '')}` rule")
                continue
            said = _declarations(rule.content, line, report)
            try:
                for selector in cssselect2.compile_selector_list(rule.prelude):
                    matcher.add_selector(selector, said)
            except cssselect2.SelectorError:
                hint = "use classes: .name { … }"
                report.error("svg-style", line, "a rule of the style sheet is not understood", hint)
    for wrapped in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        element = wrapped.etree_element
        rules = [match[-1] for match in matcher.match(wrapped)]
        rules.append(_declarations(element.get("style", ""), element.sourceline or 1, report))
        for important in (False, True):
            for declarations in rules:
                for key, value, is_important in declarations:
                    if is_important is important and (key in _KEPT or not _WITHOUT_EFFECT.match(key)):
                        element.set(key, value)


def _declarations(content: Any, line: int, report: Report) -> list[tuple[str, str, bool]]:
    import tinycss2

    found = []
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration" and re.fullmatch(r"-?[A-Za-z][\w-]*", part.name):
            found.append((part.name, tinycss2.serialize(part.value).strip(), part.important))
        elif not (part.type == "declaration" and part.name.startswith("--")):
            report.error("svg-style", line, "a part of the style is not understood", "write it as `fill: #005f73`")
    return found


def _settle(element: Any, above: dict[str, str], share: float, clean: CleanSvg, report: Report) -> None:
    """Check an element's attributes, and write colours and opacity, inherited ones too, onto each shape."""
    name, line = local_name(element), element.sourceline or 1
    look = {**above, **{key: element.get(key) for key in above if element.get(key, "inherit") != "inherit"}}
    own_share = 1.0
    try:
        _check(element)
        own_share = values.checked_share(element.get("opacity", "1"))
    except BadValueError as fault:
        report.error("svg-value", line, str(fault))
    if name in SHAPES:
        _set_look(element, look, share * own_share, clean, report)
        return
    shapes = sum(1 for part in element.iter() if local_name(part) in SHAPES)
    if own_share < 1 and shapes > 1:
        hint = "give each shape an opacity of its own, or a lighter colour such as var(--primary-30)"
        report.error("svg-value", line, "the opacity of a group of shapes is not drawn", hint)
    for key in (*_LOOK, "opacity"):
        element.attrib.pop(key, None)
    for child in element:
        _settle(child, look, share * own_share, clean, report)


def _check(element: Any) -> None:
    """Every attribute is one that is drawn, with a value that can be, or one without effect. Raises BadValueError."""
    for key, text in list(element.attrib.items()):
        value = text.strip()
        if key.startswith("{") or key in ("style", "class", "copy-of"):
            del element.attrib[key]
        elif key in _CHECKED:
            element.set(key, _CHECKED[key](value))
        elif key in _LENGTHS:
            element.set(key, values.checked_length(value))
        elif key in _WORDS:
            _one_of(key, value, (*_WORDS[key], "inherit"))
        elif key in _EFFECTS:
            if value != "none":
                raise BadValueError(f"`{key}` is not drawn: apply it in your drawing program, to leave plain paths")
        elif key in _ONLY:
            _one_of(key, value, _ONLY[key])
        elif key == "preserveAspectRatio" and "slice" in value:
            raise BadValueError("`slice` cuts the picture, and that is not drawn: crop it in your drawing program")
        elif key not in _KEPT and not _WITHOUT_EFFECT.match(key):
            raise BadValueError(f"`{key}` is not drawn: remove it, or apply it in your drawing program")


def _one_of(key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise BadValueError(f"`{key}: {value[:40]}` is not drawn; only {' or '.join(allowed)}")


def _set_look(element: Any, look: dict[str, str], share: float, clean: CleanSvg, report: Report) -> None:
    line, join, limit = element.sourceline or 1, look["stroke-linejoin"], look["stroke-miterlimit"]
    if look["stroke"] != "none" and join == "miter" and limit not in _MITERS:
        report.error("svg-value", line, f"a miter limit of {limit[:10]} is not drawn", "give the stroke round joins")
    element.set("stroke-linejoin", join)
    element.attrib.pop("stroke-miterlimit", None)
    for key in ("fill", "stroke"):
        try:
            painted = values.paint(look[key], look["color"])
            opacity = values.checked_share(look[f"{key}-opacity"]) * share
        except BadValueError as fault:
            report.error("svg-paint", line, str(fault))
            continue
        colour, alpha = painted if painted is not None else (None, 0.0)
        element.set(key, clean.stand_in(colour) if colour is not None and opacity * alpha > 0 else "none")
        element.set(f"{key}-opacity", f"{opacity * alpha:.4f}")
