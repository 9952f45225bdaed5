"""The benchmark of many editions: it makes what it says, counts rightly, and sees the memory of each process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.chain import Chain
from benchmarks.many import MARK, grow
from benchmarks.many_table import Growth, Warm, as_json, as_markdown
from benchmarks.memory import run_watched
from benchmarks.table import into_readme
from benchmarks.timing import Timing

ROOT = Path(__file__).parents[1]
MEGABYTE = 1_000_000
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
GROWN = Growth(
    100, 1000, Timing((20.0, 24.0, 22.0)), Timing((10.0, 12.0, 11.0)), Timing((0.5,)), Timing((1.25,)), 10,
    120 * MEGABYTE, 60 * MEGABYTE, None, 38_400.0,
)  # fmt: skip
PROGRAMS = [
    Warm("Foldwell", "PDF/UA-1", Timing((0.001,)), Timing((0.012,)), 38_000),
    Warm("Other", "no tags", Timing((0.004,)), Timing((0.006,)), 30_000),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two of the brochures, so that a test is short; the program is the repository's own."""
    root = tmp_path / "root"
    brochures = ("first-visit.en.yaml", "off-label.en.yaml", "clinic.yaml", "art", "releases", "clinics")
    (root / "brochures").mkdir(parents=True)
    for name in (*(f"brochures/{name}" for name in brochures), "layouts", "fonts", "render.py"):
        if (ROOT / name).exists():
            (root / name).symlink_to(ROOT / name)
    return root


def test_two_clinics_are_built_and_a_new_number_costs_one_of_them(root: Path, tmp_path: Path) -> None:
    grown = grow(root, tmp_path, 2, 1)
    assert (grown.clinics, grown.editions, grown.built_then) == (2, 8, 4)
    assert all(len(each.seconds) == 1 for each in (grown.alone, grown.shared, grown.again, grown.changed))
    assert 10_000 < grown.size < 200_000
    if sys.platform == "linux":
        for peak in (grown.memory_alone, grown.memory_parent, grown.memory_worker):
            assert peak is not None
            assert 10 * MEGABYTE < peak < 400 * MEGABYTE
    assert (root / "layouts" / "large-print.yaml").exists()  # only the copy goes without it


def test_a_clinic_that_is_not_built_is_no_measurement(root: Path, tmp_path: Path) -> None:
    chain = Chain(root, tmp_path, 1)
    path = next((tmp_path / "workspace" / "brochures").glob("*.en.yaml"))
    path.write_text("title: [\n", encoding="utf-8")
    with pytest.raises((RuntimeError, subprocess.CalledProcessError)):
        chain.build(1)


def test_clinics_of_a_table_are_unlike_each_other(tmp_path: Path, root: Path) -> None:
    Chain(root, tmp_path, 300)
    header, *rows = (tmp_path / "clinics.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("slug,name,phone,address")
    assert len({row.split(",")[0] for row in rows}) == len({row.split(",")[2] for row in rows}) == 300


@LINUX
def test_the_memory_of_each_process_is_seen(tmp_path: Path) -> None:
    child = "import time; held = b'x' * 90_000_000; time.sleep(0.5); print('held')"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    ran = run_watched([sys.executable, "-c", parent], tmp_path)
    assert ran.printed == "held\n"
    assert ran.seconds >= 0.5
    assert ran.parent is not None
    assert ran.parent < 90 * MEGABYTE < ran.workers[0] < 150 * MEGABYTE


def test_a_process_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run_watched([sys.executable, "-c", "raise SystemExit('no')"], tmp_path)
    assert "no" in caught.value.stderr


def test_the_tables_say_what_was_measured() -> None:
    more = replace(GROWN, editions=2000, alone=Timing((43.0,)), shared=Timing((21.5,)), memory_worker=80 * MEGABYTE)
    tables = as_markdown([GROWN, more], PROGRAMS)
    rest = "2.00 | 0.50 s | 1.25 s | 10 | 120 MB | 60 MB |"
    assert f"| 1,000 | 100 | 22.00 s | 22.0 ms |  | 11.00 s | {rest}  | 38 kB |" in tables
    assert f"| 2,000 | 100 | 43.00 s | 21.5 ms | 21.0 ms | 21.50 s | {rest} 80 MB | 38 kB |" in tables
    assert "rounds of 1,000: 3, 2,000: 1." in tables
    assert "| Other | no tags | 4.0 ms | 6.0 ms | 0.25 | 2 | 30 kB |" in tables
    assert f"Python {sys.version.split()[0]}" in tables
    found = json.loads(as_json([GROWN], PROGRAMS))
    assert found["growth"][0]["two_processes_times_as_fast"] == 2.0
    assert found["growth"][0]["memory_two_processes_worker_bytes"] is None
    assert found["growth"][0]["one_process_ms"]["most"] == 24_000.0
    assert [each["name"] for each in found["warm"]] == ["Foldwell", "Other"]
    assert "reportlab" in found["versions"]


def test_the_page_has_a_place_for_the_tables(tmp_path: Path) -> None:
    page = tmp_path / "editions.md"
    shutil.copy(ROOT / "docs" / "editions.md", page)
    into_readme(page, "the tables", MARK)
    assert "<!-- many -->\nthe tables\n<!-- /many -->" in page.read_text(encoding="utf-8")
