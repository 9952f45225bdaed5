"""Fitting: in the declared order, the same everywhere, down to the floors; and what is said when that is not enough."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from workspaces import Wanted, attempt, brochure, layout_of, make_workspace, text_block, words_along_tree, write

from foldwell.diagnostics import Diagnostic, Severity, Sink
from foldwell.editions.press import Made
from foldwell.layout.document import Fit, Text
from foldwell.layout.fit import lay_out, spent, steps

TRIFOLD, HANDOUT = layout_of("trifold"), layout_of("handout")
SENTENCE = "Take it once a day with a glass of water, and tell us how you feel. "


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("fit") / "workspace")


def made_of(root: Path, text: str, layout: str = "trifold") -> tuple[Made | None, Sink]:
    write(root, text)
    made, _, sink = attempt(root, Wanted("tiny.en", layout))
    return made, sink


def of_length(paragraphs: int, sentences: int = 3) -> str:
    return brochure("".join(text_block(SENTENCE * sentences) for _ in range(paragraphs)))


def complaint(sink: Sink, code: str) -> Diagnostic:
    [found] = [complaint for complaint in sink.found if complaint.code == code]
    return found


def test_the_steps_go_in_the_declared_order() -> None:
    assert list(steps(TRIFOLD)) == [
        Fit(), Fit(1), Fit(1, 0.5), Fit(1, 1.0), Fit(1, 1.0, 0.5), Fit(1, 1.0, 1.0),
    ]  # fmt: skip
    assert all(fit.size == 0 for fit in steps(HANDOUT))  # body text of a handout keeps its 12 pt


def test_what_was_spent_is_told_in_words() -> None:
    assert spent(Fit()) == "nothing"
    assert spent(Fit(1)) == "space between blocks by 1 half line"
    assert spent(Fit(2, 0.5, 1.0)) == "space between blocks by 2 half lines, leading by 0.5 pt, size by 1 pt"


@pytest.fixture(scope="module")
def ladder(root: Path) -> list[tuple[Made | None, Sink]]:
    """Longer and longer text in the trifold's inside, from half full to too much."""
    return [made_of(root, of_length(count, 4)) for count in range(6, 19)]


def test_text_is_tightened_step_by_step_and_no_more_than_it_must(ladder: list[tuple[Made | None, Sink]]) -> None:
    order = list(steps(TRIFOLD))
    fits = [order.index(made.document.fit) if made else len(order) for made, _ in ladder]
    assert fits[0] == 0
    assert fits[-1] == len(order)
    assert all(below <= above for below, above in pairwise(fits))
    assert len(set(fits)) >= 4  # nothing, two steps or more on the way, too much


def test_what_was_spent_is_reported(ladder: list[tuple[Made | None, Sink]]) -> None:
    for made, sink in ladder:
        notes = [found.message for found in sink.found if found.code == "fit"]
        if made is not None and made.document.fit.spent:
            assert notes == [f"tightened to fit: {spent(made.document.fit)} (layout `trifold`)"]
        else:
            assert notes == []


def test_all_panels_are_tightened_alike_and_the_floors_are_kept(ladder: list[tuple[Made | None, Sink]]) -> None:
    seen = set()
    for made, _ in ladder:
        if made is None:
            continue
        fit = made.document.fit
        inside = [panel for panel in made.document.panels() if panel.name.startswith("inside")]
        sizes = {
            item.size
            for panel in inside for item in panel.items if isinstance(item, Text) and item.text.startswith("Take")
        }  # fmt: skip
        assert sizes == {12.0 - fit.size}
        seen |= sizes
        for panel in inside:
            lines = sorted({round(i.baseline, 3) for i in panel.items if isinstance(i, Text) and i.element is not None})
            gaps = {round(below - above, 3) for above, below in pairwise(lines)}
            assert min(gaps, default=16.0 - fit.leading) == pytest.approx(16.0 - fit.leading)
    assert min(seen) >= 11.0


