"""One denominator throughout: a brochure comes in; pictograms that count out of different wholes are told."""

from __future__ import annotations

from foldwell.content.models.brochure import Brochure
from foldwell.diagnostics import Sink


def check_denominators(brochure: Brochure, sink: Sink) -> None:
    """Warn of each pictogram whose `of` is not that of the first: readers compare the filled figures, not the wholes
    (IPDAS, presenting probabilities: the same denominator throughout)."""
    drawn = [
        block.pictogram
        for section in brochure.sections.values()
        for block in section.blocks
        if block.pictogram is not None
    ]
    for pictogram in drawn[1:]:
        if pictogram.of != drawn[0].of:
            sink.warn(
                "denominators",
                f"these people are counted out of {pictogram.of}, and those above out of {drawn[0].of}: readers "
                "compare the pictures, and take one risk for larger or smaller than it is",
                pictogram.place("of"),
                f"count both out of {drawn[0].of}; if a study has other numbers, give the share in {drawn[0].of}",
            )
