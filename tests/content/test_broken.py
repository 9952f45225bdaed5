"""Broken files, each annotated with the complaints that it must raise, and no others: `# expect: LINE:COLUMN CODE`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from workspace import SAMPLE, read, workspace

from foldwell.diagnostics import render

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


def test_there_are_enough() -> None:
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_complaint_is_expected_and_every_expectation_met(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    kind = re.search(r"^# kind: (\w+)", text, re.MULTILINE)
    expected = re.findall(r"^# expect: (\d+:\d+ [\w-]+)$", text, re.MULTILINE)
    sink, _ = read(workspace(tmp_path), data, kind[1] if kind else "brochure")
    found = [f"{d.span.line}:{d.span.column} {d.code}" for d in sink.in_order() if d.span]
    assert expected
    assert found == expected, "\n".join(render(d, sink.sources) for d in sink.in_order())
    assert all(d.message and (d.hints or d.code == "file-empty") for d in sink.found)


def test_the_sample_itself_is_whole(tmp_path: Path) -> None:
    sink, made = read(workspace(tmp_path), SAMPLE.encode())
    assert not sink.found
    assert made is not None
