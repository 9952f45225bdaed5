"""Words as they were typed come in; the same words with the right quotes, dashes and no-break spaces go out.

The pieces of a paragraph are read as one text, so that a quotation may open before an emphasised word and close after
it. Fixed pieces (addresses, escaped characters, symbols, citations) are read for context and never changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from foldwell.content.languages import Habits

NBSP = "\u00a0"
OPAQUE = "\ufffc"  # stands for a piece whose words do not matter: OBJECT REPLACEMENT CHARACTER
_OPENS = frozenset(" \n\u00a0([{-–—/¿¡“‘«")  # a quotation mark after one of these opens
_MARKS = re.compile(r"[\"'.\-0-9½¼¾⅓⅔]")  # without one of these there is nothing to do

Edit = tuple[int, int, str]  # from, to, what stands there afterwards


def typeset(pieces: Sequence[tuple[str, bool]], habits: Habits, *, ranges: bool = True) -> list[str]:
    """The texts of a paragraph's pieces (text, whether it is fixed), typeset by the habits of their language.

    `ranges` lets 7-10 become 7–10; addresses of houses are set without.
    """
    texts = [text for text, _ in pieces]
    whole = "".join(texts)
    if not _MARKS.search(whole):
        return texts
    edits = sorted(_without_clashes(_edits(whole, habits, ranges)), reverse=True)
    starts = [0, *accumulate(map(len, texts))]
    for begin, end, new in edits:
        _apply(texts, pieces, starts, begin, end, new)
    return texts


def _apply(
    texts: list[str], pieces: Sequence[tuple[str, bool]], starts: list[int], begin: int, end: int, new: str
) -> None:
    """Make one edit, from the last to the first; one that would touch a fixed piece is left undone."""
    first, last = bisect_right(starts, begin) - 1, bisect_right(starts, end - 1) - 1
    if any(pieces[index][1] for index in range(first, last + 1)):
        return
    for index in range(last, first - 1, -1):
        base = starts[index]
        left, right = max(begin - base, 0), min(end - base, len(pieces[index][0]))
        texts[index] = texts[index][:left] + (new if index == first else "") + texts[index][right:]


def _without_clashes(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Of edits that overlap, the one that was found first."""
    taken: set[int] = set()
    for edit in edits:
        places = range(edit[0], edit[1])
        if taken.isdisjoint(places):
            taken.update(places)
            yield edit


def _edits(text: str, habits: Habits, ranges: bool) -> Iterator[Edit]:
    if "-" in text:
        yield from _dashes(text, habits, ranges)
    yield from ((found.start(), found.end(), "…") for found in re.finditer(r"(?<!\.)\.\.\.(?!\.)", text))
    if '"' in text or "'" in text:
        yield from _quotes(text, habits)
    for pattern in _spaces(habits):
        yield from ((found.start(), found.end(), NBSP) for found in pattern.finditer(text))


_DASH = re.compile(r"(?<!-)(?:---| -- |--)(?!-)")
# Plain numbers only: not a part of a telephone number, a date, a form number, a fraction or an address, and upwards.
_NUMBER = r"(\d{1,3}(?:\.\d+)?|(?:19|20)\d\d)"
_RANGE = re.compile(rf"(?<![\w./–-])(\$?){_NUMBER}(-)\1{_NUMBER}(?![\w/–-]|\.\d)")


def _dashes(text: str, habits: Habits, ranges: bool) -> Iterator[Edit]:
    for found in _DASH.finditer(text):
        new = {"---": "—", "--": "–"}.get(found[0], habits.dash.replace(" ", NBSP, 1))
        yield found.start(), found.end(), new
    if ranges:
        for found in _RANGE.finditer(text):
            if float(found[2]) < float(found[4]):
                yield found.start(3), found.end(3), "–"


def _quotes(text: str, habits: Habits) -> Iterator[Edit]:
    opening, closing, inner_opening, inner_closing = habits.quotes
    depth = {'"': 0, "'": 0}
    opened = -1
    for found in re.finditer("[\"']", text):
        at, mark = found.start(), found[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        opens = (not before or before in _OPENS or opened == at - 1) and bool(after) and not after.isspace()
        if mark == "'" and opens and _elided(text, at + 1, habits):
            yield at, at + 1, inner_closing
        elif opens:
            depth[mark] += 1
            opened = at
            yield at, at + 1, opening if mark == '"' else inner_opening
        elif before.isdigit() and not depth[mark]:
            continue  # feet and inches stay as they were typed
        else:
            depth[mark] = max(0, depth[mark] - 1) if mark == '"' or not after.isalpha() else depth[mark]
            yield at, at + 1, closing if mark == '"' else inner_closing


def _elided(text: str, at: int, habits: Habits) -> bool:
    """Whether an apostrophe stands before the word here: '90s, 'tis."""
    word = re.match(r"\d\ds?\b|\w+", text[at:])
    return word is not None and (word[0][0].isdigit() or word[0].lower() in habits.elided)


@cache
def _spaces(habits: Habits) -> tuple[re.Pattern[str], ...]:
    """Patterns of the spaces at which a line may not end."""

    def either(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in words)

    number = re.compile(rf"(?<=[\d½¼¾⅓⅔]) (?=(?:{either(habits.after_number)})(?!\w))")
    lead = "|".join(rf"(?<=\b{re.escape(word)}) (?=\w)" for word in habits.before_word)
    count = "|".join(rf"(?<=\b{re.escape(word)}) (?=\d)" for word in habits.before_number)
    inside = [rf"(?<=\d) (?={word} \d)|(?<=\d {word}) (?=\d)" for word in map(re.escape, habits.between_numbers)]
    for phrase in habits.together:
        left, _, right = phrase.partition(" ")
        inside.append(rf"(?<=\b{re.escape(left)}) (?={re.escape(right)})")
    spans = (
        rf"(?<=\d {unit} {word} )" for word in habits.between_numbers for unit in map(re.escape, habits.after_number)
    )
    inside.append(rf" (?=\d)(?:{'|'.join(spans)})")  # "9:00 a.m. to 5:00 p.m.": before "to" a line may end
    return number, re.compile("|".join([lead, count, *inside]))
