"""What composing needs at every turn: texts come in; inline content goes out, filled in, parsed, citations numbered."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from foldwell.content.languages import Interface
from foldwell.content.models.brochure import Source
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.located import Prose
from foldwell.content.text.inline import parse_inline
from foldwell.content.text.runs import Break, Inline, Run, words_of
from foldwell.content.text.variables import Values, fill
from foldwell.diagnostics import Sink, Span


class Numbers(Struct):
    """Hands out the numbers of sources in order of first citation; `order` holds the ids that were cited."""

    known: Mapping[str, Source]
    order: dict[str, int] = field(default_factory=dict)

    def __call__(self, source: str, span: Span, sink: Sink) -> int:
        """The source's number. An id that is not among the brochure's sources is an error, and has the number 0."""
        if source in self.known:
            return self.order.setdefault(source, len(self.order) + 1)
        import difflib  # only a complaint needs it

        near = difflib.get_close_matches(source, self.known, 1)
        hints = [f"did you mean `{name}`?" for name in near]
        hints.append(f"the sources are: {', '.join(self.known)}" if self.known else "add it under `sources:`")
        sink.error("unknown-source", f"there is no source `{source}`", span, *hints)
        return 0

    def of(self, sources: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of sources that are cited one after another, 0 for one that is unknown."""
        return tuple(self.order.setdefault(each, len(self.order) + 1) if each in self.known else 0 for each in sources)


class Asked(Struct):
    """What was asked for while something was composed: sources in the order of their citations, the clinic's file."""

    sources: list[str] = field(default_factory=list)
    clinic: bool = False


class Composer(Struct, frozen=True):
    """What every block needs on its way into the story."""

    for_clinic: Clinic
    values: Values
    words: Interface
    language: str
    numbers: Numbers
    sink: Sink
    asked: Asked = field(default_factory=Asked)

    def alone(self) -> Composer:
        """The same for one part, with complaints, and notes of what is asked for, of its own."""
        values = Values(self.values.names, self.values.words, self.values.why)
        return Composer(self.for_clinic, values, self.words, self.language, self.numbers, Sink())

    @property
    def clinic(self) -> Clinic:
        """The clinic; it is noted that it was asked for."""
        self.asked.clinic = True
        return self.for_clinic

    def paragraphs(self, prose: Prose, *, ranges: bool = True, links: bool = True) -> tuple[Inline, ...]:
        """The paragraphs of a text."""
        filled = fill(prose, self.values, self.sink)
        if filled is None:
            return ()
        before = len(self.sink.found)
        found = parse_inline(filled, self.language, self._number, self.sink, ranges=ranges, links=links)
        if not found and len(self.sink.found) == before:
            hint = "write something, or leave the block out"
            self.sink.error("empty-text", "nothing is left of this text once its conditions are met", prose.span, hint)
        return found

    def _number(self, source: str, span: Span, sink: Sink) -> int:
        self.asked.sources.append(source)
        return self.numbers(source, span, sink)

    def inline(self, prose: Prose, *, ranges: bool = True, links: bool = True) -> Inline:
        """The text as one paragraph; where it has several, a line break stands between them."""
        found = self.paragraphs(prose, ranges=ranges, links=links)
        if len(found) == 1:
            return found[0]
        parts: list[Run | Break] = []
        for paragraph in found:
            if parts:
                parts.append(Break(prose.span))
            parts.extend(paragraph)
        return tuple(parts)

    def maybe(self, prose: Prose | None) -> Inline | None:
        """The text as one paragraph, if there is one."""
        return self.inline(prose) if prose is not None else None

    def plain(self, prose: Prose) -> str:
        """The text without any look: for a picture's text equivalent, a document's subject."""
        return plain_words(self.inline(prose, links=False))


def plain_words(inline: Inline) -> str:
    """The words of a text without its citations, as one line."""
    return words_of(tuple(part for part in inline if isinstance(part, Break) or part.role != "cite")).strip()
