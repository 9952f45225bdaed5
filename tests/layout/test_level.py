"""What stands beside each other is level: titles in boxes, columns on grounds, lines above headings; and a handout's
head gives the clinic's name one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import ROOT, Wanted, attempt, furnish, make_workspace

from foldwell.layout.document import Document, Drawing, Panel, Text

SHELF = ("fibromyalgia.en", "first-visit.en", "low-dose-naltrexone.en", "naloxone.en", "off-label.en")
NEAR = 0.01


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_workspace(tmp_path_factory.mktemp("level") / "shop")
    furnish(made)
    for name in SHELF:
        (made / "brochures" / f"{name}.yaml").write_bytes((ROOT / "brochures" / f"{name}.yaml").read_bytes())
    return made


def laid_out(root: Path, name: str, layout: str, theme: str = "calm") -> Document:
    clinic = root / "brochures" / "clinic.yaml"
    plain = [line for line in clinic.read_text("utf-8").splitlines() if not line.startswith("theme:")]
    clinic.write_text("\n".join([*plain, f"theme: {theme}", ""]), encoding="utf-8")
    made, _, sink = attempt(root, Wanted(name, layout))
    assert made is not None, sink.found
    return made.document


def panel_of(document: Document, name: str) -> Panel:
    return next(panel for panel in document.panels() if panel.name == name)


def baseline(panel: Panel, words: str) -> float:
    """The baseline of the line that begins with the words."""
    return next(item.baseline for item in panel.items if isinstance(item, Text) and item.text.startswith(words))


def test_a_card_at_the_head_of_a_panel_hangs_from_the_line_of_the_headings(root: Path) -> None:
    document = laid_out(root, "first-visit.en", "trifold")
    card, beside = panel_of(document, "inside-3"), panel_of(document, "inside-1")
    assert baseline(card, "Questions") == pytest.approx(baseline(beside, "What to expect"), abs=NEAR)
    highest = min(item.rect.y for item in card.items if isinstance(item, Drawing))
    assert document.sheets[0].safe <= highest < card.live.y


@pytest.mark.parametrize(
    ("name", "main", "side"),
    [
        ("low-dose-naltrexone.en", "LDN is a much", "Reach us"), ("off-label.en", "What approval", "Ask before"),
        ("naloxone.en", "Watch the", "Make your"), ("fibromyalgia.en", "Move,", "Protect"),
    ],
)  # fmt: skip
def test_a_column_on_a_ground_begins_level_with_the_one_beside_it(root: Path, name: str, main: str, side: str) -> None:
    page = next(laid_out(root, name, "handout").panels())
    assert baseline(page, side) == pytest.approx(baseline(page, main), abs=NEAR)


@pytest.mark.parametrize(("theme", "weight"), [("clear", 0.75), ("warm", 2.5)])
def test_marks_over_the_heads_of_panels_are_level(root: Path, theme: str, weight: float) -> None:
    document = laid_out(root, "low-dose-naltrexone.en", "trifold", theme)
    marks = [
        min(
            item.rect.y
            for item in panel_of(document, name).items
            if isinstance(item, Drawing) and item.element is None and item.rect.height == weight
        )
        for name in ("flap", "back", "inside-1")
    ]
    assert marks == pytest.approx([marks[0]] * 3, abs=NEAR)


@pytest.mark.parametrize("layout", ["handout", "large-print"])
@pytest.mark.parametrize("name", SHELF)
def test_the_clinic_s_name_stays_on_one_line(root: Path, name: str, layout: str) -> None:
    page = next(laid_out(root, name, layout).panels())
    assert next(item.text for item in page.items if isinstance(item, Text) and "Rothman" in item.text).endswith("MD")


def test_the_small_print_stands_on_the_form_line(root: Path) -> None:
    """Little stands on this back: what is between its last block and the small print is white."""
    back = panel_of(laid_out(root, "first-visit.en", "trifold"), "back")
    last = baseline(back, "This sheet does not")
    assert 0 < baseline(back, "Draft") - last < 24
    assert baseline(back, "We treat everyone") - baseline(back, "Find us") > 100
