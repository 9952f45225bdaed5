"""Names in a layout that lead nowhere, and looks that nobody could read: each told where it stands, all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import ROOT

from foldwell.content.read import read_layout
from foldwell.diagnostics import Sink
from foldwell.layout.check import check_layout

TRIFOLD = (ROOT / "layouts" / "trifold.yaml").read_text(encoding="utf-8")


def told(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """The complaints as `code: message`, of the trifold with some of its text changed."""
    text = TRIFOLD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "layouts" / "trifold.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    sink = Sink()
    layout = read_layout(path, tmp_path, sink)
    assert layout is not None, sink.found
    assert check_layout(layout, sink) is not sink.failed
    assert all(found.span is not None and found.span.path == "layouts/trifold.yaml" for found in sink.found)
    return [f"{found.code}: {found.message}" for found in sink.found]


@pytest.mark.parametrize("name", ["trifold", "handout"])
def test_the_layouts_of_the_repository_are_sound(name: str) -> None:
    sink = Sink()
    layout = read_layout(ROOT / "layouts" / f"{name}.yaml", ROOT, sink)
    assert layout is not None
    assert check_layout(layout, sink)
    assert sink.found == []


CASES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "a panel that is nowhere described": (
        [("panels: [flap, back, cover]", "panels: [flapp, back, cover]")],
        [
            "layout-name: there is no panel `flapp`", "layout-name: there is no panel `flap`",
            "reading-order: panel `flapp` is not once in `reading_order`",
            "layout-name: panel `flap` is on no side of the sheet",
        ],
    ),
    "a panel that is read twice": (
        [("reading_order: [cover, flap,", "reading_order: [cover, cover, flap,")],
        ["reading-order: panel `cover` is not once in `reading_order`"],
    ),
    "a panel that is never read": (
        [("reading_order: [cover, flap,", "reading_order: [cover,")],
        ["reading-order: panel `flap` is not once in `reading_order`"],
    ),
    "a region that is not described": (
        [("rows: [{regions: [flap], fill: true}]", "rows: [{regions: [flip], fill: true}]")],
        ["layout-name: there is no region `flip`", "layout-name: region `flap` stands on no panel"],
    ),
    "a region that runs on to nowhere": (
        [("flap: {runs_on: inside}", "flap: {runs_on: insight}")], ["layout-name: there is no region `insight`"],
    ),
    "a region's style that is none": (
        [("back: {text: small,", "back: {text: smal,")], ["layout-name: there is no style `smal`"],
    ),
    "a row with two contents": (
        [("{feature: cover, fill: true}", "{feature: cover, regions: [flap], fill: true}")],
        ["layout-row: a row holds either `regions` or a `feature`"],
    ),
    "shares that are not as many": (
        [("{regions: [back], fill: true, after", "{regions: [back], shares: [1, 2], fill: true, after")],
        ["layout-row: 1 regions need as many `shares`"],
    ),
    "no title": (
        [("rows: [{feature: cover, fill: true}]", "rows: [{regions: [flap], fill: true}]")],
        ["layout-feature: a layout has one cover or head, and this one has 0"],
    ),
    "two places for the emergency box": (
        [("{regions: [flap], fill: true}", "{regions: [flap], fill: true}, {feature: emergency}")],
        ["layout-feature: the emergency box has one place, and here is a second"],
    ),
    "an emergency box without a style": (
        [("  emergency_title: ", "  emergency_titled: ")], ["layout-style: the style `emergency_title` is missing"],
    ),
    "no place for the draft line": (
        [("    footer: draft\n  flap:", "  flap:")],
        ["layout-feature: the panel with the title has no footer, so that a draft could not say so"],
    ),
    "a style that is missing": ([("  quote: ", "  quoted: ")], ["layout-style: the style `quote` is missing"]),
    "type that is too small": (
        [("sources: {size: step -2", "sources: {size: 7.5pt")],
        ["layout-small: style `sources` is set in 7.5 pt, and nothing may be under 8 pt"],
    ),
    "a floor that is too small": (
        [("fits: true, floor: 11pt", "fits: true, floor: 6pt")],
        ["layout-small: style `body` is set in 6 pt, and nothing may be under 8 pt"],
    ),
    "lines that touch": (
        [("cover_title: {family: display, weight: bold, size: step 5.5, leading: 36pt",
          "cover_title: {family: display, weight: bold, size: step 5.5, leading: 30pt")],
        ["layout-leading: style `cover_title` has less leading than its size: lines would touch"],
    ),
    "a callout without a look": (
        [("  tip: {ground: tint, title: primary-text}\n", "")], ["layout-style: the callout `tip` has no look"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_leads_nowhere_is_told(tmp_path: Path, case: str) -> None:
    changes, expected = CASES[case]
    found = told(tmp_path, *changes)
    assert set(expected) <= set(found), found
    if len(changes) == 1 and len(expected) == 1:
        assert found == expected


def test_several_faults_are_told_in_one_run(tmp_path: Path) -> None:
    names = ("a style that is missing", "type that is too small", "a callout without a look")
    changes = [CASES[name][0][0] for name in names]
    assert len(told(tmp_path, *changes)) == 3


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    text = TRIFOLD.replace("flap: {runs_on: inside}", "flap: {runs_on: insight}")
    path = tmp_path / "layouts" / "trifold.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    sink = Sink()
    layout = read_layout(path, tmp_path, sink)
    assert layout is not None
    check_layout(layout, sink)
    assert sink.found[0].hints == ("did you mean `inside`?",)
    assert sink.found[0].span is not None
    assert "insight" in text.splitlines()[sink.found[0].span.line - 1]