def test_too_much_is_told_in_the_words_of_the_staff(ladder: list[tuple[Made | None, Sink]], root: Path) -> None:
    made, sink = ladder[-1]
    assert made is None
    found = complaint(sink, "overflow")
    assert found.severity is Severity.ERROR
    told = re.fullmatch(r'panel "inside-3" is (\d+) lines? too long \(layout `trifold`\)', found.message)
    assert told
    words = re.match(r"cut about (\d+) words? before this point, move a section", found.hints[0])
    assert words
    assert found.span is not None
    assert found.span.path == "brochures/tiny.en.yaml"
    lines = of_length(18, 4).splitlines()
    line = lines[found.span.line - 1]
    assert line.strip() == SENTENCE.strip() + (" " + SENTENCE.strip()) * 3
    begin = found.span.column - 1
    after = len(line[begin:].split()) + sum(len(rest.split()) for rest in lines[found.span.line :] if "Take" in rest)
    assert int(words[1]) == after  # from where the overflow begins to the end
    assert 4 <= int(words[1]) / int(told[1]) <= 10  # words to a line of a panel


def test_cutting_as_many_words_as_told_is_enough(root: Path) -> None:
    text = of_length(24)
    _, sink = made_of(root, text)
    words = re.match(r"cut about (\d+)", complaint(sink, "overflow").hints[0])
    assert words
    said = [line for line in text.splitlines() if "Take it" in line]
    kept = " ".join(said).split()[: -int(words[1])]
    per = len(said[0].split())
    blocks = "".join(text_block(" ".join(kept[at : at + per])) for at in range(0, len(kept), per))
    made, sink = made_of(root, brochure(blocks))
    assert made is not None, sink.found


def test_a_handout_too_full_names_its_panel(root: Path) -> None:
    made, sink = made_of(root, of_length(24), "handout")
    assert made is None
    found = complaint(sink, "overflow")
    assert found.message.startswith('panel "page" is ')
    assert found.span is not None
    assert found.span.line > 15


def test_a_top_row_too_tall_is_told_at_its_end(root: Path) -> None:
    text = of_length(30).replace("    main: [only]\n", "    top: [only]\n")
    made, sink = made_of(root, text, "handout")
    assert made is None
    found = [found for found in sink.found if found.code == "overflow"]
    assert found[0].message.startswith('panel "page" is ')
    assert found[0].span is not None
    assert "Take it" in text.splitlines()[found[0].span.line - 1]


def test_a_region_less_than_half_full_gets_a_note(root: Path) -> None:
    made, sink = made_of(root, of_length(1))
    assert made is not None
    notes = [found for found in sink.found if found.code == "half-empty" and "`inside`" in found.message]
    assert len(notes) == 1
    assert notes[0].severity is Severity.NOTE
    assert re.search(r"only \d+ % full", notes[0].message)
    full, sink = made_of(root, of_length(11))
    assert full is not None
    assert not [found for found in sink.found if found.code == "half-empty" and "`inside`" in found.message]


def test_a_row_that_is_as_tall_as_its_text_is_never_half_empty(root: Path) -> None:
    text = of_length(6).replace("    main: [only]\n    side: [legal]\n", "    main: [only]\n    foot: [legal]\n")
    made, sink = made_of(root, text, "handout")
    assert made is not None
    assert not [found for found in sink.found if found.code == "half-empty" and "`foot`" in found.message]


def test_required_text_is_never_set_small(root: Path) -> None:
    text = brochure("- notice: |\n    Small print that matters.\n", required=True)
    made, sink = made_of(root, text)
    assert made is None
    found = complaint(sink, "required-small")
    assert found.message == "required text would be set in 8.25 pt, under 11 pt (layout `trifold`)"
    assert found.span is not None
    assert "Small print" in text.splitlines()[found.span.line - 1]
    other, _ = made_of(root, text.replace("required: true", "required: false"))
    assert other is not None


