"""A batch: brochures and clinics come in; what is there already is given, the rest is made, results and counts go out.

Light to import: with nothing to do, a build need not load the machine.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from foldwell.diagnostics import Sink
from foldwell.editions.finished import Finished, Job
from foldwell.editions.kept import Kept
from foldwell.editions.request import Request, Result
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.loading import SELDOM, load_when_used

Heard = Callable[[Result], None]
Counted = Callable[[int, int], None]  # how many brochures are done, and how many there are


class Hands(Struct, frozen=True):
    """Who makes what is to be made: so many processes (None: as many as pay), or the cluster of a scheduler. `force`
    makes also what has not changed."""

    jobs: int | None = None
    scheduler: str | None = None
    force: bool = False


class Tally(Struct):
    """How many editions were made, were there already, and could not be made."""

    built: int = 0
    current: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"built {self.built}, current {self.current}, failed {self.failed}"


class Batch:
    """Some brochures for some clinics. Each result is heard as soon as its file stands, and each brochure counted."""

    def __init__(self, workspace: Workspace, request: Request, sink: Sink, heard: Heard, counted: Counted) -> None:
        self._workspace, self._request, self._sink = workspace, request, sink
        self._heard, self._counted = heard, counted
        self._kept: dict[str, Kept] = {}
        self._done, self._any = 0, False
        self.tally = Tally()

    def build(self, files: Sequence[BrochureFile], clinics: Sequence[Path], hands: Hands) -> None:
        """Give what is there, and make the rest."""
        total = len(files) * len(clinics)
        jobs = []
        for clinic in clinics:
            left = tuple(file for file in files if hands.force or not self._given(file, clinic, total))
            if left:
                self._kept_of(clinic)  # it notes the time before anything that it keeps is read
                jobs.append(Job(self._workspace, replace(self._request, clinic=str(clinic)), left))
        if jobs:
            self._make(jobs, hands, total)

    def _kept_of(self, clinic: Path) -> Kept:
        name = str(clinic)
        if name not in self._kept:
            first = next(iter(self._kept.values()), None)
            self._kept[name] = first.for_clinic(clinic) if first else Kept(self._workspace, self._request, clinic)
        return self._kept[name]

    def _given(self, file: BrochureFile, clinic: Path, total: int) -> bool:
        """Whether nothing has changed since a brochure was made, and its files are in their places."""
        kept = self._kept_of(clinic)
        build = kept.find(file)
        if build is None:
            return False
        for result in kept.give(file, build, self._sink):
            self._hear(result)
            self.tally.current += result.done
            self.tally.failed += not result.done
        self._count(total)
        return True

    def _make(self, jobs: list[Job], hands: Hands, total: int) -> None:
        """The machine is imported here, where there is work for it."""
        load_when_used(SELDOM)
        from foldwell.editions.building import check_layout_asked
        from foldwell.editions.delivery import deliver

        for finished in self._makers(jobs, hands):
            kept = self._kept[finished.request.clinic or ""]
            for result in deliver(finished, kept, self._sink):
                self._hear(result)
                self.tally.built += result.done
                self.tally.failed += not result.done
            self.tally.failed += 0 if finished.editions else finished.failures
            self._count(total)
        if not self._any:
            check_layout_asked(self._workspace, self._request, self._sink)

    def _makers(self, jobs: list[Job], hands: Hands) -> Iterator[Finished]:
        if hands.scheduler is None:
            from foldwell.editions.pool import make_in_pool, processes_for

            brochures = sum(len(job.files) for job in jobs)
            yield from make_in_pool(jobs, processes_for(brochures, hands.jobs))
        elif importlib.util.find_spec("distributed") is None:
            self._sink.error("no-cluster", "--scheduler needs the package `distributed`, which is not installed", None,
                             "run: python -m pip install foldwell[cluster]")  # fmt: skip
        else:
            from foldwell.editions.cluster import make_on_cluster

            yield from make_on_cluster(jobs, hands.scheduler, self._sink)

    def _hear(self, result: Result) -> None:
        self._any = True
        self._heard(result)

    def _count(self, total: int) -> None:
        self._done += 1
        self._counted(self._done, total)
