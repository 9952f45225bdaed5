"""Grey: a clinic's colours and the layouts come in; what cannot be read on an office printer without colours goes out.

Grey is what such printers make of a colour (ISO 32000-1, 10.3.2), not its luminance: two colours that readers tell
apart on a screen can come out the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from foldwell.checks.colour_pairs import PAPER, pairs_of
from foldwell.checks.contrast import blamed
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.palette import TEXT
from foldwell.content.shades import Rgb, contrast, grey_contrast, grey_of
from foldwell.diagnostics import Sink, Span
from foldwell.layout.setting import colour_of
from foldwell.pdf.colour import screen_value

ALIKE = 1.5  # the contrast below which titles pass for the same at a glance
FAINTEST = 0.03  # of full black: a laser printer's screen of dots fades below some 3 % (trade practice)
LINE = 0.10  # of full black: a hairline is narrower than the screen's dots, so it must be darker to hold together


def check_grey(clinic: Clinic, layouts: Mapping[str, LayoutSpec], sink: Sink) -> None:
    """Complain of pairs of colours that carry meaning and cannot be told apart when they are printed in grey.

    What readers need and can see in colour is an error (`grey-contrast`; what they cannot see in colour either is
    `check_contrast`'s). Lines and grounds that fade are warnings (`grey-faint`); kinds of callouts that only their
    icons tell apart are a note (`grey-alike`). The layouts must be sound.
    """
    told: set[tuple[str, str]] = set()

    @cache
    def ratios(colour: str, ground: str) -> tuple[float, float]:
        return contrast(_rgb(clinic, colour), _rgb(clinic, ground)), _grey_contrast(clinic, colour, ground)

    for name, layout in layouts.items():
        for pair in pairs_of(layout):
            in_colour, ratio = ratios(pair.colour, pair.ground)
            least = min(pair.least, TEXT)
            if ratio < least and in_colour >= pair.least and (pair.colour, pair.ground) not in told:
                told.add((pair.colour, pair.ground))
                sink.error(
                    "grey-contrast",
                    f"printed in grey, `{pair.colour}` on `{pair.ground}` has a contrast of {ratio:.1f}, and readers "
                    f"need {least:g} for {pair.what} in the layout {name}",
                    _place(clinic, pair.colour, pair.ground), "choose colours that differ more in how dark they are",
                )  # fmt: skip
        _check_visible(clinic, name, layout, sink)
        _check_callouts(clinic, layout, sink)


def _check_visible(clinic: Clinic, name: str, layout: LayoutSpec, sink: Sink) -> None:
    """Lines between rows must differ from what they lie on, and the grounds of callouts from the paper."""
    for what, colour, ground, least in _fields(layout):
        if abs(_grey(clinic, colour) - _grey(clinic, ground)) < least:
            sink.warn(
                "grey-faint",
                f"printed in grey, {what} in `{colour}` cannot be seen on `{ground}` in the layout {name}",
                _place(clinic, colour, ground), "choose colours that differ more in how dark they are",
            )  # fmt: skip


def _fields(layout: LayoutSpec) -> Iterator[tuple[str, str, str, float]]:
    """What is no text: what it is, its colour and its ground, and how much they must differ."""
    rows = [(panel, name) for panel in layout.panels.values() for row in panel.rows for name in row.regions]
    for ground in dict.fromkeys(layout.regions[name].ground or panel.ground or PAPER for panel, name in rows):
        yield "lines", layout.rule, ground, LINE
    for kind, look in layout.callouts.items():
        if look.ground != PAPER:
            yield f"the ground of the callout `{kind}`", look.ground, PAPER, FAINTEST


def _check_callouts(clinic: Clinic, layout: LayoutSpec, sink: Sink) -> None:
    """Kinds that differ in colour alone would be a fault; their icons differ in outline, so this is worth a note."""
    looks = layout.callouts
    for danger, quiet in product(("stop", "warning"), ("info", "tip")):
        one, other = looks[danger].title, looks[quiet].title  # type: ignore[index]  # the layout is sound: it has all
        if one != other and _grey_contrast(clinic, one, other) < ALIKE:
            sink.note(
                "grey-alike",
                f"printed in grey, titles in `{one}` and in `{other}` look alike; the icons still tell them apart",
                _place(clinic, one, other),
            )


def _rgb(clinic: Clinic, name: str) -> Rgb:
    return screen_value(colour_of(name), clinic.colours)


def _grey(clinic: Clinic, name: str) -> float:
    return grey_of(_rgb(clinic, name))


def _grey_contrast(clinic: Clinic, one: str, other: str) -> float:
    return grey_contrast(_rgb(clinic, one), _rgb(clinic, other))


def _place(clinic: Clinic, colour: str, ground: str) -> Span:
    return blamed(clinic.colours, colour, ground) or clinic.colours.span
