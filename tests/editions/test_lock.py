"""The lock says what was built and from what; nothing else, and the same for the same builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from workspaces import ROOT, brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands import editions as command
from foldwell.commands.shared import DONE, PROBLEMS, STOPPED
from foldwell.content.read import read_brochure
from foldwell.content.review import words_hash
from foldwell.diagnostics import Sink
from foldwell.editions import standing
from foldwell.editions.inputs import UNKNOWN, Inputs, hash_file
from foldwell.editions.lock import NAME, Entry, Lock
from foldwell.editions.program import PACKAGES, program
from foldwell.editions.uncompressed import hash_objects
from foldwell.editions.workspace import Workspace

TINY, PAGE = "tiny.en", "page.en"
DESK = ("handout", "large-print", "trifold")
LONG = brochure(text_block("Drink water. " * 900))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    words = {"tiny": "Drink water.", "page": "Rest a while."}
    return make_workspace(tmp_path / "shop", **{name: brochure(text_block(text)) for name, text in words.items()})


def run(shop: Path, *words: str) -> int:
    return main([*words, "--workspace", str(shop)])


def lock_of(shop: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((shop / NAME).read_bytes())
    return values


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def states(shop: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, tuple[list[str], list[str]]]:
    """The states of each edition of the workspace's own clinic, and why."""
    capsys.readouterr()
    run(shop, "editions", "--format", "json", *words)
    found = json.loads(capsys.readouterr().out)
    return {each["file"]: (each["states"], each["why"]) for each in found if not each["clinic"]}


# What the lock says ---------------------------------------------------------------------------------------------------


def test_each_edition_is_recorded_with_all_that_went_into_it(shop: Path) -> None:
    assert run(shop, "build") == DONE
    lock = lock_of(shop)
    assert sorted(lock["editions"]) == sorted(f"{name}.{layout}.desk.pdf" for name in (TINY, PAGE) for layout in DESK)
    entry = lock["editions"]["tiny.en.trifold.desk.pdf"]
    content = shop / "brochures" / "tiny.en.yaml"
    read = read_brochure(content, shop, Sink())
    assert read is not None
    pdf = (shop / "out" / "tiny.en.trifold.desk.pdf").read_bytes()
    assert {name: entry[name] for name in entry if name != "inputs"} == {
        "brochure": "tiny", "language": "en", "layout": "trifold", "target": "desk", "clinic": "",
        "clinic_file": "brochures/clinic.yaml", "paper": "letter", "form": "TS-01", "revision": 1,
        "review_by": "2027-11-22", "words": words_hash(read), "pages": 2,
        "sha256": sha256(pdf).hexdigest(), "objects": hash_objects(pdf),
    }  # fmt: skip
    inputs = entry["inputs"]
    assert inputs["content"] == hash_file(content)
    assert inputs["clinic"] == hash_file(shop / "brochures" / "clinic.yaml")
    assert inputs["layout"] == hash_file(shop / "layouts" / "trifold.yaml")
    assert inputs["theme"] == hash_file(shop / "layouts" / "themes" / "calm.yaml")
    assert inputs["file art/rothman.svg"] == hash_file(shop / "brochures" / "art" / "rothman.svg")
    assert inputs["program"] == program().fingerprint
    assert lock["programs"] == {program().fingerprint: program().parts}
    assert lock["programs"][inputs["program"]]["foldwell"]


def test_another_clinic_has_its_own_folder_in_the_lock(shop: Path) -> None:
    assert run(shop, "build", "tiny", "--layout", "handout", "--clinic", "harbor-street") == DONE
    [(file, entry)] = lock_of(shop)["editions"].items()
    assert (file, entry["clinic"]) == ("harbor-street/tiny.en.handout.desk.pdf", "harbor-street")


def test_the_file_is_sorted_and_has_a_line_for_each_edition(shop: Path) -> None:
    assert run(shop, "build") == DONE
    data = (shop / NAME).read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"}\n")
    lines = [line for line in data.decode().splitlines() if ".pdf" in line]
    assert len(lines) == 6
    assert lines == sorted(lines)
    assert b"".join(Lock.parse(data).lines()) == data


