"""The clinician's review: a brochure comes in; whether it is a draft, and what a reviewer must look at, go out."""

from __future__ import annotations

from foldwell.content.models.brochure import Brochure
from foldwell.content.review import is_reviewed, reviewer_list, words_hash
from foldwell.content.today import today
from foldwell.diagnostics import Sink


def check_review(brochure: Brochure, sink: Sink) -> None:
    """Say that the edition is a draft while no clinician has signed its words, and that its next review is overdue."""
    if brochure.review_by < today():
        sink.warn(
            "review-overdue", f"these words were to be read again by {brochure.review_by}", brochure.place("review_by"),
            "ask a clinician to read them, and write the day of the next review",
        )  # fmt: skip
    if not is_reviewed(brochure, sink):
        sink.note(
            "draft", "no clinician has reviewed these words, and the sheets say so", brochure.place("reviewed_by"),
            f"a reviewer signs under `reviewed_by` with name, date and `words: {words_hash(brochure)}`",
        )  # fmt: skip


def note_for_reviewer(brochure: Brochure, sink: Sink) -> None:
    """List what has no source: the clinic's own instructions, and statements that cite nothing."""
    for span, what, words in reviewer_list(brochure):
        sink.note("for-reviewer", f"{what}: {words}", span)
