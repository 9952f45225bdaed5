"""Themes: the clinic picks one by name; it paints every edition, moves no line, and the files stay sound."""

from copy import deepcopy
from pathlib import Path

import judges
import pytest
from workspaces import LDN, ROOT, SINK, Bench, Built, Wanted, attempt, furnish, make_workspace

from foldwell.content.models.theme import PLAIN, dressed, theme_of
from foldwell.content.read import read_theme
from foldwell.diagnostics import Diagnostic, Sink, Span
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.document import Drawing, Item, Rect, Text

THEMES = ("calm", "clear", "warm")
HARBOR = "harbor-street"


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bench]:
    """For each theme a workspace whose two clinics have picked it."""
    made = {}
    for theme in THEMES:
        root = make_workspace(tmp_path_factory.mktemp(theme) / "shop")
        furnish(root)
        for clinic in (root / "brochures" / "clinic.yaml", root / "brochures" / "clinics" / f"{HARBOR}.yaml"):
            clinic.write_text(_picking(clinic, theme), encoding="utf-8")
        made[theme] = Bench(root)
    return made


def _picking(clinic: Path, theme: str) -> str:
    """A clinic's file with that theme in place of its own, if it has one."""
    lines = [line for line in clinic.read_text("utf-8").splitlines() if not line.startswith("theme:")]
    return "\n".join([*lines, f"theme: {theme}", ""])


def finished(bench: Bench) -> list[Built]:
    """Both layouts, each for another clinic."""
    return [
        bench.build(wanted)
        for wanted in (Wanted(LDN, "trifold"), Wanted(SINK, "trifold", HARBOR), Wanted(LDN, "handout"))
    ]


def test_the_repository_has_three_themes_with_names() -> None:
    assert {path.stem for path in (ROOT / "layouts" / "themes").glob("*.yaml")} >= set(THEMES)
    sink = Sink()
    titles = [read_theme(ROOT / "layouts" / "themes" / f"{name}.yaml", ROOT, sink) for name in THEMES]
    assert [theme.title for theme in titles if theme] == ["Calm", "Clear", "Warm"]
    assert sink.found == []


def test_the_files_of_every_theme_are_accessible_and_archivable(benches: dict[str, Bench]) -> None:
    judges.need("java")
    files = [built.path for bench in benches.values() for built in finished(bench)]
    assert [str(failure) for failure in judges.verapdf(files, "PDFUA-1")] == []
    assert [str(failure) for failure in judges.verapdf(files, "PDFA-2A")] == []


@pytest.mark.parametrize("theme", THEMES)
def test_other_programs_find_nothing_broken(benches: dict[str, Bench], theme: str) -> None:
    for built in finished(benches[theme]):
        assert judges.qpdf_complaints(built.path) == []


def texts(built: Built) -> list[tuple[str, Rect, str]]:
    """Every line of words outside the cover: what it says and where it stands."""
    panels = (panel for panel in built.document.panels() if panel.name != "cover")
    return [(item.text, item.rect, item.face) for panel in panels for item in panel.items if isinstance(item, Text)]


@pytest.mark.parametrize("wanted", [Wanted(SINK, "trifold"), Wanted(SINK, "handout")], ids=str)
def test_a_theme_moves_no_line_of_text(benches: dict[str, Bench], wanted: Wanted) -> None:
    """So that what fits in one theme fits in all."""
    plain, *others = (texts(benches[theme].build(wanted)) for theme in THEMES)
    assert len(plain) > 50
    assert all(other == plain for other in others)


