"""What a record of releases may say: the model that `brochures/releases/<name>.<language>.yaml` is read into.

`python render.py release` adds to such a file; people may read it, and mend a note.
"""

from __future__ import annotations

import datetime

from pydantic import Field

from foldwell.content.brochure import FORM
from foldwell.content.located import Located, ProseText


class Release(Located):
    """One revision that was given out: its form and number, when and why, its title, and the hash of its words."""

    form: str = Field(pattern=FORM)
    number: int = Field(ge=1, le=9999)
    date: datetime.date
    note: ProseText
    title: ProseText
    words: str = Field(pattern=r"^[0-9a-f]{64}$")


class Releases(Located):
    """All releases of one brochure, the oldest first."""

    releases: list[Release] = Field(min_length=1)

    def last(self, form: str) -> Release | None:
        """The latest release under a form's number."""
        return max((one for one in self.releases if one.form == form), key=lambda one: one.number, default=None)
