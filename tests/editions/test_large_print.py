"""Large print from the same YAML: large enough throughout, page after page in order, and judged by other programs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import judges
import pypdfium2
import pytest
from workspaces import (
    ARABIC,
    LDN,
    PAPERS,
    ROOT,
    SINK,
    Bench,
    Built,
    Wanted,
    attempt,
    brochure,
    make_workspace,
    text_block,
    write,
)

from foldwell.cli import main
from foldwell.commands.build import PAGE_SETTINGS
from foldwell.commands.shared import DONE
from foldwell.content.languages import interface
from foldwell.layout.document import Document, Text
from foldwell.layout.setting import SMALL_SHIFTED

READ, BODY, SMALL_PRINT = 16.0, 18.0, 14.0  # points: what patients read, the text itself, sources and the form line
EVERY = tuple(Wanted(name, "large-print", paper=paper) for name in (LDN, SINK, "shown.en", ARABIC) for paper in PAPERS)
PLAIN = brochure(text_block("Take it with water."))


@pytest.fixture(params=EVERY, ids=str)
def built(request: pytest.FixtureRequest, bench: Bench) -> Built:
    return bench.build(request.param)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "shop", tiny=PLAIN)


def is_source(document: Document, element: int | None) -> bool:
    """Whether an element stands in the list of sources."""
    title = interface(document.language).words.sources
    while element is not None:
        if document.elements[element].title == title:
            return True
        element = document.elements[element].parent
    return False


def size_on_the_line(item: Text) -> float:
    """The size of the text that a raised or lowered figure belongs to, of other text its own."""
    raised = item.size < READ and len(item.text.strip(" ,")) < 3
    return item.size / SMALL_SHIFTED if raised else item.size


def test_nothing_that_patients_read_is_small(built: Built) -> None:
    texts = [item for item in built.document.items() if isinstance(item, Text)]
    for item in texts:
        least = SMALL_PRINT if item.element is None or is_source(built.document, item.element) else READ
        assert size_on_the_line(item) >= least, item.text


@pytest.mark.parametrize("name", [LDN, SINK])
def test_most_of_it_is_in_full_size(bench: Bench, name: str) -> None:
    letters: Counter[float] = Counter()
    for item in bench.build(Wanted(name, "large-print")).document.items():
        if isinstance(item, Text):
            letters[item.size] += len(item.text)
    assert letters.most_common(1)[0][0] == BODY


def letters_without_sources(document: Document) -> Counter[str]:
    """How often each letter stands in all but the list of sources. Digits are left out: citations are numbered in the
    order of reading, which differs."""
    texts = [item for item in document.items() if isinstance(item, Text) and item.element is not None]
    said = "".join(item.text for item in texts if not is_source(document, item.element))
    return Counter(letter for letter in said if letter.isalpha())


def test_it_says_what_the_handout_says(bench: Bench, built: Built) -> None:
    handout = bench.build(Wanted(built.wanted.brochure, "handout", paper=built.wanted.paper))
    assert letters_without_sources(built.document) == letters_without_sources(handout.document)
    titles = [
        sorted(element.title or "" for element in made.document.elements if element.role == "Sect")
        for made in (handout, built)
    ]
    assert titles[0] == titles[1]


def test_page_numbers_and_titles_are_read_back(built: Built) -> None:
    with pypdfium2.PdfDocument(built.path) as pdf:
        assert len(pdf) == len(built.document.sheets) > 1
        for number, page in enumerate(pdf, 1):
            width, height = page.get_size()
            foot = page.get_textpage().get_text_bounded(0, 0, width, height * 0.12)
            if built.wanted.brochure == ARABIC:  # pdfium reads the words of a line from the right
                foot = "\n".join(" ".join(reversed(line.split())) for line in foot.splitlines())
            assert re.findall(r"Page (\d+) of (\d+)", foot) == [(str(number), str(len(pdf)))]
            assert built.document.form.form.partition("-")[0] in foot


def test_the_sheets_have_the_paper_asked_for(built: Built) -> None:
    size = (612.0, 792.0) if built.wanted.paper == "letter" else (595.2756, 841.8898)
    assert [(sheet.width, sheet.height) for sheet in built.document.sheets] == [
        pytest.approx(size, abs=0.01) for _ in built.document.sheets
    ]


def test_everything_stands_inside_the_live_area(built: Built) -> None:
    for panel in built.document.panels():
        safe = built.document.sheets[0].safe
        for item in panel.items:
            assert item.rect.x >= panel.live.x - 5
            assert item.rect.right <= panel.live.right + 5
            assert safe - 0.01 <= item.rect.y
            assert item.rect.bottom <= panel.rect.height - safe + 6  # the descent of the last line


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-2A"])
def test_verapdf_finds_no_fault(bench: Bench, profile: judges.Profile) -> None:
    judges.need("java")
    files = [bench.build(wanted).path for wanted in EVERY]
    assert [str(failure) for failure in judges.verapdf(files, profile)] == []


def test_the_title_stands_once_in_the_tree(built: Built) -> None:
    roles = [element.role for element in built.document.elements]
    assert roles.count("H1") == 1
    assert "H2" in roles
    assert [mark.depth for mark in built.document.bookmarks] == [0] * len(built.document.bookmarks)


def test_in_spanish_the_pages_are_counted_in_spanish(tmp_path: Path) -> None:
    text = brochure("".join(text_block("Tome una pastilla al día con un vaso de agua. " * 5) for _ in range(6)))
    root = make_workspace(tmp_path / "shop")
    path = write(root, text.replace("language: en", "language: es"))
    path.rename(path.with_name("tiny.es.yaml"))
    made, _, sink = attempt(root, Wanted("tiny.es", "large-print"))
    assert made is not None, sink.found
    said = [item.text for item in made.document.items() if isinstance(item, Text) and item.element is None]
    assert any("Página 2 de 2" in " ".join(text.split()) for text in said)


# The command line -----------------------------------------------------------------------------------------------------


def files(shop: Path) -> list[str]:
    return sorted(path.name for path in (shop / "out").iterdir())


def test_build_makes_it_with_the_others(shop: Path) -> None:
    assert main(["build", "--workspace", str(shop)]) == DONE
    assert files(shop) == [
        "tiny.en.handout.desk.pdf", "tiny.en.large-print.desk.pdf", "tiny.en.trifold.desk.pdf",
    ]  # fmt: skip


def test_the_settings_for_several_pages_are_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["build", "--workspace", str(shop), "--layout", "large-print"]
    assert main(asked) == DONE
    assert PAGE_SETTINGS not in capsys.readouterr().out  # it is one page
    write(shop, brochure(text_block("Take it with water. " * 20) * 8))
    assert main(asked) == DONE
    assert PAGE_SETTINGS in capsys.readouterr().out


def test_it_can_be_asked_for_alone_and_on_other_paper(shop: Path) -> None:
    asked = ["build", "--workspace", str(shop), "--layout", "large-print"]
    assert main([*asked, "--target", "email"]) == DONE
    assert main([*asked, "--paper", "a4"]) == DONE
    assert files(shop) == ["tiny.en.large-print-a4.desk.pdf", "tiny.en.large-print.email.pdf"]


def test_a_clinic_that_wants_none_takes_the_layout_away(shop: Path) -> None:
    (shop / "layouts" / "large-print.yaml").unlink()
    assert main(["build", "--workspace", str(shop)]) == DONE
    assert files(shop) == ["tiny.en.handout.desk.pdf", "tiny.en.trifold.desk.pdf"]


def test_a_proof_shows_its_first_pages(bench: Bench, tmp_path: Path) -> None:
    from foldwell.editions.scene import ON_TABLE, lying

    document = bench.build(Wanted(LDN, "large-print")).document
    assert len(document.sheets) == ON_TABLE
    assert len(lying(document).panels) == ON_TABLE
    assert (ROOT / "layouts" / "large-print.yaml").is_file()
