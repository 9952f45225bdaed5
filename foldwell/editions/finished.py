"""Work and what became of it: jobs for one process or many come in, finished brochures in their bytes go out.

Both travel between processes and computers, so they hold plain values only. Light to import.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from foldwell.diagnostics import Diagnostic, Severity
from foldwell.editions.request import Edition, Request
from foldwell.editions.workspace import BrochureFile, Workspace

if TYPE_CHECKING:  # a build that finds everything made never loads the models
    from foldwell.content.models.brochure import Brochure


class Job(Struct, frozen=True):
    """Some brochures of one clinic, to be made one after another; the request names that clinic by its path."""

    workspace: Workspace
    request: Request
    files: tuple[BrochureFile, ...]


class FinishedEdition(Struct, frozen=True):
    """One edition: how it came out, and the PDF itself; None where it has errors. `paper` is what it is made for,
    `objects` the hash of the PDF without its compression."""

    edition: Edition
    pages: int
    folded: bool
    seconds: float
    pdf: bytes | None
    paper: str = ""
    objects: str = ""


class Imprint(Struct, frozen=True):
    """What a brochure says of itself: its form number, revision, day of review, and the hash of its words."""

    form: str
    revision: int
    review_by: datetime.date
    words: str

    @classmethod
    def of(cls, brochure: Brochure) -> Imprint:
        """The imprint of a brochure that was read."""
        from foldwell.content.review import words_hash

        return cls(brochure.form, brochure.revision.number, brochure.review_by, words_hash(brochure))


class Finished(Struct, frozen=True):
    """One brochure of one clinic, in all editions that were asked for.

    `complaints` are all there were, with the `sources` of their lines; `pictures` the files that brochure and clinic
    name, from brochures/; `theme` is the clinic's. It is `whole` where nothing is missing: it may then be kept for the
    next time. There is no `imprint` where the brochure could not be read.
    """

    request: Request
    file: BrochureFile
    editions: tuple[FinishedEdition, ...]
    complaints: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    imprint: Imprint | None = None
    pictures: tuple[str, ...] = ()
    whole: bool = False
    theme: str = ""

    @property
    def failures(self) -> int:
        """How many editions were not made; 1 where the brochure or its clinic could not be read."""
        if not self.editions:
            return int(any(each.severity is Severity.ERROR for each in self.complaints))
        return sum(each.pdf is None for each in self.editions)


def lines_for(complaints: Iterable[Diagnostic], sources: Mapping[str, str]) -> dict[str, str]:
    """The texts that are needed to show the lines complained of, and no others."""
    named = {each.span.path for each in complaints if each.span is not None}
    return {path: text for path, text in sources.items() if path in named}
