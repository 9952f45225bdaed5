"""`build` for many clinics, with many processes, and again whenever something is saved."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workspaces import ROOT, brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS, USAGE

CLINICS = 5
SHEETS = {name: brochure(text_block(f"Call {{{{ clinic.phone }}}} about {name}.")) for name in ("tea", "water")}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "shop", **SHEETS)
    rows = [f"site-{number},Site {number},(555) 555-010{number}" for number in range(CLINICS)]
    (root / "chain.csv").write_text("\n".join(["slug,name,phone", *rows, ""]), encoding="utf-8")
    return root


def build(shop: Path, *words: str) -> int:
    return main(["build", "--layout", "handout", "--workspace", str(shop), *words])


def summary(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line, without the time that it took."""
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.search(r", \d+\.\d s$", last)
    return last.rpartition(",")[0]


def digests(shop: Path) -> dict[str, str]:
    out = shop / "out"
    files = out.rglob("*.pdf")
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_one_number_of_one_clinic_changes_only_its_files(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(shop, "--clinics", "chain.csv") == DONE
    assert summary(capsys) == "built 10, current 0, failed 0"
    before = digests(shop)
    assert {name.partition("/")[0] for name in before} == {f"site-{number}" for number in range(CLINICS)}
    assert len(set(before.values())) == 10
    assert build(shop, "--clinics", "chain.csv") == DONE
    assert summary(capsys) == "built 0, current 10, failed 0"
    table = shop / "chain.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("555-0103", "555-0199"), encoding="utf-8")
    assert build(shop, "--clinics", "chain.csv") == DONE
    assert summary(capsys) == "built 2, current 8, failed 0"
    after = digests(shop)
    assert {name for name in after if after[name] != before[name]} == {
        f"site-3/{name}.en.handout.desk.pdf" for name in SHEETS
    }


def test_a_row_put_in_above_changes_no_other_clinic(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(shop, "--clinics", "chain.csv") == DONE
    table = shop / "chain.csv"
    head, rows = table.read_text(encoding="utf-8").split("\n", 1)
    table.write_text(f"{head}\nnew-site,New Site,(555) 555-0188\n{rows}", encoding="utf-8")
    capsys.readouterr()
    assert build(shop, "--clinics", "chain.csv") == DONE
    assert summary(capsys) == "built 2, current 10, failed 0"


def test_the_number_of_processes_changes_no_byte(shop: Path) -> None:
    assert build(shop, "--clinics", "all", "--jobs", "1") == DONE
    one, lock = digests(shop), (shop / "foldwell.lock").read_bytes()
    (shop / "foldwell.lock").unlink()
    assert build(shop, "--clinics", "all", "--jobs", "3", "--force") == DONE
    assert digests(shop) == one
    assert (shop / "foldwell.lock").read_bytes() == lock
    assert len(one) == 4


def test_a_bad_row_is_told_in_the_table_and_stops_no_other(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = shop / "chain.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("(555) 555-0103", "call us"), encoding="utf-8")
    assert build(shop, "--clinics", "chain.csv") == PROBLEMS
    said = capsys.readouterr()
    assert "built 8, current 0, failed 2," in said.out
    assert "chain.csv:5:15: error" in said.err
    assert "site-3,Site 3,call us" in said.err  # the line is shown
    assert ".foldwell" not in said.err


def test_what_the_base_clinic_has_to_be_told_is_told_once(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(shop, "--clinics", "chain.csv") == DONE
    said = capsys.readouterr().err.splitlines()
    told = [line for line in said if line.startswith("brochures/clinic.yaml")]
    assert told
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--clinics", "all", "--clinic", "harbor-street"), USAGE, "leave out --clinic"),
        (("--jobs", "0"), USAGE, "`0` is not a whole number"),
        (("--jobs", "many"), USAGE, "`many` is not a whole number"),
        (("--clinics", "nothing.csv"), PROBLEMS, "error[no-clinics]"),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    shop: Path, words: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        ended = build(shop, *words)
    except SystemExit as end:  # as argparse ends
        ended = int(end.code or 0)
    assert ended == status
    assert said in capsys.readouterr().err
    assert not (shop / "out").exists()


def test_without_dask_a_scheduler_is_of_no_use(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert build(shop, "--scheduler", "tcp://127.0.0.1:9") == PROBLEMS
    assert "pip install foldwell[cluster]" in capsys.readouterr().err


def test_what_is_saved_is_built_at_once(shop: Path) -> None:
    words = [
        sys.executable,
        str(ROOT / "render.py"),
        "build",
        "--watch",
        "--layout",
        "handout",
        "--workspace",
        str(shop),
    ]
    watching = subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )

    def until(wanted: str) -> list[str]:
        heard: list[str] = []
        while not heard or wanted not in heard[-1]:
            heard.append(watching.stdout.readline() if watching.stdout is not None else "")
            assert heard[-1], "it ended"
        return heard

    try:
        assert any("built 2, current 0" in line for line in until("waiting for a file"))
        write(shop, SHEETS["tea"].replace("about tea", "about green tea"), "tea")
        heard = until("waiting for a file")
        assert any("tea.en.yaml saved" in line for line in heard)
        assert any("built 1, current 1, failed 0" in line for line in heard)
        write(shop, "title: [", "tea")
        assert any("failed 1" in line for line in until("waiting for a file"))
        write(shop, SHEETS["tea"], "tea")
        assert any("failed 0" in line for line in until("waiting for a file"))
    finally:
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=30)
    assert watching.returncode == DONE
