"""What the README and docs/ tell people to type is typed, and what they show as YAML is read."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from foldwell.content.models.blocks import KINDS, Block
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Colours
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.theme import CoverLook, Theme
from foldwell.content.models.validate import model_of, validate
from foldwell.content.placing import check_placing
from foldwell.content.read import read_layout
from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import Mapping, Node, Sequence, plain
from foldwell.desk.settings import Desk
from foldwell.diagnostics import Sink
from foldwell.layout.check import check_layout
from foldwell.layout.folds import plan_sides

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
PYTHON = ".venv/bin/python "
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|tel:)([^)#]+)\)")


def fenced(language: str, pages: list[Path] = PAGES) -> list[tuple[str, str]]:
    """(the word after the language, the text) of every fenced piece in a language."""
    found = (match for page in pages for match in FENCE.finditer(page.read_text(encoding="utf-8")))
    return [(match[2] or "", match[3]) for match in found if match[1] == language]


def typed(language: str) -> list[str]:
    """Every line that people are told to type, once."""
    return list(dict.fromkeys(line for _, text in fenced(language) for line in text.splitlines()))


OURS = [line.removeprefix(PYTHON) for line in typed("sh") if line.startswith(PYTHON)]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The repository as a clinic has it, to write into."""
    for name in ("brochures", "layouts", "fonts", "foldwell"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "render.py", tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", OURS)
def test_a_command_that_is_shown_works(workspace: Path, line: str) -> None:
    done = subprocess.run(
        [sys.executable, *shlex.split(line)],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(workspace)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


def test_build_writes_the_files_that_the_readme_names(workspace: Path) -> None:
    subprocess.run([sys.executable, "render.py", "build"], cwd=workspace, check=True, capture_output=True, timeout=120)
    named = re.findall(r"`(out/\S+\.pdf)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert named
    assert all((workspace / name).exists() for name in named)


def test_every_other_command_is_proven_elsewhere() -> None:
    others = [line for line in typed("sh") if not line.startswith(PYTHON)]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    packages = set(re.findall(r"[\w./-]+:([\w-]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8")))
    for line in others:
        program, *rest = line.split()
        if program == "make":
            assert set(rest) <= targets  # run by test_makefile.py
        else:
            assert (program, rest[0]) == ("apt-get", "install")
            assert set(rest[1:]) == packages - {"make", "git"}  # what .ci/run installs
    assert {"make brochures", "make test"} <= set(others)


def test_windows_is_told_what_the_makefile_does() -> None:
    """The same modules and scripts, called directly: Windows has no make."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = typed("bat")
    assert lines[0] == "py -3 -m venv .venv"
    for line in lines[1:]:
        asked = line.removeprefix(".venv\\Scripts\\python ")
        assert asked != line
        if asked.startswith("-m pip install -e ."):
            assert asked.removeprefix("-m pip install -e .") in {"", "[test]"}
        else:
            assert f"$(PYTHON) {asked}" in makefile


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        assert (page.parent / target).exists(), target


def read(text: str) -> Node:
    """YAML that is shown, as nodes; the reader has nothing to say about it."""
    sink = Sink()
    node = load_text(text, "docs", sink)
    assert node is not None
    assert sink.found == []
    return node


def shown(kind: str) -> list[str]:
    """Every YAML example of a kind: blocks have no word of their own after the fence."""
    return [text for found, text in fenced("yaml") if found == kind]


def test_every_example_is_of_a_kind_that_is_checked() -> None:
    kinds = {kind for kind, _ in fenced("yaml")}
    assert kinds == {
        "",
        "brochure",
        "part",
        "layout",
        "desk",
        "clinic",
        "theme",
        "excerpt",
    }  # excerpts: tests/editions/test_preview.py
    assert "```" not in FENCE.sub("", "".join(page.read_text(encoding="utf-8") for page in PAGES))


def test_the_blocks_that_are_shown_are_blocks_and_none_is_left_out() -> None:
    kinds = set()
    for text in shown(""):
        node = read(text)
        assert isinstance(node, Sequence)
        kinds |= {model_of(Block, plain(item)).kind for item in node.items}
    assert kinds == set(KINDS)


def test_the_brochure_that_is_shown_is_one() -> None:
    [text] = shown("brochure")
    assert set(model_of(Brochure, plain(read(text))).layouts) == {"trifold"}


@pytest.mark.parametrize("text", shown("part"), ids=lambda text: text.partition(":")[0])
def test_a_part_of_a_brochure_that_is_shown_has_its_place_in_one(text: str) -> None:
    [whole] = shown("brochure")
    brochure = plain(read(whole))
    brochure.update(plain(read(text)))
    sink = Sink()
    layouts = {path.stem: read_layout(path, ROOT, sink) for path in (ROOT / "layouts").glob("*.yaml")}
    check_placing(model_of(Brochure, brochure), {name: spec for name, spec in layouts.items() if spec}, sink)
    assert {complaint.code for complaint in sink.found} <= {"uncited-source"}  # sources that the whole does not cite


@pytest.mark.parametrize("text", shown("layout"), ids=lambda text: text.partition(":")[0])
def test_a_part_of_a_layout_that_is_shown_has_its_place_in_one(text: str) -> None:
    layout = plain(read((ROOT / "layouts" / "trifold.yaml").read_text(encoding="utf-8")))
    for key, value in plain(read(text)).items():
        if key in ("styles", "callouts"):
            layout[key].update(value)
        else:
            layout[key] = value
    sink = Sink()
    spec = model_of(LayoutSpec, layout)
    assert check_layout(spec, sink)
    assert plan_sides(spec, "letter", False, sink)
    assert plan_sides(spec, "a4", False, sink)
    assert sink.found == []


@pytest.mark.parametrize("text", shown("clinic"))
def test_the_colours_that_are_shown_are_colours(text: str) -> None:
    sink = Sink()
    clinic = read(text)
    colours = clinic.value("colours") if isinstance(clinic, Mapping) else None
    assert colours is not None
    assert validate(colours, Colours, sink) is not None, sink.found


@pytest.mark.parametrize("text", shown("desk"), ids=lambda text: text.partition(":")[0])
def test_the_settings_of_a_desk_that_are_shown_are_such(text: str) -> None:
    sink = Sink()
    assert validate(read(text), Desk, sink) is not None, sink.found


def test_the_complaint_that_is_shown_is_what_check_says(workspace: Path) -> None:
    [(_, complaint)] = fenced("text")
    run = partial(subprocess.run, cwd=workspace, capture_output=True, encoding="utf-8", timeout=120, check=False)
    run([sys.executable, "render.py", "new", "flu-shot"])
    file = workspace / "brochures" / "flu-shot.en.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: Bring", "tilte: Bring"), encoding="utf-8")
    done = run([sys.executable, "render.py", "check", "flu-shot"])
    assert done.returncode == 1
    assert complaint in done.stdout


@pytest.mark.parametrize("text", shown("theme"), ids=lambda text: text.partition("\n")[0])
def test_a_theme_that_is_shown_is_one(text: str) -> None:
    assert model_of(Theme, plain(read(text))).title


def test_what_the_page_says_of_a_themes_keys_is_so() -> None:
    page = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(?:cover: )?(\w+)`", page, re.MULTILINE)) | set(re.findall(r", `cover: (\w+)`", page))
    keys = {*Theme.names(), *CoverLook.names()} - {"cover"}
    assert keys <= told
    plain_theme = Theme(title="Plain")
    assert (plain_theme.corners, plain_theme.bar, plain_theme.rule) == (5.0, 3.5, 0.5)
