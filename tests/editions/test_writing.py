"""Files are written whole or not at all: the old one stands until the new one is there, and nothing is left behind."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path
from typing import NoReturn

import pytest

from foldwell.diagnostics import Sink
from foldwell.editions.writing import LEFT_BEHIND, write_whole

OLD, NEW = b"the old file", b"the new file, which is longer"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "out" / "sheet.pdf"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def failing(error: BaseException) -> object:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def left_behind(path: Path) -> list[str]:
    return [other.name for other in path.parent.iterdir() if other != path]


def test_a_file_is_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    sink = Sink()
    path = tmp_path / "out" / "harbor-street" / "sheet.pdf"
    assert write_whole(path, NEW, sink)
    assert path.read_bytes() == NEW
    assert left_behind(path) == []
    assert sink.found == []


def test_what_comes_in_parts_is_one_file(path: Path) -> None:
    assert write_whole(path, iter((NEW, b"", NEW)), Sink())
    assert path.read_bytes() == NEW + NEW
    assert left_behind(path) == []


def test_only_what_is_lasting_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", failing(OSError(errno.EIO, "Input/output error")))
    assert not write_whole(path, NEW, Sink())
    assert write_whole(path, NEW, Sink(), lasting=False)
    assert path.read_bytes() == NEW
    assert left_behind(path) == []


def test_where_a_part_cannot_be_had_the_old_file_stands(path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_whole(path, (NEW[1 // at :] for at in (1, 0)), Sink())
    assert path.read_bytes() == OLD
    assert left_behind(path) == []


def test_an_old_file_is_replaced(path: Path) -> None:
    assert write_whole(path, NEW, Sink())
    assert path.read_bytes() == NEW
    assert left_behind(path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_a_new_file_has_the_rights_of_any_new_file(path: Path) -> None:
    write_whole(path, NEW, Sink())
    ordinary = path.parent / "ordinary"
    ordinary.write_bytes(NEW)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "close sheet.pdf if it is open in a viewer"),
        (OSError(errno.EIO, "Input/output error"), "write elsewhere with --out"),
    ],
    ids=["disk full", "open elsewhere", "broken disk"],
)
def test_when_it_cannot_be_written_the_old_file_stands(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError, told: str
) -> None:
    sink = Sink()
    monkeypatch.setattr(step, failing(error))
    assert not write_whole(path, NEW, sink)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert left_behind(path) == []
    [complaint] = sink.found
    assert complaint.code == "write"
    assert str(path) in complaint.message
    assert told in complaint.hints[0]
    assert "kept" in complaint.hints[0]


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
def test_when_it_is_stopped_the_old_file_stands(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(step, failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, NEW, Sink())
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert left_behind(path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the way", encoding="utf-8")
    sink = Sink()
    assert not write_whole(tmp_path / "out" / "sheet.pdf", NEW, sink)
    assert [complaint.code for complaint in sink.found] == ["write"]


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    sink = Sink()
    folder = path.parent / "folder.pdf"
    folder.mkdir()
    assert not write_whole(folder, NEW, sink)
    assert [complaint.code for complaint in sink.found] == ["write"]
    assert left_behind(path) == ["folder.pdf"]


def test_what_a_killed_program_left_is_taken_away_once_nobody_can_be_writing_it(path: Path) -> None:
    old, young, other = (path.parent / name for name in (".a.pdf.0123abcd.part", ".b.pdf.0123abcd.part", ".my.part"))
    long_ago = time.time() - LEFT_BEHIND - 1
    for left in (old, young, other):
        left.write_bytes(b"half a f")
    for left in (old, other):
        os.utime(left, (long_ago, long_ago))
    assert write_whole(path, NEW, Sink())
    assert sorted(left_behind(path)) == [young.name, other.name]
