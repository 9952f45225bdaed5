"""What a brochure's YAML may say: the model that `brochures/<name>.<language>.yaml` is read into."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from foldwell.content.located import Located, MappingDict, ProseText

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
FileName = Annotated[str, StringConstraints(pattern=r"^\w([\w .,()'-]*[\w)])?$", max_length=60)]
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"  # BCP 47: a language, its script, its region
Texts = Annotated[list[ProseText], Field(min_length=1)]  # named here: `list` is a key of some models
# Placements that are not sections: the list of sources, and the clinic's standing legal lines.
RESERVED = frozenset({"sources", "legal"})
Target = Literal["desk", "email", "shop"]  # the office printer, a phone and a screen reader, the print shop


class Revision(Located):
    """Which edition of the words this is."""

    number: int = Field(ge=1, le=9999)
    date: datetime.date
    note: ProseText


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


class Callout(Located):
    """A box that is seen first: `stop` and `warning` use the alert colour, `info` and `tip` the brand's."""

    kind: Literal["info", "tip", "warning", "stop"]
    title: ProseText | None = None
    text: ProseText | None = None
    list: Texts | None = None

    @model_validator(mode="after")
    def _has_something(self) -> Callout:
        if self.text is None and self.list is None:
            raise PydanticCustomError("callout_empty", "a callout needs `text` or `list`")
        return self


class Table(Located):
    """Rows under one header row; the first column names the row when `row_headers` is set."""

    caption: ProseText | None = None
    header: list[ProseText] = Field(min_length=1, max_length=8)
    rows: list[list[ProseText]] = Field(min_length=1, max_length=60)
    row_headers: bool = True

    @model_validator(mode="after")
    def _rows_are_even(self) -> Table:
        uneven = {number: len(row) for number, row in enumerate(self.rows, 1) if len(row) != len(self.header)}
        if uneven:
            raise PydanticCustomError(
                "table_uneven",
                "the header has {columns} cells, but {rows}",
                {
                    "row": next(iter(uneven)),
                    "rows": ", ".join(f"row {number} has {cells}" for number, cells in uneven.items()),
                    "columns": len(self.header),
                },
            )
        return self


class Fact(Located):
    """A label and its value: `dose: usually 4.5 mg`."""

    label: ProseText
    value: ProseText


class Question(Located):
    """A patient's question and the answer."""

    question: ProseText
    answer: ProseText


class Quote(Located):
    """Somebody's words, and whose."""

    text: ProseText
    who: ProseText | None = None


class Figure(Located):
    """A picture with its text equivalent; `width` is in parts of the column's measure."""

    file: str
    alt: ProseText | None = None
    decorative: bool = False
    caption: ProseText | None = None
    width: float = Field(default=1.0, gt=0.05, le=1.0)

    @model_validator(mode="after")
    def _says_what_it_shows(self) -> Figure:
        if self.alt is None and not self.decorative:
            raise PydanticCustomError("figure_alt", "a figure needs `alt`: what it shows, in words")
        if self.alt is not None and self.decorative:
            raise PydanticCustomError("figure_alt", "a figure is either `decorative: true` or has `alt`, not both")
        return self


class Qr(Located):
    """A square code with the address printed beside it."""

    address: ProseText
    label: ProseText


class Contact(Located):
    """A card with the clinic's particulars; which of them, in order."""

    show: list[Literal["name", "tagline", "address", "phone", "email", "web", "hours"]] = Field(
        default=["name", "address", "phone", "email", "web", "hours"], min_length=1
    )


class WriteIn(Located):
    """Lines to write on, under or after a label."""

    label: ProseText
    lines: int = Field(default=1, ge=1, le=12)


class Rule(Located):
    """A hairline across the measure."""


KINDS = (
    "heading", "text", "list", "steps", "callout", "table", "facts", "questions", "quote", "figure", "qr", "contact",
    "write_in", "ticks", "notice", "rule", "space",
)  # fmt: skip


Facts = Annotated[list[Fact], Field(min_length=1)]
Questions = Annotated[list[Question], Field(min_length=1)]
WriteIns = Annotated[list[WriteIn], Field(min_length=1)]
Layouts = Annotated[list[Identifier], Field(min_length=1)]


class Block(Located):
    """One block: exactly one of the kinds, and who it is for."""

    heading: ProseText | None = None
    text: ProseText | None = None
    list: Texts | None = None
    steps: Texts | None = None
    callout: Callout | None = None
    table: Table | None = None
    facts: Facts | None = None
    questions: Questions | None = None
    quote: Quote | None = None
    figure: Figure | None = None
    qr: Qr | None = None
    contact: Contact | None = None
    write_in: WriteIns | None = None
    ticks: Texts | None = None
    notice: ProseText | None = None
    rule: Rule | None = None
    space: int | None = Field(default=None, ge=1, le=12, description="in half lines of body text")
    only: Layouts | None = None
    clinic_instruction: bool = False

    @property
    def kind(self) -> str:
        """Which of KINDS it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @model_validator(mode="after")
    def _is_one_kind(self) -> Block:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise PydanticCustomError(
                "block_kind",
                "a block is one thing, and this is {count}",
                {"count": " and ".join(kinds) if kinds else "none", "kinds": ", ".join(KINDS)},
            )
        return self


class Section(Located):
    """A heading and its blocks; a required one is on every sheet, whole."""

    heading: ProseText | None = None
    required: bool = False
    clinic_instruction: bool = False
    blocks: list[Block] = Field(min_length=1)


class Cover(Located):
    """What a cover or a sheet's head shows besides the title."""

    line: ProseText | None = None
    art: str | None = None


class Placement(Located):
    """Which sections a layout puts into which region, and which it leaves out on purpose.

    In YAML the regions are keys beside `omit`; `read_brochure` moves them into `regions`.
    """

    regions: dict[Identifier, list[Identifier]] = Field(default_factory=dict)
    omit: list[Identifier] = Field(default_factory=list)

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
    form: str = Field(pattern=r"^[A-Z0-9][A-Za-z0-9-]{1,19}$")
    revision: Revision
    review_by: datetime.date
    language: str = Field(pattern=f"^{LANGUAGE}$")
    reviewed_by: Review = Field(default_factory=Review)
    variables: dict[str, ProseText] = Field(default_factory=dict)
    sources: dict[Identifier, Source] = Field(default_factory=dict)
    sections: dict[Identifier, Section] = Field(min_length=1)
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