def test_what_many_editions_have_alike_is_held_once(shop: Path) -> None:
    assert run(shop, "build") == DONE
    first, *others = Lock.parse((shop / NAME).read_bytes()).editions.values()
    for other in others:
        for name in ("fonts", "program", "clinic"):
            assert other.inputs[name] is first.inputs[name]
        assert other.clinic_file is first.clinic_file
    assert hash_file(shop / "brochures" / "clinic.yaml") is first.inputs["clinic"]


def test_the_same_builds_write_the_same_lock_whatever_their_order_and_day(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shutil.copytree(shop, tmp_path / "elsewhere")
    assert run(shop, "build") == DONE
    monkeypatch.setenv("FOLDWELL_TODAY", "2027-01-05")
    for name in ("tiny", "page"):
        assert run(other, "build", name, "--force") == DONE
    assert (shop / NAME).read_bytes() == (other / NAME).read_bytes()


def test_a_build_with_nothing_to_do_leaves_the_lock_alone_and_brings_a_lost_one_back(shop: Path) -> None:
    assert run(shop, "build") == DONE
    path = shop / NAME
    data, saved = path.read_bytes(), path.stat().st_mtime_ns
    assert run(shop, "build") == DONE
    assert path.stat().st_mtime_ns == saved
    path.unlink()
    assert run(shop, "build") == DONE
    assert path.read_bytes() == data


def test_where_a_brochure_is_broken_the_others_and_its_older_files_stand(shop: Path) -> None:
    assert run(shop, "build") == DONE
    before = lock_of(shop)["editions"]
    write(shop, LONG)
    write(shop, brochure(text_block("Rest longer.")), "page")
    assert run(shop, "build") == PROBLEMS
    after = lock_of(shop)
    for file, entry in after["editions"].items():
        assert (entry == before[file]) is (file in after["broken"])
    # large print takes as many pages as it needs
    assert set(after["broken"]) == {f"tiny.en.{layout}.desk.pdf" for layout in ("handout", "trifold")}
    assert run(shop, "verify") == DONE


def test_ctrl_c_leaves_a_lock_of_what_was_finished(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from foldwell.commands import build

    def stop(_result: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "_result_line", stop)
    assert run(shop, "build") == STOPPED
    [file] = lock_of(shop)["editions"]
    assert [path.name for path in (shop / "out").glob("*")] == [file]
    assert run(shop, "verify") == DONE
    monkeypatch.undo()
    assert run(shop, "build") == DONE
    assert run(shop, "verify") == DONE
    assert "6 of 6 files" in capsys.readouterr().out


KILLED = """
import os, signal, sys
from foldwell.editions.lock_book import LockBook
LockBook.close = lambda _: os.kill(os.getpid(), signal.SIGKILL)
from foldwell.cli import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_a_build_that_was_killed_before_it_wrote_the_lock_is_put_right_by_the_next(shop: Path) -> None:
    assert run(shop, "build") == DONE
    before = (shop / NAME).read_bytes()
    change_words(shop)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", KILLED, "build", "--workspace", str(shop)]
    assert subprocess.run(words, env=env, capture_output=True, check=False).returncode < 0
    assert (shop / NAME).read_bytes() == before
    assert run(shop, "verify") == PROBLEMS
    assert run(shop, "build") == DONE
    assert run(shop, "verify") == DONE
    assert (shop / NAME).read_bytes() != before


def test_what_is_saved_during_a_build_is_not_known(shop: Path) -> None:
    path = shop / "brochures" / "tiny.en.yaml"
    workspace = Workspace(shop)
    saved = path.stat().st_mtime_ns
    for begun, known in ((saved + 1, True), (saved, False)):
        inputs = Inputs.read(workspace, shop / "brochures" / "clinic.yaml", begun).of(path, "trifold", "calm")
        assert (inputs["content"] != UNKNOWN) is known


def test_files_that_nobody_asks_for_and_somebody_threw_away_are_forgotten(shop: Path) -> None:
    assert run(shop, "build") == DONE
    (shop / "brochures" / "page.en.yaml").unlink()
    assert run(shop, "build") == DONE
    assert f"{PAGE}.trifold.desk.pdf" in lock_of(shop)["editions"]  # its file is still there
    for path in (shop / "out").glob("page.*"):
        path.unlink()
    assert run(shop, "build") == DONE
    assert sorted(lock_of(shop)["editions"]) == [f"{TINY}.{layout}.desk.pdf" for layout in DESK]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{", b"<<<<<<< ours\n", b'{"format": 1}', b"\xff\xfe", b"[" * 100_000,
        b'{"format": 1, "editions": {"../x.pdf": {}}, "broken": {}, "programs": {}}',
        b'{"format": 1, "editions": {"x.pdf": 3}, "broken": {}, "programs": {}}',
        b'{"format": 1, "editions": {"x.pdf": {"pages": 1}}, "broken": {}, "programs": {}}',
        b'{"format": 9, "editions": {}, "broken": {}, "programs": {}}',
    ],
)  # fmt: skip
def test_a_damaged_lock_is_told_of_and_written_anew(
    shop: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / NAME).write_bytes(data)
    for word in ("verify", "editions"):
        assert run(shop, word) == PROBLEMS
        assert "error[lock]" in capsys.readouterr().err
    assert run(shop, "build") == DONE
    assert "warning[lock]" in capsys.readouterr().err
    assert run(shop, "verify") == DONE


def test_a_lock_that_cannot_be_written_is_no_reason_to_fail(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / NAME).mkdir()
    assert run(shop, "build", "--out", str(shop / "out")) == DONE
    assert "warning[lock]" in capsys.readouterr().err


def entry(**changes: Any) -> Entry:
    values = {
        "brochure": "a", "language": "en", "layout": "handout", "target": "desk", "clinic": "", "clinic_file": "",
        "paper": "a4", "form": "A-1", "revision": 1, "review_by": "2027-01-01", "words": "w",
        "inputs": {"program": "p"}, "sha256": "s", "objects": "o", "pages": 1, **changes,
    }  # fmt: skip
    return Entry.from_json("a.pdf", values)


@pytest.mark.parametrize("change", [{"pages": "1"}, {"form": 3}, {"inputs": {"x": 1}}, {"review_by": "soon"}])
def test_a_line_of_the_wrong_kind_is_refused(change: dict[str, Any]) -> None:
    assert entry().pages == 1
    with pytest.raises((TypeError, ValueError)):
        entry(**change)


def test_made_and_broken_take_each_others_place() -> None:
    lock = Lock().with_made([entry()])
    assert set(lock.editions) == {"a.pdf"}
    broken = lock.with_broken([entry()])
    assert (set(broken.editions), set(broken.broken)) == ({"a.pdf"}, {"a.pdf"})
    assert broken.with_made([replace(entry(), sha256="other")]).broken == {}
    assert broken.without(["a.pdf"]) == Lock()


# The program ----------------------------------------------------------------------------------------------------------


def test_every_package_that_has_a_hand_in_the_pages_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[^\w-]", line.lower())[0] for line in project["dependencies"]}
    reports = {"jinja2"}  # writes no page
    assert {name for name in names if not name.startswith("fontpkg-")} - reports == set(PACKAGES)
    assert "not known" not in program().parts.values()
    assert program().parts["zlib"] == zlib.ZLIB_RUNTIME_VERSION


def test_the_fingerprint_is_of_the_source_not_of_its_place_or_dates(tmp_path: Path) -> None:
    ask = "from foldwell.editions.program import program; print(program().parts['source'])"
    shutil.copytree(ROOT / "foldwell", tmp_path / "foldwell", ignore=shutil.ignore_patterns("__pycache__"))

    def source() -> str:
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run([sys.executable, "-c", ask], cwd=tmp_path, env=env, capture_output=True, check=True)
        return done.stdout.decode().strip()

    first = source()
    os.utime(tmp_path / "foldwell" / "cli.py", (1, 1))
    assert source() == first
    with (tmp_path / "foldwell" / "cli.py").open("a") as file:
        file.write("# another program\n")
    assert source() != first


# How editions stand ---------------------------------------------------------------------------------------------------


def test_the_command_knows_every_state() -> None:
    assert command.STATES == standing.STATES


def test_what_was_never_built_is_told_with_the_other_clinics(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "editions") == DONE
    out = capsys.readouterr().out
    assert re.search(r"^harbor-street/tiny\.en\.trifold\.desk\.pdf +not built$", out, re.MULTILINE)
    assert out.splitlines()[-1] == "12 editions: 12 not built"


def change_words(shop: Path) -> None:
    replace_in(shop / "brochures" / "tiny.en.yaml", "Drink water.", "Drink tea.")


def change_clinic(shop: Path) -> None:
    replace_in(shop / "brochures" / "clinic.yaml", "(555) 555-01", "(555) 555-02")


def change_layout(shop: Path) -> None:
    replace_in(shop / "layouts" / "trifold.yaml", "indent: 13pt", "indent: 15pt")


def change_theme(shop: Path) -> None:
    with (shop / "layouts" / "themes" / "calm.yaml").open("a", encoding="utf-8") as file:
        file.write("# another hand\n")


def change_font(shop: Path) -> None:
    with (shop / "fonts" / "fonts.yaml").open("a", encoding="utf-8") as file:
        file.write("# another hand\n")


def change_logo(shop: Path) -> None:
    shutil.copy(shop / "brochures" / "art" / "harbor-street.svg", shop / "brochures" / "art" / "rothman.svg")


CHANGES: tuple[tuple[Callable[[Path], None], str, set[str]], ...] = (
    (change_words, "content changed", {f"{TINY}.{layout}.desk.pdf" for layout in DESK}),
    (change_clinic, "clinic changed", {f"{name}.{layout}.desk.pdf" for name in (TINY, PAGE) for layout in DESK}),
    (change_layout, "layout changed", {f"{name}.trifold.desk.pdf" for name in (TINY, PAGE)}),
    (change_theme, "theme changed", {f"{name}.{layout}.desk.pdf" for name in (TINY, PAGE) for layout in DESK}),
    (change_font, "fonts changed", {f"{name}.{layout}.desk.pdf" for name in (TINY, PAGE) for layout in DESK}),
    (change_logo, "art/rothman.svg changed", {f"{name}.{layout}.desk.pdf" for name in (TINY, PAGE) for layout in DESK}),
)


@pytest.mark.parametrize(("change", "why", "stale"), CHANGES, ids=[why for _, why, _ in CHANGES])
def test_what_has_changed_makes_stale_what_was_made_from_it(
    shop: Path, change: Callable[[Path], None], why: str, stale: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shop, "build") == DONE
    assert {tuple(found) for found, _ in states(shop, capsys).values()} == {("current",)}
    change(shop)
    after = states(shop, capsys)
    assert {file for file, (found, _) in after.items() if found == ["stale"]} == stale
    assert {file for file, (_, told) in after.items() if told == [why]} == stale
    assert set(states(shop, capsys, "--state", "stale")) == stale
    assert run(shop, "build") == DONE
    assert {tuple(found) for found, _ in states(shop, capsys).values()} == {("current",)}


def test_another_program_is_told_with_the_versions_that_moved(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(shop, "build", "tiny") == DONE
    other = replace(program(), fingerprint="other", parts={**program().parts, "reportlab": "99.1"})
    for module in ("inputs", "standing"):
        monkeypatch.setattr(f"foldwell.editions.{module}.program", lambda: other)
    [why] = states(shop, capsys)["tiny.en.trifold.desk.pdf"][1]
    assert why == f"program changed (reportlab {program().parts['reportlab']} → 99.1)"


def test_the_day_of_review_passes(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(shop, "build", "tiny") == DONE
    file = "tiny.en.trifold.desk.pdf"
    monkeypatch.setenv("FOLDWELL_TODAY", "2027-11-22")
    assert states(shop, capsys)[file] == (["current"], [])
    monkeypatch.setenv("FOLDWELL_TODAY", "2027-11-23")
    assert states(shop, capsys)[file] == (["expired"], ["review was due by 2027-11-22"])
    change_words(shop)
    assert states(shop, capsys, "--state", "stale")[file][0] == ["stale", "expired"]


def test_a_brochure_that_does_not_fit_is_broken_until_it_is_changed(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shop, "build", "tiny") == DONE
    write(shop, LONG)
    file = "tiny.en.trifold.desk.pdf"
    assert states(shop, capsys)[file][0] == ["stale"]  # nobody has tried yet
    assert run(shop, "build", "tiny") == PROBLEMS
    assert states(shop, capsys)[file] == (["broken"], ["the last build could not make it; `check` says why"])
    assert run(shop, "editions", "--state", "broken") == PROBLEMS
    write(shop, brochure(text_block("Drink tea.")))
    assert states(shop, capsys)[file][0] == ["stale"]


def test_a_file_with_mistakes_is_broken_and_the_first_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, brochure(text_block("Drink water."), extra="colour: red\n"))
    told = states(shop, capsys)
    assert told["tiny.en"] == (["broken"], ["brochures/tiny.en.yaml:11:1: there is no key `colour` here"])
    assert told["page.en.trifold.desk.pdf"][0] == ["not-built"]


def test_a_clinic_or_a_layout_with_mistakes_breaks_its_editions(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "build", "tiny") == DONE
    with (shop / "layouts" / "trifold.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: red\n")
    told = states(shop, capsys)
    assert told["tiny.en.trifold.desk.pdf"][0] == ["broken"]
    assert told["tiny.en.handout.desk.pdf"][0] != ["broken"]
    replace_in(shop / "brochures" / "clinic.yaml", "colours:", "colors:")
    assert {tuple(found) for found, _ in states(shop, capsys).values()} == {("broken",)}


def test_what_a_brochure_or_clinic_has_no_more_is_left_over(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "build", "--layout", "handout") == DONE
    assert run(shop, "build", "tiny", "--clinic", "harbor-street", "--layout", "handout") == DONE
    (shop / "brochures" / "clinics" / "harbor-street.yaml").unlink()
    (shop / "brochures" / "page.en.yaml").unlink()
    capsys.readouterr()
    assert run(shop, "editions", "--state", "left-over") == DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [
        "page.en.handout.desk.pdf",
        "harbor-street/tiny.en.handout.desk.pdf",
    ]
    assert "no brochure page.en any more" in lines[0]
    assert "no clinic `harbor-street` any more" in lines[1]


def test_the_clinics_of_a_table_are_listed_once_they_are_built(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "clinics.csv").write_text("slug,name,phone\nelm-street,Elm Street,(555) 555-0170\n", encoding="utf-8")
    assert run(shop, "build", "tiny", "--layout", "handout", "--clinics", str(shop / "clinics.csv")) == DONE
    capsys.readouterr()
    assert run(shop, "editions", "--state", "current") == DONE
    assert capsys.readouterr().out.split()[:2] == ["elm-street/tiny.en.handout.desk.pdf", "current"]
    replace_in(shop / "clinics.csv", "0170", "0171")
    assert run(shop, "editions", "--clinics", str(shop / "clinics.csv"), "--state", "stale") == DONE
    assert capsys.readouterr().out.split()[:4] == ["elm-street/tiny.en.handout.desk.pdf", "stale", "clinic", "changed"]


def test_another_paper_stands_beside_what_is_asked_for(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "build", "tiny", "--layout", "handout", "--paper", "a4") == DONE
    told = states(shop, capsys)
    assert told["tiny.en.handout-a4.desk.pdf"] == (["current"], [])
    assert told["tiny.en.handout.desk.pdf"] == (["not-built"], [])


def test_what_was_withdrawn_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "build", "tiny") == DONE
    over = "withdrawn:\n  date: 2027-03-01\n  reason: |\n    The dose was wrong.\n"
    write(shop, brochure(text_block("Drink water."), extra=over))
    assert states(shop, capsys)["tiny.en.handout.desk.pdf"] == (["withdrawn"], ["withdrawn on 2027-03-01"])


def test_a_file_that_is_gone_is_not_built(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "build", "tiny") == DONE
    (shop / "out" / "tiny.en.handout.desk.pdf").unlink()
    assert states(shop, capsys)["tiny.en.handout.desk.pdf"] == (["not-built"], ["the file is gone"])