def test_a_layout_that_cannot_be_folded_is_not_laid_out(root: Path) -> None:
    made, _ = made_of(root, of_length(3))
    assert made is not None
    sink = Sink()
    broken = replace(TRIFOLD, widths={})
    from foldwell.editions.press import Press
    from foldwell.editions.workspace import Workspace

    workspace = Workspace.open(root, sink)
    assert workspace is not None
    press = Press.open(workspace, None, None, sink)
    assert press is not None
    assert lay_out(made.story, broken, press.clinic, press.book, sink, files=root / "brochures") is None
    assert complaint(sink, "fold-widths").severity is Severity.ERROR


# Random stories -------------------------------------------------------------------------------------------------------

VOCABULARY = """
    a dose of water tablets 4.5 mg, prescription? (sometimes) “quoted” e-mail 24 hours — high-risk hepatosplenomegaly →
    ✓ H~2~O **strong** *soft* https://example.org/a/long/address/of/a/page Dr. Ng’s naïve ﬁ office re\u00adfill 7-10 Ω
"""
WORD = st.sampled_from(VOCABULARY.split())
WORDS = st.lists(WORD, min_size=1, max_size=40).map(" ".join)
SHORT = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


def scalar(key: str, words: str) -> str:
    return f"{key}: |\n    {words}\n"


def listing(kind: str, items: list[str]) -> str:
    return f"- {kind}:\n" + "".join(f"    - |\n      {item}\n" for item in items)


BLOCK = st.one_of(
    WORDS.map(lambda words: "- " + scalar("text", words)),
    SHORT.map(lambda words: "- " + scalar("heading", words)),
    st.builds(listing, st.sampled_from(["list", "steps", "ticks"]), st.lists(WORDS, min_size=1, max_size=4)),
    st.builds(
        lambda kind, title, words: (
            f"- callout:\n    kind: {kind}\n    title: |\n      {title}\n    text: |\n      {words}\n"
        ),
        st.sampled_from(["info", "tip", "warning", "stop"]), SHORT, WORDS,
    ),
    st.builds(
        lambda head, cells: "- table:\n    header:\n"
        + "".join(f"      - |\n        {cell}\n" for cell in head)
        + "    rows:\n"
        + "".join(f"      {'- -' if n % len(head) == 0 else '  -'} |\n          {c}\n" for n, c in enumerate(cells)),
        st.just(["Name", "What"]), st.lists(SHORT, min_size=4, max_size=4),
    ),
    st.lists(st.tuples(SHORT, SHORT), min_size=1, max_size=3).map(
        lambda pairs: "- facts:\n"
        + "".join(f"    - label: |\n        {one}\n      value: |\n        {two}\n" for one, two in pairs)
    ),
    st.just("- rule: {}\n"),
    st.integers(1, 12).map(lambda halves: f"- space: {halves}\n"),
    st.integers(1, 12).map(lambda lines: f"- write_in:\n    - label: My notes\n      lines: {lines}\n"),
    st.just("- contact: {}\n"),
    st.just("- qr:\n    address: |\n      https://example.org\n    label: |\n      Read on\n"),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(BLOCK, min_size=1, max_size=12), st.sampled_from(["trifold", "handout"]))
def test_random_stories_fit_with_nothing_lost_or_say_where_they_are_too_long(
    root: Path, blocks: list[str], layout: str
) -> None:
    text = brochure("- text: |\n    It begins here.\n" + "".join(blocks))
    made, sink = made_of(root, text, layout)  # reads the finished words back, too
    errors = [found for found in sink.found if found.severity is Severity.ERROR]
    if made is not None:
        assert errors == []
        assert "".join(words_along_tree(made.document)).count("Itbeginshere.") == 1
        return
    assert {found.code for found in errors} == {"overflow"}
    for found in errors:
        assert found.span is not None
        assert found.span.path == "brochures/tiny.en.yaml"
        assert 16 < found.span.line <= len(text.splitlines())
