"""Running matter at the foot of panels: a story and a panel's live area come in, items in the panel's axes go out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from foldwell.content.languages import interface
from foldwell.content.runs import Inline, Run, runs
from foldwell.content.story import Story
from foldwell.layout.document import Item, Rect
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import Slab, moved_item

BETWEEN = " · "  # between the parts of a line
BESIDE_NUMBER = 18.0  # points that the lines keep from the page's number


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot of a panel says: `form` (the form line), `page` (the title and the form's number), `draft` (only
    that it is one, while it is) or `none`; `page` of `pages` is told with the first two where there are several."""

    what: str
    page: int = 1
    pages: int = 1


def footer_height(setter: Setter, story: Story, foot: Foot, measure: float) -> float:
    """How tall a panel's running lines are (points)."""
    measure -= _number_room(setter, story, foot)
    return sum(
        setter.look(style).leading * len(setter.lines(inline, setter.look(style), measure))
        for inline, style in _running_lines(setter, story, foot, measure)
    )


def footer(setter: Setter, story: Story, foot: Foot, live: Rect, bottom: float, section: int | None) -> list[Item]:
    """The running lines of a panel, standing on `bottom`, with the number of the page at the end of the last one.

    The draft line is content where the title stands (in `section`), and running matter elsewhere.
    """
    room = _number_room(setter, story, foot)
    x, measure = (live.x + room if setter.rtl else live.x), live.width - room
    slabs: list[Slab] = []
    for inline, style in _running_lines(setter, story, foot, measure):
        if style == "draft" and section is not None:
            slabs.extend(setter.paragraph(inline, style, section, measure))
        else:
            slabs.extend(setter.running(inline, style, measure))
    y = bottom - sum(slab.height for slab in slabs)
    items: list[Item] = []
    for slab in slabs:
        items.extend(moved_item(item, x, y) for item in slab.items)
        y += slab.height
    if room:
        width = room - BESIDE_NUMBER
        [number] = setter.running(_number(story, foot), "footer", width)
        left = live.x if setter.rtl else live.right - width
        items.extend(moved_item(item, left, bottom - number.height) for item in number.items)
    return items


def _number_room(setter: Setter, story: Story, foot: Foot) -> float:
    """How much of the measure the page's number takes away (points)."""
    if foot.pages == 1 or foot.what not in ("form", "page"):
        return 0.0
    return setter.natural_width(_number(story, foot), setter.look("footer")) + 0.01 + BESIDE_NUMBER


def _number(story: Story, foot: Foot) -> Inline:
    words = interface(story.language).words.page.format(page=foot.page, pages=foot.pages)
    return (Run(words, story.span),)


def _running_lines(setter: Setter, story: Story, foot: Foot, measure: float) -> list[tuple[Inline, str]]:
    """What stands at the foot of a panel, each line with its style."""
    lines = []
    if story.draft_line and foot.what != "none":
        lines.append((story.draft_line, "draft"))
    form = _form_parts(story.footer)
    if foot.what == "form":
        lines.extend((line, "footer") for line in _in_lines(setter, list(form), measure))
    elif foot.what == "page":
        title = tuple(part for part in story.title if not (isinstance(part, Run) and part.role == "cite"))
        lines.extend((line, "footer") for line in _in_lines(setter, [title, *form[:1]], measure))
    return lines


@lru_cache(maxsize=64)  # the panels of a sheet ask for the same
def _form_parts(footer: Inline) -> tuple[Inline, ...]:
    return tuple((replace(run, text=part),) for run in runs(footer) for part in run.text.split(BETWEEN) if part)


def _in_lines(setter: Setter, parts: list[Inline], measure: float) -> list[Inline]:
    """The parts in as many lines as they need: none that fits a line is broken, and no dot between them ends one."""
    look, lines = setter.look("footer"), []
    line: Inline = ()
    for part in parts:
        longer = (*line, replace(next(runs(part)), text=BETWEEN), *part) if line else part
        if line and setter.natural_width(longer, look) > measure:
            lines.append(line)
            longer = part
        line = longer
    return [*lines, line] if line else lines
