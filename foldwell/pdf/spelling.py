"""A placed item comes in; what its glyphs stand for, and what is to be read where they cannot tell, goes out.

Text extraction reads a glyph's ToUnicode entry. That does not do for a character that several glyphs make up together,
for text whose glyphs stand in another order than they are read, and for a drawn character: those get ActualText
(ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from foldwell.layout.document import Text
from foldwell.type.glyphs import Glyph


def spelt(item: Text) -> tuple[Sequence[Glyph], str | None]:
    """The glyphs to paint, each with what it stands for on its own, and what to read instead where they cannot tell.

    A single glyph stands for the whole item (the hyphen at a line's end for a soft hyphen). Where several make up one
    character, they stand for its parts: viewers that know no ActualText then still find a letter and its accent.
    """
    glyphs: Sequence[Glyph] = item.glyphs
    if 0 in [glyph.advance for glyph in glyphs]:
        glyphs = [glyph for glyph in glyphs if glyph.advance or not _formless(glyph.text)]
    if item.actual is not None and len(glyphs) == 1:
        return (replace(glyphs[0], text=item.actual),), None
    if "" not in (texts := [glyph.text for glyph in glyphs]):
        return glyphs, item.actual
    return tuple(_parted(glyphs)), "".join(texts) if item.actual is None else item.actual


def _formless(text: str) -> bool:
    """A joiner or the like: a character without a form, for which a shaper leaves an empty glyph of no width."""
    return bool(text) and all(unicodedata.category(char) == "Cf" for char in text)


def _parted(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    start = 0
    while start < len(glyphs):
        end = start + 1
        while end < len(glyphs) and not glyphs[end].text:
            end += 1
        cluster = glyphs[start:end]
        parts = unicodedata.normalize("NFD", cluster[0].text)
        if len(cluster) > 1 and len(parts) == len(cluster):
            yield from (replace(glyph, text=part) for glyph, part in zip(cluster, parts, strict=True))
        else:
            yield from cluster
        start = end
