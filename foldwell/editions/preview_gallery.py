"""The gallery: every brochure's finished editions come in, `gallery.md` with its pictures goes out.

Each brochure is shown as the pieces that a reader holds, with the file that made them and a telling part of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from foldwell.content.models.brochure import Brochure
from foldwell.diagnostics import Sink
from foldwell.editions.building import Work
from foldwell.editions.press import Press
from foldwell.editions.preview import LARGEST, Group, made_groups
from foldwell.editions.preview_excerpt import excerpt
from foldwell.editions.preview_shelf import Shown, column, front, shelf
from foldwell.editions.preview_table import Paper, on_table
from foldwell.editions.rendering import page_pictures, png_within
from foldwell.editions.writing import write_whole

SMALL = 60_000  # bytes of one piece's picture
TALL, WIDE = 560, 940  # pixels: what the paper itself may fill of a picture
AROUND, BETWEEN = 28, 22
PAGES = 3  # at most, of what is not folded
FINER = 3
HEAD = """\
# Gallery

Every brochure in `{brochures}/`, with the file that made it and a part of that file. Foldwell wrote this page and drew
its pictures; `make gallery` does it again.

![{alt}]({shelf})
"""


def write_gallery(press: Press, work: Work, folder: Path, sink: Sink) -> Iterator[Path]:
    """Write the page, a picture of each piece and one of the shelf into a folder; the files, one by one.

    Nothing is written where a brochure has errors: the page would not show every brochure.
    """
    groups = list(made_groups(press, work, sink))
    if sink.failed or not groups:
        sink.note("gallery", f"the gallery in {folder} is left as it was", None, "mend the errors and make it again")
        return
    pictures = {folder / "shelf.png": _shelf(press, groups, sink)}
    for group in groups:
        for _, shown in group.editions:
            pictures[folder / _file(group, shown)] = png_within(pieces(shown), SMALL)
    pages = {folder / "gallery.md": gallery(press, groups, folder, sink).encode()}
    yield from (path for path, data in (pictures | pages).items() if write_whole(path, data, sink))


def _shelf(press: Press, groups: list[Group], sink: Sink) -> bytes:
    columns = [column(press, [shown for _, shown in group.editions], sink, first_pages=True) for group in groups]
    return png_within(shelf(press, columns), LARGEST)


def _file(group: Group, shown: Shown) -> str:
    """The name of a piece's picture, from the gallery's folder."""
    return f"gallery/{_stem(group)}.{shown.name}.png"


def _stem(group: Group) -> str:
    file = group.editions[0][0].brochure
    return f"{file.name}.{file.language}"


def _is_folded(shown: Shown) -> bool:
    """Whether it has a cover outside and something inside."""
    return shown.layout.fold != "none" and len(shown.made.document.sheets) > 1


def _caption(shown: Shown) -> str:
    """What its picture shows."""
    name, count = _plain(shown.layout.title.lower()), len(shown.made.document.sheets)
    if _is_folded(shown):
        return f"{name}, cover and inside"
    return f"{name}, the first {PAGES} of {count} pages" if count > PAGES else name


def pieces(shown: Shown) -> Image.Image:
    """A picture of one edition: its cover and the sheet inside, or the first pages of what is not folded."""
    document, folded = shown.made.document, _is_folded(shown)
    sheets = document.sheets[1:] if folded else document.sheets[:PAGES]
    widths = [sheet.width for sheet in sheets]
    if folded:
        widths.insert(0, next(document.panels()).rect.width)
    scale = min(TALL / sheets[0].height, (WIDE - BETWEEN * (len(widths) - 1)) / sum(widths))
    pages = page_pictures(shown.made.pdf, scale, FINER)[: len(widths)]
    if folded:
        pages[0] = front(shown.made, scale)
    papers, x = [], AROUND
    for page in pages:
        papers.append(Paper(page, x, AROUND))
        x += page.width + BETWEEN
    size = (x - BETWEEN + AROUND, max(page.height for page in pages) + 2 * AROUND)
    return on_table(size, papers)


def gallery(press: Press, groups: list[Group], folder: Path, sink: Sink) -> str:
    """The page's text, with links that count from `folder`."""
    brochures = _from(press.workspace.brochures, folder)
    alt = f"{len(groups)} brochures on a shelf: covers above, their pages below" if len(groups) > 1 else (
        "A brochure on a shelf: its cover above, its pages below")  # fmt: skip
    parts = [HEAD.format(brochures=press.workspace.brochures.name, alt=alt, shelf="shelf.png")]
    told: set[str] = set()
    for group in groups:
        parts.append(_part(group, f"{brochures}/{_stem(group)}.yaml", told, sink))
    return "\n".join(parts)


def _part(group: Group, link: str, told: set[str], sink: Sink) -> str:
    """One brochure's part of the page; the kinds of blocks that it shows are added to `told`."""
    document = group.editions[0][1].made.document
    title = _plain(document.title)
    lines = [f"## {title}", "", f"{_plain(document.subject)} · [`{_stem(group)}.yaml`]({link})", ""]
    for _, shown in group.editions:
        lines += [f"![{title}: {_caption(shown)}]({_file(group, shown)})", ""]
    part = excerpt(group.brochure, _text(group.brochure, sink), told)
    told |= part.kinds
    return "\n".join([*lines, "```yaml excerpt", *part.lines, "```", ""])


def _text(brochure: Brochure, sink: Sink) -> str:
    """The brochure's file, as it was read."""
    return sink.sources[brochure.span.path]


def _plain(words: str) -> str:
    """Words that Markdown leaves alone."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#" else char for char in words)


def _from(path: Path, folder: Path) -> str:
    """A path as a link on a page in `folder`."""
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
