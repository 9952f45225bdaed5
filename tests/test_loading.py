"""What a build loads: the least that it can; and modules that are loaded when something of them is asked for."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from workspaces import make_workspace

from foldwell.loading import SELDOM, doing_without, load_when_used

ROOT = Path(__file__).parents[1]
MACHINE = ("foldwell.editions.press", "reportlab", "uharfbuzz", "yaml", "segno", "foldwell.checks.pdfium")
UNNEEDED = (
    "PIL.Image", "jinja2", "markdown_it", "pypdfium2", "pypdfium2_raw", "svglib", "lxml", "pikepdf", "email.message",
    "ssl", "http.client", "logging", "zipfile", "gzip", "multiprocessing", "concurrent.futures", "subprocess",
    "traceback", "html.entities", "difflib", "pickle", "textwrap", "xml.sax",
    "segno.writers", "importlib.metadata", "foldwell.layout.pictures.svg_drawn", "foldwell.commands.diff",
)  # fmt: skip
# Before there is anything to do, not even these; a build may have them for the sake of others.
NOT_BEFOREHAND = ("typing_extensions", "inspect", "ast", "dis", "tokenize", "shutil", "tempfile", "weakref", "ctypes")


def loaded(workspace: Path, *words: str) -> tuple[set[str], int]:
    """The modules that a process has loaded after `build` of the repository's brochure, and how many times it looked
    for garbage. What is only waiting to be loaded does not count."""
    code = (
        "import gc, sys\n"
        "from foldwell.cli import main\n"
        "looked = []\n"
        "gc.callbacks.append(lambda phase, info: looked.append(phase))\n"
        "main(sys.argv[1:])\n"
        "print(*(name for name, module in sys.modules.items() if type(module).__name__ != '_Waiting'))\n"
        "print(looked.count('start'))\n"
    )
    typed = ["build", "low-dose-naltrexone", "--target", "desk", "--workspace", str(workspace), *words]
    done = subprocess.run(
        [sys.executable, "-c", code, *typed], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, timeout=60, check=True, encoding="utf-8",
    )  # fmt: skip
    names, times = done.stdout.splitlines()[-2:]
    return set(names.split()), int(times)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built once, and so remembers what it draws."""
    workspace = make_workspace(tmp_path_factory.mktemp("loading") / "shop")
    shutil.copy(ROOT / "brochures" / "low-dose-naltrexone.en.yaml", workspace / "brochures")
    loaded(workspace)
    return workspace


def test_a_build_loads_no_more_than_it_needs(built: Path) -> None:
    names, times = loaded(built, "--force")
    assert set(MACHINE) <= names
    assert names & set(UNNEEDED) == set()
    assert times <= 1  # a collection takes longer than a sheet


def test_with_nothing_to_do_the_machine_is_not_loaded(built: Path) -> None:
    names, times = loaded(built)
    assert names & {*MACHINE, *UNNEEDED, *NOT_BEFOREHAND} == set()
    assert times == 0


def test_what_waits_is_loaded_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seldom_asked.py").write_text("print('loaded')\nanswer = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    load_when_used(["seldom_asked"])
    waiting = sys.modules["seldom_asked"]
    assert "answer" not in vars(waiting)
    assert waiting.answer == 42
    assert sys.modules["seldom_asked"] is not waiting
    assert vars(sys.modules["seldom_asked"])["answer"] == waiting.answer
    with pytest.raises(AttributeError):
        _ = waiting.question
    monkeypatch.delitem(sys.modules, "seldom_asked")


def test_a_part_of_a_package_is_found_however_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a_package").mkdir()
    (tmp_path / "a_package" / "__init__.py").write_text("from . import part")
    (tmp_path / "a_package" / "part.py").write_text("answer = 42")
    monkeypatch.syspath_prepend(tmp_path)
    load_when_used(["a_package.part"])
    import a_package.part  # type: ignore[import-not-found]  # made by the test, or not at all
    from a_package import part

    assert part is a_package.part
    assert "answer" not in vars(part)
    assert a_package.part.answer == 42  # loaded by now
    assert a_package.part is sys.modules["a_package.part"] is not part
    assert part.answer == 42
    for name in ("a_package", "a_package.part"):
        monkeypatch.delitem(sys.modules, name)


def test_what_is_not_installed_is_missed_when_it_is_asked_for() -> None:
    load_when_used(["no_such_module"])
    import no_such_module  # type: ignore[import-not-found]  # made by the test, or not at all

    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        _ = no_such_module.anything
    assert "no_such_module" not in sys.modules


def test_what_waits_can_be_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "looked_for.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    load_when_used(["looked_for"])
    assert importlib.util.find_spec("looked_for") is not None
    del sys.modules["looked_for"]  # for good: nobody could load it any more


def test_threads_that_ask_at_once_get_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "asked_at_once.py").write_text("import time\ntime.sleep(0.05)\nanswer = object()\n")
    monkeypatch.syspath_prepend(tmp_path)
    load_when_used(["asked_at_once"])
    waiting = sys.modules["asked_at_once"]
    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(lambda _: waiting.answer, range(8)))
    assert answers == {sys.modules["asked_at_once"].answer}
    del sys.modules["asked_at_once"]


def test_what_is_loaded_stays() -> None:
    load_when_used(["json", *(name for name in SELDOM if name in sys.modules)])
    import json

    assert json.loads("1") == 1
    assert "loads" in vars(json)


def test_a_module_that_is_done_without_is_there_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "can_do_without.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    with doing_without("can_do_without"), pytest.raises(ModuleNotFoundError):
        import can_do_without  # type: ignore[import-not-found]  # made by the test
    import can_do_without

    with doing_without("can_do_without"):  # it is loaded: nobody would believe it
        import can_do_without as same
    assert same is can_do_without
    monkeypatch.delitem(sys.modules, "can_do_without")
