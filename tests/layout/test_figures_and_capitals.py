"""What a style asks of its typeface arrives in the file as the same words, and what comes to nothing is told."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from workspaces import Wanted, attempt, brochure, make_workspace, text_block, write

from foldwell.diagnostics import Severity, Sink
from foldwell.editions.press import Made

WORDS = "Fda office 1976 stayed open, and an affable flight cost $58."


def made_with(root: Path, typeface: str, style: str) -> tuple[Made | None, Sink]:
    """The trifold with its body text as `style` says, in a typeface."""
    make_workspace(root)
    clinic, layout = root / "brochures" / "clinic.yaml", root / "layouts" / "trifold.yaml"
    text = clinic.read_text(encoding="utf-8")
    assert "text: atkinson" in text
    clinic.write_text(text.replace("text: atkinson", f"text: {typeface}"), encoding="utf-8")
    text = layout.read_text(encoding="utf-8")
    assert text.count("  body: {") == 1
    layout.write_text(text.replace("  body: {", f"  body: {{{style}, "), encoding="utf-8")
    write(root, brochure(text_block(WORDS)))
    made, _, sink = attempt(root, Wanted("tiny.en", "trifold"))
    return made, sink


def read(made: Made) -> str:
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("style", ["caps: small", "figures: oldstyle", "caps: small, figures: oldstyle, tabular: true"])
def test_small_capitals_and_other_figures_read_back_as_the_words(tmp_path: Path, style: str) -> None:
    made, sink = made_with(tmp_path / "shop", "noto", style)
    plain, _ = made_with(tmp_path / "plain", "noto", "caps: normal")
    assert made is not None, sink.found
    assert plain is not None
    assert WORDS in read(made)
    assert made.pdf != plain.pdf
    assert "no-feature" not in {found.code for found in sink.found}


def test_what_the_typeface_lacks_is_a_note_at_the_style(tmp_path: Path) -> None:
    made, sink = made_with(tmp_path / "shop", "atkinson", "caps: small, figures: oldstyle")
    plain, _ = made_with(tmp_path / "plain", "atkinson", "caps: normal")
    assert made is not None
    assert plain is not None
    assert read(made) == read(plain)
    notes = [found for found in sink.found if found.code == "no-feature"]
    assert len(notes) == 2
    text = (tmp_path / "shop" / "layouts" / "trifold.yaml").read_text(encoding="utf-8").splitlines()
    for note in notes:
        assert note.severity is Severity.NOTE
        assert note.hints
        assert note.span is not None
        assert note.span.path == "layouts/trifold.yaml"
        assert text[note.span.line - 1].startswith("  body:")
    assert "old-style figures" in notes[0].message
    assert "small capitals" in notes[1].message
