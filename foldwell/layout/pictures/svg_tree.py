"""The text of an SVG file comes in, a tree of elements goes out: safe, with copies in place and nothing hidden in it.

Nothing in the tree reaches outside the file; what this program never draws is refused by name.
"""

from __future__ import annotations

import copy
from typing import Any

from msgspec import Struct

from foldwell.diagnostics import Sink, Span

MOST_SHAPES = 20_000
DEEPEST = 60
MOST_COMPLAINTS = 20

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_SILENT = ("title", "desc", "metadata", "style")
_DEFINED = (
    "defs", "symbol", "linearGradient", "radialGradient", "pattern", "mask", "clipPath", "filter", "marker",
)  # fmt: skip  # never drawn by themselves; each use of one is refused where it stands
_REFUSED = {
    "text": ("svg-text", "text in a picture cannot be read aloud or set in the clinic's typeface",
             "in your drawing program convert the text to paths, or write the words in the YAML"),
    "image": ("svg-image", "a photograph or other picture inside an SVG is not drawn",
              "place it as a figure of its own (PNG or JPEG), or trace it"),
    "script": ("svg-unsafe", "a picture may not hold a program (`script`)", "save the picture again without it"),
    "foreignObject": ("svg-unsafe", "a picture may not hold a web page (`foreignObject`)",
                      "save the picture again as a plain SVG"),
}  # fmt: skip
_REFUSED["tspan"] = _REFUSED["textPath"] = _REFUSED["text"]


class Report(Struct):
    """Where complaints about one SVG go; `named` is the place in the YAML that names the file."""

    shown: str
    named: Span
    sink: Sink
    count: int = 0

    def error(self, code: str, line: int, message: str, *hints: str) -> None:
        """Complain of a line of the picture's file, at most MOST_COMPLAINTS times."""
        self.count += 1
        if self.count <= MOST_COMPLAINTS:
            self.sink.error(code, message, Span(self.shown, line, 1), *hints, f"the picture is named at {self.named}")


def read_tree(text: str, report: Report) -> Any:
    """The root element of a picture's tree, or None after complaints about all that is refused."""
    root = _parsed(text, report)
    if root is None:
        return None
    _refuse(root, report)
    return None if report.count else root


def _parsed(text: str, report: Report) -> Any:
    from lxml import etree  # type: ignore[import-untyped, unused-ignore]  # no types

    for mark, what in (("<!doctype", "DOCTYPE"), ("<!entity", "ENTITY"), ("<?xml-stylesheet", "xml-stylesheet")):
        at = text.lower().find(mark)
        if at >= 0:
            line = text.count("\n", 0, at) + 1
            report.error("svg-unsafe", line, f"a picture may not hold `{what}`", "delete this line from the SVG file")
            return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as fault:
        line = min(max(fault.lineno or 1, 1), text.count("\n") + 1)
        hint = "open it in a drawing program and save it again"
        report.error("svg-file", line, "this is no well-formed SVG file", hint)
        return None
    if root.tag != f"{SVG}svg":
        hint = 'the first element must be <svg xmlns="http://www.w3.org/2000/svg" …>'
        report.error("svg-file", root.sourceline or 1, "this file is no SVG picture", hint)
        return None
    return root


def local_name(element: Any) -> str | None:
    """The element's name, None for one of another vocabulary (editors' notes and the like)."""
    tag: str = element.tag
    return tag.removeprefix(SVG) if tag.startswith(SVG) else None


def _refuse(root: Any, report: Report) -> None:
    """Complain of each element and attribute that reaches outside or that is never drawn."""
    for count, element in enumerate(root.iter(), 1):
        name, line = local_name(element), element.sourceline or 1
        if count > MOST_SHAPES or sum(1 for _ in element.iterancestors()) > DEEPEST:
            report.error("svg-size", line, f"the picture has more than {MOST_SHAPES:,} parts, or {DEEPEST} levels")
            return
        if name in _REFUSED:
            code, message, hint = _REFUSED[name]
            report.error(code, line, message, hint)
            continue
        if name is not None and element is not root and not _is_known(element, name):
            report.error("svg-element", line, f"`{name}` is not drawn", "save the picture again as plain paths")
        for key, value in element.attrib.items():
            if key in _HREF and name is not None and not value.strip().startswith("#"):
                hint = f"remove `{value[:60]}`"
                report.error("svg-unsafe", line, "a picture may not reach outside its own file", hint)
            elif key.startswith("on"):
                report.error("svg-unsafe", line, f"a picture may not hold a program (`{key}`)", "remove the attribute")


def _is_known(element: Any, name: str) -> bool:
    if name in (*SHAPES, *_SILENT, *_DEFINED, "g", "use"):
        return True
    return any(local_name(above) in (*_DEFINED, *_SILENT) for above in element.iterancestors())


def remove_hidden(root: Any) -> None:
    """Take out what is never drawn: editors' notes, style sheets, what is hidden."""
    for element in list(root.iter()):
        if element is root or element.getparent() is None:
            continue
        name = local_name(element)
        if name is None or name in _SILENT or element.get("display", "").strip() == "none":
            element.getparent().remove(element)


def put_copies_in_place(root: Any, report: Report) -> None:
    """Replace each `use` by what it copies, moved to its place (SVG 1.1, 5.6), then take out all definitions."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    copies = list(root.iter(f"{SVG}use"))
    made = 0
    while copies:
        use = copies.pop()
        line = use.sourceline or 1
        wanted = next((use.get(key) for key in _HREF if use.get(key)), "").strip().removeprefix("#")
        target = by_id.get(wanted)
        if target is None or local_name(target) not in (*SHAPES, "g", "use"):
            report.error("svg-element", line, f"`use` copies `{wanted[:40]}`, which is no shape or group in it")
            return
        made += sum(1 for _ in target.iter())
        above = list(use.iterancestors())
        turns = any(wanted in (group.get("id"), group.get("copy-of")) for group in above)
        if turns or made > MOST_SHAPES or len(above) > DEEPEST:
            report.error("svg-size", line, f"copies of copies (`use`) have no end, or go beyond {MOST_SHAPES:,} parts")
            return
        copies.extend(_copied(use, target, wanted).iter(f"{SVG}use"))
    for element in list(root.iter()):
        if local_name(element) in _DEFINED and element.getparent() is not None:
            element.getparent().remove(element)


def _copied(use: Any, target: Any, wanted: str) -> Any:
    """The group that takes the place of one `use`."""
    group = use.makeelement(f"{SVG}g")
    for key, value in use.attrib.items():
        if key not in (*_HREF, "x", "y", "width", "height"):
            group.set(key, value)
    moved = f"{use.get('transform', '')} translate({use.get('x', '0')},{use.get('y', '0')})"
    group.set("transform", moved.strip())
    group.set("copy-of", wanted)
    twin = copy.deepcopy(target)
    twin.tail = None
    twin.attrib.pop("id", None)
    group.append(twin)
    group.tail = use.tail
    use.getparent().replace(use, group)
    group_line = use.sourceline
    for part in group.iter():
        part.sourceline = group_line
    return group
