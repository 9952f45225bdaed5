"""Running matter at the foot of panels: a story comes in, what a foot says is set, and stands there as items."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.composing.story import Story
from foldwell.content.languages import interface
from foldwell.content.text.runs import Inline, Run, runs
from foldwell.diagnostics import Span
from foldwell.layout.document import Item, Rect
from foldwell.layout.matter import Matter, set_apart
from foldwell.layout.setting import Setter, Terms
from foldwell.layout.slabs import Slab, moved_item
from foldwell.layout.tree import Lift

BETWEEN = " · "  # between the parts of a line
BESIDE_NUMBER = 18.0  # points that the lines keep from the page's number


class Foot(Struct, frozen=True):
    """What the foot of a panel says: that it is a draft, while it is; parts, with dots between those that share a line;
    and the number of the page. Where the title stands the draft line is content (`titled`), else running matter."""

    draft: Inline | None
    parts: tuple[Inline, ...]
    number: str | None
    titled: bool
    span: Span


class SetFoot(Struct, frozen=True):
    """A foot as it was set: its lines, the number of its page, and how much of the measure that takes (points)."""

    lines: tuple[Slab, ...]
    number: Slab | None
    room: float

    @property
    def height(self) -> float:
        """How tall its lines are together (points)."""
        return sum(slab.height for slab in self.lines)


def foot_of(story: Story, what: str, page: int, pages: int, *, titled: bool) -> Foot:
    """What a foot of some kind says: `form` is the form line, `page` the title and the form's number, each with the
    number of the page where there are several; `draft` says no more than that it is one, and `none` nothing."""
    parts: tuple[Inline, ...] = ()
    if what == "form":
        parts = _form_parts(story.footer)
    elif what == "page":
        title = tuple(part for part in story.title if not (isinstance(part, Run) and part.role == "cite"))
        parts = (title, *_form_parts(story.footer)[:1])
    number = None
    if pages > 1 and what in ("form", "page"):
        number = interface(story.language).words.page.format(page=page, pages=pages)
    return Foot(story.draft_line if what != "none" else None, parts, number, titled, story.span)


def _form_parts(footer: Inline) -> tuple[Inline, ...]:
    return tuple((replace(run, text=part),) for run in runs(footer) for part in run.text.split(BETWEEN) if part)


def set_foot(foot: Foot, terms: Terms, measure: float) -> Matter[SetFoot]:
    """A foot's lines in a measure (points)."""
    return set_apart(terms, foot.span, lambda setter: _set(setter, foot, measure))


def _set(setter: Setter, foot: Foot, measure: float) -> SetFoot:
    room, number = 0.0, (Run(foot.number or "", foot.span),)
    if foot.number:
        room = setter.natural_width(number, setter.look("footer")) + 0.01 + BESIDE_NUMBER
    parts = _in_lines(setter, foot.parts, measure - room)
    lines: list[Slab] = []
    if foot.draft and foot.titled:
        lines += setter.paragraph(foot.draft, "draft", 0, measure - room)
    elif foot.draft:
        lines += setter.running(foot.draft, "draft", measure - room)
    for part in parts:
        lines += setter.running(part, "footer", measure - room)
    numbers = setter.running(number, "footer", room - BESIDE_NUMBER) if foot.number else [None]
    return SetFoot(tuple(lines), numbers[0], room)


def _in_lines(setter: Setter, parts: tuple[Inline, ...], measure: float) -> list[Inline]:
    """The parts in as many lines as they need: none that fits a line is broken, and no dot between them ends one."""
    look, width = setter.look("footer"), 0.0
    lines: list[Inline] = []
    for part in parts:
        if lines:
            following = (replace(next(runs(part)), text=BETWEEN), *part)
            width += setter.natural_width(following, look)
            if width <= measure:
                lines[-1] += following
                continue
        lines.append(part)
        width = setter.natural_width(part, look)
    return lines


def foot_items(foot: SetFoot, live: Rect, bottom: float, rtl: bool, lift: Lift) -> tuple[Item, ...]:
    """A foot standing on `bottom` under a panel's live area, with the number of the page at the end of its last line;
    `lift` is what the numbers of its items are raised by."""
    x, y = (live.x + foot.room if rtl else live.x), bottom - foot.height
    items: list[Item] = []
    for slab in foot.lines:
        items.extend([moved_item(item, x, y, *lift) for item in slab.items])
        y += slab.height
    if foot.number:
        x = live.x if rtl else live.right - (foot.room - BESIDE_NUMBER)
        items.extend([moved_item(item, x, bottom - foot.number.height, *lift) for item in foot.number.items])
    return tuple(items)
