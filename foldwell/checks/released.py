"""A brochure and the record of its releases come in; whether its revision number tells its words apart goes out.

A number on paper stands for certain words. Where they have changed since they were given out under that number, two
sheets that say different things bear the same number, and nobody can tell the old one.
"""

from __future__ import annotations

from foldwell.content.models.brochure import Brochure
from foldwell.content.models.releases import Releases
from foldwell.content.review import is_reviewed, words_hash
from foldwell.diagnostics import Sink, Span

CODE = "revision-not-raised"


def check_raised(brochure: Brochure, called: str, releases: Releases | None, sink: Sink) -> None:
    """Warn where the number was given out with other words; `called` is the brochure's name for a command."""
    wrong = _not_raised(brochure, releases)
    if wrong is not None:
        sink.warn(CODE, wrong, _place(brochure), _how(called))


def may_go_to_shop(brochure: Brochure, called: str, releases: Releases | None, draft: bool, sink: Sink) -> bool:
    """Whether a print shop may print many of it under its number: an error says why not.

    A `draft` that is asked for may go: unless a clinician has signed it, the sheet says what it is.
    """
    wrong = _not_raised(brochure, releases)
    if wrong is None or (draft and not is_reviewed(brochure)):
        return True
    sink.error(CODE, f"{wrong}, so it does not go to the print shop", _place(brochure), _how(called))
    return False


def _not_raised(brochure: Brochure, releases: Releases | None) -> str | None:
    number = brochure.revision.number
    last = releases.last(brochure.form) if releases is not None else None
    if last is None or number > last.number:
        return None
    if number < last.number:
        return f"this is called revision {number}, and revision {last.number} was released on {last.date.isoformat()}"
    if words_hash(brochure) == last.words:
        return None
    return f"the words have changed since revision {number} was released on {last.date.isoformat()}"


def _place(brochure: Brochure) -> Span:
    return brochure.revision.place("number")


def _how(called: str) -> str:
    return f'when the new words are ready: python render.py release {called} --note "what has changed"'
