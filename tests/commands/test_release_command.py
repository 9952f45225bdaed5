"""Releases give words a number of their own, and keep what was given out on record."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from workspaces import ROOT, brochure, make_workspace, text_block, write

from foldwell.checks.released import CODE
from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS, USAGE
from foldwell.content.models.releases import Releases
from foldwell.content.read import read_brochure, read_releases
from foldwell.content.review import words_hash
from foldwell.diagnostics import Sink

FIRST, SECOND = text_block("Take it with water."), text_block("Take it with much water.")
DAY = ["--date", "2026-12-01"]
PAGE = """\
# What has changed

<!-- Made by `python render.py release` from releases/. To mend a line, mend it there; what is written here is lost. -->

## A small sheet (tiny.en)

### TS-01

- **Revision 2**, 2027-01-31: \\*Much\\* water
- **Revision 1**, 2026-12-01: First printed
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "shop", tiny=brochure(FIRST))


def run(shop: Path, *words: str) -> int:
    return main([words[0], "--workspace", str(shop), *words[1:]])


def released(shop: Path, note: str, *words: str) -> int:
    return run(shop, "release", "tiny", "--note", note, *words)


def reworded(shop: Path, number: int = 1, blocks: str = SECOND, extra: str = "") -> Path:
    return write(shop, brochure(blocks, extra=extra).replace("number: 1\n", f"number: {number}\n"))


def record(shop: Path) -> Releases:
    sink = Sink()
    found = read_releases(shop / "brochures" / "releases" / "tiny.en.yaml", shop, sink)
    assert found is not None, sink.found
    return found


