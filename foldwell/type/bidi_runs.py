"""Writing direction: a paragraph's text comes in, the direction of every character and the order on a line go out.

The Unicode bidirectional algorithm (UAX #9) as python-bidi has it, one level for each character of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

RTL_LANGUAGES = frozenset({"ar", "fa", "he", "iw", "ur", "ps", "yi", "ug", "sd", "ckb", "dv"})
_RTL = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"), "\u2060")


def base_level(language: str) -> int:
    """1 for a language that is written from right to left, else 0 (by the primary part of its BCP 47 tag)."""
    return int(language.lower().partition("-")[0] in RTL_LANGUAGES)


def has_rtl(text: str) -> bool:
    """Whether any character asks for the right-to-left direction."""
    return _RTL.search(text) is not None


def embedding_levels(text: str, base: int) -> tuple[int, ...]:
    """The resolved level of each character (UAX #9, rules X1 to I2); odd levels run from right to left.

    python-bidi knows no isolates; they are passed over, as by a program that predates Unicode 6.3.
    """
    from bidi import algorithm  # type: ignore[import-untyped]  # only paragraphs with such letters pay for it

    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(text.translate(_ISOLATES), storage)
    for index, char in enumerate(storage["chars"]):
        char["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levels: list[int | None] = [None] * len(text)
    for char in storage["chars"]:
        levels[char["index"]] = char["level"]
    resolved, level = [], base
    for found in levels:  # characters that rule X9 takes away go with the one before them
        level = level if found is None else found
        resolved.append(level)
    return tuple(resolved)


def visual_order(levels: Sequence[int]) -> list[int]:
    """The indexes of a line's pieces from left to right, given their levels in reading order (rule L2)."""
    order = list(range(len(levels)))
    highest = max(levels, default=0)
    lowest_odd = min((level for level in levels if level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        begin = 0
        while begin < len(order):
            end = begin
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[begin:end] = reversed(order[begin:end])
            begin = max(end, begin + 1)
    return order
