"""Watching tells of what was saved, and of nothing else."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from workspaces import brochure, make_workspace, text_block, write

from foldwell.diagnostics import Sink
from foldwell.editions.watching import saved
from foldwell.editions.workspace import Workspace


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    root = make_workspace(tmp_path / "shop", tiny=brochure(text_block("Drink water.")))
    workspace = Workspace.open(root, Sink())
    assert workspace is not None
    return workspace


def test_what_is_saved_added_or_taken_away_is_told(shop: Workspace) -> None:
    table = shop.root / "chain.csv"
    table.write_text("slug\na\n", encoding="utf-8")
    told = saved(shop, [table])
    assert next(told) == []
    write(shop.root, brochure(text_block("Drink tea, and then some.")))
    assert next(told) == ["tiny.en.yaml"]
    write(shop.root, brochure(text_block("Drink water.")), "other")
    assert next(told) == ["other.en.yaml"]
    (shop.brochures / "other.en.yaml").unlink()
    table.write_text("slug\na\nb\n", encoding="utf-8")
    assert next(told) == ["chain.csv", "other.en.yaml"]


def test_notes_of_editors_are_passed_over(shop: Workspace) -> None:
    told = saved(shop)
    assert next(told) == []
    (shop.brochures / ".tiny.en.yaml.swp").write_bytes(b"x")
    (shop.brochures / "tiny.en.yaml~").write_bytes(b"x")
    (shop.brochures / ".#tiny.en.yaml").symlink_to("nobody@nowhere.1")

    def save_later() -> None:
        time.sleep(0.5)
        (shop.root / "layouts" / "handout.yaml").touch()

    later = threading.Thread(target=save_later)
    later.start()
    assert next(told) == ["handout.yaml"]
    later.join()
