"""Writing direction: a paragraph's text comes in, the direction of every character and the order on a line go out.

The Unicode bidirectional algorithm (UAX #9) as python-bidi has it, one level for each character of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

RTL_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
RTL_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_RTL = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NESTED = 63  # how deep brackets may be nested before the rule on pairs gives up (definition BD16)
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"), "\u2060")


@lru_cache(maxsize=64)
def base_level(language: str) -> int:
    """1 for a language that is written from right to left, else 0: by the script that its BCP 47 tag names (pa-Arab),
    or by the language itself."""
    primary, *parts = language.lower().split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), None)
    return int(primary in RTL_LANGUAGES if script is None else script in RTL_SCRIPTS)


def paragraph_level(text: str, language: str) -> int:
    """The base level of a paragraph: the language's, but 0 where all its letters run from left to right (UAX #9, P2 and
    P3, with the language deciding where letters of both directions stand or none)."""
    base = base_level(language)
    if not base or has_rtl(text):
        return base
    return int(not any(char.isalpha() for char in text))


def has_rtl(text: str) -> bool:
    """Whether any character asks for the right-to-left direction."""
    return _RTL.search(text) is not None


def embedding_levels(text: str, base: int) -> tuple[int, ...]:
    """The resolved level of each character (UAX #9, rules X1 to I2); odd levels run from right to left.

    python-bidi has neither isolates, which are passed over here, nor the rule on pairs of brackets (N0), which is ours.
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
    for run in storage["runs"]:
        _resolve_brackets(storage["chars"][run["start"] : run["start"] + run["length"]], run["sor"])
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


def _resolve_brackets(chars: list[dict[str, Any]], before: str) -> None:
    """Rule N0: a pair of brackets takes one direction, by what stands inside it and before it."""
    for opening, closing in sorted(_bracket_pairs(chars)):
        own = "LR"[chars[opening]["level"] % 2]
        inside = {_strong(char["type"]) for char in chars[opening + 1 : closing]} - {""}
        if not inside:
            continue
        earlier = (_strong(chars[index]["type"]) for index in range(opening - 1, -1, -1))
        context = next(filter(None, earlier), before)
        direction = own if own in inside or context == own else context
        chars[opening]["type"] = chars[closing]["type"] = direction


def _bracket_pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    from bidi.mirror import MIRRORED  # type: ignore[import-untyped]  # no types

    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(chars):
        if char["type"] != "ON" or char["ch"] not in MIRRORED:
            continue
        kind = unicodedata.category(char["ch"])
        if kind == "Ps":
            if len(opened) == _NESTED:
                break
            opened.append((MIRRORED[char["ch"]], index))
        elif kind == "Pe" and any(awaited == char["ch"] for awaited, _ in opened):
            while True:  # brackets that were opened in between are left without a partner
                awaited, begin = opened.pop()
                if awaited == char["ch"]:
                    pairs.append((begin, index))
                    break
    return pairs


def _strong(kind: str) -> str:
    """The direction of a strong type; numbers count as right to left (rule N0)."""
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else ""


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
