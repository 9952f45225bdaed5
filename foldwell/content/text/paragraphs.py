"""The lines of one paragraph come in; pieces of words in one look, each from one line of the YAML, go out."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.text.addresses import address_of, is_safe_link, particles
from foldwell.content.text.small_markdown import MARKED, tokens_of
from foldwell.content.text.variables import Filled
from foldwell.diagnostics import Sink, Span


class Piece(Struct, frozen=True):
    """Words in one look from one line of the YAML; a `fixed` one is not touched by the typographer."""

    text: str
    row: int
    column: int
    strong: bool = False
    emphasis: bool = False
    position: str = ""
    link: str | None = None
    group: int = 0
    role: str = "text"
    target: str | None = None
    fixed: bool = False

    def looks_like(self, other: Piece) -> bool:
        """Whether the two can be one run."""
        return self.role == other.role == "text" and (
            (self.strong, self.emphasis, self.position, self.link, self.group)
            == (other.strong, other.emphasis, other.position, other.link, other.group)
        )


_BLOCKS = (
    (re.compile(r"#{1,6}(?:\s|$)"), "a heading", "a heading is a block of its own: `heading:`"),
    (re.compile(r"[-*+•]\s"), "a list", "a list is a block of its own: `list:`"),
    (re.compile(r"1[.)]\s"), "a numbered list", "numbered steps are a block of their own: `steps:`"),
    (re.compile(r">\s?"), "a quotation", "a quotation is a block of its own: `quote:`"),
    (re.compile(r"\|.*\|"), "a table", "a table is a block of its own: `table:`"),
    (re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$"), "a rule", "a rule is a block of its own: `rule: {}`"),
)
_NUMBERED = (re.compile(r"\d{1,2}[.)]\s"), _BLOCKS[2][1], _BLOCKS[2][2])
_STRAY = (
    (re.compile(r"\[@[^\]]*"), "citation-form", "this citation does not end", "write [@id], or [@one; @two] for more"),
    (re.compile(r"\]\("), "link-address", "this link cannot be read", "write [words](https://…), with no spaces in it"),
)
# What a raised figure seems to be a power of: a number or its unit, but not a percentage.
_NUMBER_BEFORE = re.compile(r"[\d½¼¾⅓⅔°]$|[\d½¼¾⅓⅔][ \u00a0]?(?:°[CF]|mg|mcg|µg|g|kg|mL|ml|L|lb|oz|mm|cm|m|in|ft)$")


class Paragraph:
    """Reads one paragraph into pieces, keeping a finger on the place in the YAML."""

    def __init__(self, filled: Filled, sources: list[str], first: int, sink: Sink, links: bool) -> None:
        self.prose = filled.prose
        self.sources = sources  # the lines of the prose
        self.filled = filled
        self.line = first
        self.cursor = 0
        self.sink = sink
        self.links = links
        self.pieces: list[Piece | None] = []  # None is a line break
        self.look = Piece("", 0, 0)
        self.groups = 0

    def read(self, lines: list[str]) -> None:
        """Read the paragraph's lines."""
        lines = [line.lstrip(" \t") for line in lines]
        for number, line in enumerate(lines):
            self._complain_of_blocks(line, self.line + number, number == 0)
        text = "\n".join(lines).rstrip(" \t")
        if MARKED.search(text):
            self._read_marked(text)
            return
        for number, line in enumerate(lines):
            if number:
                self._next_line(space=True)
            self._add(line.strip(" \t"))

    def _complain_of_blocks(self, line: str, number: int, first: bool) -> None:
        for pattern, what, hint in (*_BLOCKS, _NUMBERED) if first else _BLOCKS:
            found = pattern.match(line)
            if found:
                row = self.filled.row(number)
                source = self.sources[row] if row < len(self.sources) else ""
                span = self.prose.node.place(row, len(source) - len(source.lstrip()), len(found[0].rstrip()))
                sign = re.sub(r"^(\d+)(\D).*", r"\1\\\2", line) if line[0].isdigit() else f"\\{line[0]}"
                escape = f"for the sign itself write {sign}"
                self.sink.error("block-in-text", f"this looks like {what}, and a text holds none", span, hint, escape)
                return

    def _read_marked(self, text: str) -> None:
        for token in tokens_of(text):
            kind = token.type
            if kind == "text":
                self._complain_of_strays(token.content)
                self._add(token.content)
            elif kind == "text_special":
                self._find(token.markup)
                self._add(token.content, fixed=True, width=len(token.markup))
            elif kind == "softbreak":
                self._next_line(space=True)
            elif kind == "hardbreak":
                self._next_line(space=False)
            elif kind in ("strong_open", "strong_close"):
                self.look = replace(self.look, strong=kind == "strong_open")
            elif kind in ("em_open", "em_close"):
                self.look = replace(self.look, emphasis=kind == "em_open")
            elif kind == "link_open":
                self._open_link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
            elif kind == "link_close":
                self._close_link()
            elif kind in ("sub", "sup"):
                self._add(token.content, position=kind)
            elif kind == "cite":
                self._cite(token.content, token.meta["ids"])
            else:
                self._refuse(token.content, str(token.meta.get("hint", "")))

    def _find(self, text: str) -> Span:
        """Move to the text in the source line, if it is there, and name its place."""
        row = self.filled.row(self.line)
        source = self.sources[row] if row < len(self.sources) else ""
        words = text.split()
        for wanted in (text, words[0]) if words else ():
            found = source.find(wanted, self.cursor)
            if found >= 0:
                self.cursor = found
                break
        return self.prose.node.place(row, self.cursor, max(1, len(text)))

    def _add(self, text: str, *, fixed: bool = False, width: int | None = None, position: str = "") -> None:
        if not text:
            return
        self._find(text)
        row, column = self.filled.row(self.line), self.cursor
        self.cursor += len(text) if width is None else width
        text = text if fixed else re.sub(r"[ \t]{2,}", " ", text.replace("\t", " "))
        look = replace(self.look, row=row, position=position, fixed=fixed)
        if fixed:
            self.pieces.append(replace(look, text=text, column=column))
            return
        for particle in particles(text, link=self.links and look.link is None and not position):
            piece = replace(look, text=particle.text, column=column)
            column += len(particle.text)
            if particle.symbol:
                piece = replace(piece, role="symbol", fixed=True)
            elif particle.link:
                self.groups += 1
                piece = replace(piece, link=particle.link, group=self.groups, fixed=True)
            elif piece.link is not None and address_of(text) is not None:
                piece = replace(piece, fixed=True)
            self.pieces.append(piece)

    def _next_line(self, *, space: bool) -> None:
        last = self.pieces[-1] if self.pieces else None
        if not space:
            self.pieces.append(None)
        elif last is not None:
            # A link ends with its word: the space belongs to it only where the link goes on.
            look = self.look if last.link == self.look.link else replace(self.look, link=None, group=0)
            self.pieces.append(replace(look, text=" ", row=last.row, column=last.column + len(last.text)))
        self.line += 1
        self.cursor = 0

    def _open_link(self, address: str, title: str) -> None:
        self.groups += 1
        if title:
            hint = "leave out the words in quotation marks after the address"
            self.sink.error("link-address", "a link's title is never printed", self._find(f'"{title}'), hint)
            self.cursor = 0
        link: str | None = address
        if not is_safe_link(address):
            span = self._find(address)
            hint = "a link begins with https://, mailto: or tel:, and has no spaces"
            self.sink.error("link-address", f"`{address[:60]}` is not an address that can be linked to", span, hint)
            self.cursor = 0
            link = None
        self.look = replace(self.look, link=link, group=self.groups if link else 0)

    def _close_link(self) -> None:
        last = self.pieces[-1] if self.pieces else None
        if self.look.link is not None and (last is None or last.group != self.look.group):
            span = self._find(self.look.link)
            self.cursor = 0
            hint = "write [words](https://…), or the address alone"
            self.sink.error("link-address", "this link has no words of its own", span, hint)
        self.look = replace(self.look, link=None, group=0)

    def _cite(self, text: str, ids: list[str] | None) -> None:
        span = self._find(text)
        row, column = self.filled.row(self.line), self.cursor
        self.cursor += len(text)
        if ids is None:
            hint = "write [@id], or [@one; @two] for several; an id is small letters, digits and -"
            self.sink.error("citation-form", f"the citation `{text[:40]}` cannot be read", span, hint)
            return
        self._hug()
        last = self.pieces[-1] if self.pieces else None
        if last is not None and not last.position and _NUMBER_BEFORE.search(last.text):
            hint = "put it after the full stop of the sentence; in a table, at a word of its row or in the caption"
            self.sink.warn("cite-after-number", "this number of a source reads as an exponent", span, hint)
        follows = last is not None and last.role == "cite"
        if not follows:
            self.groups += 1
        look = Piece("", row, column, self.look.strong, False, "sup", None, self.groups, "cite", None, True)
        for number, source in enumerate(ids):
            if number or follows:
                self.pieces.append(replace(look, text=","))
            at = re.search(rf"@?{re.escape(source)}(?![a-z0-9-])", text)
            self.pieces.append(replace(look, target=source, column=column + (at.start() if at else 0)))

    def _hug(self) -> None:
        """Take away the space before a citation, so that its number stands at the word."""
        while self.pieces and (last := self.pieces[-1]) is not None and not last.fixed:
            text = last.text.rstrip(" ")
            if text:
                self.pieces[-1] = replace(last, text=text)
                return
            self.pieces.pop()

    def _refuse(self, text: str, hint: str) -> None:
        span = self._find(text)
        what = "a picture" if text.startswith("!") else "a code mark"
        self.sink.error("block-in-text", f"{what} cannot stand in a text", span, hint)
        self.cursor += len(text)

    def _complain_of_strays(self, text: str) -> None:
        for pattern, code, message, hint in _STRAY:
            found = pattern.search(text)
            if found:
                self.sink.error(code, message, self._find(found[0]), hint)
        if "**" in text:
            span = self._find("**")
            hint = "bold is **words**, with no space inside the stars; for the signs themselves write \\*\\*"
            self.sink.warn("stray-mark", "these stars have no partner and are printed as they are", span, hint)
