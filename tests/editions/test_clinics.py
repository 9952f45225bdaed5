"""Which clinics a build is for: one, all, those of a folder, or the rows of a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import make_workspace

from foldwell.diagnostics import Diagnostic, Severity, Sink, Span
from foldwell.editions.clinics import clinics_of
from foldwell.editions.workspace import Workspace

TABLE = "slug,name,phone\nelm,Elm Street Clinic,(555) 555-0161\noak,Oak Street Clinic,(555) 555-0162\n"


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    workspace = Workspace.open(make_workspace(tmp_path / "shop"), Sink())
    assert workspace is not None
    return workspace


def test_one_all_and_a_folder(shop: Workspace) -> None:
    sink = Sink()
    assert [path.name for path in clinics_of(shop, None, None, sink).paths] == ["clinic.yaml"]
    assert [path.stem for path in clinics_of(shop, None, "harbor-street", sink).paths] == ["harbor-street"]
    assert [path.stem for path in clinics_of(shop, "all", None, sink).paths] == ["clinic", "harbor-street"]
    assert [path.stem for path in clinics_of(shop, "brochures/clinics", None, sink).paths] == ["harbor-street"]
    assert [path.stem for path in clinics_of(shop, "clinics", None, sink).paths] == ["harbor-street"]
    assert sink.found == []


def test_a_table_becomes_files_that_stay_as_they_are(shop: Workspace) -> None:
    (shop.root / "chain.csv").write_text(TABLE, encoding="utf-8-sig")
    sink = Sink()
    clinics = clinics_of(shop, "chain.csv", None, sink)
    assert sink.found == []
    assert [shop.clinic_slug(path) for path in clinics.paths] == ["elm", "oak"]
    stamps = [path.stat().st_mtime_ns for path in clinics.paths]
    assert clinics_of(shop, "chain.csv", None, sink).paths == clinics.paths
    assert [path.stat().st_mtime_ns for path in clinics.paths] == stamps


def test_complaints_about_a_row_are_told_in_the_table(shop: Workspace) -> None:
    (shop.root / "chain.csv").write_text(TABLE, encoding="utf-8")
    clinics = clinics_of(shop, "chain.csv", "harbor-street", Sink())
    text = clinics.paths[1].read_text(encoding="utf-8").splitlines()
    line = next(number for number, line in enumerate(text, 1) if "0162" in line)
    shown = ".foldwell/clinics/oak.yaml"
    found = [
        Diagnostic(Severity.ERROR, "x", "m", Span(shown, line, 9)),
        Diagnostic(Severity.ERROR, "x", "m", Span("brochures/a.en.yaml", line, 9)),
        Diagnostic(Severity.ERROR, "x", "m"),
    ]
    told = list(clinics.told(found))
    assert told[0].span == Span("chain.csv", 3, 23, len("(555) 555-0162"))
    assert told[1:] == found[1:]


@pytest.mark.parametrize(
    ("wanted", "base", "code"),
    [
        ("no-such-table.csv", None, "no-clinics"),
        ("brochures/clinic.yaml", None, "no-clinics"),
        ("layouts/themes/..", None, None),
        ("empty", None, "no-clinics"),
        ("chain.csv", "nobody", "no-clinic"),
        ("harbor.csv", None, "table-slug"),
    ],
)
def test_what_cannot_be_taken_is_told(shop: Workspace, wanted: str, base: str | None, code: str | None) -> None:
    (shop.root / "empty").mkdir()
    (shop.root / "chain.csv").write_text(TABLE, encoding="utf-8")
    (shop.root / "harbor.csv").write_text("slug\nharbor-street\n", encoding="utf-8")
    sink = Sink()
    clinics = clinics_of(shop, wanted, base, sink)
    assert [each.code for each in sink.found] == ([code] if code else [])
    assert bool(clinics.paths) is (code is None)
