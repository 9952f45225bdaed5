"""Lines and drawings that stand side by side come in; the one slab that holds them all goes out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from foldwell.diagnostics import Span
from foldwell.layout.document import Drawing, Item, Rect, Shape
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import PendingLink, Slab, shifted


def enlarged(setter: Setter) -> float:
    """How much larger the layout's text is than 12 pt, which lengths of drawings are given for: 1.5 in large print."""
    return setter.layout.styles["body"].size / 12.0


class Tray(Struct):
    """Gathers what one slab will hold, in the order in which it is painted; lengths count from the slab's top."""

    items: list[Item] = field(default_factory=list)
    links: list[PendingLink] = field(default_factory=list)
    words: int = 0
    bottom: float = 0.0

    def set(self, slabs: Iterable[Slab], y: float) -> float:
        """Put lines under each other from `y` down; where they end."""
        for slab in slabs:
            placed = shifted(slab, y)
            self.items.extend(placed.items)
            self.links.extend(placed.links)
            self.words += slab.words
            y += slab.height
        self.bottom = max(self.bottom, y)
        return y

    def draw(self, setter: Setter, shapes: tuple[Shape, ...], rect: Rect, span: Span, scale: float = 1.0) -> None:
        """Put an artifact: shapes that say nothing that the words do not say."""
        self.items.append(Drawing(setter.tree.number(None), None, rect, shapes, span, scale=scale))
        self.bottom = max(self.bottom, rect.bottom)

    def slab(self, span: Span, what: str, *, baseline: float = 0.0, grid: str = "none") -> Slab:
        """All that was gathered, as one slab."""
        return Slab(
            self.bottom, tuple(self.items), span, baseline, grid, links=tuple(self.links), words=self.words, what=what
        )
