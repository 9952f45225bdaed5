"""What a brochure's YAML may say: the model that `brochures/<name>.<language>.yaml` is read into."""

import datetime
from typing import Annotated, Literal, get_args

from foldwell.content.models.blocks import Block
from foldwell.content.models.fields import Identifier, Percent
from foldwell.content.models.limits import Check, Limits, Refusal
from foldwell.content.models.located import Located, Prose
from foldwell.content.models.showing import Emergency

FileName = Annotated[str, Limits(pattern=r"^\w([\w .,()'-]*[\w)])?$", most=60)]
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"  # BCP 47: a language, its script, its region
FORM = r"^[A-Z0-9][A-Za-z0-9-]{1,19}$"
# Placements that are not sections: the list of sources, and the clinic's standing legal lines.
RESERVED = frozenset({"sources", "legal"})
Target = Literal["desk", "email", "shop"]  # the office printer, a phone and a screen reader, the print shop


class Revision(Located, frozen=True, kw_only=True):
    """Which edition of the words this is."""

    number: Annotated[int, Limits(least=1, most=9999)]
    date: datetime.date
    note: Prose


class Withdrawn(Located, frozen=True, kw_only=True):
    """Since when and why paper with this form's number is not handed out any more, and which form takes its place."""

    date: datetime.date
    reason: Prose
    replaced_by: Annotated[str, Limits(pattern=FORM)] | None = None


class Review(Located, frozen=True, kw_only=True):
    """A clinician's sign-off, bound to the words by their hash (`check` prints the hash to copy)."""

    name: str = ""
    date: datetime.date | None = None
    words: str = ""


class Source(Located, frozen=True, kw_only=True):
    """A source that can be cited: in full, short, and where to find it."""

    cite: Prose
    short: Prose | None = None
    url: Annotated[str, Limits(pattern=r"^https?://\S+$")] | None = None
    doi: Annotated[str, Limits(pattern=r"^10\.\d{4,9}/\S+$")] | None = None

    @property
    def link(self) -> str | None:
        """The address that the citation links to."""
        return self.url or (f"https://doi.org/{self.doi}" if self.doi else None)


class Section(Located, frozen=True, kw_only=True):
    """A heading and its blocks; a required one is on every sheet, whole."""

    heading: Prose | None = None
    required: bool = False
    clinic_instruction: bool = False
    blocks: Annotated[list[Block], Limits(least=1)]


class Photo(Located, frozen=True, kw_only=True):
    """A photograph on a cover. `focus` is the point, in percent from the left and from the top, that stays in sight
    however the picture is cut; with a `tint` it is printed in shades of that colour of the clinic's alone."""

    file: str
    focus: tuple[Percent, Percent] = (50.0, 50.0)
    tint: Literal["primary", "accent", "ink"] | None = None


class Cover(Located, frozen=True, kw_only=True):
    """What a cover or a sheet's head shows besides the title. Without `art` or a `photo` a cover gets art that is drawn
    for it."""

    line: Prose | None = None
    art: str | None = None
    photo: Photo | None = None

    def check(self) -> None:
        """It has one picture at most."""
        if self.art is not None and self.photo is not None:
            raise Refusal("cover_pictures", "a cover shows `art` or a `photo`, not both")


class Placement(Located, frozen=True, kw_only=True):
    """Which sections each region of the layout takes, in order; `omit` names those left out.

    In YAML the regions are keys beside `omit`.
    """

    REST = "regions"

    regions: dict[Identifier, list[Identifier]] = {}
    omit: list[Identifier] = []


def _not_reserved(sections: dict[str, Section]) -> dict[str, Section]:
    for name in sorted(RESERVED & sections.keys()):
        message = f"`{name}` is a name of the program's own (the list of sources, the clinic's legal lines)"
        raise Refusal("section_reserved", message, (name,))
    return sections


class Brochure(Located, frozen=True, kw_only=True):
    """All that one brochure says in one language."""

    title: Prose
    cover: Cover = Cover()
    subject: Prose | None = None
    targets: Annotated[tuple[Target, ...], Limits(least=1)] = ("desk", "email")
    mail_name: FileName | None = None
    mail_title: Prose | None = None
    form: Annotated[str, Limits(pattern=FORM)]
    revision: Revision
    withdrawn: Withdrawn | None = None
    review_by: datetime.date
    language: Annotated[str, Limits(pattern=f"^{LANGUAGE}$")]
    reviewed_by: Review = Review()
    variables: dict[str, Prose] = {}
    sources: dict[Identifier, Source] = {}
    sections: Annotated[dict[Identifier, Section], Limits(least=1), Check(_not_reserved)]
    emergency: Emergency | None = None
    layouts: Annotated[dict[Identifier, Placement], Limits(least=1)]


def targets_of(brochure: Brochure, asked: str | None = None) -> tuple[Target, ...]:
    """What is made of a brochure: the target that was asked for, else those that it names, each once.

    Raises ValueError for a target that there is not.
    """
    wanted = brochure.targets if asked is None else [asked]
    unknown = set(wanted) - set(get_args(Target))
    if unknown:
        raise ValueError(f"unknown target {', '.join(sorted(unknown))}")
    return tuple(target for target in get_args(Target) if target in wanted)
