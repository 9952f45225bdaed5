"""Nothing lost: a word that is missing, doubled, changed or out of order in the finished file is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from workspaces import ARABIC, LDN, SINK, Bench, Built, Wanted, attempt, brochure, make_workspace, text_block, write

from foldwell.checks.expected import passages, signs
from foldwell.checks.reading import UnreadablePdf, read_pages
from foldwell.checks.words import check_words
from foldwell.content.composing.story import Paragraph, Story
from foldwell.content.text.runs import Run
from foldwell.diagnostics import Diagnostic, Severity, Sink
from foldwell.layout.document import Document, Drawing


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("words") / "workspace")


def complaints(built: Built, **changes: object) -> list[Diagnostic]:
    """What is told of a finished file when it is held against another story, document or file."""
    parts = {"pdf": built.made.pdf, "story": built.made.story, "document": built.document, **changes}
    sink = Sink()
    check_words(parts["pdf"], parts["story"], built.layout, parts["document"], sink)  # type: ignore[arg-type]  # parts by name
    assert all(found.severity is Severity.ERROR for found in sink.found)
    return sink.found


def paragraphs(story: Story) -> Iterator[Paragraph]:
    for region in story.regions:
        for section in region.sections:
            yield from (block for block in section.blocks if isinstance(block, Paragraph))


def with_words(story: Story, old: str, new: str) -> Story:
    """The story as it would be if the YAML said something else in a paragraph."""

    def changed(block: object) -> object:
        if not isinstance(block, Paragraph):
            return block
        inline = tuple(
            replace(part, text=part.text.replace(old, new, 1)) if isinstance(part, Run) else part
            for part in block.inline
        )
        return replace(block, inline=inline)

    regions = tuple(
        replace(
            region,
            sections=tuple(replace(s, blocks=tuple(map(changed, s.blocks))) for s in region.sections),
        )
        for region in story.regions
    )
    return replace(story, regions=regions)


@pytest.mark.parametrize(
    "wanted", [Wanted(LDN, "trifold"), Wanted(SINK, "handout"), Wanted(ARABIC, "trifold")], ids=str
)
def test_a_sound_file_is_not_complained_of(bench: Bench, wanted: Wanted) -> None:
    assert complaints(bench.build(wanted)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("immune", "immune and other", "in the YAML and not in the finished PDF: and other"),
        ("immune ", "", "in the finished PDF and not in the YAML: immune"),
        ("immune cells", "cells immune", "immune"),
        ("immune", "immune immune", "in the YAML and not in the finished PDF: immune"),
        ("immune", "imune", "the YAML says 'imune' where the finished PDF says 'immune'"),
        ("certain immune", "certainimmune", "'certainimmune'"),
    ],
)
def test_a_difference_is_told_where_it_stands(bench: Bench, old: str, new: str, told: str) -> None:
    built = bench.build(Wanted(LDN, "trifold"))
    found = complaints(built, story=with_words(built.made.story, old, new))
    assert found
    assert {complaint.code for complaint in found} == {"words-lost"}
    assert any(told in complaint.message for complaint in found)
    place = next(paragraph.span for paragraph in paragraphs(built.made.story) if "immune" in str(paragraph.inline))
    assert {complaint.span.line for complaint in found if complaint.span} == {place.line}


def test_a_word_of_the_file_itself_that_is_lost_is_found(root: Path) -> None:
    """The file of a brochure that lacks a word, held against the story of the one that has it."""
    words = "Take the small white tablet once a day with some water."
    made = {}
    for name, said in {"whole": words, "lost": words.replace("white ", ""), "late": words.replace("some ", "")}.items():
        write(root, brochure(text_block(said) + text_block("Ask us.")))
        one, layout, sink = attempt(root, Wanted("tiny.en", "trifold"))
        assert one is not None, sink.found
        made[name] = one
    for name, word in (("lost", "white"), ("late", "some")):
        sink = Sink()
        check_words(made[name].pdf, made["whole"].story, layout, made["whole"].document, sink)
        [complaint] = sink.found
        assert complaint.message == f"these words are in the YAML and not in the finished PDF: {word}"


def test_more_than_five_differences_are_summed_up(root: Path) -> None:
    words = "one and two and three and four and five and six and seven"
    write(root, brochure(text_block(words)))
    made, layout, sink = attempt(root, Wanted("tiny.en", "trifold"))
    assert made is not None, sink.found
    story = made.story
    for old in words.split(" and "):
        story = with_words(story, old, old + "x")
    sink = Sink()
    check_words(made.pdf, story, layout, made.document, sink)
    found = sink.found
    assert len(found) == 6
    assert all(f"says '{old}x'" in told.message for old, told in zip(words.split(" and ")[:5], found, strict=False))
    assert "and more words differ" in found[-1].message


def test_another_file_altogether_is_refused(bench: Bench) -> None:
    built, other = bench.build(Wanted(LDN, "trifold")), bench.build(Wanted(SINK, "trifold"))
    assert complaints(built, pdf=other.made.pdf)


def test_a_drawn_sign_that_is_lost_is_counted(bench: Bench) -> None:
    built = bench.build(Wanted(SINK, "trifold"))
    assert signs(built.made.story) == 4  # two boxes to tick, an arrow, a tick

    def less(document: Document) -> Document:
        sheets = []
        for sheet in document.sheets:
            panels = [
                replace(p, items=tuple(i for i in p.items if not (isinstance(i, Drawing) and i.actual == "→")))
                for p in sheet.panels
            ]
            sheets.append(replace(sheet, panels=tuple(panels)))
        return replace(document, sheets=tuple(sheets))

    [complaint] = complaints(built, document=less(built.document))
    assert complaint.code == "signs-lost"
    assert "4 drawn signs are in the YAML and 3 on the sheets" in complaint.message


HARD = {
    "a hyphen of its own at a line's end": "-".join(["high", "risk"] * 12),
    "a long name that is divided": "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2,
    "a soft hyphen": "re\u00adfill re\u00adfills " * 12,
    "a soft hyphen where a line ends": "tiny " * 6 + "counter\u00adindications " * 6,
    "spaces that part nothing": "any\u200bwhere \u2060here, \ufeffthere",
    "letters that were typed as ligatures": "\ufb01nd the o\ufb03ce",
    "letters of the fallback face": "Ω and ∞, Прага, Ελλάδα",
    "words with letters of the fallback face": "Tất cả các bệnh nhân, cộc hạh",
    "marks that combine": "cafe\u0301 nai\u0308ve",
    "quotes and dashes": "\"so\" -- 'they' say... 7-10 days' time",
    "signs and small letters": "H~2~O → x^2^ ✓ done",
    "a right-to-left word in a line": "Say السلام (peace) or مرحبا now",
    "numbers and brackets": "(1) [2] {3} <4> 5/6 7% #8 & 9",
}


@pytest.mark.parametrize("case", HARD)
def test_words_that_are_hard_to_read_back_are_read(root: Path, case: str) -> None:
    write(root, brochure(text_block(HARD[case]) + text_block("And a last line.")))
    made, _, sink = attempt(root, Wanted("tiny.en", "trifold"))
    assert made is not None, [found.message for found in sink.found]


def test_what_the_program_adds_is_the_declared_list(bench: Bench) -> None:
    """Numbers of citations, lists and sources, bullets, the words of the language file: nothing else is put in."""
    built = bench.build(Wanted(SINK, "trifold"))
    source = (bench.root / "brochures" / f"{SINK}.yaml").read_text(encoding="utf-8")
    source += (bench.root / "brochures" / "clinic.yaml").read_text(encoding="utf-8")
    plain = source.translate(str.maketrans("“”’–—\u00a0", '""\'-- ', "*^~[]"))
    added = set()
    for passage in passages(built.made.story, built.layout):
        for word in passage.words:
            bare = word.translate(str.maketrans("“”’–—\u00a0", '""\'-- '))
            if bare not in plain:
                added.add(bare)
    assert added <= {
        "•", "1.", "2.", "3.", "Draft:", "not", "yet", "reviewed", "clinician", "Warning", "Good", "know", "Sources",
        "speaking.1", "twice.1,2", "example.org/guide", "rothman.example.org", "Call", "(555)", "555-0142.",
        "Thursday:", "Friday:", "Office:", "morning.",
    }  # fmt: skip


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    with pytest.raises(UnreadablePdf):
        read_pages(b"%PDF-1.7\nnothing more")


def test_pages_are_read_along_the_tree(bench: Bench) -> None:
    """On the sheet the flap stands left of the cover; a screen reader begins with the title."""
    outside, inside = read_pages(bench.build(Wanted(SINK, "trifold")).made.pdf)
    assert outside.words[:4] == ("Blood", "pressure", "at", "home")
    assert inside.words[:3] == ("How", "to", "measure")
