"""The mail log: date, form, revision and outcome, a whole line for each, whoever writes at the same time."""

from __future__ import annotations

import csv
import datetime
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from workspaces import ROOT

from foldwell.desk.mail_log import HEAD, can_note, log_path, note
from foldwell.desk.mail_sending import Outcome
from foldwell.diagnostics import Sink

DAY = datetime.date(2026, 11, 22)
MANY = 60


def rows(root: Path) -> list[dict[str, str]]:
    with log_path(root).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_lines_are_added_under_a_head(tmp_path: Path) -> None:
    sink = Sink()
    assert can_note(tmp_path, sink)
    assert log_path(tmp_path).read_text(encoding="utf-8") == HEAD
    note(tmp_path, DAY, "TS-01", 3, Outcome("sent"), sink)
    note(tmp_path, DAY, "TS-01", 3, Outcome("later 451"), sink)
    assert can_note(tmp_path, sink)
    assert rows(tmp_path) == [
        {"date": "2026-11-22", "form": "TS-01", "revision": "3", "outcome": outcome}
        for outcome in ("sent", "later 451")
    ]
    assert sink.found == []
    assert stat.S_IMODE(log_path(tmp_path).stat().st_mode) == 0o600


def test_a_line_that_was_cut_short_stays_alone(tmp_path: Path) -> None:
    path = log_path(tmp_path)
    path.parent.mkdir()
    path.write_text(f"{HEAD}2026-11-21,TS-0", encoding="utf-8")
    note(tmp_path, DAY, "TS-01", 1, Outcome("sent"), Sink())
    assert path.read_text(encoding="utf-8").splitlines()[1:] == ["2026-11-21,TS-0", "2026-11-22,TS-01,1,sent"]


def test_two_who_write_at_once_do_not_mix(tmp_path: Path) -> None:
    script = (
        "import datetime, sys; from pathlib import Path; from foldwell.desk.mail_log import note;"
        "from foldwell.desk.mail_sending import Outcome; from foldwell.diagnostics import Sink\n"
        f"for n in range({MANY}):\n"
        "    note(Path(sys.argv[1]), datetime.date(2026, 11, 22), 'TS-01', n, Outcome('sent'), Sink())"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    found = rows(tmp_path)
    assert sorted(int(row["revision"]) for row in found) == sorted([*range(MANY), *range(MANY)])
    assert log_path(tmp_path).read_text(encoding="utf-8").count("date") == 1


def test_a_log_that_cannot_be_written_stops_the_sending(tmp_path: Path) -> None:
    log_path(tmp_path).mkdir(parents=True)
    sink = Sink()
    assert not can_note(tmp_path, sink)
    assert (sink.found[0].code, sink.failed) == ("mail-log", True)


def test_what_could_not_be_logged_is_shown(tmp_path: Path) -> None:
    log_path(tmp_path).mkdir(parents=True)
    sink = Sink()
    note(tmp_path, DAY, "TS-01", 3, Outcome("sent"), sink)
    assert not sink.failed
    assert "2026-11-22,TS-01,3,sent" in sink.found[0].hints[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks in another way")
def test_the_log_waits_for_whoever_holds_it(tmp_path: Path) -> None:
    import fcntl
    import threading

    assert can_note(tmp_path, Sink())
    with log_path(tmp_path).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        writer = threading.Thread(target=note, args=(tmp_path, DAY, "TS-01", 1, Outcome("sent"), Sink()))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert rows(tmp_path) == []
    writer.join(10)
    assert len(rows(tmp_path)) == 1
