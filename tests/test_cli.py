"""The command line as people and programs meet it: what is typed, what is printed where, how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workspaces import ROOT, brochure, make_workspace, text_block, write

from foldwell import __version__, cli
from foldwell.cli import main
from foldwell.commands.build import PRINT_SETTINGS
from foldwell.commands.shared import DONE, FAULT, PROBLEMS, STOPPED, USAGE

GOOD = brochure(text_block("Take it with water."))
BAD = brochure("- txet: |\n    Take it.\n")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A workspace with one good brochure, `tiny`."""
    return make_workspace(tmp_path / "shop", tiny=GOOD)


def run(shop: Path, *words: str) -> int:
    return main([*words, "--workspace", str(shop)])


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`python render.py …` in a process of its own."""
    return started([sys.executable, str(ROOT / "render.py"), *words], environment)


def piped(words: str) -> subprocess.CompletedProcess[bytes]:
    """`python render.py … | …`, with the status of the first of the two that fails."""
    line = f'"{sys.executable}" render.py {words}'
    return started(["bash", "-o", "pipefail", "-c", line], {})


def started(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, timeout=60, check=False)


# How it ends ----------------------------------------------------------------------------------------------------------


def test_a_good_build_ends_with_0(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "build") == DONE == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert len(lines) == 5
    assert re.search(r"tiny\.en\.trifold\.desk\.pdf  2 pages  \d+ KB  [\d.]+ s$", lines[0])
    assert re.search(r"tiny\.en\.handout\.desk\.pdf  1 page  \d+ KB  [\d.]+ s$", lines[1])
    assert re.search(r"tiny\.en\.large-print\.desk\.pdf  1 page  \d+ KB  [\d.]+ s$", lines[2])
    assert lines[3] == PRINT_SETTINGS
    assert re.fullmatch(r"built 3, current 0, failed 0, [\d.]+ s", lines[4])
    assert "error" not in said.err
    assert {path.name for path in (shop / "out").iterdir()} == {
        "tiny.en.trifold.desk.pdf", "tiny.en.handout.desk.pdf", "tiny.en.large-print.desk.pdf",
    }  # fmt: skip


def test_the_settings_of_the_print_window_are_told_after_a_trifold_only(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shop, "build", "--layout", "handout") == DONE
    assert PRINT_SETTINGS not in capsys.readouterr().out
    for words in ("both sides", "short edge", "actual size"):
        assert words in PRINT_SETTINGS


def test_problems_end_with_1_and_are_told_on_the_error_stream(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, BAD, "wrong")
    assert run(shop, "build") == PROBLEMS == 1
    said = capsys.readouterr()
    assert "error[" not in said.out
    assert re.search(r"^brochures/wrong\.en\.yaml:\d+:\d+: error\[[\w-]+\]: ", said.err, re.MULTILINE)
    assert re.search(r"^1 error$", said.err, re.MULTILINE)
    assert (shop / "out" / "tiny.en.trifold.desk.pdf").exists()  # one that is wrong does not stop the others
    assert not list((shop / "out").glob("wrong*"))


def test_a_file_that_was_not_made_is_named(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, brochure(text_block("word " * 900)))
    assert run(shop, "build", "--layout", "trifold") == PROBLEMS
    said = capsys.readouterr()
    assert "tiny.en.trifold.desk.pdf  not made, see below" in said.out
    assert "error[overflow]" in said.err
    assert PRINT_SETTINGS not in said.out


def test_an_older_file_is_not_taken_for_the_one_that_was_not_made(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shop, "build", "--layout", "handout", "--target", "desk") == DONE
    write(shop, brochure(text_block("Take it with 水.")))
    assert run(shop, "build", "--layout", "handout", "--target", "desk") == PROBLEMS
    assert "not made, see below (what is there is an older one)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [[], ["biuld"], ["build", "--paper", "a3"], ["new"], ["schema", "menu"], ["--nothing"]]
)
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == USAGE == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: foldwell")


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--layout", "trifold", "--layout", "handout"],
        ["build", "--target=shop", "--target", "desk"],
        ["print", "tiny", "--printer", "Front", "--printer", "Back"],
        ["calibrate", "--clinic", "one", "--clinic", "two"],
    ],
)
def test_an_option_that_stands_twice_is_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == USAGE
    assert "this stands here twice; write it once" in capsys.readouterr().err


def test_only_what_is_for_the_own_printer_comes_with_its_settings(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shop, "build", "--target", "email", "--layout", "trifold") == DONE
    assert run(shop, "build", "--target", "shop", "--draft", "--layout", "trifold") == DONE
    assert PRINT_SETTINGS not in capsys.readouterr().out
    assert run(shop, "build", "--target", "desk", "--layout", "trifold") == DONE
    assert PRINT_SETTINGS in capsys.readouterr().out


def test_a_fault_of_the_program_ends_with_3(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the drum is stuck")

    monkeypatch.setattr("foldwell.editions.press.paint", broken)
    monkeypatch.delenv("FOLDWELL_DEBUG", raising=False)
    assert run(shop, "build", "--force") == FAULT == 3
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert "fault: Foldwell itself went wrong (RuntimeError: the drum is stuck)" in said.err
    assert "FOLDWELL_DEBUG=1" in said.err
    monkeypatch.setenv("FOLDWELL_DEBUG", "1")
    assert run(shop, "build", "--force") == FAULT
    assert "Traceback" in capsys.readouterr().err


def test_stopping_ends_with_130_and_leaves_no_half_file(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", stop)
    assert run(shop, "build", "--force") == STOPPED == 130
    assert "stopped" in capsys.readouterr().err
    assert [path for path in shop.rglob("*") if path.suffix in (".part", ".pdf")] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_real_interrupt_ends_with_130(shop: Path) -> None:
    for number in range(12):
        write(shop, GOOD, f"copy-{number}")
    process = subprocess.Popen(
        [sys.executable, "-u", str(ROOT / "render.py"), "build", "--workspace", str(shop)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()  # the first file is there
    time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    if process.returncode == DONE:
        pytest.skip("the build was faster than the interrupt")
    assert process.returncode == STOPPED
    assert b"Traceback" not in err
    assert list(shop.rglob("*.part")) == []
    for path in (shop / "out").glob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


# What is asked for ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["build", "tinny"], "no brochure is called `tinny`\n  = did you mean `tiny`?"),
        (["build", "brochures/tinny.en.yaml"], "no brochure is called `brochures/tinny.en.yaml`"),
        (["build", "--layout", "trifolds"], "there is no layout `trifolds`\n  = did you mean `trifold`?"),
        (["build", "--clinic", "harbour-street"], "no clinic file `harbour-street`\n  = did you mean `harbor-street`?"),
        (["check", "--clinic", "nowhere.yaml"], "there is no clinic file `nowhere.yaml`"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_told_with_the_right_one(
    shop: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert run(shop, *words) == PROBLEMS
    said = capsys.readouterr()
    assert told in said.out + said.err
    assert not (shop / "out").exists()


def test_a_brochure_may_be_named_in_every_way_it_is_called(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop)
    for name in ("tiny", "tiny.en", "tiny.en.yaml", "brochures/tiny.en.yaml", str(shop / "brochures" / "tiny.en.yaml")):
        shutil.rmtree(shop / "out", ignore_errors=True)
        assert main(["build", name, name, "--layout", "handout"]) == DONE
        assert [path.name for path in (shop / "out").iterdir()] == ["tiny.en.handout.desk.pdf"]


def test_a_layout_that_no_brochure_has_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(shop / "layouts" / "handout.yaml", shop / "layouts" / "poster.yaml")
    assert run(shop, "build", "--layout", "poster") == PROBLEMS
    assert "no brochure asked for has the layout `poster`" in capsys.readouterr().err


def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for command in (["build"], ["check"], ["list"], ["new", "flu-shot"]):
        for name, told in (("nowhere", "there is no folder"), ("empty", "is not a workspace")):
            assert run(tmp_path / name, *command) == PROBLEMS
            said = capsys.readouterr().err
            assert said.startswith("error[workspace]: ")
            assert told in said
            assert "--workspace" in said


def test_an_empty_workspace_says_how_to_begin(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "brochures" / "tiny.en.yaml").unlink()
    assert run(shop, "build") == PROBLEMS
    assert "there is no brochure in" in (said := capsys.readouterr().err)
    assert "render.py new" in said


def test_a_file_that_would_be_passed_over_is_named(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "brochures" / "Flu Shot.yaml").write_text(GOOD, encoding="utf-8")
    (shop / "brochures" / "flu.en.yml").write_text(GOOD, encoding="utf-8")
    assert run(shop, "build") == DONE
    said = capsys.readouterr().err
    assert "brochures/Flu Shot.yaml is passed over" in said
    assert "brochures/flu.en.yml is passed over" in said


# check, list, new, schema ---------------------------------------------------------------------------------------------


def test_check_says_what_build_would_and_writes_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, BAD, "wrong")
    write(shop, brochure(text_block("word " * 900)).replace("TS-01", "TS-02"), "long")
    before = sorted(shop.rglob("*"))
    assert run(shop, "check") == PROBLEMS
    checked = capsys.readouterr()
    assert checked.err == ""
    assert "error[overflow]" in checked.out
    assert sorted(shop.rglob("*")) == before
    assert run(shop, "build") == PROBLEMS
    built = capsys.readouterr().err
    for severity in ("error", "warning"):
        told = re.compile(rf"^.*\b{severity}\[.*$", re.MULTILINE)
        assert sorted(told.findall(built)) == sorted(told.findall(checked.out)) != []


def test_check_json_is_for_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, BAD, "wrong")
    assert run(shop, "check", "--format", "json") == PROBLEMS
    said = capsys.readouterr()
    assert said.err == ""
    found = json.loads(said.out)
    assert all(set(entry) == {"severity", "code", "message", "path", "line", "column", "hints"} for entry in found)
    [error] = [entry for entry in found if entry["severity"] == "error"]
    assert error["path"] == "brochures/wrong.en.yaml"
    assert BAD.splitlines()[error["line"] - 1][error["column"] - 1 :].startswith("txet")


def test_a_clinic_with_particulars_of_its_own_is_not_warned_of(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clinic = shop / "brochures" / "clinic.yaml"
    text = clinic.read_text(encoding="utf-8").replace("example.org", "rothman-md.com").replace("555-01", "736-51")
    clinic.write_text(text, encoding="utf-8")
    assert run(shop, "check", "--layout", "handout") == DONE
    said = capsys.readouterr()
    assert "warning" not in said.out


def test_list_names_what_is_there(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for layout in (shop / "layouts").glob("*.yaml"):
        if layout.stem not in ("handout", "trifold"):
            layout.unlink()
    assert run(shop, "list") == DONE
    assert capsys.readouterr().out.splitlines() == [
        "brochures:", "  tiny  (en)",
        "layouts:", "  handout  (One-page handout)", "  trifold  (Letter-fold brochure)",
        "themes:", "  calm  (Calm)", "  clear  (Clear)", "  warm  (Warm)",
        "clinics:", "  clinic", "  harbor-street",
    ]  # fmt: skip


def test_list_names_a_broken_layout_and_says_what_is_wrong(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = shop / "layouts" / "handout.yaml"
    layout.write_text(layout.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    assert run(shop, "list") == PROBLEMS
    said = capsys.readouterr()
    assert "  handout\n" in said.out
    assert "layouts/handout.yaml" in said.err


def test_new_says_what_to_do_next(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "new", "flu-shot") == DONE
    said = capsys.readouterr().out
    assert "flu-shot.en.yaml" in said
    assert "python render.py build flu-shot" in said
    assert run(shop, "new", "flu-shot") == PROBLEMS
    assert "is there already" in capsys.readouterr().err


def test_schema_is_json_schema_of_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == DONE
    schemas = json.loads(capsys.readouterr().out)
    assert set(schemas) == {"brochure", "clinic", "layout", "theme", "fonts"}
    for kind, schema in schemas.items():
        assert main(["schema", kind]) == DONE
        assert json.loads(capsys.readouterr().out) == schema
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) <= set(schema["properties"])
    assert main(["schema", "--out", str(tmp_path / "schemas")]) == DONE
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {f"{kind}.schema.json" for kind in schemas}


# What a terminal shows ------------------------------------------------------------------------------------------------


def test_help_is_for_a_receptionist(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["build"], ["check"], ["list"], ["new"], ["schema"], ["proof"], ["preview"]):
        with pytest.raises(SystemExit) as stopped:
            main([*words, "--help"])
        assert stopped.value.code == 0
        said = capsys.readouterr().out
        assert not re.search(r"namespace|subparser|positional|traceback|None", said.replace("positional arguments", ""))
        assert all(len(line) <= 100 for line in said.splitlines())
    assert main.__module__ == cli.__name__


def test_the_first_help_names_the_line_for_most_days(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert "python render.py build" in said
    for command in ("build", "check", "list", "new", "schema"):
        assert re.search(rf"^    {command}\s+\w", said, re.MULTILINE), command


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.strip() == f"foldwell {__version__}"


def test_a_pipe_that_cannot_carry_a_character_gets_an_escape(shop: Path) -> None:
    done = typed("build", "--workspace", str(shop), PYTHONIOENCODING="ascii")
    assert done.returncode == DONE, done.stderr
    assert b"both sides \\xb7 flip" in done.stdout
    assert b"Traceback" not in done.stderr


def test_otherwise_it_speaks_utf8(shop: Path) -> None:
    done = typed("build", "--workspace", str(shop), LC_ALL="C", PYTHONIOENCODING="", PYTHONUTF8="0")
    assert done.returncode == DONE, done.stderr
    assert "both sides · flip".encode() in done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash to make a pipe with")
@pytest.mark.parametrize("words", ["schema | head -1", "list | true", "schema | true", "--help | true"])
def test_a_reader_that_goes_away_leaves_no_trace(words: str) -> None:
    done = piped(words)
    assert done.stderr == b""
    assert done.returncode in (DONE, -signal.SIGPIPE, 128 + signal.SIGPIPE)


def test_render_says_what_to_run_where_nothing_is_set_up(tmp_path: Path) -> None:
    shutil.copy(ROOT / "render.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-S", str(tmp_path / "render.py"), "build"],
        cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == FAULT
    assert b"make brochures" in done.stderr
    assert b"Traceback" not in done.stderr


def test_no_command_loads_what_it_does_not_need() -> None:
    """`--help` answers at once: the machine is loaded by the command that needs it."""
    code = (
        "import sys; from foldwell.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('reportlab', 'uharfbuzz', 'yaml', 'jinja2', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        timeout=30, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == b"[]"
