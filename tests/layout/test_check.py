"""A layout that leads nowhere is told of before anything is laid out in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import ROOT

from foldwell.content.read import read_layout
from foldwell.diagnostics import Sink
from foldwell.layout.check import check_layout

CHAINS = {
    "in a circle": ("inside: {balance: true}", "inside: {balance: true, runs_on: flap}", ["layout-chain"] * 2),
    "into itself": ("inside: {balance: true}", "inside: {balance: true, runs_on: inside}", ["layout-chain"]),
    "two into one": ("back: {text", "back: {runs_on: inside, text", ["layout-chain"]),
    "into nothing": ("runs_on: inside", "runs_on: insid", ["layout-name"]),
}


def complaints(tmp_path: Path, name: str, was: str, now: str) -> list[str]:
    text = (ROOT / "layouts" / f"{name}.yaml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace(was, now), encoding="utf-8")
    sink = Sink()
    spec = read_layout(path, tmp_path, sink)
    assert spec is None or check_layout(spec, sink) is not sink.failed
    return [complaint.code for complaint in sink.found]


@pytest.mark.parametrize("name", ["trifold", "handout"])
def test_the_layouts_of_the_repository_are_sound(tmp_path: Path, name: str) -> None:
    assert complaints(tmp_path, name, "title:", "title:") == []


@pytest.mark.parametrize("case", CHAINS)
def test_text_that_would_run_on_for_ever_or_twice_is_told(tmp_path: Path, case: str) -> None:
    was, now, codes = CHAINS[case]
    assert complaints(tmp_path, "trifold", was, now) == codes


MARGINS = {
    "top: 0.46in": "top: 0.2in", "bottom: 0.46in": "bottom: 4mm", "edge: 0.3125in": "edge: 0pt",
    "safe: 0.25in": "safe: 12pt",
}  # fmt: skip


@pytest.mark.parametrize("was", MARGINS)
def test_what_would_stand_where_no_printer_prints_is_told(tmp_path: Path, was: str) -> None:
    assert complaints(tmp_path, "trifold", was, MARGINS[was]) == ["layout-margin"]


def test_a_length_below_nothing_is_told(tmp_path: Path) -> None:
    assert complaints(tmp_path, "handout", "gap: 22pt", "gap: -22pt") == ["bad-value"]
    assert complaints(tmp_path, "handout", "lift: 2pt", "lift: -3.5pt") == []


@pytest.mark.parametrize("shares", ["[0, 0]", "[-1, 36]"])
def test_a_share_of_nothing_is_told(tmp_path: Path, shares: str) -> None:
    assert set(complaints(tmp_path, "handout", "shares: [64, 36]", f"shares: {shares}")) == {"bad-value"}


LIFTED = "lift: 2pt, balance: true}"
BIG = LIFTED + "\n  big: {size: 20pt, leading: "


@pytest.mark.parametrize(
    ("name", "was", "now", "told"),
    [
        ("trifold", "leading: 1pt, size", "leading: 1.5pt, size", []),  # headings: 14.5 pt on 16 pt
        ("trifold", "leading: 1pt, size", "leading: 2pt, size", ["layout-leading"]),
        ("handout", "fit: {space_steps: 1, leading: 0.5pt, size: 0pt}", "", []),
        ("handout", LIFTED, BIG + "20.25pt, fits: true}", ["layout-leading"]),
        ("handout", LIFTED, BIG + "20.25pt}", []),  # this one never gives
        ("handout", LIFTED, BIG + "19pt, fits: true}", ["layout-leading"]),
    ],
)
def test_fitting_leaves_each_line_its_height(tmp_path: Path, name: str, was: str, now: str, told: list[str]) -> None:
    assert complaints(tmp_path, name, was, now) == told


def test_the_leading_that_may_be_taken_is_told_at_its_place(tmp_path: Path) -> None:
    text = (ROOT / "layouts" / "trifold.yaml").read_text(encoding="utf-8")
    text = text.replace("leading: 1pt, size", "leading: 4pt, size")
    path = tmp_path / "trifold.yaml"
    path.write_text(text, encoding="utf-8")
    sink = Sink()
    spec = read_layout(path, tmp_path, sink)
    assert spec is not None
    assert not check_layout(spec, sink)
    [complaint] = sink.found
    assert "`h2` would touch" in complaint.message
    assert complaint.hints == ("write `leading: 1.5pt` or less under `fit`",)
    assert complaint.span is not None
    assert text.splitlines()[complaint.span.line - 1][complaint.span.column - 1 :].startswith("4pt, size")
