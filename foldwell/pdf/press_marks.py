"""A sheet and its bleed come in; the marks that a print shop cuts, folds and registers by go out.

All of them stand in the slug, outside trim and bleed, and are painted on every plate. Lengths are points, counted from
the page's top left corner.
"""

from __future__ import annotations

import math

from foldwell.diagnostics import Span
from foldwell.layout.document import Document, Drawing, Item, Rect, Shape, Sheet, Text
from foldwell.pdf.colour import REGISTRATION
from foldwell.type.fonts import FontBook
from foldwell.type.shaping import shape, sized, stretches
from foldwell.type.symbols import circle

GAP = 3.0  # between the bleed and a mark
LENGTH = 15.0  # of crop and fold marks
HAIRLINE = 0.25
FOLD_DASH = (3.0, 1.5)  # folds are dashed, cuts are whole
CROSS, RING = 7.0, 4.5  # a registration mark's arms and its circle's radius
LINE_SIZE = 6.0  # of the words in the slug
INDENT = 12.0  # of the words from the trim's corner or the fold
ACROSS = 0.875  # where the upper and lower registration marks stand: no panel of any fold begins or ends there
MARKS = Span("<print marks>", 1, 1)


def slug_width(bleed: float) -> float:
    """The paper around the trim that bleed and marks need (points)."""
    return float(math.ceil(bleed + GAP + LENGTH + 9.0))


def press_marks(document: Document, sheet: Sheet, bleed: float, book: FontBook) -> tuple[Item, ...]:
    """Crop, fold and registration marks, the panels' names above and a line about the form below."""
    slug = slug_width(bleed)
    trim = Rect(slug, slug, sheet.width, sheet.height)
    near, far = bleed + GAP, bleed + GAP + LENGTH
    lines = [*_crops(trim, near, far), *_registration(trim, near)]
    folds = [line for fold in sheet.folds for line in _upright(trim.x + fold, trim, near, far, FOLD_DASH)]
    return (*lines, *folds, *_words(document, sheet, trim, near, book))


def _line(x: float, y: float, across: float, down: float, dash: tuple[float, ...] = ()) -> Drawing:
    path = (("M", (0.0, 0.0)), ("L", (across, down)))
    shapes = (Shape(path, stroke=REGISTRATION, width=HAIRLINE, dash=dash),)
    return Drawing(-1, None, Rect(x, y, across, down), shapes, MARKS)


def _upright(x: float, trim: Rect, near: float, far: float, dash: tuple[float, ...] = ()) -> list[Drawing]:
    """A mark above and one below the trim."""
    return [_line(x, trim.y - far, 0.0, far - near, dash), _line(x, trim.bottom + near, 0.0, far - near, dash)]


def _crops(trim: Rect, near: float, far: float) -> list[Drawing]:
    marks = _upright(trim.x, trim, near, far) + _upright(trim.right, trim, near, far)
    for y in (trim.y, trim.bottom):
        marks += [_line(trim.x - far, y, far - near, 0.0), _line(trim.right + near, y, far - near, 0.0)]
    return marks


def _registration(trim: Rect, near: float) -> list[Drawing]:
    """A circle with a cross on each side of the sheet."""
    out, across, down = near + CROSS + 1.0, trim.x + ACROSS * trim.width, trim.y + trim.height / 2
    places = ((across, trim.y - out), (across, trim.bottom + out), (trim.x - out, down), (trim.right + out, down))
    cross = (
        ("M", (0.0, CROSS)), ("L", (2 * CROSS, CROSS)), ("M", (CROSS, 0.0)), ("L", (CROSS, 2 * CROSS)),
    )  # fmt: skip
    path = (*cross, *circle(CROSS, CROSS, RING))
    target = (Shape(path, stroke=REGISTRATION, width=HAIRLINE),)
    return [Drawing(-1, None, Rect(x - CROSS, y - CROSS, 2 * CROSS, 2 * CROSS), target, MARKS) for x, y in places]


def _words(document: Document, sheet: Sheet, trim: Rect, near: float, book: FontBook) -> list[Item]:
    form = document.form
    line = f"{form.form} rev. {form.revision} · {sheet.name} · {form.date.isoformat()}"
    found = _set(document, line, trim.x + INDENT, trim.bottom + near + 10.0, book)
    if len(sheet.panels) > 1:
        for panel in sheet.panels:
            found += _set(document, panel.name, trim.x + panel.rect.x + INDENT, trim.y - near - 5.0, book)
    return found


def _set(document: Document, words: str, x: float, baseline: float, book: FontBook) -> list[Item]:
    """One line in the face of the smallest text; where that lacks letters, in the fallback's."""
    texts = [item for item in document.items() if isinstance(item, Text)]
    found: list[Item] = []
    if not texts:
        return found
    wanted = min(texts, key=lambda item: item.size).face
    for part in stretches(words, book.by_key(wanted), book):
        text = words[part.begin : part.end]
        glyphs = sized(shape(part.face, text, False, "en"), LINE_SIZE)
        width = sum(glyph.advance for glyph in glyphs)
        rect = Rect(x, baseline - LINE_SIZE, width, 1.25 * LINE_SIZE)
        found.append(Text(-1, None, rect, baseline, part.face.key, LINE_SIZE, glyphs, REGISTRATION, text, MARKS))
        x += width
    return found
