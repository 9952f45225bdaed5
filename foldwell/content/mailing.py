"""A brochure and its clinic come in; the plain words for a message that it is sent with, outside any layout, go out."""

from __future__ import annotations

from foldwell.content.composing.composer import Composer, Numbers
from foldwell.content.languages import interface
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.located import Prose
from foldwell.content.text.variables import values_for
from foldwell.diagnostics import Sink


def composer_for(brochure: Brochure, clinic: Clinic, sink: Sink) -> Composer:
    """What fills in the variables of the brochure's and the clinic's words."""
    words = interface(brochure.language, sink, brochure.place("language"))
    values = values_for(brochure, clinic, words, sink)
    return Composer(clinic, values, words, brochure.language, Numbers(brochure.sources), sink)


def in_one_line(composer: Composer, prose: Prose) -> str:
    """The words without any look, with ordinary spaces between them."""
    return " ".join(composer.plain(prose).split())


def mail_title(brochure: Brochure, clinic: Clinic, sink: Sink) -> str | None:
    """The title that an edition has when it is mailed, where the brochure gives it one."""
    if brochure.mail_title is None:
        return None
    return in_one_line(composer_for(brochure, clinic, sink), brochure.mail_title)
