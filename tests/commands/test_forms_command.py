"""Withdrawn forms are made no more, and every number is listed for the paper on the rack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from workspaces import brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS

WORDS = text_block("Take it with water.")
OVER = "withdrawn:\n  date: 2026-12-05\n  reason: |\n    The dose\n    was wrong.\n  replaced_by: TS-02\n"


def form(number: str, extra: str = "", words: str = WORDS) -> str:
    return brochure(words, extra=extra).replace("TS-01", number)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "shop", old=form("TS-01", OVER), new=form("TS-02"))


def run(shop: Path, *words: str) -> int:
    return main([words[0], "--workspace", str(shop), *words[1:]])


def listed(shop: Path, capsys: pytest.CaptureFixture[str], status: int = DONE) -> tuple[dict[str, Any], str]:
    """The forms by number and brochure, and the complaints."""
    capsys.readouterr()
    assert run(shop, "forms", "--format", "json") == status
    said = capsys.readouterr()
    return {f"{each['form']} {each['brochure']}": each for each in json.loads(said.out)}, said.err


def test_a_withdrawn_brochure_is_not_made_among_others(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):  # anew, and remembered
        assert run(shop, "build", "--layout", "handout") == DONE
        said = capsys.readouterr().err
        assert (
            "note[withdrawn]: TS-01 was withdrawn on 2026-12-05 (The dose was wrong), so nothing is made of it" in said
        )
        assert "TS-02 takes its place" in said
    assert sorted(path.name for path in (shop / "out").iterdir()) == ["new.en.handout.desk.pdf"]
    assert run(shop, "build", "old") == DONE
    assert "note[withdrawn]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["print", "old", "--draft"],
        ["mail", "old", "--to", "a@example.org", "--draft"],
        ["release", "old", "--note", "x"],
    ],
)
def test_a_withdrawn_brochure_does_not_leave_the_house(
    shop: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(shop, *words) == PROBLEMS
    said = capsys.readouterr()
    assert "error[withdrawn]" in said.err
    assert not said.out
    assert not (shop / "out").exists()


def test_the_list_says_what_to_keep_and_what_to_take_away(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "release", "new", "--note", "First", "--date", "2026-12-01") == DONE
    write(shop, form("TS-02", words=text_block("Take it.")), "new")
    assert run(shop, "release", "new", "--note", "Shorter", "--date", "2026-12-02") == DONE
    capsys.readouterr()
    assert run(shop, "forms") == DONE
    assert (
        capsys.readouterr().out
        == """\
in use:
  TS-02  A small sheet  (new.en)
    take paper of older revisions (1) from the rack
    takes the place of TS-01
    revision 2, 2026-12-02: Shorter
    revision 1, 2026-12-01: First
take from the rack:
  TS-01  A small sheet  (old.en)
    withdrawn on 2026-12-05: The dose was wrong.
    hand out TS-02 instead
"""
    )


def test_what_was_released_last_is_right_until_the_next_is(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for note in ("First", "Shorter", "Next"):
        write(shop, form("TS-02", words=text_block(f"Take it. {note}")), "new")
        assert note == "Next" or run(shop, "release", "new", "--note", note) == DONE
    path = shop / "brochures" / "new.en.yaml"
    path.write_text(path.read_text("utf-8").replace("number: 1", "number: 3"), "utf-8")
    capsys.readouterr()
    assert run(shop, "forms") == DONE
    said = capsys.readouterr().out
    assert "    revision 3, 2026-11-22: not released yet\n    take paper of older revisions (1) from the rack\n" in said


def test_nothing_to_take_away_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = make_workspace(tmp_path / "shop", new=form("TS-02"))
    assert run(shop, "forms") == DONE
    said = capsys.readouterr().out
    assert "revision 1, 2026-11-22: not released yet" in said
    assert said.endswith("take from the rack: none\n")


def test_a_form_that_got_another_number_and_one_that_is_gone(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "release", "new", "--note", "First") == DONE
    write(shop, form("TS-03"), "new")
    write(shop, form("TS-09"), "gone")
    assert run(shop, "release", "gone", "--note", "Only") == DONE
    (shop / "brochures" / "gone.en.yaml").unlink()
    found, said = listed(shop, capsys)
    assert {key: each["state"] for key, each in found.items()} == {
        "TS-01 old.en": "withdrawn", "TS-02 new.en": "renumbered", "TS-03 new.en": "in use", "TS-09 gone.en": "gone",
    }  # fmt: skip
    assert found["TS-02 new.en"]["replaced_by"] == "TS-03"
    assert found["TS-03 new.en"]["replaces"] == ["TS-02"]
    assert [each["note"] for each in found["TS-09 gone.en"]["revisions"]] == ["Only"]
    assert "no brochure in use has the form number TS-02" in said  # which the withdrawn one still names


def test_a_brochure_that_got_another_name_is_noticed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "release", "new", "--note", "First") == DONE
    (shop / "brochures" / "new.en.yaml").rename(shop / "brochures" / "newer.en.yaml")
    _, said = listed(shop, capsys)
    assert "rename brochures/releases/new.en.yaml, too" in said
    releases = shop / "brochures" / "releases"
    (releases / "new.en.yaml").rename(releases / "newer.en.yaml")
    found, said = listed(shop, capsys)
    assert "record-lost" not in said
    assert found["TS-02 newer.en"]["released"]


def test_two_brochures_of_one_number_are_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, form("TS-02"), "twin")
    (shop / "brochures" / "new.es.yaml").write_text(form("TS-02").replace("language: en", "language: es"), "utf-8")
    _, said = listed(shop, capsys)
    assert said.count("warning[form-twice]: new.en has the form number TS-02, too") == 1
    run(shop, "check")
    assert capsys.readouterr().out.count("warning[form-twice]: new.en has the form number TS-02, too") == 1
    run(shop, "check", "new")
    assert "form-twice" not in capsys.readouterr().out


def test_a_broken_brochure_is_listed_from_its_record(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "release", "new", "--note", "First") == DONE
    path = shop / "brochures" / "new.en.yaml"
    path.write_text(path.read_text("utf-8").replace("title:", "titel:"), "utf-8")
    found, said = listed(shop, capsys, PROBLEMS)
    assert found["TS-02 new.en"]["state"] == "broken"
    assert "error[unknown-key]" in said


@pytest.mark.parametrize(
    "value", ["{date: 2026-12-05}", "{date: soon, reason: x}", "{date: 2026-12-05, reason: x, replaced_by: x}"]
)
def test_a_wrong_withdrawal_is_told_with_its_place(shop: Path, capsys: pytest.CaptureFixture[str], value: str) -> None:
    path = write(shop, form("TS-01", f"withdrawn: {value}\n"), "old")
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if text.startswith("withdrawn"))
    assert run(shop, "check", "old") == PROBLEMS
    assert f"brochures/old.en.yaml:{line}:" in capsys.readouterr().out
