"""A small workspace for the tests of this folder: a sample brochure, two layouts, pictures' names."""

from __future__ import annotations

from pathlib import Path

from foldwell.content.models.brochure import Brochure
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.validate import model_of
from foldwell.content.placing import check_dates, check_placing
from foldwell.content.read import read_brochure, read_clinic, read_fonts, read_layout
from foldwell.diagnostics import Sink

HERE = Path(__file__).parent
SAMPLE = (HERE / "sample.en.yaml").read_text(encoding="utf-8")
READERS = {"brochure": read_brochure, "clinic": read_clinic, "layout": read_layout, "fonts": read_fonts}


def _layout(title: str, *regions: str) -> LayoutSpec:
    return model_of(
        LayoutSpec,
        {
            "title": title,
            "orientation": "landscape",
            "sides": [{"name": "outside", "panels": ["flap"]}],
            "reading_order": ["flap"],
            "margins": {"top": "0.5in", "bottom": "0.5in", "edge": "0.5in", "fold": "0.25in"},
            "panels": {"flap": {"rows": [{"regions": list(regions)}]}},
            "regions": {region: {} for region in regions},
            "styles": {},
            "callouts": {},
        },
    )


LAYOUTS = {"trifold": _layout("Trifold", "flap", "inside", "back"), "handout": _layout("Handout", "main", "side")}


def workspace(root: Path) -> Path:
    """Make a workspace's folders and files; returns its root."""
    art = root / "brochures" / "art"
    art.mkdir(parents=True, exist_ok=True)
    for name in ("cover.svg", "tablet.png", "notes.txt"):
        (art / name).write_text("any", encoding="utf-8")
    return root


def read(root: Path, data: bytes, kind: str = "brochure") -> tuple[Sink, object]:
    """Read bytes as a file of a kind, and hold a brochure against the layouts."""
    path = root / "brochures" / "sample.en.yaml"
    path.write_bytes(data)
    sink = Sink()
    made = READERS[kind](path, root, sink)
    if isinstance(made, Brochure):
        check_placing(made, LAYOUTS, sink)
        check_dates(made, sink)
    return sink, made
