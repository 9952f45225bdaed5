"""What a run holds: editions that are still to be made, and of the brochures no more than the latest."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from workspaces import brochure, make_workspace, text_block

from foldwell.content.models.brochure import Brochure
from foldwell.diagnostics import Sink
from foldwell.editions.building import plan, run
from foldwell.editions.memory import Memory
from foldwell.editions.request import Request, Result
from foldwell.editions.workspace import Workspace

COUNT, ROOM = 7, 2


def alive() -> int:
    """How many of the brochures of this test are held by anything."""
    gc.collect()
    return sum(isinstance(each, Brochure) and "/many-" in each.span.path for each in gc.get_objects())


def test_a_run_holds_only_the_latest_brochures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foldwell.content.read._remembered", {})
    monkeypatch.setattr("foldwell.content.read.ROOM", ROOM)
    monkeypatch.setattr("foldwell.editions.memory.ROOM", ROOM)
    for memory in ("_checked", "_placed"):
        monkeypatch.setattr(f"foldwell.editions.press.{memory}", Memory())  # what other tests have left there
    many = {f"many-{number}": brochure(text_block(f"Drink {number} glasses.")) for number in range(COUNT)}
    workspace = Workspace.open(make_workspace(tmp_path / "shop", **many), Sink())
    assert workspace is not None
    sink = Sink()
    planned = plan(workspace, Request(layout="handout", out=tmp_path), sink)
    assert planned is not None
    assert len(planned[1]) == COUNT
    assert 0 < alive() <= 2 * ROOM
    held, results = [], []

    def listen(result: Result, _number: int, _total: int) -> None:
        results.append(result)
        held.append(alive())

    run(*planned, sink, listen)
    assert [result.done for result in results] == [True] * COUNT
    assert max(held) <= 2 * ROOM


def test_a_brochure_that_is_broken_before_its_turn_comes_is_told_and_not_made(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "shop", tiny=brochure(text_block("Drink water.")))
    workspace, sink = Workspace.open(root, Sink()), Sink()
    assert workspace is not None
    planned = plan(workspace, Request(out=tmp_path / "out"), sink)
    assert planned is not None
    assert not sink.failed
    path = root / "brochures" / "tiny.en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    results: list[Result] = []
    run(*planned, sink, lambda result, _number, _total: results.append(result))
    assert [result.done for result in results] == [False] * len(planned[1])
    assert sink.failed
