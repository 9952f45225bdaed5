"""A receptionist's mistakes that once led nowhere: each is told at its own place, with what to do about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from workspaces import ROOT, brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, FAULT, PROBLEMS, USAGE
from foldwell.diagnostics import Sink
from foldwell.editions.writing import write_whole

GOOD = brochure(text_block("Take it with water."))
TYPED = [sys.executable, str(ROOT / "render.py")]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "FOLDWELL_DEBUG": ""}
Shown = Callable[..., str]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A workspace with one good brochure, `tiny`."""
    return make_workspace(tmp_path / "shop", tiny=GOOD)


@pytest.fixture
def told(shop: Path, capsys: pytest.CaptureFixture[str]) -> Shown:
    """Writes `tiny` with a text replaced, builds, and gives what the error stream says of it."""

    def build(old: str, new: str, status: int = PROBLEMS) -> str:
        assert old in GOOD
        write(shop, GOOD.replace(old, new, 1))
        capsys.readouterr()
        assert main(["build", "--workspace", str(shop)]) == status
        return capsys.readouterr().err

    return build


def line_of(words: str) -> int:
    return next(number for number, line in enumerate(GOOD.splitlines(), 1) if words in line)


# What is in the file --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quotation_mark_left_open_is_told_where_it_opens(told: Shown, quote: str) -> None:
    said = told("number: 1", f"number: {quote}1")
    assert f":{line_of('number: 1')}:11: error[yaml-quote]" in said
    assert said.count("error[") == 1


def test_a_quotation_mark_left_open_is_told_where_it_opens_however_far_the_next_one_is(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = "".join(text_block(f"Sentence {number}.") for number in range(30)) + text_block("It's the end.")
    text = brochure(blocks).replace("form: TS-01", "form: 'TS-01")
    write(shop, text)
    assert main(["check", "--workspace", str(shop)]) == PROBLEMS
    said = capsys.readouterr().out
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith("form:"))
    assert f"tiny.en.yaml:{line}:7: error[yaml-quote]" in said
    assert "write ' at the end of the value, too" in said


def test_a_colon_missing_before_a_block_is_told(told: Shown) -> None:
    said = told("title: |", "title |")
    assert ":1:1: error[yaml-colon]: a colon is missing behind `title`" in said
    assert "write `title: |`" in said
    assert said.count("error[") == 1


