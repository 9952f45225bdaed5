"""Pages that repeat: as many as the text needs, none torn where one more helps, none with a stray last line."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from msgspec.structs import replace
from workspaces import (
    ROOT,
    Wanted,
    attempt,
    brochure,
    layout_of,
    make_workspace,
    text_block,
    words_along_panels,
    words_along_tree,
    write,
)

from foldwell.content.read import read_layout
from foldwell.diagnostics import Severity, Sink
from foldwell.editions.press import Made
from foldwell.layout.check import check_layout, check_likeness
from foldwell.layout.document import Document, Panel, Text
from foldwell.layout.flow import LAST_PAGE
from foldwell.layout.pages import page_counts, with_pages

LARGE, HANDOUT = layout_of("large-print"), layout_of("handout")
SENTENCE = "Take it once a day with a glass of water, and tell us how you feel. "
DRAFT = "Draft: not yet reviewed by a clinician"
LENGTHS = (1, 4, 8, 9, 10, 11, 12, 13, 14, 24, 30)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("pages") / "workspace")


def made_of(root: Path, text: str) -> tuple[Made | None, Sink]:
    write(root, text)
    made, _, sink = attempt(root, Wanted("tiny.en", "large-print"))
    return made, sink


def of_length(paragraphs: int) -> str:
    return brochure("".join(text_block(SENTENCE * 2) for _ in range(paragraphs)))


@pytest.fixture(scope="module")
def ladder(root: Path) -> list[Document]:
    """Longer and longer text, from less than a page to more than four."""
    found = []
    for length in LENGTHS:
        made, sink = made_of(root, of_length(length))
        assert made is not None, sink.found
        found.append(made.document)
    return found


def filled(panel: Panel) -> float:
    """Which part of the live area's height the content takes."""
    bottoms = [item.rect.bottom for item in panel.items if item.element is not None and item.rect.y < panel.live.bottom]
    return (max(bottoms, default=panel.live.y) - panel.live.y) / panel.live.height


def test_a_layout_grows_by_the_side_that_repeats() -> None:
    four = with_pages(LARGE, 4)
    assert [side.name for side in four.sides] == ["first", "page 2", "page 3", "page 4"]
    assert four.reading_order == ["first", "page 2", "page 3", "page 4"]
    assert four.panels["page 4"] is LARGE.panels["page"]
    assert [side.name for side in with_pages(LARGE, 1).sides] == ["first"]
    assert list(page_counts(LARGE)) == list(range(1, 13))


def test_a_layout_without_such_a_side_stays_as_it_is() -> None:
    assert list(page_counts(HANDOUT)) == [1]
    assert with_pages(HANDOUT, 1) is HANDOUT


def test_more_text_takes_more_pages(ladder: list[Document]) -> None:
    counts = [len(document.sheets) for document in ladder]
    assert counts == sorted(counts)
    assert counts[0] == 1
    assert counts[-1] > 4


def test_every_word_stands_once_and_in_order(ladder: list[Document]) -> None:
    for document in ladder:
        along_panels, along_tree = (
            " ".join(words).replace(f" {DRAFT}", "")  # it stands at the foot, and is read after the title
            for words in (words_along_panels(document), words_along_tree(document))
        )
        assert along_panels == along_tree


def test_the_last_page_is_never_nearly_empty(ladder: list[Document]) -> None:
    several = [list(document.panels()) for document in ladder if len(document.sheets) > 1]
    assert several
    assert all(filled(panels[-1]) >= LAST_PAGE - 0.05 for panels in several)


def test_no_page_ends_with_a_heading_or_one_line_of_a_paragraph(root: Path) -> None:
    heads = "".join(f"- heading: |\n    Step {n}\n{text_block(SENTENCE * 3)}" for n in range(1, 15))
    made, sink = made_of(root, brochure(heads))
    assert made is not None, sink.found
    document = made.document
    assert len(document.sheets) > 2
    for panel in list(document.panels())[:-1]:
        texts = [item for item in panel.items if isinstance(item, Text) and item.element is not None]
        last = [item for item in texts if item.text.strip() not in DRAFT][-1]
        assert last.element is not None
        assert document.elements[last.element].role == "P"
        lines = {item.baseline for item in texts if item.element == last.element}
        assert len(lines) > 1
    assert not [found for found in sink.found if found.code == "break"]


def test_a_required_section_that_fits_a_page_is_not_cut(root: Path) -> None:
    """It stands whole on the page after, though half of it would fit on the page before."""
    for before in range(3, 9):
        text = of_length(before).replace("layouts:\n", REQUIRED).replace("    main: [only]", "    main: [only, safe]")
        made, sink = made_of(root, text.replace("    inside: [only]", "    inside: [only, safe]"))
        assert made is not None, sink.found
        spread = [
            any(isinstance(item, Text) and "dangerous" in item.text for item in panel.items)
            for panel in made.document.panels()
        ]
        assert sum(spread) == 1


REQUIRED = f"""\
  safe:
    heading: |
      Keep safe
    required: true
    blocks:
{"".join(f"      - text: |{chr(10)}          Number {n} is dangerous. {SENTENCE}{chr(10)}" for n in range(3))}
layouts:
"""


