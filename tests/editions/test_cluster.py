"""A real Dask scheduler and two workers on loopback make what one process makes, also when one of them is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.cli import main
from foldwell.commands.shared import PROBLEMS, USAGE
from foldwell.diagnostics import Sink
from foldwell.editions.building import make_here
from foldwell.editions.finished import Job
from foldwell.editions.request import Request
from foldwell.editions.workspace import Workspace

pytest.importorskip("distributed")
COUNT = 8


class Cluster(Struct, frozen=True):
    """A scheduler's address, and its two workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """The scheduler and its workers, ended after the test. The workers see nothing of the workspace."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = tmp_path / "scheduler.json"
    with ExitStack() as ending:

        def start(*words: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=elsewhere,
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(elsewhere)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            ending.callback(process.wait)
            ending.callback(process.kill)
            return process

        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(where))  # fmt: skip
        workers = tuple(
            start("distributed.cli.dask_worker", "--scheduler-file", str(where), "--nthreads", "1", "--no-nanny",
                  "--no-dashboard", "--host", "127.0.0.1")
            for _ in range(2)
        )  # fmt: skip
        yield Cluster(_ready(where), workers)


def _ready(where: Path) -> str:
    """The scheduler's address, once both workers have come."""
    from distributed import Client

    for _ in range(600):
        with suppress(OSError, ValueError):
            client = Client(scheduler_file=str(where), timeout=30, set_as_default=False)  # type: ignore[no-untyped-call]  # no types
            client.wait_for_workers(2, timeout=60)
            address = str(client.scheduler_info()["address"])
            client.close()  # type: ignore[no-untyped-call]  # no types
            return address
        time.sleep(0.1)
    raise AssertionError("no scheduler came up")


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    sheets = {f"sheet-{number}": brochure(text_block(f"Drink {number} glasses.")) for number in range(COUNT)}
    workspace = Workspace.open(make_workspace(tmp_path / "shop", **sheets), Sink())
    assert workspace is not None
    files = tuple(workspace.choose([], Sink()))
    files[1].path.write_text("title: [\n", encoding="utf-8")
    clinics = (str(path) for path in workspace.clinic_files())
    return [Job(workspace, Request(clinic=clinic, out=tmp_path / "out"), files) for clinic in clinics]


def test_what_comes_back_is_what_would_be_made_here_though_a_worker_is_killed(
    cluster: Cluster, jobs: list[Job]
) -> None:
    from foldwell.editions.cluster import make_on_cluster

    sink = Sink()
    made = []
    for finished in make_on_cluster(jobs, cluster.address, sink):
        made.append(finished)
        if len(made) == 3:
            cluster.workers[0].send_signal(signal.SIGKILL)
    assert sink.found == []
    assert cluster.workers[0].wait(timeout=10) == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    here = list(make_here(jobs))
    assert len(made) == 2 * COUNT
    for ours, theirs in zip(here, made, strict=True):
        assert [replace(each, seconds=0) for each in theirs.editions] == [
            replace(each, seconds=0) for each in ours.editions
        ]
        assert (theirs.request, theirs.file, theirs.complaints) == (ours.request, ours.file, ours.complaints)
        assert (theirs.imprint, theirs.pictures, theirs.whole) == (ours.imprint, ours.pictures, ours.whole)
    assert [finished.failures for finished in made].count(1) == 2


def test_another_program_there_is_refused(cluster: Cluster, jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    from foldwell.editions import cluster as module
    from foldwell.editions.program import Program

    monkeypatch.setattr(module, "program", lambda: Program("another", {}))
    sink = Sink()
    assert list(module.make_on_cluster(jobs, cluster.address, sink)) == []
    assert [each.code for each in sink.found] == ["worker-program"]


def test_build_writes_what_the_cluster_makes(
    cluster: Cluster, jobs: list[Job], capsys: pytest.CaptureFixture[str]
) -> None:
    root = jobs[0].workspace.root
    words = ["build", "--workspace", str(root), "--clinics", "all", "--scheduler", cluster.address]
    assert main([*words, "--layout", "handout"]) == PROBLEMS  # one of them is broken
    assert f"built {2 * (COUNT - 1)}, current 0, failed 2," in capsys.readouterr().out
    assert len(list((root / "out").rglob("*.pdf"))) == 2 * (COUNT - 1)
    assert main([*words, "--layout", "handout"]) == PROBLEMS
    assert f"built 0, current {2 * (COUNT - 1)}, failed 2," in capsys.readouterr().out


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1"])
def test_no_scheduler_is_told(jobs: list[Job], address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from foldwell.editions import cluster as module

    monkeypatch.setattr(module, "PATIENCE", 1)
    sink = Sink()
    assert list(module.make_on_cluster(jobs, address, sink)) == []
    assert [each.code for each in sink.found] == ["no-scheduler"]


def test_a_clinic_that_lies_elsewhere_is_told(jobs: list[Job], tmp_path: Path) -> None:
    from foldwell.editions.cluster import make_on_cluster

    outside = tmp_path / "outside.yaml"
    outside.write_bytes((jobs[0].workspace.brochures / "clinic.yaml").read_bytes())
    away = [replace(jobs[0], request=replace(jobs[0].request, clinic=str(outside)))]
    sink = Sink()
    assert list(make_on_cluster(away, "tcp://127.0.0.1:9", sink)) == []
    assert [each.code for each in sink.found] == ["clinic-outside"]


def test_a_cluster_has_processes_of_its_own(jobs: list[Job]) -> None:
    words = ["build", "--workspace", str(jobs[0].workspace.root), "--jobs", "2"]
    assert main([*words, "--scheduler", "tcp://127.0.0.1:9"]) == USAGE
