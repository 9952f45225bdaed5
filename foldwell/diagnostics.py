"""Complaints as values: stages put Diagnostics into a Sink and go on; one place prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field


class Span(Struct, frozen=True, order=True):
    """A place in a source file: 1-based line and column, counted in characters."""

    path: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(IntEnum):
    """How much a complaint matters: an error stops the edition, a warning and a note do not."""

    ERROR = 0
    WARNING = 1
    NOTE = 2

    @property
    def label(self) -> str:
        """The word that is printed for it."""
        return self.name.lower()


class Diagnostic(Struct, frozen=True):
    """One complaint: what is wrong, where, and what to do about it in the reader's words."""

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    hints: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The complaint as plain values for `check --format json`."""
        return {
            "severity": self.severity.label,
            "code": self.code,
            "message": self.message,
            "path": self.span.path if self.span else None,
            "line": self.span.line if self.span else None,
            "column": self.span.column if self.span else None,
            "hints": list(self.hints),
        }


class Sink(Struct):
    """Collects the complaints of all stages; a repeated one (same code, place and words) counts once.

    It also keeps the text of each file that was read, so that a complaint can be shown with its line.
    """

    found: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    _seen: set[tuple[str, Span | None, str]] = field(default_factory=set)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep a complaint, unless the very same was kept before."""
        key = (diagnostic.code, diagnostic.span, diagnostic.message)
        if key not in self._seen:
            self._seen.add(key)
            self.found.append(diagnostic)

    def error(self, code: str, message: str, span: Span | None = None, *hints: str) -> None:
        """Something that must be mended before the edition can be made."""
        self.add(Diagnostic(Severity.ERROR, code, message, span, hints))

    def warn(self, code: str, message: str, span: Span | None = None, *hints: str) -> None:
        """Something that should be mended before the edition is given to a patient."""
        self.add(Diagnostic(Severity.WARNING, code, message, span, hints))

    def note(self, code: str, message: str, span: Span | None = None, *hints: str) -> None:
        """Something that is worth knowing."""
        self.add(Diagnostic(Severity.NOTE, code, message, span, hints))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep several complaints."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    @property
    def failed(self) -> bool:
        """True when there is at least one error."""
        return any(d.severity is Severity.ERROR for d in self.found)

    def in_order(self) -> list[Diagnostic]:
        """All complaints by file, line and column; those without a place come last."""
        return sorted(self.found, key=_place_in_order)


def _place_in_order(diagnostic: Diagnostic) -> tuple[bool, str, int, int, int]:
    span = diagnostic.span
    if span is None:
        return (True, "", 0, 0, int(diagnostic.severity))
    return (False, span.path, span.line, span.column, int(diagnostic.severity))


class Failed(Exception):
    """Raised by a stage that cannot go on; what was wrong is already in the Sink it was given."""


def _lines_of(text: str) -> list[str]:
    """Lines as YAML counts them: CR, LF and CRLF end a line (YAML 1.1 also NEL, LS, PS)."""
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
        .replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    )  # fmt: skip


def render(diagnostic: Diagnostic, sources: Mapping[str, str] | None = None) -> str:
    """A complaint as text: place, severity and code, message, the source line with a caret, hints."""
    head = f"{diagnostic.severity.label}[{diagnostic.code}]: {diagnostic.message}"
    if diagnostic.span is None:
        return "\n".join([head, *(f"  = {hint}" for hint in diagnostic.hints)])
    span = diagnostic.span
    out = [f"{span}: {head}"]
    line = _source_line(span, sources or {})
    if line is not None:
        shown, start = _window(line, span.column - 1)
        width = max(1, min(span.length, len(shown) - start))
        number = str(span.line)
        out.append(f"  {number} | {shown}")
        out.append(f"  {' ' * len(number)} | {' ' * start}{'^' * width}")
    out.extend(f"  = {hint}" for hint in diagnostic.hints)
    return "\n".join(out)


def _source_line(span: Span, sources: Mapping[str, str]) -> str | None:
    if span.path not in sources:
        return None
    lines = _lines_of(sources[span.path])
    return lines[span.line - 1] if 0 < span.line <= len(lines) else None


def _window(line: str, at: int, width: int = 110) -> tuple[str, int]:
    """The part of a long line around column `at` (0-based), printable, and the caret's place in it."""
    begin = 0 if len(line) <= width else max(0, min(at - width // 2, len(line) - width))
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line[begin : begin + width])
    return shown, max(0, min(at - begin, len(shown)))


def shown_path(path: Path, root: Path) -> str:
    """A path as people see it: from the workspace where it lies inside it, with forward slashes."""
    return _shown(path, root) if path.is_absolute() and root.is_absolute() else _shown.__wrapped__(path, root)


@lru_cache(
    maxsize=256
)  # to follow links takes longer than to read a file again; a path from here depends on where we are
def _shown(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