def drawn(built: Built) -> list[tuple[Rect, Item]]:
    return [
        (item.rect.moved(panel.rect.x, panel.rect.y), item)
        for sheet in built.document.sheets
        for panel in sheet.panels
        for item in panel.items
        if not isinstance(item, Text)
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_decoration_keeps_to_what_a_printer_can_print(benches: dict[str, Bench], theme: str) -> None:
    for built in finished(benches[theme]):
        [width], [height] = (
            {sheet.width for sheet in built.document.sheets},
            {s.height for s in built.document.sheets},
        )
        room = Rect(18.0, 18.0, width - 36.0, height - 36.0)
        for place, item in drawn(built):
            assert room.holds(place), item


def test_every_theme_gives_callouts_its_corners_and_headings_its_mark(benches: dict[str, Bench]) -> None:
    marks = {}
    for theme in THEMES:
        built = benches[theme].build(Wanted(LDN, "trifold"))
        look = theme_of(built.layout)
        grounds = [
            item
            for _, item in drawn(built)
            if isinstance(item, Drawing) and item.shapes[0].fill and item.element is None
        ]
        boxes = [item for item in grounds if item.shapes[0].fill and item.shapes[0].fill.role == "alert"]
        assert boxes
        starts = {box.shapes[0].commands[0][1][0] for box in boxes}
        assert starts == {look.corners}
        weight = look.heading.weight if look.heading else 0.0
        marks[theme] = sum(item.rect.height == weight for item in grounds)
    assert marks["calm"] == 0
    document = benches["warm"].build(Wanted(LDN, "trifold")).document
    titles = {mark.title for mark in document.bookmarks if document.elements[mark.element].role == "Sect"}
    emergency = 1 if benches["warm"].build(Wanted(LDN, "trifold")).made.story.emergency else 0  # a card, no section
    assert marks["clear"] == marks["warm"]
    assert len(titles) - 1 - emergency <= marks["clear"] <= len(titles) - 1  # the first is the brochure's own title
    assert marks["clear"] > 5


def test_a_band_runs_along_the_head_of_a_handout_only(benches: dict[str, Bench]) -> None:
    for theme, count in (("calm", 0), ("clear", 1), ("warm", 0)):
        page = next(benches[theme].build(Wanted(LDN, "handout")).document.panels())
        assert len(page.fields) == count
        assert all(field.apart == pytest.approx(page.live.x) for field in page.fields)  # as wide as the text
        trifold = benches[theme].build(Wanted(LDN, "trifold")).document
        assert sum(len(panel.fields) for panel in trifold.panels()) == (1 if theme == "warm" else 0)


# Picking one ----------------------------------------------------------------------------------------------------------


def opened(root: Path, theme: str | None) -> tuple[Press | None, list[Diagnostic], int]:
    """The workspace opened by a clinic that picks a theme; what was said, and the line that says `theme:`."""
    clinic = root / "brochures" / "clinic.yaml"
    text = clinic.read_text("utf-8") + (f"\ntheme: {theme}\n" if theme else "")
    clinic.write_text(text, encoding="utf-8")
    sink = Sink()
    workspace = Workspace.open(root, sink)
    assert workspace is not None
    press = Press.open(workspace, None, None, sink)
    return press, [found for found in sink.found if found.code != "placeholder"], len(text.splitlines())


def test_a_clinic_that_picks_none_gets_calm(tmp_path: Path) -> None:
    press, found, _ = opened(make_workspace(tmp_path / "shop"), None)
    assert press is not None
    assert found == []
    assert {theme_of(layout).title for layout in press.layouts.values()} == {"Calm"}


def test_a_theme_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    press, [found], line = opened(make_workspace(tmp_path / "shop"), "wram")
    assert press is not None
    assert not press.sound
    assert (found.code, found.span) == ("no-theme", Span("brochures/clinic.yaml", line, 8, 4))
    assert found.hints == ("did you mean `warm`?", "there are: calm, clear, warm")


def test_a_workspace_without_themes_is_set_plainly(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "shop")
    for path in (root / "layouts" / "themes").iterdir():
        path.unlink()
    press, found, _ = opened(root, None)
    assert press is not None
    assert found == []
    assert all(theme_of(layout) == PLAIN for layout in press.layouts.values())


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("  art: garden", "  art: gardens", "art"),
        ("  window: round", "  window: star", "window"),
        ("  field: primary-field", "  field: blue", "field"),
        ("corners: 10pt", "corners: 10", "corners"),
        ("corners: 10pt", "corners: 40pt", "corners"),
        ("rule: 0.75pt", "rule: 9pt", "rule"),
        ("bar: 5pt", "bar: 12pt", "bar"),
        ("heading: {kind: bar", "heading: {kind: stripe", "kind"),
        ("title: Warm", "titel: Warm", "titel"),
    ],
)
def test_a_theme_that_is_wrong_is_told_at_its_line(tmp_path: Path, was: str, now: str, told: str) -> None:
    root = make_workspace(tmp_path / "shop")
    path = root / "layouts" / "themes" / "warm.yaml"
    text = path.read_text("utf-8").replace(was, now, 1)
    path.write_text(text, encoding="utf-8")
    press, found, _ = opened(root, "warm")
    assert press is not None
    assert not press.sound
    lines = {
        complaint.span.line
        for complaint in found
        if complaint.span and complaint.span.path == "layouts/themes/warm.yaml"
    }
    assert (
        text.splitlines().index(next(line for line in text.splitlines() if told in line and now in line)) + 1 in lines
    )