def test_too_many_pages_are_told_with_what_to_do(root: Path) -> None:
    made, sink = made_of(root, of_length(120))
    assert made is None
    [found] = [found for found in sink.found if found.code == "overflow"]
    assert found.severity is Severity.ERROR
    assert "too long for 12 pages" in found.message
    assert found.span is not None
    assert found.span.line > 100
    assert "`most_pages`" in found.hints[0]


def test_only_space_is_ever_tightened(ladder: list[Document]) -> None:
    assert all(document.fit.leading == document.fit.size == 0 for document in ladder)


def test_several_pages_are_turned_about_the_long_edge(ladder: list[Document]) -> None:
    for document in ladder:
        assert document.duplex == (None if len(document.sheets) == 1 else "DuplexFlipLongEdge")


def test_each_page_tells_its_number_and_later_ones_the_title(ladder: list[Document]) -> None:
    for document in ladder:
        pages = list(document.panels())
        for number, panel in enumerate(pages, 1):
            said = " ".join(item.text for item in panel.items if isinstance(item, Text) and item.element is None)
            assert (f"Page {number} of {len(pages)}" in " ".join(said.split())) == (len(pages) > 1)
            assert ("A small sheet" in said) == (number > 1)
            assert "TS-01" in said


def test_running_lines_keep_clear_of_the_text_and_of_each_other(ladder: list[Document]) -> None:
    for panel in chain.from_iterable(document.panels() for document in ladder):
        running = [item for item in panel.items if isinstance(item, Text) and item.element is None]
        content = [item for item in panel.items if isinstance(item, Text) and item.rect.y < running[0].rect.y - 30]
        assert max(item.rect.bottom for item in content) < min(item.rect.y for item in running)
        for one in running:
            beside = [other for other in running if other.baseline == one.baseline and other.rect.x > one.rect.x]
            assert all(other.rect.x >= one.rect.right - 0.01 for other in beside)


# The layout's own file -----------------------------------------------------------------------------------------------


CASES: dict[str, tuple[str, str, list[str]]] = {
    "a first side that repeats": (
        "panels: [first]\n", "panels: [first]\n    repeats: true\n",
        [
            "layout-pages: side `first` cannot repeat",
            "layout-pages: side `first` repeats, so there is one row of regions on it",
        ],
    ),
    "a fold": ("fold: none", "fold: half", ["layout-pages: side `page` cannot repeat"]),
    "a row of regions that does not fill the page": (
        "stacked: true, fill: true}\n    footer: page", "stacked: true}\n    footer: page",
        [
            "layout-row: a row with `stacked: true` has `fill: true` and no `shares`",
            "layout-pages: side `page` repeats, so there is one row of regions on it",
            *(f"layout-row: region `{name}` flows across rows, and not all of them have `fill: true`"
              for name in ("top", "main", "side", "foot", "small-print")),
        ],
    ),
    "a ground under what is stacked": (
        "side: {}", "side: {ground: tint}",
        ["layout-row: region `side` is stacked with others: no `runs_on`, `ground` or `padding`"],
    ),
    "rows with other regions": (
        "[top, main, side, foot, small-print], stacked: true, fill: true}\n    footer: page",
        "[top, main, side, foot], stacked: true, fill: true}\n    footer: page",
        [f"layout-row: region `{name}` is stacked with others in one row and not in another"
         for name in ("top", "main", "side", "foot")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), CASES.values(), ids=CASES)
def test_what_cannot_be_is_told(tmp_path: Path, old: str, new: str, wanted: list[str]) -> None:
    text = (ROOT / "layouts" / "large-print.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "large-print.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    sink = Sink()
    layout = read_layout(path, tmp_path, sink)
    assert layout is not None, sink.found
    assert not check_layout(layout, sink)
    assert [f"{found.code}: {found.message}" for found in sink.found] == wanted
    assert all(found.span is not None for found in sink.found)


@pytest.mark.parametrize("count", ["1", "0", "101", "many"])
def test_most_pages_is_a_number_that_makes_sense(tmp_path: Path, count: str) -> None:
    text = (ROOT / "layouts" / "large-print.yaml").read_text(encoding="utf-8")
    path = tmp_path / "large-print.yaml"
    path.write_text(text.replace("most_pages: 12", f"most_pages: {count}"), encoding="utf-8")
    sink = Sink()
    assert read_layout(path, tmp_path, sink) is None
    assert len(sink.found) == 1


@pytest.mark.parametrize(
    ("likes", "wanted"),
    [
        ({"large-print": "handout"}, []),
        ({"large-print": "handuot"}, ["there is no other layout `handuot`"]),
        ({"large-print": "large-print"}, ["there is no other layout `large-print`"]),
        ({"large-print": "handout", "handout": "trifold"}, ["`handout` is itself like another layout, `trifold`"]),
    ],
)
def test_likeness_leads_to_a_layout_of_its_own(likes: dict[str, str], wanted: list[str]) -> None:
    layouts = {name: layout_of(name) for name in ("trifold", "handout", "large-print")}
    layouts |= {name: replace(layouts[name], like=like) for name, like in likes.items()}
    sink = Sink()
    check_likeness(layouts, list(layouts), sink)
    assert [found.message for found in sink.found] == wanted
