"""`preflight` as it is typed: its words, its exit status, text for people and JSON for programs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from press_files import good_file, painted, spoiled

from foldwell.commands import preflight


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.pdf"
    path.write_bytes(good_file())
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.pdf"
    path.write_bytes(spoiled(painted("1 0 0 rg 200 200 50 50 re f 200 300 50 50 re f 1 1 0 0 k 300 300 9 9 re f")))
    return path


def run(*words: str | Path) -> int:
    """Type a command; the exit status."""
    parser = argparse.ArgumentParser()
    preflight.add(parser.add_subparsers(required=True))
    options = parser.parse_args(["preflight", *(str(word) for word in words)])
    status: int = options.run(options)
    return status


def test_a_good_file(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(good) == 0
    assert capsys.readouterr().out == f"{good}: PDF/X-1a:2003, 2 pages: fit for print\n"


def test_a_bad_file_is_told_for_people(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bad) == 1
    finding, hint, verdict = capsys.readouterr().out.splitlines()
    assert finding == (
        f"{bad}: page 1, 2.278 in from the left and 5.528 in from the top: error[colour-rgb]: this is in RGB, which no "
        "press prints (a surface, and 1 more like it)"
    )
    assert hint.startswith("  = give the colour in CMYK")
    assert verdict == f"{bad}: PDF/X-1a:2003, 2 pages: not fit for print"


def test_a_bad_file_is_told_for_programs(good: Path, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "json", good, bad) == 1
    [found] = json.loads(capsys.readouterr().out)
    assert (found["severity"], found["code"], found["page"], found["count"]) == ("error", "colour-rgb", 1, 2)
    assert (found["path"], found["box"], found["what"]) == (str(bad), [200, 200, 250, 250], "a surface")
    assert run("--format", "json", good) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_limits_are_options(good: Path, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--ink-limit", "190%", bad) == 1
    assert "takes 200 % of ink, and 190 % is the limit" in capsys.readouterr().out
    assert run("--bleed", "3mm", good) == 0
    assert run("--bleed", "0.25in", good) == 1
    assert "should be 0.25 in" in capsys.readouterr().out
    assert run("--pages", "1", good) == 1
    assert "has 2 pages, and 1 are wanted" in capsys.readouterr().out
    assert run("--folds", "1in, 7.3125in", good) == 1
    assert "the fold 1 in from the left" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["--folds", "3"], ["--bleed", "wide"], ["--ink-limit", "500"], ["--ink-limit", "much"], ["--pages", "0"]]
)
def test_options_that_mean_nothing_are_wrong_usage(
    words: list[str], good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*words, good)
    assert stopped.value.code == 2
    assert words[1] in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named_and_the_others_are_judged(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none.pdf", tmp_path, good) == 1
    out, err = capsys.readouterr()
    assert out == f"{good}: PDF/X-1a:2003, 2 pages: fit for print\n"
    named = [line.split(": error")[0] for line in err.splitlines() if ": error" in line]
    assert named == [str(tmp_path / "none.pdf"), str(tmp_path)]
    assert "there is no such file\n  = see that its name" in err
    assert "this is a folder\n  = name the PDF files in it" in err


def test_what_is_no_pdf_is_not_called_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("Call the print shop.", encoding="utf-8")
    assert run(tmp_path / "notes.txt") == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"{tmp_path / 'notes.txt'}: not fit for print"


def test_a_sheet_of_another_target_is_told_where_the_shops_is(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = bad.rename(bad.with_name("tiny.en.trifold.desk.pdf"))
    assert run(sheet) == 1
    assert "build --target shop" in capsys.readouterr().out
