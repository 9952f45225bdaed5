"""A Dask cluster: jobs come in, its workers make them, finished brochures go out in the order of the jobs.

Every worker is sent a parcel once, with the workspace's layouts, fonts, brochures and clinics, also one that comes
later. It must have the very same program, and the fonts' packages, installed. A worker that is lost takes nothing
along: Dask gives its job to another. Import this module only where a scheduler was named: it needs `distributed`.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from distributed import Client, Future, KilledWorker, Worker, WorkerPlugin
from msgspec.structs import replace

from foldwell.diagnostics import Sink, shown_path
from foldwell.editions.building import Maker
from foldwell.editions.finished import Finished, Job
from foldwell.editions.pool import AHEAD, cut, lost
from foldwell.editions.program import program
from foldwell.editions.workspace import Workspace

PATIENCE = 10  # seconds that a scheduler may take to answer
FOLDERS = ("brochures", "layouts", "fonts")

_parcels: dict[str, Path] = {}  # of a worker: where it unpacked each
_maker = Maker()  # of a worker
_in_turn = threading.Lock()  # a worker may have threads: they take turns, as they would at the interpreter


class OtherProgramError(Exception):
    """A worker has another Foldwell, other packages or another Python than the computer that asks."""


class Parcel(WorkerPlugin):
    """What a worker needs besides the program: files by their paths in the workspace. It is unpacked once a worker."""

    def __init__(self, files: dict[str, bytes]) -> None:
        digest = hashlib.sha256(program().fingerprint.encode())
        for name, data in sorted(files.items()):
            digest.update(f"{name} {len(data)} ".encode() + data)
        self.name = f"foldwell-{digest.hexdigest()[:16]}"
        self.fingerprint = program().fingerprint
        self.files = files

    def setup(self, worker: Worker) -> None:
        """Unpack."""
        root = Path(tempfile.mkdtemp(prefix="foldwell-"))
        for name, data in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        _parcels[self.name] = root

    def teardown(self, worker: Worker) -> None:
        """Take it away again."""
        root = _parcels.pop(self.name, None)
        if root is not None:
            shutil.rmtree(root, ignore_errors=True)


def make_on_cluster(jobs: Sequence[Job], address: str, sink: Sink) -> Iterator[Finished]:
    """The jobs made by the workers of the scheduler at `address`, for example tcp://10.0.0.5:8786."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our own words
    clinics = [Path(job.request.clinic) for job in jobs if job.request.clinic is not None]
    parcel = _parcel_of(jobs[0].workspace, clinics, sink) if jobs else None
    if parcel is None:
        return
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # no types
    except (OSError, ValueError, TypeError, ImportError) as fault:  # an ImportError for a protocol that there is not
        sink.error("no-scheduler", f"no Dask scheduler answers at {address} ({type(fault).__name__})", None,
                   "name it as the scheduler does when it starts: --scheduler tcp://10.0.0.5:8786")  # fmt: skip
        return
    try:
        yield from _run(client, parcel, jobs, sink)
    finally:
        client.close(timeout=PATIENCE)


def _run(client: Any, parcel: Parcel, jobs: Sequence[Job], sink: Sink) -> Iterator[Finished]:
    workers = len(client.scheduler_info(n_workers=-1)["workers"])
    if workers == 0:
        sink.error("no-workers", "the scheduler has no workers", None, "start some: dask worker ADDRESS")
        return
    try:
        client.register_plugin(parcel, name=parcel.name)
    except Exception as fault:  # whatever happened there is raised again here
        why = f"{type(fault).__name__}: {fault}"
        sink.error("worker-refused", f"a worker of the cluster could not be made ready: {why}", None,
                   "install the same Foldwell for every worker: python -m pip install foldwell[cluster]")  # fmt: skip
        return
    coming = cut(jobs, sum(len(job.files) for job in jobs), workers)
    waiting: deque[tuple[Job, Any]] = deque()

    def hand_out(count: int) -> None:
        for job in islice(coming, count):
            task = client.submit(make_there, parcel.name, parcel.fingerprint, _for_the_way(job), pure=False)
            waiting.append((job, task))

    try:
        hand_out(workers * AHEAD)
        while waiting:
            job, future = waiting.popleft()
            yield from _result(job, future)
            hand_out(1)
    except OtherProgramError as fault:
        sink.error("worker-program", str(fault), None, "install the same Foldwell, packages and Python on all of them")
    except OSError as fault:
        sink.error("scheduler-lost", f"the scheduler does not answer any more ({type(fault).__name__})", None,
                   "what was finished is whole: build again when it is back")  # fmt: skip
    finally:
        client.cancel([future for _, future in waiting])
        client.unregister_worker_plugin(parcel.name)


def _result(job: Job, future: Future[tuple[Finished, ...]]) -> Iterator[Finished]:
    """What came of a job, with the files as they are called here."""
    try:
        made = future.result()
    except KilledWorker:  # several workers died of this job
        yield from map(lost, cut([job], 1, 1))
        return
    for finished, file in zip(made, job.files, strict=True):
        editions = tuple(replace(each, edition=replace(each.edition, brochure=file)) for each in finished.editions)
        yield replace(finished, request=job.request, file=file, editions=editions)


def make_there(parcel: str, fingerprint: str, job: Job) -> tuple[Finished, ...]:
    """What a worker does: the brochures of a job, from its own copy of the workspace. Raises OtherProgramError."""
    if program().fingerprint != fingerprint:
        raise OtherProgramError("a worker of the cluster has another Foldwell, Python or package than this computer")
    root = _parcels[parcel]
    clinic = job.request.clinic and str(root / job.request.clinic)
    files = tuple(replace(file, path=root / "brochures" / file.path.name) for file in job.files)
    with _in_turn:
        return tuple(_maker.make(Job(Workspace(root), replace(job.request, clinic=clinic), files)))


def _for_the_way(job: Job) -> Job:
    """A job whose clinic is named from the workspace, wherever that lies."""
    clinic = job.request.clinic and shown_path(Path(job.request.clinic), job.workspace.root)
    return replace(job, request=replace(job.request, clinic=clinic))


def _parcel_of(workspace: Workspace, clinics: Iterable[Path], sink: Sink) -> Parcel | None:
    """The files that make a workspace, without notes of editors and of the system."""
    files: dict[str, bytes] = {}
    for folder in FOLDERS:
        for path in sorted((workspace.root / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(workspace.root).as_posix()] = path.read_bytes()
    for path in clinics:
        shown = shown_path(path, workspace.root)
        if not path.resolve().is_relative_to(workspace.root.resolve()):
            sink.error("clinic-outside", f"{shown} lies outside the workspace, where the cluster cannot find it", None,
                       "copy it into brochures/clinics/")  # fmt: skip
            return None
        if path.is_file():
            files.setdefault(shown, path.read_bytes())
    return Parcel(files)
