"""Job tickets: what a printer says of itself, and the settings and complaints that follow from it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from workspaces import LDN, Bench, Wanted

from foldwell.desk.ipp_message import Attributes, Range, Resolution, Value
from foldwell.desk.ipp_printer import RasterAbility, read_abilities
from foldwell.desk.print_ticket import Flips, Sheet, turns_by_itself, write_ticket
from foldwell.diagnostics import Severity, Sink

ONE, LONG, SHORT = "one-sided", "two-sided-long-edge", "two-sided-short-edge"
GOOD: dict[str, list[Value]] = {
    "printer-info": ["Front desk"],
    "printer-state": [3],
    "printer-state-reasons": ["none"],
    "document-format-supported": ["application/pdf", "image/pwg-raster"],
    "sides-supported": [ONE, LONG, SHORT],
    "media-supported": ["na_letter_8.5x11in", "iso_a4_210x297mm"],
    "media-ready": ["na_letter_8.5x11in"],
    "print-scaling-supported": ["auto", "none"],
    "copies-supported": [Range(1, 99)],
}


def printer(**changes: list[Value]) -> Attributes:
    return {**GOOD, **{name.replace("_", "-"): values for name, values in changes.items()}}


@pytest.fixture(scope="session")
def trifold(bench: Bench) -> Sheet:
    made = bench.build(Wanted(LDN, "trifold")).made
    return Sheet(made.pdf, made.document)


def settings(sheet: Sheet, found: Attributes, flips: Flips = "short", one_side: bool = False) -> dict[str, object]:
    """The settings that are sent, and whether the back is turned round; nothing is complained of."""
    sink = Sink()
    ticket = write_ticket(sheet, read_abilities("ipp://x/", found), flips, one_side, sink)
    assert ticket is not None, sink.found
    assert sink.found == []
    sent: dict[str, object] = {attribute.name: attribute.values[0] for attribute in ticket.attributes(2)}
    return {**sent, "rotated": ticket.back_rotated, "turn": ticket.turn, "format": ticket.format}


def complaints(sheet: Sheet, found: Attributes) -> list[tuple[Severity, str]]:
    sink = Sink()
    write_ticket(sheet, read_abilities("ipp://x/", found), "short", False, sink)
    return [(complaint.severity, complaint.code) for complaint in sink.found]


def test_the_sheet_knows_its_paper(trifold: Sheet) -> None:
    assert (trifold.form, trifold.paper, trifold.sides, trifold.turn) == (
        "LDN-01", "letter", ("outside", "inside"), "short",
    )  # fmt: skip
    assert trifold.size == (612.0, 792.0)


def test_a_good_printer(trifold: Sheet) -> None:
    assert settings(trifold, printer()) == {
        "copies": 2, "media": "na_letter_8.5x11in", "sides": SHORT, "print-scaling": "none", "rotated": False,
        "turn": "short", "format": "application/pdf",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sides", "flips", "asked", "rotated"),
    [
        ([ONE, LONG, SHORT], "short", SHORT, False),
        ([ONE, LONG, SHORT], "long", LONG, True),
        ([ONE, LONG], "short", LONG, True),
        ([ONE, LONG], "long", LONG, True),
        ([ONE, SHORT], "short", SHORT, False),
        ([ONE, SHORT], "long", SHORT, True),  # it offers the one edge and turns about the other
    ],
)
def test_the_back_is_upright_whatever_the_printer_turns_about(
    trifold: Sheet, sides: list[Value], flips: Flips, asked: str, rotated: bool
) -> None:
    found = settings(trifold, printer(sides_supported=sides), flips)
    assert (found["sides"], found["rotated"]) == (asked, rotated)


@pytest.mark.parametrize("duplex", [None, "DuplexFlipLongEdge"])
def test_a_portrait_sheet_is_never_turned_round(trifold: Sheet, duplex: str | None) -> None:
    sheet = Sheet(trifold.pdf, replace(trifold.document, duplex=duplex))
    found = settings(sheet, printer(), "long")
    assert (found["sides"], found["rotated"]) == (LONG if duplex else ONE, False)


def test_who_can_print_both_sides(trifold: Sheet) -> None:
    portrait = Sheet(trifold.pdf, replace(trifold.document, duplex="DuplexFlipLongEdge"))
    for sides, lying, standing in (
        ([ONE], False, False), ([], False, False), ([ONE, LONG], True, True), ([ONE, SHORT], True, False),
    ):  # fmt: skip
        found = read_abilities("ipp://x/", printer(sides_supported=list(sides)))
        assert (turns_by_itself(trifold, found), turns_by_itself(portrait, found)) == (lying, standing)


def test_one_pass_is_one_sided(trifold: Sheet) -> None:
    found = settings(trifold, printer(), "long", one_side=True)
    assert (found["sides"], found["turn"], found["rotated"]) == (ONE, "none", False)


def test_an_old_printer_has_old_names_for_paper(trifold: Sheet) -> None:
    found = settings(trifold, printer(media_supported=["na-letter", "iso-a4"], media_ready=["na-letter"]))
    assert found["media"] == "na-letter"


def test_a_printer_that_says_nothing_of_paper_is_not_told_either(trifold: Sheet) -> None:
    assert "media" not in settings(trifold, printer(media_supported=[], media_ready=[]))


@pytest.mark.parametrize(
    ("changes", "severity", "code"),
    [
        ({"printer_is_accepting_jobs": [False]}, Severity.ERROR, "printer-closed"),
        ({"media_supported": ["iso_a4_210x297mm"]}, Severity.ERROR, "printer-paper"),
        ({"media_ready": ["iso_a4_210x297mm"]}, Severity.NOTE, "printer-paper"),
        ({"printer_state": [5], "printer_state_reasons": ["media-jam"]}, Severity.WARNING, "printer-stopped"),
        ({"printer_state_reasons": ["offline-report"]}, Severity.WARNING, "printer-stopped"),
        ({"printer_state_reasons": ["media-empty-error"]}, Severity.WARNING, "printer-stopped"),
        ({"print_scaling_supported": []}, Severity.NOTE, "printer-scaling"),
        ({"document_format_supported": ["image/jpeg"]}, Severity.ERROR, "printer-format"),
    ],
)
def test_what_is_amiss_is_said(trifold: Sheet, changes: dict[str, list[Value]], severity: Severity, code: str) -> None:
    assert complaints(trifold, printer(**changes)) == [(severity, code)]


# Raster abilities -----------------------------------------------------------------------------------------------------

PWG_KEYS: dict[str, list[Value]] = {
    "document_format_supported": ["image/pwg-raster"],
    "pwg_raster_document_type_supported": ["black_1", "sgray_8", "srgb_8"],
    "pwg_raster_document_resolution_supported": [Resolution(300, 300), Resolution(600, 600), Resolution(1200, 1200)],
    "pwg_raster_document_sheet_back": ["flipped"],
}
URF_KEYS: dict[str, list[Value]] = {
    "document_format_supported": ["image/urf"],
    "urf_supported": ["V1.4", "CP1", "W8", "SRGB24", "RS300-600", "DM3"],
}


@pytest.mark.parametrize(
    ("keys", "changes", "ability"),
    [
        (PWG_KEYS, {}, RasterAbility("image/pwg-raster", 600, True, "flipped")),
        (PWG_KEYS, {"color_supported": [False]}, RasterAbility("image/pwg-raster", 600, False, "flipped")),
        (PWG_KEYS, {"pwg_raster_document_sheet_back": []}, RasterAbility("image/pwg-raster", 600, True, "normal")),
        (
            PWG_KEYS,
            {"pwg_raster_document_resolution_supported": [Resolution(600, 1200), Resolution(1200, 1200)]},
            RasterAbility("image/pwg-raster", 1200, True, "flipped"),
        ),
        (PWG_KEYS, {"pwg_raster_document_type_supported": ["black_1"]}, None),
        (URF_KEYS, {}, RasterAbility("image/urf", 600, True, "rotated")),
        (URF_KEYS, {"urf_supported": ["W8", "RS300"]}, RasterAbility("image/urf", 300, False, "normal")),
        (URF_KEYS, {"urf_supported": ["W8"]}, None),
        (URF_KEYS, {"urf_supported": ["W8", "RS0-99999999999999-72000"]}, None),
        (PWG_KEYS, {"pwg_raster_document_resolution_supported": [Resolution(n, n) for n in (-9, 0, 99_999)]}, None),
        ({}, {"document_format_supported": ["text/plain"]}, None),
    ],
)
def test_the_raster_that_a_printer_takes(
    keys: dict[str, list[Value]], changes: dict[str, list[Value]], ability: RasterAbility | None
) -> None:
    assert read_abilities("ipp://x/", printer(**{**keys, **changes})).raster == ability
