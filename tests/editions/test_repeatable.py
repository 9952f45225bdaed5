"""The same YAML gives the same bytes, whoever builds it where; and what has changed is made anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from workspaces import ROOT, Wanted, attempt, furnish, make_workspace

from foldwell.cli import main
from foldwell.commands.shared import DONE

NAMES = ("low-dose-naltrexone", "kitchen-sink", "pressure", "shown")
LAYOUTS = ("trifold", "handout", "large-print")  # the third looks like the second, and no brochure has to name it


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "shop")
    furnish(root)
    return root


def made(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.pdf")}


def test_another_process_in_another_folder_makes_the_same_bytes(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "with a space"
    shutil.copytree(shop, other)
    (tmp_path / "cwd").mkdir()
    for root, seed, folder, zone in ((shop, "1", ROOT, "UTC"), (other, "4242", tmp_path / "cwd", "Asia/Tokyo")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, str(ROOT / "render.py"), "build", "--workspace", str(root)]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=120, check=False)
        assert done.returncode == DONE, done.stderr.decode()
    first, second = made(shop / "out"), made(other / "out")
    assert len(first) == len(NAMES) * len(LAYOUTS) * 2  # for the desk and for e-mail
    assert {tuple(name.split(".")[:3:2]) for name in first} == set(product(NAMES, LAYOUTS))
    assert first == second


def test_the_order_of_building_does_not_show(shop: Path) -> None:
    """A build that found faces, lines and sections in memory from another brochure gives the same bytes."""
    alone = {}
    for name in NAMES:
        assert main(["build", name, "--workspace", str(shop), "--out", str(shop / name), "--force"]) == DONE
        alone.update(made(shop / name))
    assert main(["build", *reversed(NAMES), "--workspace", str(shop), "--force"]) == DONE
    assert made(shop / "out") == alone


def built(shop: Path) -> dict[str, bytes]:
    assert main(["build", "kitchen-sink", "--workspace", str(shop)]) == DONE
    return made(shop / "out")


def test_files_that_were_thrown_away_come_back(shop: Path) -> None:
    first = built(shop)
    shutil.rmtree(shop / "out")
    assert built(shop) == first
    shutil.rmtree(shop / ".foldwell")
    assert built(shop) == first


def test_a_file_that_somebody_damaged_is_put_right(shop: Path) -> None:
    first = built(shop)
    path = shop / "out" / "kitchen-sink.en.trifold.desk.pdf"
    path.write_bytes(b"scribble")
    assert built(shop) == first


def test_a_memory_that_is_damaged_is_not_trusted(shop: Path) -> None:
    first = built(shop)
    kept = [path for path in (shop / ".foldwell").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        data = bytearray(path.read_bytes())
        data[-2000] ^= 0xFF
        path.write_bytes(data)
    shutil.rmtree(shop / "out")
    assert built(shop) == first
    for path in kept:
        path.write_bytes(b"")  # as a file may be that nobody waited for when the power failed
    assert built(shop) == first
    for path in kept:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
    shutil.rmtree(shop / "out")
    assert built(shop) == first


def change_words(shop: Path) -> None:
    path = shop / "brochures" / "kitchen-sink.en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Use the toilet", "Wash your hands"), encoding="utf-8")


def change_colour(shop: Path) -> None:
    path = shop / "brochures" / "clinic.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("#1d5a56", "#1d4a56"), encoding="utf-8")


def change_layout(shop: Path) -> None:
    path = shop / "layouts" / "trifold.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("indent: 13pt", "indent: 15pt"), encoding="utf-8")


def change_picture(shop: Path) -> None:
    path = shop / "brochures" / "art" / "cuff.svg"
    path.write_text(path.read_text(encoding="utf-8").replace("#d9873f", "#d9443f"), encoding="utf-8")


def change_pixels(shop: Path) -> None:
    shutil.copy(shop / "brochures" / "art" / "gauge.jpg", shop / "kept.jpg")
    path = shop / "brochures" / "art" / "gauge.jpg"
    from PIL import Image

    Image.new("RGB", (240, 160), (1, 2, 3)).save(path)


def change_logo(shop: Path) -> None:
    shutil.copy(shop / "brochures" / "art" / "harbor-street.svg", shop / "brochures" / "art" / "rothman.svg")


def change_font(shop: Path) -> None:
    from importlib.util import find_spec

    spec = find_spec("fontpkg_noto_sans")
    assert spec is not None
    assert spec.origin is not None
    other = Path(spec.origin).parent / "files" / "NotoSans[wdth,wght].ttf"
    shutil.copy(other, shop / "fonts" / "AtkinsonHyperlegible-Regular.ttf")


CHANGES = (change_words, change_colour, change_layout, change_picture, change_pixels, change_logo, change_font)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_has_changed_is_made_anew(shop: Path, change: object) -> None:
    first = built(shop)
    assert callable(change)
    change(shop)
    second = built(shop)
    assert second["kitchen-sink.en.trifold.desk.pdf"] != first["kitchen-sink.en.trifold.desk.pdf"]
    shutil.rmtree(shop / ".foldwell")
    assert built(shop) == second


def test_complaints_are_repeated_with_what_was_kept(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built(shop)
    first = capsys.readouterr().err
    assert "warning[placeholder]" in first
    built(shop)
    assert capsys.readouterr().err == first


def test_the_date_of_the_day_is_in_no_file(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates are the revision's: a build of tomorrow is that of today."""
    first, _, _ = attempt(shop, Wanted("kitchen-sink.en", "handout"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    second, _, _ = attempt(shop, Wanted("kitchen-sink.en", "handout"))
    assert first is not None
    assert second is not None
    assert first.pdf == second.pdf
    assert b"20261122" in first.pdf or b"2026-11-22" in first.pdf