def test_a_review_that_is_overdue_is_warned_of_also_when_nothing_has_changed(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"brochures/tiny.en.yaml:{line_of('review_by')}:12: warning[review-overdue]"
    due, later = "2027-11-22", "2027-11-23"
    for day, overdue, unchanged in ((due, False, False), (due, False, True), (later, True, False), (later, True, True)):
        monkeypatch.setenv("FOLDWELL_TODAY", day)
        assert main(["build", "--workspace", str(shop)]) == DONE
        said = capsys.readouterr()
        assert (place in said.err) == overdue
        assert ("unchanged" in said.out) == unchanged


def test_a_language_that_is_not_the_file_name_s_is_told_at_its_line(told: Shown) -> None:
    said = told("language: en", "language: es")
    assert f":{line_of('language')}:11: error[language]: the file's name says `en`, and this says `es`" in said


def test_the_regions_are_named_where_a_section_has_no_place(told: Shown) -> None:
    assert "put it under one of the regions (flap, inside, back, small-print)" in told("inside: [only]", "inside: []")


def test_all_uneven_rows_are_told(told: Shown) -> None:
    rows = "".join(f"            - {row}\n" for row in ("[a, b]", "[a]", "[a, b, c]"))
    table = f"- table:\n          header: [A, B]\n          rows:\n{rows}"
    said = told("- text: |\n          Take it with water.\n", table)
    assert "error[table-uneven]: the header has 2 cells, but row 2 has 1, row 3 has 3" in said


def test_a_text_that_is_too_long_gets_one_complaint(told: Shown) -> None:
    said = told("Take it with water.", "Take it with water. " * 1500)
    assert said.count("error[") == 1
    assert "error[text-size]" in said


def test_a_file_that_is_too_big_for_a_mail_box_is_warned_of(told: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foldwell.editions.press.HEAVY", 10_000)
    said = told("water", "tea", DONE)
    assert "warning[file-heavy]: tiny.en.trifold.desk.pdf has" in said


# What is asked for ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["TINY"], "did you mean `tiny`?"),
        (["brochures/tinny.en.yaml"], "did you mean `tiny`?"),
        (["Flu Shot"], "name it like `my-brochure.en.yaml`"),
        (["brochures/Flu Shot.yaml"], "name it like `my-brochure.en.yaml`"),
        (["elsewhere.en.yaml"], "a brochure lies in the folder "),
        (["brochures/clinic.yaml"], "there are: tiny"),
        (["--layout", "layouts/trifold.yaml"], "did you mean `trifold`?"),
        (["--clinic", "Harbour Street"], "did you mean `harbor-street`?"),
        (["--clinic", "nobody"], "there are: clinic, harbor-street"),
    ],
)
def test_what_was_probably_meant_is_said(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], hint: str
) -> None:
    (shop / "brochures" / "Flu Shot.yaml").write_text(GOOD, encoding="utf-8")
    (shop / "elsewhere.en.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(shop)
    assert main(["build", *words]) == PROBLEMS
    said = capsys.readouterr().err
    assert hint in said
    assert said.count("error[") == 1


def test_an_unknown_layout_is_told_beside_other_errors(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, GOOD.replace("blocks:", "blokcs:"))
    assert main(["build", "--layout", "trifld", "--workspace", str(shop)]) == PROBLEMS
    said = capsys.readouterr().err
    assert "error[no-layout]" in said
    assert "error[unknown-key]" in said


@pytest.mark.parametrize("name", ["clinic", "clinic.yaml", "harbor-street", "harbor-street.yaml"])
def test_a_clinic_may_be_called_as_list_calls_it(shop: Path, name: str) -> None:
    assert main(["build", "--clinic", name, "--layout", "handout", "--workspace", str(shop)]) == DONE
    [pdf] = (shop / "out").rglob("*.pdf")
    assert pdf.parent == shop / "out" / ("harbor-street" if name.startswith("harbor") else "")


def test_paper_may_be_written_in_capitals(shop: Path) -> None:
    assert main(["build", "--paper", "A4", "--layout", "handout", "--workspace", str(shop)]) == DONE
    assert (shop / "out" / "tiny.en.handout-a4.desk.pdf").is_file()


def test_nothing_typed_gets_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == USAGE
    assert "Most days you need one line" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "hint"), [("biuld", "did you mean `build`?"), ("frobnicate", "there are: build, check")]
)
def test_a_command_that_is_none_gets_a_guess(capsys: pytest.CaptureFixture[str], word: str, hint: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([word])
    assert stopped.value.code == USAGE
    assert f"there is no command `{word}`; {hint}" in capsys.readouterr().err


# What the computer does not allow -------------------------------------------------------------------------------------


def test_the_wrong_python_is_told_which_one_to_take(shop: Path) -> None:
    """Python itself, and the packages that Foldwell stands on left out (-S: no site-packages)."""
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "render.py"), "build"],
        cwd=shop, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == FAULT
    assert ".venv/bin/python" in done.stderr
    assert "fault:" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_in_the_place_of_the_out_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    sink = Sink()
    assert not write_whole(tmp_path / "out" / "deep" / "sheet.pdf", b"new", sink)
    assert f"{tmp_path / 'out'} is a file, where a folder is wanted" in sink.found[0].message


def test_a_folder_without_the_right_to_write_is_named_and_no_viewer_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    sink = Sink()
    assert not write_whole(tmp_path / "sheet.pdf", b"new", sink)
    assert sink.found[0].message == f"nothing could be written to {tmp_path}: Permission denied"


def test_ctrl_c_at_the_worst_moment_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment after the file is there and before anybody knows its name."""
    made = Path.open

    def interrupted(path: Path, mode: str = "r") -> None:
        made(path, mode).close()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "sheet.pdf", b"new", Sink())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_read_is_no_fault_of_the_program(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "brochures")

    monkeypatch.setattr("foldwell.editions.workspace.Workspace.brochure_files", refuse)
    monkeypatch.delenv("FOLDWELL_DEBUG", raising=False)
    assert main(["list", "--workspace", str(shop)]) == PROBLEMS
    said = capsys.readouterr().err
    assert "error[computer]: this computer would not let Foldwell read or write `brochures`: Permission denied" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("command", ["list", "schema"])
def test_a_full_disk_under_what_is_printed_is_told(shop: Path, command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*TYPED, command], cwd=shop, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == PROBLEMS
    assert done.stderr.startswith(b"error[computer]: ")
    assert b"Exception" not in done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash to close a stream with")
def test_a_closed_stream_is_no_fault(shop: Path) -> None:
    for closed in ("2>&-", ">&-"):
        line = f'"{TYPED[0]}" "{TYPED[1]}" build {closed}'
        assert (
            subprocess.run(["bash", "-c", line], cwd=shop, env=ENVIRONMENT, timeout=60, check=False).returncode == DONE
        )