def test_a_layout_cannot_be_dressed_in_its_own_file(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "shop")
    path = root / "layouts" / "trifold.yaml"
    path.write_text(f"{path.read_text('utf-8')}\ndress: warm\n", encoding="utf-8")
    press, found, _ = opened(root, None)
    assert press is not None
    assert "trifold" not in press.layouts
    assert any("dress" in complaint.message for complaint in found)


def test_to_dress_a_layout_changes_neither_it_nor_its_measures() -> None:
    sink = Sink()
    theme = read_theme(ROOT / "layouts" / "themes" / "clear.yaml", ROOT, sink)
    assert theme is not None
    press, _, _ = opened_repository()
    layout = press.layouts["handout"]
    before = deepcopy(layout)
    clear = dressed(layout, theme)
    assert layout == before
    assert theme_of(clear) is theme
    assert clear.styles == layout.styles
    assert clear.margins == layout.margins


def opened_repository() -> tuple[Press, list[Diagnostic], int]:
    sink = Sink()
    workspace = Workspace.open(ROOT, sink)
    assert workspace is not None
    press = Press.open(workspace, None, None, sink)
    assert press is not None
    return press, sink.found, 0


# What a brochure says of its cover ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cover", "code", "told"),
    [
        ("  photo:\n    file: art/nowhere.jpg\n", "file-missing", "    file: art/nowhere.jpg"),
        ("  photo:\n    file: art/ldn-cover.svg\n", "picture-kind", "    file: art/ldn-cover.svg"),
        ("  photo:\n    file: art/gauge.jpg\n    focus: [140, 20]\n", "bad-value", "    focus: [140, 20]"),
        ("  photo:\n    file: art/gauge.jpg\n    focus: [40]\n", "bad-value", "    focus: [40]"),
        ("  photo:\n    file: art/gauge.jpg\n    tint: alert\n", "bad-value", "    tint: alert"),
        ("  art: art/ldn-cover.svg\n  photo:\n    file: art/gauge.jpg\n", "cover-pictures", "cover:"),
    ],
    ids=["missing", "no photograph", "focus outside", "half a focus", "tint", "two pictures"],
)
def test_a_cover_that_cannot_be_is_told_at_its_line(tmp_path: Path, cover: str, code: str, told: str) -> None:
    root = make_workspace(tmp_path / "shop")
    furnish(root)
    path = root / "brochures" / f"{LDN}.yaml"
    text = path.read_text("utf-8").replace("  art: art/ldn-cover.svg\n", cover, 1)
    path.write_text(text, encoding="utf-8")
    made, _, sink = attempt(root, Wanted(LDN, "trifold"))
    assert made is None
    found = {(one.code, one.span.line) for one in sink.found if one.span and one.span.path.endswith(path.name)}
    assert (code, text.splitlines().index(told) + 1) in found
