"""A brochure and today's date come in; whether it may leave the house (on paper, by mail, to a print shop) goes out.

Making files on the clinic's own disk is no business of the gate's, and does not depend on the date.
"""

from __future__ import annotations

import datetime

from foldwell.content.composing.compose import Notice
from foldwell.content.models.brochure import Brochure
from foldwell.content.review import is_reviewed
from foldwell.diagnostics import Sink


def may_leave(brochure: Brochure, today: datetime.date, draft_allowed: bool, sink: Sink) -> bool:
    """Whether the brochure may be printed, mailed or made for the print shop.

    A draft and an edition past its review date may only where the person asked for it (`draft_allowed`); the sheet then
    says what it is. Otherwise an error says why not: `draft-refused`, `expired-refused`.
    """
    reviewed, expired = is_reviewed(brochure, sink), is_expired(brochure, today)
    if draft_allowed:
        return True
    if not reviewed:
        sink.error(
            "draft-refused", "this is a draft: no clinician has reviewed these words, so it does not go to patients",
            brochure.place("reviewed_by"),
            "have a clinician read it and sign under `reviewed_by` (`check` prints what to write there)",
            "or use --draft, for a copy that says on the sheet that it is a draft",
        )  # fmt: skip
    if expired:
        sink.error(
            "expired-refused",
            f"this had to be reviewed by {brochure.review_by.isoformat()}, and that day has passed",
            brochure.place("review_by"),
            "have a clinician look at it again, and write the new date after `review_by:`",
            "or use --draft, for a copy that says on the sheet that it is past its review date",
        )
    return reviewed and not expired


def is_withdrawn(brochure: Brochure, called: str, asked_for: bool, sink: Sink) -> bool:
    """Whether nothing is made of the brochure any more, which is said: an error where somebody wants to have it
    (`asked_for`), a note where it merely lies among others. `called` is its name for a command."""
    withdrawn = brochure.withdrawn
    if withdrawn is None:
        return False
    reason = " ".join(withdrawn.reason.text.split()).rstrip(".")
    message = f"{brochure.form} was withdrawn on {withdrawn.date.isoformat()} ({reason}), so nothing is made of it"
    instead = f"; {withdrawn.replaced_by} takes its place" if withdrawn.replaced_by else ""
    tell = sink.error if asked_for else sink.note
    tell("withdrawn", message, withdrawn.span,
         f"take paper with this number from the rack, and files of {called} from out/{instead}")  # fmt: skip
    return True


def is_expired(brochure: Brochure, today: datetime.date) -> bool:
    """Whether the day by which it had to be reviewed has passed; on that day itself the edition is still good."""
    return today > brochure.review_by


def notice_for(brochure: Brochure, today: datetime.date) -> Notice | None:
    """What `compose` must make the sheet say besides that it is a draft, when it leaves on this day."""
    return "expired" if is_expired(brochure, today) else None
