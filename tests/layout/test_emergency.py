"""The emergency box: one place in each layout, one look, tagged where it is read, and no room where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import ROOT, Wanted, ancestors, attempt, brochure, document_of, make_workspace, text_block, write

from foldwell.checks.colour_pairs import pairs_of
from foldwell.content.read import read_layout
from foldwell.diagnostics import Sink
from foldwell.layout.document import Document, Drawing, Panel, Text

TINY = "tiny.en"
BOX = """\
emergency:
  title: |
    {title}
  text: |
    Call 911 at once. {{{{ clinic.phone }}}}

    Then lie down.
"""
PLACES = {"trifold": "inside-3", "handout": "page", "z-fold": "inside-2", "half-fold": "inside-2",
          "gate-fold": "centre", "large-print": "first"}  # fmt: skip
REGIONS = {"z-fold": "inside", "half-fold": "inside", "gate-fold": "centre"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("emergency") / "workspace")


def yaml(layout: str, title: str = "Trouble breathing?", extra: str = BOX) -> str:
    text = brochure(text_block("Words."), extra=extra.format(title=title))
    if layout in REGIONS:
        text = text.replace("layouts:\n", f"layouts:\n  {layout}:\n    {REGIONS[layout]}: [only]\n    omit: [legal]\n")
    return text


def laid_out(root: Path, layout: str, title: str = "Trouble breathing?", extra: str = BOX) -> Document:
    write(root, yaml(layout, title, extra))
    return document_of(root, Wanted(TINY, layout))


def box_on(panel: Panel) -> Drawing:
    [box] = [
        i for i in panel.items if isinstance(i, Drawing) and any(s.fill and s.fill.role == "alert" for s in i.shapes)
    ]
    return box


def words_in(panel: Panel, box: Drawing) -> list[Text]:
    return [item for item in panel.items if isinstance(item, Text) and box.rect.holds(item.rect)]


@pytest.mark.parametrize("layout", PLACES)
def test_it_stands_in_its_place_with_all_its_words(root: Path, layout: str) -> None:
    document = laid_out(root, layout)
    panel = next(panel for panel in document.panels() if panel.name == PLACES[layout])
    box = box_on(panel)
    assert box.element is None
    assert (box.rect.x, box.rect.width) == (panel.live.x, panel.live.width)
    assert panel.live.holds(box.rect)
    texts = words_in(panel, box)
    said = "".join("".join(text.text for text in texts).split())
    assert said == "Troublebreathing?Call911atonce.(555)555-0142Thenliedown."
    assert {text.colour.role for text in texts} == {"paper"}
    assert min(text.size for text in texts) >= 12
    if document.sheets[0].folds:
        assert box.rect.bottom == pytest.approx(panel.live.bottom)


def test_it_is_a_section_with_a_heading_and_a_bookmark(root: Path) -> None:
    document = laid_out(root, "handout")
    [panel] = document.panels()
    title, *rest = words_in(panel, box_on(panel))
    assert list(ancestors(document, title.element))[:2] == ["H2", "Sect"]
    assert {next(ancestors(document, text.element)) for text in rest} == {"P", "Link"}
    assert [mark.title for mark in document.bookmarks][1] == "Trouble breathing?"
    sections = [kid for kind, kid in document.elements[0].kids if kind == "e"]
    assert document.elements[sections[1]].title == "Trouble breathing?"  # after the head, before all regions


def test_a_short_title_stands_beside_the_text_and_a_long_one_above_it(root: Path) -> None:
    for title, beside in (("Trouble breathing?", True), ("Trouble breathing, or a swollen face or tongue?", False)):
        [panel] = laid_out(root, "handout", title).panels()
        texts = words_in(panel, box_on(panel))
        heads = [text for text in texts if text.size == texts[0].size]
        others = [text for text in texts if text.size != texts[0].size]
        assert (max(text.rect.right for text in heads) < min(text.rect.x for text in others)) is beside
        assert (max(text.baseline for text in heads) < min(text.baseline for text in others)) is not beside


@pytest.mark.parametrize("layout", ["trifold", "handout"])
def test_without_one_the_layout_is_as_if_it_had_no_place_for_it(root: Path, layout: str) -> None:
    bare = laid_out(root, layout, extra="")
    spec = root / "layouts" / f"{layout}.yaml"
    whole = spec.read_text(encoding="utf-8")
    spec.write_text(whole.replace("      - {feature: emergency}\n", ""), encoding="utf-8")
    try:
        other = laid_out(root, layout, extra="")
    finally:
        spec.write_text(whole, encoding="utf-8")
    assert [p.items for p in bare.panels()] == [p.items for p in other.panels()]


def test_one_that_does_not_fit_is_too_much(root: Path) -> None:
    long = "emergency:\n  title: Help\n  text: |\n    {title}" + " and so on" * 400 + "\n"
    write(root, yaml("trifold", extra=long))
    made, _, sink = attempt(root, Wanted(TINY, "trifold"))
    assert made is None
    [found] = [found for found in sink.found if found.code == "overflow"]
    assert found.span is not None
    assert 'panel "inside-3"' in found.message
    assert (root / "brochures" / f"{TINY}.yaml").read_text().splitlines()[found.span.line - 1].startswith("    Trouble")


def test_a_layout_without_a_place_is_told_of(root: Path) -> None:
    spec = root / "layouts" / "trifold.yaml"
    whole = spec.read_text(encoding="utf-8")
    spec.write_text(whole.replace("      - {feature: emergency}\n", ""), encoding="utf-8")
    try:
        write(root, yaml("trifold"))
        made, _, sink = attempt(root, Wanted(TINY, "trifold"))
    finally:
        spec.write_text(whole, encoding="utf-8")
    assert made is None
    assert "emergency-unplaced" in [found.code for found in sink.found]


@pytest.mark.parametrize("layout", PLACES)
def test_its_words_are_looked_at_on_its_ground(layout: str) -> None:
    sink = Sink()
    spec = read_layout(ROOT / "layouts" / f"{layout}.yaml", ROOT, sink)
    assert spec is not None
    found = {pair.what: (pair.colour, pair.ground) for pair in pairs_of(spec) if "`emergency" in pair.what}
    assert found == dict.fromkeys(("the style `emergency_title`", "the style `emergency`"), ("paper", "alert"))
