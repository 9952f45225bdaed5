"""What a record of releases may say: the model that `brochures/releases/<name>.<language>.yaml` is read into.

`python render.py release` adds to such a file; people may read it, and mend a note.
"""

import datetime
from typing import Annotated

from foldwell.content.models.brochure import FORM
from foldwell.content.models.limits import Limits
from foldwell.content.models.located import Located, Prose


class Release(Located, frozen=True, kw_only=True):
    """One revision that was given out: its form and number, when and why, its title, and the hash of its words."""

    form: Annotated[str, Limits(pattern=FORM)]
    number: Annotated[int, Limits(least=1, most=9999)]
    date: datetime.date
    note: Prose
    title: Prose
    words: Annotated[str, Limits(pattern=r"^[0-9a-f]{64}$")]


class Releases(Located, frozen=True, kw_only=True):
    """All releases of one brochure, the oldest first."""

    releases: Annotated[list[Release], Limits(least=1)]

    def last(self, form: str) -> Release | None:
        """The latest release under a form's number."""
        return max((one for one in self.releases if one.form == form), key=lambda one: one.number, default=None)
