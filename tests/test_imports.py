"""The house's rules, read from the source: who may import whom, module size, and a docstring at every module's head."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = (
    "loading",
    "diagnostics",
    "content",
    "type",
    "layout",
    "pdf",
    "checks",
    "editions",
    "desk",
    "commands",
    "cli",
)  # may import leftwards
WITHIN_CONTENT = ("reading", "models", "text", "composing")  # the same
LONGEST = 500
DRAWING = ("foldwell/layout/pictures/svg", "foldwell/layout/blocks/charts")  # with what reads no file and writes none
MODULES = sorted((ROOT / "foldwell").rglob("*.py"))


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, those inside functions and relative ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def room(module: str) -> str | None:
    """The room of a module of the program: `foldwell.type.fonts` is in `type`."""
    parts = module.split(".")
    return parts[1] if parts[0] == "foldwell" and len(parts) > 1 and parts[1] in ROOMS else None


def part_of_content(module: str) -> int | None:
    """Which of the parts of `content` a module belongs to, by its place in their order."""
    parts = module.split(".")
    within = parts[:2] == ["foldwell", "content"] and len(parts) > 2 and parts[2] in WITHIN_CONTENT
    return WITHIN_CONTENT.index(parts[2]) if within else None


def broken_rules(path: Path, source: str) -> list[str]:
    """What a module imports against the rules. `path` is relative to the repository."""
    own = room(".".join(path.with_suffix("").parts))
    draws = path.as_posix().startswith(DRAWING)
    found = []
    for line, module in imports(source, ".".join(path.parent.parts)):
        theirs = room(module)
        part, used = part_of_content(".".join(path.with_suffix("").parts)), part_of_content(module)
        if part is not None and used is not None and used > part:
            found.append(f"{path}:{line}: content/{WITHIN_CONTENT[part]} may not import {module}")
        if own and theirs and ROOMS.index(theirs) > ROOMS.index(own):
            found.append(f"{path}:{line}: {own} may not import {module}")
        if own == "pdf" or (draws and module.startswith(("svglib", "reportlab.graphics"))):
            continue
        if module.split(".")[0] in ("svglib", "reportlab"):
            found.append(f"{path}:{line}: only foldwell/pdf writes files and may import {module}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_keeps_the_rules(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert broken_rules(path.relative_to(ROOT), source) == []
    assert ast.get_docstring(ast.parse(source)), "a module opens with a sentence: what comes in, what goes out"
    assert len(source.splitlines()) <= LONGEST


def test_every_folder_is_a_known_room() -> None:
    inside = (ROOT / "foldwell").iterdir()
    places = {path.stem for path in inside if path.suffix == ".py" or any(path.glob("*.py"))}
    assert places - {"__init__", "__main__"} <= set(ROOMS)
    assert len(MODULES) > len(ROOMS)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("foldwell/type/fonts.py", "from foldwell.layout import fit"),
        ("foldwell/content/models/blocks.py", "from foldwell.content.text.runs import Run"),
        ("foldwell/type/fonts.py", "from foldwell import layout"),
        ("foldwell/type/fonts.py", "from ..layout import fit"),
        ("foldwell/type/fonts.py", "from .. import layout"),
        ("foldwell/layout/fit.py", "def f():\n    import foldwell.pdf.paint"),
        ("foldwell/diagnostics.py", "from foldwell.content.reading.nodes import Node"),
        ("foldwell/editions/build.py", "from reportlab.pdfgen.canvas import Canvas"),
        ("foldwell/layout/pictures/svg.py", "from reportlab.pdfgen.canvas import Canvas"),
        ("foldwell/cli.py", "import reportlab.pdfbase.pdfdoc"),
        ("foldwell/layout/fit.py", "from reportlab.graphics import shapes"),
        ("foldwell/content/reading/load.py", "import svglib.svglib"),
    ],
)
def test_a_forbidden_import_is_found(path: str, line: str) -> None:
    assert broken_rules(Path(path), line)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("foldwell/layout/fit.py", "from foldwell.type.fonts import FontBook"),
        ("foldwell/layout/fit.py", "from .document import Sheet"),
        ("foldwell/layout/pictures/svg.py", "def f():\n    from svglib.svglib import svg2rlg"),
        ("foldwell/layout/pictures/svg.py", "import reportlab.graphics.shapes"),
        ("foldwell/pdf/paint.py", "from reportlab.pdfgen.canvas import Canvas"),
        ("foldwell/cli.py", "import foldwell.desk.printing\nimport typing"),
    ],
)
def test_an_allowed_import_is_let_through(path: str, line: str) -> None:
    assert broken_rules(Path(path), line) == []
