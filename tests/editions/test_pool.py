"""Several processes make what one would make, byte for byte; one that is lost takes nothing along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.diagnostics import Sink
from foldwell.editions import pool
from foldwell.editions.building import Maker, make_here
from foldwell.editions.finished import Finished, Job
from foldwell.editions.pool import LONGEST, cut, make_in_pool, processes_for
from foldwell.editions.request import Request
from foldwell.editions.workspace import Workspace

NAMES = tuple(f"sheet-{number}" for number in range(6))
FORKS = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process begins without what a test changed")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    sheets = {name: brochure(text_block(f"Drink {name} glasses.")) for name in NAMES}
    return make_workspace(tmp_path / "shop", **sheets)


@pytest.fixture
def jobs(shop: Path) -> list[Job]:
    workspace = Workspace.open(shop, Sink())
    assert workspace is not None
    files = tuple(workspace.choose([], Sink()))
    clinics = (str(path) for path in workspace.clinic_files())
    return [Job(workspace, Request(layout="handout", clinic=clinic, out=shop / "out"), files) for clinic in clinics]


def named(made: list[Finished]) -> list[tuple[str | None, str]]:
    return [(finished.request.clinic, finished.file.name) for finished in made]


@pytest.mark.parametrize("start", [pool.START, "spawn"])
def test_two_processes_make_the_same_as_one_in_the_same_order(
    jobs: list[Job], start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "START", start)  # macOS and Windows begin processes from nothing
    jobs[0].files[2].path.write_text("title: [\n", encoding="utf-8")
    here, there = list(make_here(jobs)), list(make_in_pool(jobs, 2))
    assert named(here) == named(there)
    for one, other in zip(here, there, strict=True):
        assert [each.pdf for each in one.editions] == [each.pdf for each in other.editions]
        assert (one.complaints, one.sources, one.imprint, one.whole) == (
            other.complaints, other.sources, other.imprint, other.whole,
        )  # fmt: skip
    assert [finished.failures for finished in there] == [0, 0, 1, 0, 0, 0] * 2
    assert sum(each.pdf is not None for finished in there for each in finished.editions) == 10


def test_work_is_cut_into_even_pieces(jobs: list[Job]) -> None:
    assert [len(job.files) for job in cut(jobs, 12, 2)] == [1] * 12
    assert [len(job.files) for job in cut(jobs, 64, 2)] == [4, 2] * 2
    assert (
        max(len(job.files) for job in cut([Job(jobs[0].workspace, jobs[0].request, jobs[0].files * 9)], 5400, 2))
        == LONGEST
    )


def test_one_process_is_enough_for_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 8)
    assert [processes_for(count, None) for count in (0, 1, pool.WORTH_IT - 1, pool.WORTH_IT, 100)] == [
        1, 1, 1, min(8, pool.WORTH_IT), 8,
    ]  # fmt: skip
    assert [processes_for(count, 3) for count in (1, 2, 100)] == [1, 2, 3]


class _Deadly(Maker):
    """Loses its process at one brochure: always, or the first time."""

    def __init__(self, name: str, once: Path | None) -> None:
        super().__init__()
        self._name, self._once = name, once

    def make(self, job: Job) -> Iterator[Finished]:
        if any(file.name == self._name for file in job.files) and not (self._once and self._once.exists()):
            if self._once is not None:
                self._once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        yield from super().make(job)


@FORKS
def test_a_process_that_is_killed_is_replaced(jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_maker", _Deadly("sheet-3", tmp_path / "killed"))
    made = list(make_in_pool(jobs, 2))
    assert (tmp_path / "killed").exists()
    assert sorted(named(made)) == sorted((job.request.clinic, file.name) for job in jobs for file in job.files)
    assert all(finished.whole for finished in made)


def test_what_was_made_is_not_lost_with_the_process_that_is_to_make_the_next(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    class Frail(ProcessPoolExecutor):
        def submit(self, *job: Any, **named: Any) -> Future[Any]:
            calls.append(job)
            if len(calls) == 2 * pool.AHEAD + 1:  # the first job that is handed out when another is done
                raise BrokenProcessPool
            return super().submit(*job, **named)

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Frail)
    made = list(make_in_pool(jobs, 2))
    assert len(calls) > 2 * pool.AHEAD + 1
    assert named(made) == [(job.request.clinic, file.name) for job in jobs for file in job.files]


@FORKS
def test_a_brochure_that_loses_every_process_is_told(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_maker", _Deadly("sheet-3", None))
    made = list(make_in_pool(jobs[:1], 2))
    assert sorted(finished.file.name for finished in made) == list(NAMES)
    lost = [finished for finished in made if finished.file.name == "sheet-3"]
    assert [each.code for finished in lost for each in finished.complaints] == ["process-lost"]
    assert all(finished.whole for finished in made if finished not in lost)


def started(shop: Path) -> subprocess.Popen[str]:
    """A build with two processes, after its first line."""
    build = subprocess.Popen(
        [sys.executable, str(ROOT / "render.py"), "build", "--jobs", "2", "--clinics", "all", "--workspace", str(shop)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert build.stdout is not None
    assert "sheet-0" in build.stdout.readline()
    return build


def children_of(process: subprocess.Popen[str]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def has_ended(pid: int) -> bool:
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False


@FORKS
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_whole_files_and_no_process(shop: Path, how: signal.Signals) -> None:
    build = started(shop)
    children = children_of(build)
    assert len(children) == 2
    build.send_signal(how)
    _, said = build.communicate(timeout=60)
    assert build.returncode == (130 if how == signal.SIGINT else -how)
    assert all(map(has_ended, children))
    files = list((shop / "out").rglob("*.pdf"))
    assert files
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in files)
    if how == signal.SIGINT:
        assert "files that were finished are whole" in said
        assert not list((shop / "out").rglob("*.part"))
    lines = [sys.executable, str(ROOT / "render.py"), "build", "--clinics", "all", "--workspace", str(shop)]
    again = subprocess.run(
        lines, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False
    )
    assert again.returncode == 0, again.stderr
    assert len(list((shop / "out").rglob("*.pdf"))) == 2 * len(NAMES) * 3
