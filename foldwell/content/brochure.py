"""What a brochure's YAML may say: the model that `brochures/<name>.<language>.yaml` is read into."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from foldwell.content.blocks import Block
from foldwell.content.fields import Identifier, Percent
from foldwell.content.located import Located, MappingDict, ProseText, no_items, no_keys
from foldwell.content.showing import Emergency

FileName = Annotated[str, StringConstraints(pattern=r"^\w([\w .,()'-]*[\w)])?$", max_length=60)]
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"  # BCP 47: a language, its script, its region
FORM = r"^[A-Z0-9][A-Za-z0-9-]{1,19}$"
# Placements that are not sections: the list of sources, and the clinic's standing legal lines.
RESERVED = frozenset({"sources", "legal"})
Target = Literal["desk", "email", "shop"]  # the office printer, a phone and a screen reader, the print shop


class Revision(Located):
    """Which edition of the words this is."""

    number: int = Field(ge=1, le=9999)
    date: datetime.date
    note: ProseText


class Withdrawn(Located):
    """Since when and why paper with this form's number is not handed out any more, and which form takes its place."""

    date: datetime.date
    reason: ProseText
    replaced_by: str | None = Field(default=None, pattern=FORM)


class Review(Located):
    """A clinician's sign-off, bound to the words by their hash (`check` prints the hash to copy)."""

    name: str = ""
    date: datetime.date | None = None
    words: str = ""


class Source(Located):
    """A source that can be cited: in full, short, and where to find it."""

    cite: ProseText
    short: ProseText | None = None
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    doi: str | None = Field(default=None, pattern=r"^10\.\d{4,9}/\S+$")

    @property
    def link(self) -> str | None:
        """The address that the citation links to."""
        return self.url or (f"https://doi.org/{self.doi}" if self.doi else None)


class Section(Located):
    """A heading and its blocks; a required one is on every sheet, whole."""

    heading: ProseText | None = None
    required: bool = False
    clinic_instruction: bool = False
    blocks: list[Block] = Field(min_length=1)


class Photo(Located):
    """A photograph on a cover. `focus` is the point, in percent from the left and from the top, that stays in sight
    however the picture is cut; with a `tint` it is printed in shades of that colour of the clinic's alone."""

    file: str
    focus: tuple[Percent, Percent] = (50.0, 50.0)
    tint: Literal["primary", "accent", "ink"] | None = None


class Cover(Located):
    """What a cover or a sheet's head shows besides the title. Without `art` or a `photo` a cover gets art that is drawn
    for it."""

    line: ProseText | None = None
    art: str | None = None
    photo: Photo | None = None

    @model_validator(mode="after")
    def _has_one_picture(self) -> Cover:
        if self.art is not None and self.photo is not None:
            raise PydanticCustomError("cover_pictures", "a cover shows `art` or a `photo`, not both")
        return self


class Placement(Located):
    """Which sections a layout puts into which region, and which it leaves out on purpose.

    In YAML the regions are keys beside `omit`; `read_brochure` moves them into `regions`.
    """

    regions: dict[Identifier, list[Identifier]] = Field(default_factory=no_keys)
    omit: list[Identifier] = Field(default_factory=no_items)

    @model_validator(mode="before")
    @classmethod
    def _gather_regions(cls, value: object) -> object:
        if isinstance(value, MappingDict):  # as YAML gives it; this runs before Located's own validator
            regions = {key: item for key, item in value.items() if key != "omit"}
            rest = {key: item for key, item in value.items() if key == "omit"}
            return {**rest, "regions": regions, "span": value.node.span, "node": value.node}
        return value


class Brochure(Located):
    """All that one brochure says in one language."""

    title: ProseText
    cover: Cover = Field(default_factory=Cover)
    subject: ProseText | None = None
    targets: tuple[Target, ...] = Field(default=("desk", "email"), min_length=1)
    mail_name: FileName | None = None
    mail_title: ProseText | None = None
    form: str = Field(pattern=FORM)
    revision: Revision
    withdrawn: Withdrawn | None = None
    review_by: datetime.date
    language: str = Field(pattern=f"^{LANGUAGE}$")
    reviewed_by: Review = Field(default_factory=Review)
    variables: dict[str, ProseText] = Field(default_factory=no_keys)
    sources: dict[Identifier, Source] = Field(default_factory=no_keys)
    sections: dict[Identifier, Section] = Field(min_length=1)
    emergency: Emergency | None = None
    layouts: dict[Identifier, Placement] = Field(min_length=1)

    @field_validator("sections")
    @classmethod
    def _no_reserved_section(cls, value: dict[str, Section]) -> dict[str, Section]:
        for name in sorted(RESERVED & value.keys()):
            raise PydanticCustomError(
                "section_reserved",
                "`{name}` is a name of the program's own (the list of sources, the clinic's legal lines)",
                {"name": name},
            )
        return value


def targets_of(brochure: Brochure, asked: str | None = None) -> tuple[Target, ...]:
    """What is made of a brochure: the target that was asked for, else those that it names, each once.

    Raises ValueError for a target that there is not.
    """
    wanted = brochure.targets if asked is None else [asked]
    unknown = set(wanted) - set(get_args(Target))
    if unknown:
        raise ValueError(f"unknown target {', '.join(sorted(unknown))}")
    return tuple(target for target in get_args(Target) if target in wanted)
