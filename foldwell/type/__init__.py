"""Styled runs of text come in, lines of placed glyphs go out: font book, shaping, bidi, hyphens, line breaking."""