def files(shop: Path) -> dict[str, bytes]:
    folder = shop / "brochures"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def complaints(shop: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    """What `check` says of the revision."""
    capsys.readouterr()
    run(shop, "check", "--format", "json", "--layout", "handout", *words)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return [complaint for complaint in found if complaint["code"] == CODE]


def test_a_number_that_was_never_given_out_is_kept(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (shop / "brochures" / "tiny.en.yaml").read_text("utf-8")
    assert released(shop, "First printed", *DAY) == DONE
    assert capsys.readouterr().out.startswith("TS-01, revision 1 of 2026-12-01 is released\n")
    after = (shop / "brochures" / "tiny.en.yaml").read_text("utf-8")
    assert after == before.replace("date: 2026-11-22", "date: 2026-12-01").replace("For a test", "First printed")
    [only] = record(shop).releases
    assert (only.form, only.number, str(only.note), str(only.title)) == ("TS-01", 1, "First printed", "A small sheet")
    brochure = read_brochure(shop / "brochures" / "tiny.en.yaml", shop, Sink())
    assert brochure is not None
    assert only.words == words_hash(brochure)


def test_a_number_that_was_given_out_is_raised(shop: Path) -> None:
    assert released(shop, "First printed", *DAY) == DONE
    reworded(shop)
    assert released(shop, "*Much*  water ", "--date", "2027-01-31") == DONE
    assert "number: 2\n  date: 2027-01-31\n  note: |\n    *Much* water\n" in (
        shop / "brochures" / "tiny.en.yaml"
    ).read_text("utf-8")
    assert [one.number for one in record(shop).releases] == [1, 2]
    assert (shop / "brochures" / "CHANGES.md").read_text("utf-8") == PAGE


def test_a_number_that_somebody_raised_by_hand_is_kept(shop: Path) -> None:
    assert released(shop, "First printed") == DONE
    reworded(shop, number=5)
    assert released(shop, "Much water") == DONE
    assert [one.number for one in record(shop).releases] == [1, 5]


def test_a_release_that_broke_off_is_done_again_under_the_same_number(shop: Path) -> None:
    assert released(shop, "First printed") == DONE
    before = files(shop)
    reworded(shop)
    assert released(shop, "Much water") == DONE
    for name in ("releases/tiny.en.yaml", "CHANGES.md"):
        (shop / "brochures" / name).write_bytes(before[name])
    assert released(shop, "Much water") == DONE
    assert [one.number for one in record(shop).releases] == [1, 2]


def test_a_new_form_number_counts_for_itself(shop: Path) -> None:
    assert released(shop, "First printed") == DONE
    write(shop, brochure(FIRST).replace("TS-01", "TS-02"))
    assert released(shop, "A number of its own") == DONE
    assert [(one.form, one.number) for one in record(shop).releases] == [("TS-01", 1), ("TS-02", 1)]
    page = (shop / "brochures" / "CHANGES.md").read_text("utf-8")
    assert re.findall(r"^#+ .*", page, re.MULTILINE)[1:] == ["## A small sheet (tiny.en)", "### TS-02", "### TS-01"]


def test_the_repositorys_own_brochures_can_be_released(tmp_path: Path) -> None:
    shop = make_workspace(tmp_path / "shop")
    for path in (ROOT / "brochures").glob("*.en.yaml"):
        before = path.read_text("utf-8")
        copy = shop / "brochures" / path.name
        copy.write_text(before, "utf-8")
        assert run(shop, "release", path.name, "--note", "As it is now", "--date", "2031-07-08") == DONE
        lines = zip(before.splitlines(), copy.read_text("utf-8").splitlines(), strict=True)
        changed = [new for old, new in lines if old != new]
        assert changed == ["  date: 2031-07-08", "    As it is now"]


def test_the_ends_of_lines_stay(shop: Path) -> None:
    path = shop / "brochures" / "tiny.en.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert released(shop, "First printed") == DONE
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    own = shop / "brochures" / "releases" / "tiny.en.yaml"
    own.write_bytes(own.read_bytes().replace(b"\n", b"\r\n").rstrip())  # as another editor saves it
    reworded(shop)
    assert released(shop, "Much water") == DONE
    assert own.read_bytes().count(b"\n") == own.read_bytes().count(b"\r\n") > 12
    assert len(record(shop).releases) == 2


def test_a_dry_run_shows_all_and_writes_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(shop)
    assert released(shop, "First printed", "--dry-run", *DAY) == DONE
    assert files(shop) == before
    said = capsys.readouterr().out
    for line in ("would be released", "-  date: 2026-11-22", "+  date: 2026-12-01", "+    First printed", "+### TS-01"):
        assert line in said


def refused(shop: Path, capsys: pytest.CaptureFixture[str], note: str, *words: str) -> set[str]:
    """The errors of a release that writes nothing."""
    before = files(shop)
    capsys.readouterr()
    assert released(shop, note, *words) == PROBLEMS
    assert files(shop) == before
    said = capsys.readouterr()
    assert not said.out
    assert "Traceback" not in said.err
    return set(re.findall(r"error\[([\w-]+)\]", said.err))


def test_the_same_words_are_not_released_twice(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert released(shop, "First printed") == DONE
    assert refused(shop, capsys, "Again") == {"release-unchanged"}
    reworded(shop, blocks=FIRST.replace("with water", "with   water"), extra="cover: {art: art/harbor-street.svg}\n")
    assert refused(shop, capsys, "Another picture") == {"release-unchanged"}


@pytest.mark.parametrize("note", ["", " \n ", "a\x07b", "a\u200bb", "\udcff"])
def test_a_note_has_words(shop: Path, capsys: pytest.CaptureFixture[str], note: str) -> None:
    assert refused(shop, capsys, note) == {"release-note"}


def test_time_does_not_run_backwards(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert released(shop, "First printed", *DAY) == DONE
    reworded(shop)
    assert refused(shop, capsys, "Much water", "--date", "2026-11-30") == {"release-date"}
    assert released(shop, "Much water", *DAY) == DONE


def test_a_page_of_somebody_elses_is_not_lost(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "brochures" / "CHANGES.md").write_text("# Our own notes\n", "utf-8")
    assert refused(shop, capsys, "First printed") == {"changes-page"}


@pytest.mark.parametrize(
    "text", ["releases: []\n", "releases:\n- form: TS-01\n", "\ud800".encode(errors="surrogatepass")]
)
def test_a_broken_record_is_told_and_not_added_to(
    shop: Path, capsys: pytest.CaptureFixture[str], text: str | bytes
) -> None:
    folder = shop / "brochures" / "releases"
    folder.mkdir()
    (folder / "tiny.en.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    assert refused(shop, capsys, "First printed")
    assert run(shop, "build", "--layout", "handout") == PROBLEMS
    assert "brochures/releases/tiny.en.yaml:" in capsys.readouterr().err


def test_a_record_that_is_indented_otherwise_is_not_spoilt(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert released(shop, "First printed") == DONE
    path = shop / "brochures" / "releases" / "tiny.en.yaml"
    path.write_text(re.sub(r"^  ", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    reworded(shop)
    assert released(shop, "Much water") == DONE
    assert [one.number for one in record(shop).releases] == [1, 2]
    path.write_text(path.read_text("utf-8") + "# done\n...\n", "utf-8")
    reworded(shop, blocks=FIRST)
    assert refused(shop, capsys, "As it was") == {"release-record"}


def test_a_broken_brochure_is_not_released(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, brochure(FIRST).replace("language: en", "langage: en"))
    assert refused(shop, capsys, "First printed") == {"unknown-key"}


def test_one_language_is_released_at_a_time(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = brochure(FIRST).replace("language: en", "language: es")
    (shop / "brochures" / "tiny.es.yaml").write_text(text, "utf-8")
    assert refused(shop, capsys, "First printed") == {"which-brochure"}
    assert run(shop, "release", "tiny.es", "--note", "Primera edición") == DONE


@pytest.mark.parametrize(
    "words", [["tiny"], ["tiny", "--note", "x", "--date", "22.11.2026"], ["tiny", "--note", "x", "--note", "y"]]
)
def test_wrong_usage(shop: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(shop, "release", *words)
    assert stopped.value.code == USAGE
    assert "--note" in (said := capsys.readouterr().err) or "--date" in said


def test_check_warns_while_new_words_bear_an_old_number(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert complaints(shop, capsys) == []
    assert released(shop, "First printed", *DAY) == DONE
    assert complaints(shop, capsys) == []
    path = reworded(shop)
    [warning] = complaints(shop, capsys)
    assert warning["severity"] == "warning"
    assert warning["message"] == "the words have changed since revision 1 was released on 2026-12-01"
    line = path.read_text("utf-8").splitlines()[warning["line"] - 1]
    assert line[warning["column"] - 1 :] == "1"
    assert "render.py release tiny.en --note" in warning["hints"][0]
    assert released(shop, "Much water", *DAY) == DONE
    assert complaints(shop, capsys) == []
    reworded(shop, number=1)
    [warning] = complaints(shop, capsys)
    assert warning["message"].startswith("this is called revision 1, and revision 2 was released on")


def test_build_warns_also_of_what_was_made_before_the_release(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = ["--layout", "handout"]
    assert released(shop, "First printed") == DONE
    reworded(shop)
    assert released(shop, "Much water") == DONE
    assert run(shop, "build", *layout) == DONE
    assert CODE not in capsys.readouterr().err
    own = shop / "brochures" / "releases" / "tiny.en.yaml"  # another's checkout: the same brochure, another record
    own.write_text(re.sub("words: [0-9a-f]{64}", f"words: {'0' * 64}", own.read_text("utf-8")), "utf-8")
    for _ in range(2):  # anew, and remembered
        assert run(shop, "build", *layout) == DONE
        assert f"warning[{CODE}]" in capsys.readouterr().err


def test_the_print_shop_gets_no_old_number(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert released(shop, "First printed") == DONE
    reworded(shop)
    brochure = read_brochure(shop / "brochures" / "tiny.en.yaml", shop, Sink())
    assert brochure is not None
    signed = f"reviewed_by: {{name: A. Clinician, date: 2026-11-22, words: {words_hash(brochure)}}}\n"
    reworded(shop, extra=signed)
    shop_file = shop / "out" / "tiny.en.handout.shop.pdf"
    for draft in ([], ["--draft"]):
        assert run(shop, "build", "tiny", "--layout", "handout", "--target", "shop", *draft) == PROBLEMS
        assert f"error[{CODE}]" in capsys.readouterr().err
        assert not shop_file.exists()
    assert released(shop, "Much water") == DONE
    assert run(shop, "build", "tiny", "--layout", "handout", "--target", "shop") == DONE
    assert shop_file.exists()


def test_a_draft_may_be_tried_out_at_the_print_shop(shop: Path) -> None:
    assert released(shop, "First printed") == DONE
    reworded(shop)
    assert run(shop, "build", "tiny", "--layout", "handout", "--target", "shop", "--draft") == DONE
