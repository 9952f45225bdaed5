"""A language's tag comes in; the words the program adds, its dates and its habits of typesetting go out.

Each language is a file under `languages/`. A tag such as es-MX is looked for whole and then by its first part.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from foldwell.diagnostics import Sink, Span

FOLDER = Path(__file__).parent / "languages"
FALLBACK = "en"


class Habits(Struct, frozen=True):
    """How a language is typeset: see the comments in `languages/en.yaml`."""

    quotes: tuple[str, str, str, str]
    dash: str
    elided: tuple[str, ...]
    after_number: tuple[str, ...]
    before_number: tuple[str, ...]
    before_word: tuple[str, ...]
    together: tuple[str, ...]
    between_numbers: tuple[str, ...]


class Words(Struct, frozen=True):
    """The words that the program adds to an edition."""

    form: str
    revision: str
    review_by: str
    sources: str
    source: str
    draft: str
    expired: str
    phone: str
    page: str
    of_people: str
    of_all: str
    when: str
    dose: str
    ask: str
    own_questions: str
    teach_back: str


class MailWords(Struct, frozen=True):
    """The words of a message that an edition is sent with; none of them tells what it is about."""

    subject: str
    file: str
    hello: str
    attached: str
    questions: str
    private: str
    mistake: str


class CalibrateWords(Struct, frozen=True):
    """The words of the sheet that a printer is measured with."""

    title: str
    print: str
    size: str
    front: str
    back: str
    up: str
    edges: str
    edges_how: str
    top: str
    right: str
    bottom: str
    left: str
    shift: str
    shift_how: str
    shift_right: str
    shift_down: str
    turn: str
    turn_how: str
    turn_short: str
    turn_long: str
    keep: str
    ruler: str
    cross: str
    scale_right: str
    scale_down: str
    arrow: str


class Interface(Struct, frozen=True):
    """Everything that the program knows of a language."""

    language: str
    words: Words
    callouts: tuple[tuple[str, str], ...]
    months: tuple[str, ...]
    days: tuple[str, ...]
    date_pattern: str
    habits: Habits
    mail: MailWords
    calibrate: CalibrateWords

    def date(self, day: datetime.date) -> str:
        """A date in words: "November 22, 2026"."""
        return self.date_pattern.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def callout(self, kind: str) -> str:
        """The label of a callout: "Stop"."""
        return dict(self.callouts)[kind]


def languages() -> tuple[str, ...]:
    """The languages that have a file, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def interface(language: str, sink: Sink | None = None, span: Span | None = None) -> Interface:
    """The words and habits of a language; a warning, and the English ones, where it has no file."""
    name = _file_for(language)
    if name is None:
        if sink is not None:
            sink.warn(
                "language-words",
                f"there are no words of the program's own in the language `{language}`, so they will be in English",
                span,
                f"it has them in: {', '.join(languages())}",
            )
        name = FALLBACK
    return _read(name)


@cache
def _file_for(language: str) -> str | None:
    known = languages()
    return next((name for name in (language, language.partition("-")[0]) if name in known), None)


@cache
def _read(name: str) -> Interface:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader
    habits: dict[str, Any] = {
        key: value if isinstance(value, str) else tuple(value) for key, value in data["type"].items()
    }
    return Interface(
        name,
        Words(**data["words"]),
        tuple(data["callouts"].items()),
        tuple(data["dates"]["months"]),
        tuple(data["dates"]["days"]),
        data["dates"]["pattern"],
        Habits(**habits),
        MailWords(**data["mail"]),
        CalibrateWords(**data["calibrate"]),
    )
