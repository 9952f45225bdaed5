"""One paragraph of small Markdown comes in; markdown-it's tokens go out, with four kinds of our own among them.

Ours are `cite` (`meta["ids"]`, None where it is malformed), `sub` and `sup` (`content`), and `refused` (`content` is
what stands there, `meta["hint"]` what to do instead). HTML is text. markdown-it is imported when the first paragraph
with a mark is met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Without one of these a text is the same after Markdown as before it.
MARKED = re.compile(r"[\\*_\[\]~^&<`]|  \n")
_CITE = re.compile(r"\[@([^\[\]\n]*)\]")
_IDS = re.compile(r"[a-z][a-z0-9-]*(?:\s*[;,]\s*@?[a-z][a-z0-9-]*)*\s*")
_SMALL = re.compile(r"([~^])((?:\\[~^\\]|(?![~^\\])\S)+)\1")
_CODE = re.compile(r"`+[^`]*`*")
_PICTURE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\))?")


# Where nothing else is marked: line ends without spaces, citations, and bold that begins and ends at the edge of words,
# so that nobody can take its signs for anything else (CommonMark 0.31, 6.2).
_SIMPLE = re.compile(
    r"(?P<softbreak>(?<! )\n(?! ))|(?P<cite>(?<!!)\[@[^\[\]\n]*\])"
    r"|(?P<strong_open>(?<![^ \n])\*\*(?=[^\W_]))|(?P<strong_close>(?<=[^\W_])\*\*(?![^ \n]))"
)
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Mark(NamedTuple):
    """A token of a simple paragraph, with as much of markdown-it's as is ever asked for."""

    type: str
    content: str = ""
    meta: Mapping[str, Any] = _NOTHING
    attrs: Mapping[str, Any] = _NOTHING
    markup: str = ""


def tokens_of(text: str) -> Sequence[Token | Mark]:
    """The tokens of one paragraph, whose lines are divided by line feeds."""
    simple = _simple(text)
    if simple is not None:
        return simple
    markdown = _markdown()
    return markdown.inline.parse(text, markdown, {}, [])


def _simple(text: str) -> list[Mark] | None:
    """The tokens of a paragraph in which little is marked; None where there is more than that."""
    marks: list[Mark] = []
    bold, at = False, 0
    for found in _SIMPLE.finditer(text):
        _add_words(text[at : found.start()], marks)
        kind = found.lastgroup or ""
        if kind == ("strong_open" if bold else "strong_close"):
            return None
        if kind.startswith("strong"):
            bold = not bold
        marks.append(Mark(kind, found[0], {"ids": _ids(found[0][2:-1])} if kind == "cite" else _NOTHING))
        at = found.end()
    _add_words(text[at:], marks)
    left = any(mark.type == "text" and (MARKED.search(mark.content) or "\n" in mark.content) for mark in marks)
    return None if left or bold else marks


def _add_words(words: str, marks: list[Mark]) -> None:
    if words:
        marks.append(Mark("text", words))


def _ids(inside: str) -> list[str] | None:
    """The ids between the brackets of a citation; None where they are malformed."""
    inside = inside.strip()
    return re.split(r"\s*[;,]\s*@?", inside) if _IDS.fullmatch(inside) else None


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    class SmallMarkdown(MarkdownIt):
        """Takes every address as written, so that a wrong one is complained of and does not stay behind as text."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
            return url

        def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the library's name
            return link

    markdown = SmallMarkdown("zero", {"maxNesting": 40})
    markdown.enable(["newline", "escape", "emphasis", "link", "autolink", "entity"])
    rules = markdown.inline.ruler
    rules.before("escape", "cite", _cite)
    rules.before("escape", "small", _small)
    rules.before("escape", "refused", _refused)
    return markdown


def _cite(state: StateInline, silent: bool) -> bool:
    """`[@id]` and `[@a; @b]`."""
    found = _CITE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if found is None:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.content = found[0]
        token.meta["ids"] = _ids(found[1])
    state.pos = found.end()
    return True


def _small(state: StateInline, silent: bool) -> bool:
    """`~sub~` and `^sup^`: no spaces inside, and not after a slash, where ~ belongs to a web address."""
    if state.src[state.pos] not in "~^" or state.src[state.pos - 1 : state.pos] == "/":
        return False
    found = _SMALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("sub" if found[1] == "~" else "sup", "", 0)
        token.content = re.sub(r"\\([~^\\])", r"\1", found[2])
    state.pos = found.end()
    return True


def _refused(state: StateInline, silent: bool) -> bool:
    """Code and pictures: what Markdown writers may expect, and a printed sheet has other blocks for."""
    char = state.src[state.pos]
    if char == "`":
        found, hint = _CODE.match(state.src, state.pos, state.posMax), "for a quotation mark write \" or '"
    elif char == "!":
        found, hint = _PICTURE.match(state.src, state.pos, state.posMax), "a picture is a block of its own: `figure:`"
    else:
        return False
    if found is None:
        return False
    if not silent:
        token = state.push("refused", "", 0)
        token.content = found[0]
        token.meta["hint"] = hint
    state.pos = found.end()
    return True
