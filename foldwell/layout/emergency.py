"""The emergency box: its words and the width of its row come in; the box, in axes of its own, goes out.

It looks alike in all documents, so that whoever has seen it once finds it again: white words and a telephone on the
colour of danger. In a wide row a short title stands beside the text, else above it.
"""

from __future__ import annotations

from pathlib import Path

from foldwell.content.composing.story import EmergencyBox
from foldwell.content.models.theme import theme_of
from foldwell.diagnostics import Span
from foldwell.layout.blocks.icons import icon
from foldwell.layout.blocks.text import TEXT_EDGE
from foldwell.layout.document import Drawing, Rect, Shape
from foldwell.layout.features import Feature, titled_section
from foldwell.layout.pictures.symbols import rectangle
from foldwell.layout.setting import Setter, colour_of
from foldwell.layout.slabs import Slab, with_first
from foldwell.layout.tray import Tray
from foldwell.layout.verdict import check_required
from foldwell.type.symbols import MIDDLE

GROUND = "alert"
TITLE_SHARE = 0.45  # of the box, at most, for a title that stands beside the text
LEAST_TEXT = 150.0  # points for the text beside it
BESIDE = 18.0  # points between the two
ICON_GAP = 8.0  # points between the telephone and the title


def emergency(setter: Setter, box: EmergencyBox, x: float, width: float, files: Path) -> Feature:
    """The box from `x` on, its row's top at 0, with the space above and below it that its styles ask for. `files` is
    the folder of the workspace's pictures."""
    sect = titled_section(setter, box.title, box.span)
    padding = setter.layout.callout_padding
    edge = padding * TEXT_EDGE
    top = setter.look("emergency_title").before
    inside = Rect(x + edge, top + padding, width - 2 * edge, 0.0)
    ground = setter.tree.number(None)
    filling = _Filling(setter, box, sect, inside, files)
    bottom = filling.set() + padding
    shape = Shape(rectangle(0.0, 0.0, width, bottom - top, theme_of(setter.layout).corners), fill=colour_of(GROUND))
    field = Drawing(ground, None, Rect(x, top, width, bottom - top), (shape,), box.span)
    # The heading below keeps its distance also where fitting takes space from between blocks.
    below = setter.layout.styles["emergency"].after * setter.half
    check_required(filling.lines, setter.layout.fold != "none", setter.sink)
    return Feature(
        (field, *filling.tray.items), tuple(filling.tray.links), bottom + below, sect,
        lines=tuple(filling.lines),
    )  # fmt: skip


class _Filling:
    """What stands in the box: a telephone, the title, the text. Use `set`, once."""

    def __init__(self, setter: Setter, box: EmergencyBox, sect: int, inside: Rect, files: Path) -> None:
        self._setter, self._box, self._sect, self._inside, self._files = setter, box, sect, inside, files
        self._look = setter.look("emergency_title")
        self._icon = self._look.size * 1.35
        self.tray = Tray()
        self.lines: list[Slab] = []

    def set(self) -> float:
        """Title and text beside each other, where the title finds room on one line, or above each other. Where they
        end."""
        title = self._setter.natural_width(self._box.title, self._look) + 0.1 + self._icon + ICON_GAP
        inside = self._inside
        fits = title <= inside.width * TITLE_SHARE and inside.width - title - BESIDE >= LEAST_TEXT
        return self._abreast(title) if fits else self._stacked()

    def _stacked(self) -> float:
        """The title above the text, which begins at the box's edge like that of callouts."""
        inside = self._inside
        title, text = self._title(inside.x, inside.width), self._text(inside.x, inside.width)
        return self.tray.set(text, self.tray.set(title, inside.y) + self._look.after)

    def _abreast(self, width: float) -> float:
        """The title, `width` points wide, beside the text, both centred on the box's height."""
        inside = self._inside
        rest = inside.width - width - BESIDE
        rtl = self._setter.rtl
        title = self._title(inside.right - width if rtl else inside.x, width)
        text = self._text(inside.x if rtl else inside.right - rest, rest)
        tall = [sum(slab.height for slab in slabs) for slabs in (title, text)]
        for slabs, height in zip((title, text), tall, strict=True):
            self.tray.set(slabs, inside.y + (max(tall) - height) / 2)
        return inside.y + max(tall)

    def _title(self, x: float, measure: float) -> list[Slab]:
        """The title as a heading with the telephone before its first line; the telephone is decoration."""
        setter, look = self._setter, self._look
        indent = self._icon + ICON_GAP
        heading = setter.tree.open("H2", self._sect, _span(self._box))
        left = x if setter.rtl else x + indent
        slabs = setter.paragraph(self._box.title, "emergency_title", heading, measure - indent, x=left, role=None)
        self.lines += slabs
        icon_x = x + measure - self._icon if setter.rtl else x
        middle = look.baseline - look.size * MIDDLE
        rect = Rect(icon_x, middle - self._icon / 2, self._icon, self._icon)
        telephone = icon(setter, "phone", rect, look.colour, self._files, self._box.span)
        return with_first(slabs, items=(telephone, *slabs[0].items))

    def _text(self, x: float, measure: float) -> list[Slab]:
        """The paragraphs, a little space between them."""
        setter, lines = self._setter, []
        for paragraph in self._box.paragraphs:
            lines += setter.paragraph(paragraph, "emergency", self._sect, measure, x=x)
        self.lines += lines
        return lines


def _span(box: EmergencyBox) -> Span:
    return box.title[0].span if box.title else box.span
