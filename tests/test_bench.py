"""The benchmark's own parts: the peers get the brochure's words, whole and in order, and the sums are right."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from benchmarks.from_story import outline
from benchmarks.outline import Box, Grid, Items, Outline, Words
from benchmarks.platypus_peer import Platypus
from benchmarks.table import Row, as_json, as_markdown, into_readme
from benchmarks.timing import Timing, turn_about
from benchmarks.typst_peer import markup
from benchmarks.weasyprint_peer import html
from foldwell.content.composing.story import (
    CalloutBox,
    Form,
    Heading,
    Item,
    Listing,
    Pair,
    Pairs,
    Paragraph,
    RegionStory,
    SourceEntry,
    SourceList,
    Story,
    StorySection,
    TableGrid,
)
from foldwell.content.text.runs import Inline, Run
from foldwell.diagnostics import Span

HERE = Span("brochure.yaml", 1, 1)


def said(text: str) -> Inline:
    return (Run(text, HERE),)


def story() -> Story:
    listing = Listing("bullet", (Item((said("# one"), said("more")), HERE), Item((said("two"),), HERE)), HERE)
    blocks = (
        Heading(2, said("What <is> it?"), HERE),
        Paragraph(said("A $5 [small] dose & *more*."), HERE),
        CalloutBox("stop", "Stop", said("Not with opioids"), (Paragraph(said("Never."), HERE), listing), HERE),
        TableGrid(None, (said("Week"), said("Dose")), ((said("1"), said("1.5 mg")),), True, HERE),
        Pairs("facts", (Pair(said("Cost"), said("$30"), HERE),), HERE),
        SourceList((SourceEntry(1, "label", said("Label. 2024."), HERE),), HERE),
    )
    day = datetime.date(2026, 11, 22)
    return Story(
        title=said("Low dose"), line=said("A line"), art=None, subject="", language="en", clinic=said("The clinic"),
        tagline=None, logo=None, form=Form("LDN-01", 1, day, day, True), footer=said("Form LDN-01"), draft_line=None,
        regions=(RegionStory("inside", (StorySection("what", "What", False, blocks, HERE),)),), span=HERE,
    )  # fmt: skip


WORDS = [
    "Low dose", "A line", "The clinic", "Form LDN-01", "What <is> it?", "A $5 [small] dose & *more*.",
    "Not with opioids", "Never.", "# one more", "two", "Week", "Dose", "1", "1.5 mg", "Cost", "$30", "Label. 2024.",
    "Form LDN-01",
]  # fmt: skip


@pytest.fixture
def sheet() -> Outline:
    return outline(story(), [(792, 612, 3, ["back"]), (792, 612, 3, ["inside"])])


def test_the_outline_has_every_word_once_and_the_structure(sheet: Outline) -> None:
    assert list(sheet.texts()) == WORDS
    kinds = [type(part) for part in sheet.pages[1].parts]
    assert kinds == [Words, Words, Box, Grid, Words, Words, Items, Words]
    assert [page.columns for page in sheet.pages] == [3, 3]


def test_a_changed_outline_differs_by_one_line(sheet: Outline) -> None:
    assert list(sheet.with_paragraph("Round 3").texts()) == [*WORDS, "Round 3"]


def test_markup_keeps_characters_that_mean_something_to_a_peer(sheet: Outline) -> None:
    assert "A \\$5 \\[small\\] dose & \\*more\\*." in markup(sheet, "Face")
    assert "What &lt;is&gt; it?" in html(sheet)
    assert "A $5 [small] dose &amp; *more*." in html(sheet)


def test_platypus_sets_the_words(sheet: Outline, tmp_path: Path) -> None:
    from importlib.util import find_spec

    import judges

    package = find_spec("fontpkg_atkinson_hyperlegible")
    assert package is not None
    assert package.origin is not None
    path = tmp_path / "platypus.pdf"
    path.write_bytes(Platypus(Path(package.origin).parent / "files").pdf(sheet))
    read = " ".join(judges.pdfium_text(path)).split()
    assert len(judges.pdfium_text(path)) == 2
    assert set(" ".join(WORDS).split()) <= set(read)


def test_turns_are_taken_and_counted() -> None:
    calls: list[tuple[str, int]] = []
    things = {name: lambda number, name=name: lambda: calls.append((name, number)) for name in "ab"}
    times = turn_about(things, 3)
    assert calls == [("a", -1), ("b", -1), ("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2)]
    assert {name: len(timing.seconds) for name, timing in times.items()} == {"a": 3, "b": 3}


def test_medians_and_ratios_are_taken_round_by_round() -> None:
    slow, quick = Timing((4.0, 40.0, 6.0)), Timing((2.0, 10.0, 3.0))
    assert slow.median == 6.0
    assert slow.spread == (4.0, 40.0)
    assert slow.ratio(quick) == 2.0


def test_the_table_goes_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    rows = [
        Row(
            "Foldwell",
            "PDF/UA-1",
            Timing((0.004,)),
            Timing((0.005,)),
            Timing((0.006,)),
            Timing((0.4,)),
            Timing((0.07,)),
            60_400,
        ),
        Row("Other", "no tags", Timing((0.008,)), Timing((0.010,)), None, None, None, 30_000),
    ]
    table = as_markdown(rows)
    assert "| Foldwell | PDF/UA-1 | 4.0 ms | 5.0 ms | 1.00 | 6.0 ms | 400.0 ms | 70.0 ms | 60 kB |" in table
    assert "| Other | no tags | 8.0 ms | 10.0 ms | 2.00 |  |  |  | 30 kB |" in table
    assert '"least": 4.0' in as_json(rows)
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", encoding="utf-8")
    into_readme(readme, table)
    assert readme.read_text(encoding="utf-8") == f"before\n<!-- bench -->\n{table}\n<!-- /bench -->\nafter\n"
    readme.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="bench"):
        into_readme(readme, table)
