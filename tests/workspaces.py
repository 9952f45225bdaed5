"""Workspaces for tests: a folder and some YAML come in, a workspace with the repository's layouts and fonts goes out.

`Bench` holds one workspace and makes editions in it, each once; `brochure` writes the YAML of a tiny brochure.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from textwrap import indent

from msgspec import Struct, field
from PIL import Image, ImageDraw

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.read import read_layout
from foldwell.diagnostics import Sink
from foldwell.editions.press import Made, Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.document import Document, Drawing, Item, Panel, Text

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
INLINE = ("Link", "Reference", "Span")  # elements inside a line of text (ISO 32000-1, 14.8.4.4)

LDN, SINK, ARABIC = "low-dose-naltrexone.en", "kitchen-sink.en", "pressure.ar"
SHOWN = "shown.en"
LAYOUTS = ("trifold", "handout")
CLINICS = (None, "harbor-street")
PAPERS = ("letter", "a4")


class Wanted(Struct, frozen=True):
    """Which edition: the brochure's name and language, its layout, the clinic and the paper."""

    brochure: str
    layout: str
    clinic: str | None = None
    paper: str = "letter"

    def __str__(self) -> str:
        return "-".join((self.brochure.partition(".")[0], self.layout, self.clinic or "own", self.paper))


EVERY = tuple(Wanted(*parts) for parts in product((LDN, SINK), LAYOUTS, CLINICS, PAPERS)) + tuple(
    Wanted(name, layout) for name, layout in product((ARABIC, SHOWN), LAYOUTS)
)


class Built(Struct, frozen=True):
    """An edition that was made, with the layout it was made with and what was complained of."""

    wanted: Wanted
    made: Made
    layout: LayoutSpec
    sink: Sink
    path: Path

    @property
    def document(self) -> Document:
        """What was laid out."""
        return self.made.document


class Bench(Struct):
    """One workspace, and the editions that were made in it."""

    root: Path
    _built: dict[Wanted, Built] = field(default_factory=dict)

    def build(self, wanted: Wanted) -> Built:
        """The edition, made when it is first asked for, and its file."""
        if wanted not in self._built:
            made, layout, sink = attempt(self.root, wanted)
            assert made is not None, [complaint.message for complaint in sink.found]
            path = self.root / "out" / f"{wanted}.pdf"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(made.pdf)
            self._built[wanted] = Built(wanted, made, layout, sink, path)
        return self._built[wanted]


def attempt(root: Path, wanted: Wanted) -> tuple[Made | None, LayoutSpec, Sink]:
    """Try to make an edition; the complaints are all in the sink, and there is no Made where there was an error."""
    sink = Sink()
    workspace = Workspace.open(root, sink)
    assert workspace is not None, sink.found
    press = Press.open(workspace, wanted.clinic, wanted.paper, sink)
    assert press is not None, sink.found
    [file] = workspace.choose([wanted.brochure], sink)
    brochure = press.read(file, sink)
    [edition] = press.editions(file, brochure, wanted.layout, root / "out") if brochure else [None]
    made = press.make(brochure, edition, sink) if brochure and edition else None
    return made, press.layouts[wanted.layout], sink


def document_of(root: Path, wanted: Wanted) -> Document:
    """The document of an edition without errors."""
    made, _, sink = attempt(root, wanted)
    assert made is not None, [(found.code, found.message) for found in sink.found]
    return made.document


def make_workspace(root: Path, **brochures: str) -> Path:
    """A workspace with the repository's layouts, fonts, clinics and art, and the brochures given: `name=YAML` is
    written as `name.en.yaml`. Returns `root`."""
    for folder in ("layouts", "fonts"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "brochures").mkdir()
    shutil.copy(ROOT / "brochures" / "clinic.yaml", root / "brochures")
    for folder in ("clinics", "art"):
        shutil.copytree(ROOT / "brochures" / folder, root / "brochures" / folder)
    for name, text in brochures.items():
        write(root, text, name)
    return root


