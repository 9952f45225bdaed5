"""What changed comes in; one HTML page that needs no other file goes out, and a line for each edition."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from foldwell.editions.diff import EditionDiff
from foldwell.editions.diff_pages import PagePair, Picture
from foldwell.editions.diff_sides import Side

TEMPLATES = Path(__file__).parent / "templates"


def report(old: Side, new: Side, diffs: Sequence[EditionDiff]) -> str:
    """The page, as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    jinja.filters |= {"data": _data, "number": number, "times": times}
    return jinja.get_template("diff.html").render(
        old=old, new=new, caption=caption, alt=alt, summary=summary, line=line,
        of={state: [diff for diff in diffs if diff.state == state] for state in STATES},
    )  # fmt: skip


STATES = {
    "changed": "changed",
    "added": "new",
    "removed": "gone",
    "unreadable": "cannot be read",
    "inside": "reads and looks the same",
    "same": "the same",
}


def number(count: int, thing: str) -> str:
    """A count of things: `1 page`, `2 pages`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def line(diff: EditionDiff) -> str:
    """What is printed of an edition: `changed  flu.en.trifold.desk.pdf  2 words added, 1 page differs`."""
    said = {"changed": summary(diff), "unreadable": diff.problem}.get(diff.state, "")
    return f"{STATES[diff.state]}: {diff.name}{f' ({said})' if said else ''}"


def summary(diff: EditionDiff) -> str:
    """What changed in an edition, in a few words."""
    parts = []
    words = diff.words
    if words is not None:
        counts = ((words.added, "added"), (words.removed, "removed"))
        parts += [f"{number(count, 'word')} {what}" for count, what in counts if count]
        moved = sum(len(move.what) for move in words.moves)
        parts += [f"{moved} moved"] if moved else []
        links = len(words.links_added) + len(words.links_removed)
        parts += [number(links, "link") + " changed"] if links else []
        parts += ["another title"] if words.title else []
    pages = f"{diff.differing} of {number(len(diff.pages), 'page')} "
    parts.append(
        pages + ("looks" if diff.differing == 1 else "look") + " different" if diff.differing else "looks the same"
    )
    return ", ".join(parts)


def summary_of_all(diffs: Sequence[EditionDiff]) -> str:
    """The last line: how many editions became what."""
    if diffs and all(diff.state == "same" for diff in diffs):
        return f"nothing changed: {number(len(diffs), 'edition')} the same"
    counts = {state: sum(diff.state == state for diff in diffs) for state in STATES}
    return ", ".join(f"{count} {STATES[state]}" for state, count in counts.items() if count)


def times(things: Sequence[str]) -> dict[str, int]:
    """How often each is there."""
    return Counter(things)


def caption(pair: PagePair) -> str:
    """What stands under the pictures of a page."""
    if pair.old is None:
        return f"Page {pair.new}: only in the new file"
    if pair.new is None:
        return f"Page {pair.old}: only in the old file"
    name = f"Page {pair.new}" if pair.old == pair.new else f"Page {pair.old}, now page {pair.new}"
    share = "less than 1 %" if 0 < pair.share < 0.01 else f"{pair.share:.0%}".replace("%", " %")
    return f"{name}: {share} of it looks different" + (", and its size is another" if pair.resized else "")


def alt(pair: PagePair, which: str) -> str:
    """What a picture shows; the words that changed stand above it as text."""
    page = pair.old if which == "old" else pair.new
    if pair.old is None or pair.new is None:
        return f"Page {page} of the {which} file"
    return f"Page {page} of the {which} file, with what differs tinted {'orange' if which == 'old' else 'blue'}"


def _data(picture: Picture) -> str:
    """A picture as an address that holds it (RFC 2397)."""
    return f"data:image/webp;base64,{base64.b64encode(picture.data).decode('ascii')}"
