"""The blocks of a brochure's sections: the models of their YAML, and the block that is one of them.

What patients look at rather than read has its models in `showing.py`.
"""

from typing import Annotated, Literal

from foldwell.content.models.fields import Identifier, Texts
from foldwell.content.models.limits import Limits, Meaning, Refusal
from foldwell.content.models.located import Located, Prose
from foldwell.content.models.showing import Ask, Chart, Doses, IconLines, Pictogram, Points, TeachBack, Timeline


class Callout(Located, frozen=True, kw_only=True):
    """A box that is seen first: `stop` and `warning` use the alert colour, `info` and `tip` the brand's."""

    kind: Literal["info", "tip", "warning", "stop"]
    title: Prose | None = None
    text: Prose | None = None
    list: Texts | None = None

    def check(self) -> None:
        """It has something to say."""
        if self.text is None and self.list is None:
            raise Refusal("callout_empty", "a callout needs `text` or `list`")


class Table(Located, frozen=True, kw_only=True):
    """Rows under one header row; the first column names the row when `row_headers` is set."""

    caption: Prose | None = None
    header: Annotated[list[Prose], Limits(least=1, most=8)]
    rows: Annotated[list[list[Prose]], Limits(least=1, most=60)]
    row_headers: bool = True

    def check(self) -> None:
        """All rows have as many cells as the header."""
        uneven = {number: len(row) for number, row in enumerate(self.rows) if len(row) != len(self.header)}
        if uneven:
            rows = ", ".join(f"row {number + 1} has {cells}" for number, cells in uneven.items())
            message = f"the header has {len(self.header)} cells, but {rows}"
            raise Refusal("table_uneven", message, ("rows", next(iter(uneven))))


class Fact(Located, frozen=True, kw_only=True):
    """A label and its value: `dose: usually 4.5 mg`."""

    label: Prose
    value: Prose


class Question(Located, frozen=True, kw_only=True):
    """A patient's question and the answer."""

    question: Prose
    answer: Prose


class Quote(Located, frozen=True, kw_only=True):
    """Somebody's words, and whose."""

    text: Prose
    who: Prose | None = None


class Figure(Located, frozen=True, kw_only=True):
    """A picture with its text equivalent; `width` is in parts of the column's measure. `points` are numbered on it."""

    file: str
    alt: Prose | None = None
    decorative: bool = False
    caption: Prose | None = None
    width: Annotated[float, Limits(above=0.05, most=1.0)] = 1.0
    points: Points = []

    def check(self) -> None:
        """It says what it shows, or that it shows nothing."""
        if self.alt is None and not self.decorative:
            raise Refusal("figure_alt", "a figure needs `alt`: what it shows, in words")
        if self.alt is not None and self.decorative:
            raise Refusal("figure_alt", "a figure is either `decorative: true` or has `alt`, not both")
        if self.points and self.decorative:
            raise Refusal("figure_alt", "a figure with `points` says something: give it `alt`")


class Qr(Located, frozen=True, kw_only=True):
    """A square code with the address printed beside it."""

    address: Prose
    label: Prose


Particular = Literal["name", "tagline", "address", "phone", "email", "web", "hours"]


class Contact(Located, frozen=True, kw_only=True):
    """A card with the clinic's particulars; which of them, in order."""

    show: Annotated[tuple[Particular, ...], Limits(least=1)] = ("name", "address", "phone", "email", "web", "hours")


class WriteIn(Located, frozen=True, kw_only=True):
    """Lines to write on, under or after a label."""

    label: Prose
    lines: Annotated[int, Limits(least=1, most=12)] = 1


class Rule(Located, frozen=True, kw_only=True):
    """A hairline across the measure."""


KINDS = (
    "heading", "text", "list", "steps", "callout", "table", "facts", "questions", "quote", "figure", "qr", "contact",
    "write_in", "ticks", "notice", "rule", "space", "icons", "pictogram", "chart", "doses", "timeline", "ask",
    "teach_back",
)  # fmt: skip

Facts = Annotated[list[Fact], Limits(least=1)]
Questions = Annotated[list[Question], Limits(least=1)]
WriteIns = Annotated[list[WriteIn], Limits(least=1)]
Layouts = Annotated[list[Identifier], Limits(least=1)]


_HYPHENS = "begin each of them with a hyphen of its own"
_NONE = f"write one of: {', '.join(KINDS)}"


class Block(Located, frozen=True, kw_only=True):
    """One block: exactly one of the kinds, and who it is for."""

    heading: Prose | None = None
    text: Prose | None = None
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
    notice: Prose | None = None
    rule: Rule | None = None
    space: Annotated[int, Limits(least=1, most=12), Meaning("in half lines of body text")] | None = None
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

    def check(self) -> None:
        """It is one thing."""
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            message = f"a block is one thing, and this is {' and '.join(kinds) if kinds else 'none'}"
            raise Refusal("block_kind", message, way=_HYPHENS if kinds else _NONE)
