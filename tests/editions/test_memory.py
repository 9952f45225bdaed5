"""What is remembered within a run: the very same parts give the very same result, and others do not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from workspaces import brochure, make_workspace, text_block

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.diagnostics import Sink
from foldwell.editions.memory import ROOM, Memory


class Counted:
    """Makes a new result each time, with a complaint."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, sink: Sink) -> list[int]:
        self.times += 1
        sink.warn("made", f"the {self.times}th")
        return [self.times]


def test_the_very_same_parts_give_the_same_result_and_complaint() -> None:
    memory, make, parts = Memory(), Counted(), (["a"], ["b"])
    first, again = Sink(), Sink()
    assert memory.recall("key", parts, make, first) is memory.recall("key", parts, make, again)
    assert first.found == again.found != []
    assert make.times == 1


@pytest.mark.parametrize("other", [0, 1, 3])
def test_more_or_fewer_parts_are_others(other: int) -> None:
    memory, make, parts = Memory(), Counted(), ([1], [2], [3])
    memory.recall("key", parts[:2], make, Sink())
    memory.recall("key", parts[:other], make, Sink())
    assert make.times == 2


def test_equal_parts_are_others() -> None:
    memory, make = Memory(), Counted()
    memory.recall("key", ([1],), make, Sink())
    memory.recall("key", ([1],), make, Sink())
    assert make.times == 2


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    memory, make, part = Memory(), Counted(), object()
    for number in range(ROOM):
        memory.recall(number, (part,), make, Sink())
    memory.recall(0, (part,), make, Sink())
    memory.recall(ROOM, (part,), make, Sink())  # takes the room of number 1
    assert make.times == ROOM + 1
    memory.recall(0, (part,), make, Sink())
    assert make.times == ROOM + 1
    memory.recall(1, (part,), make, Sink())
    assert make.times == ROOM + 2


def test_a_layout_that_comes_and_goes_is_noticed_by_a_program_that_runs_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = brochure(text_block("Drink water."), extra="targets: [desk]\n").rstrip("\n")
    shop = make_workspace(tmp_path / "shop", sheet=f"{text}\n  zz: {{main: [only], side: [legal]}}\n")
    last = shop / "layouts" / "zz.yaml"

    def build() -> tuple[int, bool]:
        status = main(["build", "--workspace", str(shop)])
        return status, "unknown-layout" in capsys.readouterr().err

    assert build() == (PROBLEMS, True)
    shutil.copy(shop / "layouts" / "handout.yaml", last)
    assert build() == (DONE, False)
    last.unlink()
    assert build() == (PROBLEMS, True)
