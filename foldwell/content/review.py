"""A brochure comes in; what a clinician must look at, the hash that binds a sign-off, and whether it holds go out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import pairwise

from foldwell.content.identity import by_identity, while_alive
from foldwell.content.models.blocks import Block, Callout
from foldwell.content.models.brochure import Brochure, Section, Source
from foldwell.content.models.located import Located, Prose
from foldwell.content.models.showing import Emergency
from foldwell.diagnostics import Sink, Span

ROOM = 64  # brochures whose hash is remembered
CLINIC = "the clinic's own instruction"
UNSOURCED = "no source is cited"
# Blocks that say something of their own accord; labels, headings, pictures and contact lines do not.
_SAYING = frozenset({
    "text", "list", "steps", "callout", "table", "facts", "questions", "quote", "ticks", "notice", "icons", "pictogram",
    "chart", "doses", "timeline", "teach_back",
})  # fmt: skip
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_LOOKS = frozenset({"width", "lines", "own"})  # numbers that say how something looks
_CITES = re.compile(r"(?<!\\)\[@")
_LISTS = frozenset({"list", "ticks", "icons"})
_LEADS_IN = re.compile(r"(:\s*(\[@[^\]]+\]\s*)+|\[@[^\]]+\]\s*:)$")


def reviewer_list(brochure: Brochure) -> list[tuple[Span, str, str]]:
    """What no source stands behind, in the order of the YAML: the place, why it is listed, the words."""
    found: list[tuple[Span, str, str]] = []
    for section in brochure.sections.values():
        for before, block in pairwise((None, *section.blocks)):
            if block is None or block.kind not in _SAYING or _leads_in(before, block):
                continue
            texts = [_squeezed(text) for text in _words_in(getattr(block, block.kind))]
            if section.clinic_instruction or block.clinic_instruction:
                found.append((block.span, CLINIC, " ".join(texts)))
            elif not any(_CITES.search(text) for text in texts):
                found.append((block.span, UNSOURCED, " ".join(texts)))
    emergency = brochure.emergency
    if emergency is not None and (emergency.clinic_instruction or not _CITES.search(emergency.text.text)):
        why = CLINIC if emergency.clinic_instruction else UNSOURCED
        found.append((emergency.span, why, " ".join(_squeezed(text) for text in _words_in(emergency))))
    return found


def _leads_in(before: Block | None, block: Block) -> bool:
    """Whether a list stands under a sentence with a colon that cites its source: "Signs are: [@cdc]"."""
    if before is None or before.text is None or block.kind not in _LISTS:
        return False
    return _LEADS_IN.search(before.text.text.rstrip()) is not None


def words_hash(brochure: Brochure) -> str:
    """SHA-256, in hexadecimal, of all that the brochure says: title, cover line, variables, sections, the
    emergency box, sources.

    White space, layouts, colours, pictures and the revision do not count. The kind of a block and of a callout does,
    since it changes what is read. A variable of the clinic's is not the brochure's, and does not count.
    """
    begin = (brochure.title, brochure.cover.line, brochure.variables or None)
    return _hash_of(*begin, brochure.sections, brochure.emergency, brochure.sources or None)


@by_identity(ROOM)
def _hash_of(
    title: Prose, line: Prose | None, variables: dict[str, Prose] | None, sections: dict[str, Section],
    emergency: Emergency | None, sources: dict[str, Source] | None,
) -> str:  # fmt: skip
    begin = [_squeezed(title.text), _squeezed(line.text) if line else ""]
    said = [
        _listed([*begin, [[name, _squeezed(prose.text)] for name, prose in (variables or {}).items()]]),
        *map(_said_in, sections.values()),
        _listed([_squeezed(text) for text in _words_in(emergency)]),
        *(f"[{_JSON(key)}, {_said_of(source)}]" for key, source in (sources or {}).items()),
    ]
    return hashlib.sha256(f"[{', '.join(filter(None, said))}]".encode()).hexdigest()


def _listed(said: list[object]) -> str:
    """The items of a list as JSON, without its brackets."""
    return _JSON(said)[1:-1]


@while_alive
def _said_in(section: Section) -> str:
    return _listed([_squeezed(section.heading.text) if section.heading else "", *map(_said, section.blocks)])


@while_alive
def _said_of(source: Source) -> str:
    return _listed([*map(_squeezed, _words_in(source)), source.link or ""])


def _said(block: Block) -> list[str]:
    content = getattr(block, block.kind)
    kind = f"{block.kind} {content.kind}" if isinstance(content, Callout) else block.kind
    return [kind, *map(_squeezed, _words_in(content))] if block.kind != "space" else [kind]


def _words_in(value: object) -> Iterator[str]:
    """The texts in a model's fields and the numbers that patients see, in their order."""
    if isinstance(value, Prose):
        yield value.text
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words_in(item)
    elif isinstance(value, Located):
        for name, part in value.pairs():
            if name not in _LOOKS:
                yield from _words_in(part)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def is_reviewed(brochure: Brochure, sink: Sink | None = None) -> bool:
    """Whether a named clinician has signed these very words.

    A sign-off that is there but does not hold is warned of: `review-stale` when the words have changed since,
    `review-incomplete` when the name, the date or the hash is missing.
    """
    review = brochure.reviewed_by
    if not (review.name.strip() or review.words.strip() or review.date):
        return False
    if not (review.name.strip() and review.words.strip() and review.date):
        if sink is not None:
            hint = "it needs `name`, `date` and `words`; until then the sheets say that they are a draft"
            sink.warn("review-incomplete", "the clinician's sign-off is not complete", review.span, hint)
        return False
    expected = words_hash(brochure)
    if review.words.strip().lower() == expected:
        return True
    if sink is not None:
        hint = f"have the words read again, then write `words: {expected}`; until then the sheets say `draft`"
        sink.warn("review-stale", "the words have changed since the clinician signed them", review.span, hint)
    return False
