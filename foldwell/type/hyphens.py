"""Hyphenation: a word and its language come in, the places where it may be divided go out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyphen  # type: ignore[import-untyped]  # no types

LEFT, RIGHT = 2, 3  # letters that stay before a hyphen, and that must follow it
SHORTEST = 5  # letters of a word that is worth dividing


def has_patterns(language: str) -> bool:
    """Whether words of this language (a BCP 47 tag) can be divided."""
    return _patterns(language) is not None


@lru_cache(maxsize=4096)
def hyphen_points(word: str, language: str) -> tuple[int, ...]:
    """Where the word may be divided, as offsets; none for short words, codes, and languages without patterns."""
    if len(word) < SHORTEST or word.isupper() or not word.isalpha():
        return ()
    patterns = _patterns(language)
    if patterns is None:
        return ()
    return tuple(int(point) for point in patterns.positions(word) if LEFT <= point <= len(word) - RIGHT)


@lru_cache(maxsize=16)
def _patterns(language: str) -> pyphen.Pyphen | None:
    import pyphen  # read only where a paragraph is hyphenated

    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found, left=LEFT, right=RIGHT, cache=False) if found else None
