"""What is remembered from run to run: only what is still true, and nothing that somebody changed meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from workspaces import brochure, furnish, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.diagnostics import Sink
from foldwell.editions.building import make_here
from foldwell.editions.delivery import deliver
from foldwell.editions.finished import Job
from foldwell.editions.kept import Kept
from foldwell.editions.request import Request
from foldwell.editions.workspace import Workspace

HANDOUT_ONLY = brochure(text_block("On one page.")).replace("  trifold:\n    inside: [only]\n    back: [legal]\n", "")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "shop", tiny=brochure(text_block("Drink water.")), page=HANDOUT_ONLY)


def build(shop: Path, *words: str) -> int:
    return main(["build", *words, "--workspace", str(shop)])


def test_a_layout_that_only_some_have_is_found_again(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(shop, "--layout", "trifold") == DONE
    assert build(shop, "--layout", "trifold") == DONE
    assert "unchanged" in capsys.readouterr().out


def test_one_file_is_kept_for_each_brochure_however_often_it_changes(shop: Path) -> None:
    for words in ("Drink water.", "Drink more water.", "Drink tea."):
        write(shop, brochure(text_block(words)))
        assert build(shop) == DONE
    kept = sorted(path.name for path in (shop / ".foldwell" / "made").iterdir())
    assert kept == ["page.en.all", "tiny.en.all"]


def test_a_picture_that_no_sheet_shows_is_missed_all_the_same(shop: Path) -> None:
    """A build that found everything made before says what one from scratch would say."""
    furnish(shop)
    unseen = "- figure:\n    file: art/gauge.jpg\n    decorative: true\n    width: 0.2\n  only: [trifold]\n"
    write(shop, brochure(text_block("Drink water.") + unseen))
    assert build(shop, "tiny", "--layout", "handout") == DONE
    (shop / "brochures" / "art" / "gauge.jpg").unlink()
    assert build(shop, "tiny", "--layout", "handout") == PROBLEMS


@pytest.mark.parametrize("saved_during_the_build", [True, False])
def test_what_is_saved_during_a_build_is_made_anew(shop: Path, saved_during_the_build: bool) -> None:
    sink, request = Sink(), Request(("tiny",), out=shop / "out")
    workspace = Workspace.open(shop, sink)
    assert workspace is not None
    kept = Kept(workspace, request, shop / "brochures" / "clinic.yaml")
    [file] = workspace.choose(["tiny"], sink)
    [finished] = make_here([Job(workspace, request, (file,))])
    for _ in deliver(finished, kept, sink):
        if saved_during_the_build:
            path = write(shop, brochure(text_block("Drink nothing at all.")))
            os.utime(path, ns=(time.time_ns(), time.time_ns()))
    later = Kept(workspace, request, shop / "brochures" / "clinic.yaml")
    assert (later.find(file) is None) is saved_during_the_build


@pytest.mark.parametrize("folder", ["brochures", "brochures/clinics", "layouts", "fonts"])
def test_the_notes_of_editors_and_systems_are_no_files_of_ours(
    shop: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Emacs locks a file with a link that leads nowhere; a Mac writes a second file on a network drive."""
    (shop / folder / ".#tiny.yaml").symlink_to("somebody@a-computer.4242")
    (shop / folder / "._tiny.yaml").write_bytes(b"\0\5\26\7")
    assert build(shop) == DONE
    assert "tiny.yaml" not in capsys.readouterr().err


def test_what_was_refused_to_the_print_shop_is_refused_again(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shop, brochure(text_block("Drink water."), extra="targets: [desk, shop]\n"))
    for _ in range(2):
        assert build(shop, "tiny") == PROBLEMS
        assert "error[draft-refused]" in capsys.readouterr().err
