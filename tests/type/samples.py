"""What the tests of type share: the project's own fonts, and short ways to write runs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from foldwell.content.models.fonts import Fonts
from foldwell.content.models.validate import model_of
from foldwell.diagnostics import Sink, Span
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import SetLine, StyledRun
from foldwell.type.paragraph import set_paragraph

FOLDER = Path(__file__).parents[2] / "fonts"
TEXT = "atkinson/regular/upright"
BOLD = "atkinson/bold/upright"
HEADING = "display/bold/upright"
ARABIC = "سلام عليكم يا صديقي العزيز"
SENTENCES = (
    "Naltrexone blocks opioid medicines. If you take any opioid, it can bring on sudden and severe withdrawal. "
    "Tell us about every medicine that you take before you start, including cough syrup, and keep the wallet card "
    "with you at all times."
)


def fonts_file() -> dict[str, Any]:
    """fonts.yaml as plain values."""
    values = yaml.safe_load((FOLDER / "fonts.yaml").read_text(encoding="utf-8"))
    assert isinstance(values, dict)
    return values


@lru_cache(maxsize=1)
def book() -> FontBook:
    """The book over the project's own fonts."""
    sink = Sink()
    opened = FontBook.open(model_of(Fonts, fonts_file()), FOLDER, sink)
    assert opened is not None, sink.found
    return opened


def run(text: str, face: str = TEXT, *, size: float = 12.0, owner: int = 0, column: int = 1, **more: Any) -> StyledRun:
    """A run that stands in one line of the YAML."""
    return StyledRun(text, face, size, owner, Span("a.yaml", 4, column, len(text)), **more)


def lines(
    text: str, measure: float = 200.0, align: str = "start", language: str = "en", sink: Sink | None = None,
    hyphenate: bool = False,
) -> tuple[SetLine, ...]:  # fmt: skip
    """A paragraph of one run."""
    heard = Sink() if sink is None else sink
    found = set_paragraph([run(text)], measure, align, language, book(), heard, hyphenate=hyphenate)
    if sink is None:
        assert heard.found == []
    return found
