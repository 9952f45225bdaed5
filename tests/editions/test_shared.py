"""Clinics one after another in one process: what they share is made once, what is theirs is their own, room is kept."""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from workspaces import ROOT

from foldwell.content import read
from foldwell.content.text import inline
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.request import Edition
from foldwell.editions.workspace import Workspace
from foldwell.layout import galleys, standing
from foldwell.pdf import content_stream, embedded_fonts, panels, spelling
from foldwell.pdf.panels import PanelPainter

LAYOUTS = ("trifold", "handout")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("clinics")
    for name in ("brochures", "layouts", "fonts"):
        shutil.copytree(ROOT / name, root / name)
    own = (root / "brochures" / "clinic.yaml").read_text(encoding="utf-8")
    for number, colour in enumerate(("#1d5a56", "#5a1d4c", "#1d345a")):
        text = own.replace("Michael Rothman MD", f"Valley Clinic {number}").replace("#1d5a56", colour)
        path = root / "brochures" / "clinics" / f"valley-{number}.yaml"
        path.write_text(text.replace("rothman.example", f"valley{number}.example"), encoding="utf-8")
    opened = Workspace.open(root, Sink())
    assert opened is not None
    return opened


def press_of(workspace: Workspace, clinic: str) -> Press:
    press = Press.open(workspace, clinic, None, Sink())
    assert press is not None
    return press


def made(press: Press) -> dict[str, bytes]:
    """Every brochure's sheets by name."""
    files: dict[str, bytes] = {}
    for file in press.workspace.brochure_files():
        sink = Sink()
        brochure = press.read(file, sink)
        assert brochure is not None
        for layout in LAYOUTS:
            one = press.make(brochure, Edition(file, layout, "desk", Path("unused.pdf")), sink)
            assert one is not None, sink.found
            files[f"{file.name}.{layout}"] = one.pdf
    return files


def test_the_order_of_clinics_changes_no_byte(workspace: Workspace) -> None:
    names = ["valley-0", "valley-1", "valley-2"]
    forth = {name: made(press_of(workspace, name)) for name in names}
    back = {name: made(press_of(workspace, name)) for name in reversed(names)}
    assert forth == back
    for sheet in forth["valley-0"]:
        assert len({forth[name][sheet] for name in names}) == len(names)


def test_clinics_of_one_theme_share_their_layouts(workspace: Workspace) -> None:
    one, other = press_of(workspace, "valley-0"), press_of(workspace, "valley-1")
    assert all(one.layouts[name] is other.layouts[name] for name in one.layouts)


def test_what_does_not_speak_of_the_clinic_is_set_and_painted_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workspace.root / "brochures" / "clinics" / "valley-0.yaml"
    other = first.with_name("valley-9.yaml")  # in the same colours
    other.write_text(first.read_text(encoding="utf-8").replace("Valley Clinic 0", "Valley Clinic 9"), encoding="utf-8")
    done: Counter[str] = Counter()

    def counted(module: object, name: str) -> None:
        function = getattr(module, name)

        def run(*args: Any, **named: Any) -> Any:
            done[name] += 1
            return function(*args, **named)

        monkeypatch.setattr(module, name, run)

    counted(PanelPainter, "_painted")
    counted(galleys, "set_section")
    standing.forget()
    panels._panels.forget()
    panels._stretches.forget()
    try:
        made(press_of(workspace, "valley-0"))
        alone = done.copy()
        made(press_of(workspace, "valley-9"))
    finally:
        other.unlink()
    assert alone["_painted"] > 150
    assert alone["set_section"] > 40
    assert all(done[name] < 1.5 * alone[name] for name in alone), (alone, done)


def test_edits_one_after_another_change_no_byte_of_what_comes_out(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = next(each for each in workspace.brochure_files() if each.name == "low-dose-naltrexone")
    words = file.path.read_text(encoding="utf-8")
    old = "Naloxone is for that."
    texts = (
        words, words.replace("  number: 1\n", "  number: 2\n"), words.replace(old, "Naloxone is for those."),
        words.replace(old, "Call {{ clinic.phone }} about it. [@cdc]"), f"# moved\n{words}", words,
    )  # fmt: skip
    names = ("valley-0", "valley-1")

    def sheets(text: str, names: tuple[str, ...]) -> list[bytes]:
        file.path.write_text(text, encoding="utf-8")
        found = []
        for name in names:
            press = presses.get(name) or press_of(workspace, name)
            brochure = press.read(file, Sink())
            assert brochure is not None
            for layout in LAYOUTS:
                one = press.make(brochure, Edition(file, layout, "desk", Path("unused.pdf")), Sink())
                assert one is not None
                found.append(one.pdf)
        return found

    presses = {name: press_of(workspace, name) for name in names}
    try:
        warm = [sheets(text, names) for text in texts]
        presses = {}
        for text, known in zip(texts, warm, strict=True):
            monkeypatch.setattr(read, "_remembered", {})
            assert sheets(text, names) == known
    finally:
        file.path.write_text(words, encoding="utf-8")
    assert warm[0] == warm[4] == warm[5]
    assert len({pdf for found in warm for pdf in found}) == 4 * len(names) * len(LAYOUTS)


def test_what_is_remembered_keeps_to_its_room(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    press = press_of(workspace, "valley-0")
    whole = made(press)
    panels._panels.forget()
    panels._stretches.forget()
    for module in (content_stream, embedded_fonts, spelling):
        monkeypatch.setattr(module, "_ROOM", 2)
    monkeypatch.setattr(inline, "ROOM", 2)
    monkeypatch.setattr(content_stream, "_drawn", {})
    monkeypatch.setattr(embedded_fonts, "_made", {})
    monkeypatch.setattr(spelling, "_remembered", {})
    monkeypatch.setattr(inline, "_parsed", {})
    monkeypatch.setattr(read, "_remembered", {})
    assert made(press_of(workspace, "valley-0")) == whole
    for memory in (content_stream._drawn, embedded_fonts._made, spelling._remembered, inline._parsed):
        assert 0 < len(memory) <= 2


def test_a_clinic_leaves_nothing_that_only_a_search_for_cycles_would_free(workspace: Workspace) -> None:
    """What waits for a search holds whole documents meanwhile, and is most of what a search then goes through."""
    made(press_of(workspace, "valley-0"))
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        made(press_of(workspace, "valley-1"))
        gc.collect()
        kinds = [each if isinstance(each, FunctionType) else type(each) for each in gc.garbage]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert {str(kind) for kind in kinds if kind.__module__.startswith("foldwell")} == set()
