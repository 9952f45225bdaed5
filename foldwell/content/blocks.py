"""The blocks of a brochure's sections: the models of their YAML, and the block that is one of them.

What patients look at rather than read has its models in `showing.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from foldwell.content.fields import Identifier, Texts
from foldwell.content.located import Located, ProseText, no_items
from foldwell.content.showing import Ask, Chart, Doses, IconLines, Pictogram, Points, TeachBack, Timeline


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
    """A picture with its text equivalent; `width` is in parts of the column's measure. `points` are numbered on it."""

    file: str
    alt: ProseText | None = None
    decorative: bool = False
    caption: ProseText | None = None
    width: float = Field(default=1.0, gt=0.05, le=1.0)
    points: Points = Field(default_factory=no_items)

    @model_validator(mode="after")
    def _says_what_it_shows(self) -> Figure:
        if self.alt is None and not self.decorative:
            raise PydanticCustomError("figure_alt", "a figure needs `alt`: what it shows, in words")
        if self.alt is not None and self.decorative:
            raise PydanticCustomError("figure_alt", "a figure is either `decorative: true` or has `alt`, not both")
        if self.points and self.decorative:
            raise PydanticCustomError("figure_alt", "a figure with `points` says something: give it `alt`")
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
    "write_in", "ticks", "notice", "rule", "space", "icons", "pictogram", "chart", "doses", "timeline", "ask",
    "teach_back",
)  # fmt: skip

Facts = Annotated[list[Fact], Field(min_length=1)]
Questions = Annotated[list[Question], Field(min_length=1)]
WriteIns = Annotated[list[WriteIn], Field(min_length=1)]
Layouts = Annotated[list[Identifier], Field(min_length=1)]


_HYPHENS = "begin each of them with a hyphen of its own"
_NONE = f"write one of: {', '.join(KINDS)}"


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
    icons: IconLines | None = None
    pictogram: Pictogram | None = None
    chart: Chart | None = None
    doses: Doses | None = None
    timeline: Timeline | None = None
    ask: Ask | None = None
    teach_back: TeachBack | None = None
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
                {"count": " and ".join(kinds) if kinds else "none", "way": _HYPHENS if kinds else _NONE},
            )
        return self