def write(root: Path, text: str, name: str = "tiny") -> Path:
    """Write a brochure's YAML into a workspace; its file."""
    path = root / "brochures" / f"{name.replace('_', '-')}.en.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def furnish(root: Path) -> None:
    """Put in the repository's brochure, those of tests/data, and the pictures that they name."""
    shutil.copy(ROOT / "brochures" / f"{LDN}.yaml", root / "brochures")
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, root / "brochures")
    art = root / "brochures" / "art"
    for path in (DATA / "art").iterdir():
        shutil.copy(path, art)
    leaf = Image.new("RGBA", (240, 160), (0, 0, 0, 0))
    ImageDraw.Draw(leaf).ellipse((20, 20, 220, 140), fill=(29, 90, 86, 200))
    leaf.save(art / "leaf.png")
    gauge = Image.new("RGB", (240, 160), (245, 240, 230))
    ImageDraw.Draw(gauge).arc((20, 20, 220, 220), 180, 300, fill=(163, 38, 27), width=14)
    gauge.save(art / "gauge.jpg", quality=90)


def brochure(blocks: str, *, required: bool = False, extra: str = "") -> str:
    """A brochure with one section of the blocks given, in the trifold's inside and the handout's main column."""
    return f"""\
title: |
  A small sheet
form: TS-01
revision:
  number: 1
  date: 2026-11-22
  note: |
    For a test
review_by: 2027-11-22
language: en
{extra}sections:
  only:
    heading: |
      One section
    required: {"true" if required else "false"}
    blocks:
{indent(blocks, "      ").rstrip()}
layouts:
  trifold:
    inside: [only]
    back: [legal]
  handout:
    main: [only]
    side: [legal]
{"" if "targets:" in extra else "targets: [desk]"}
"""


def on_the_side(text: str) -> str:
    """A tiny brochure with its section in the handout's narrow column."""
    return text.replace("    main: [only]\n    side: [legal]", "    main: [legal]\n    side: [only]")


def text_block(words: str) -> str:
    """A block of text, as YAML."""
    return f"- text: |\n    {words}\n"


# Reading a laid-out document ------------------------------------------------------------------------------------------


def content(document: Document) -> dict[int, Item]:
    """The items that belong to an element, by their numbers."""
    return {item.number: item for item in document.items() if item.element is not None}


def ancestors(document: Document, element: int | None) -> Iterator[str]:
    """The roles of an element and of those that it stands in."""
    while element is not None:
        yield document.elements[element].role
        element = document.elements[element].parent


def words_along_tree(document: Document) -> list[str]:
    """The words of the document in the order of its structure tree; drawn signs are no words."""
    items = content(document)

    def text(element: int) -> Iterator[str]:
        inline = document.elements[element].role in INLINE
        yield "" if inline else " "
        for kind, number in document.elements[element].kids:
            if kind == "e":
                yield from text(number)
            else:
                item = items[number]
                yield item.text if isinstance(item, Text) else ""
        yield "" if inline else " "

    return "".join(text(0)).split()


def words_along_panels(document: Document) -> list[str]:
    """The words of the document's panels in reading order, each panel's in the order of its items."""
    return [word for panel in document.panels() for word in words_of_panel(document, panel)]


def words_of_panel(document: Document, panel: Panel) -> list[str]:
    """The words of a panel's content in the order of its items; drawn signs are no words."""
    text: list[str] = []
    block: int | None = None
    for item in panel.items:
        if isinstance(item, Text) and item.element is not None:
            mine = item.element
            while document.elements[mine].role in INLINE:
                mine = document.elements[mine].parent or 0
            text.append(item.text if mine == block else f" {item.text}")
            block = mine
    return "".join(text).split()


def signs_of(document: Document) -> list[str]:
    """The drawn signs, by their text equivalents."""
    return [
        item.actual
        for item in document.items()
        if isinstance(item, Drawing) and item.element is not None and item.actual is not None and len(item.actual) == 1
    ]


def layout_of(name: str) -> LayoutSpec:
    """A layout of the repository."""
    sink = Sink()
    layout = read_layout(ROOT / "layouts" / f"{name}.yaml", ROOT, sink)
    assert layout is not None, sink.found
    return layout
