"""Where each file goes, and brochures that are started with `new`: they build as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workspaces import Wanted, attempt, brochure, make_workspace, text_block

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.diagnostics import Severity, Sink
from foldwell.editions.scaffold import scaffold
from foldwell.editions.workspace import Workspace


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("names") / "shop", tiny=brochure(text_block("Take it with water.")))


@pytest.fixture
def out(shop: Path) -> Path:
    shutil.rmtree(shop / "out", ignore_errors=True)
    return shop / "out"


def files(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def workspace(root: Path) -> Workspace:
    found = Workspace.open(root, Sink())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["tiny.en.handout.desk.pdf", "tiny.en.large-print.desk.pdf", "tiny.en.trifold.desk.pdf"]),
        (["--paper", "letter", "--layout", "trifold"], ["tiny.en.trifold.desk.pdf"]),
        (
            ["--paper", "a4"],
            ["tiny.en.handout-a4.desk.pdf", "tiny.en.large-print-a4.desk.pdf", "tiny.en.trifold-a4.desk.pdf"],
        ),
        (["--clinic", "harbor-street", "--layout", "handout"], ["harbor-street/tiny.en.handout.desk.pdf"]),
        (
            ["--clinic", "brochures/clinics/harbor-street.yaml", "--layout", "handout", "--paper", "a4"],
            ["harbor-street/tiny.en.handout-a4.desk.pdf"],
        ),
        (["--clinic", "brochures/clinic.yaml", "--layout", "handout"], ["tiny.en.handout.desk.pdf"]),
    ],
)
def test_each_edition_has_a_place_of_its_own(
    shop: Path, out: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], names: list[str]
) -> None:
    monkeypatch.chdir(shop.parent)
    assert main(["build", "--workspace", str(shop), *words]) == DONE
    assert files(out) == names


def test_out_may_be_elsewhere(shop: Path, tmp_path: Path) -> None:
    assert main(["build", "--workspace", str(shop), "--layout", "handout", "--out", str(tmp_path / "to print")]) == DONE
    assert files(tmp_path / "to print") == ["tiny.en.handout.desk.pdf"]


def test_a_clinic_whose_own_paper_is_a4_has_plain_names(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "shop", tiny=brochure(text_block("Take it with water.")))
    clinic = root / "brochures" / "clinic.yaml"
    clinic.write_text(clinic.read_text(encoding="utf-8") + "\npaper: a4\n", encoding="utf-8")
    assert main(["build", "--workspace", str(root), "--layout", "handout"]) == DONE
    assert main(["build", "--workspace", str(root), "--layout", "handout", "--paper", "letter"]) == DONE
    assert files(root / "out") == ["tiny.en.handout-letter.desk.pdf", "tiny.en.handout.desk.pdf"]


def test_a_file_whose_name_and_language_differ_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shop / "brochures" / "tiny.es.yaml"
    path.write_text(brochure(text_block("Tómelo con agua.")), encoding="utf-8")
    try:
        assert main(["build", "tiny.es", "--workspace", str(shop)]) == PROBLEMS
        assert "the file's name says `es`" in capsys.readouterr().err
    finally:
        path.unlink()


# `new` ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form"), [("flu-shot", "FS-01"), ("a", "A-01"), ("2-b-3", "2B3-01"), ("x" * 60, "X-01")]
)
def test_a_new_brochure_builds_as_it_is(tmp_path: Path, name: str, form: str) -> None:
    root = make_workspace(tmp_path / "shop")
    assert main(["new", name, "--workspace", str(root)]) == DONE
    text = (root / "brochures" / f"{name}.en.yaml").read_text(encoding="utf-8")
    assert f"form: {form}\n" in text
    assert "@" not in "".join(line for line in text.splitlines() if not line.startswith("#"))
    for layout in ("trifold", "handout"):
        made, _, sink = attempt(root, Wanted(f"{name}.en", layout))
        assert made is not None, [found.message for found in sink.found]
        severe = [found for found in sink.found if found.severity is not Severity.NOTE]
        assert {found.code for found in severe} <= {"placeholder"}


@pytest.mark.parametrize("language", ["es", "ar", "pt-BR", "es-419", "sr-Latn"])
def test_a_new_brochure_in_another_language_builds(tmp_path: Path, language: str) -> None:
    root = make_workspace(tmp_path / "shop")
    assert main(["new", "flu-shot", "--language", language, "--workspace", str(root)]) == DONE
    made, _, sink = attempt(root, Wanted(f"flu-shot.{language}", "trifold"))
    assert made is not None, [found.message for found in sink.found]
    assert made.document.language == language


@pytest.mark.parametrize(
    "name", ["Flu", "flu shot", "../flu", "flu/shot", "", "-flu", "flü", "flu.en", "x" * 61, "flu\n", "con:"]
)
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    root = make_workspace(tmp_path / "shop")
    before = sorted(root.rglob("*"))
    sink = Sink()
    assert scaffold(workspace(root), name, "en", sink) is None
    assert [found.code for found in sink.found] == ["file-name"]
    assert sink.found[0].hints
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("language", ["english", "EN", "e", "en_US", "../en", "", "en-us", "es-41", "sr-latn", "es\n"])
def test_a_language_that_is_no_code_is_refused(tmp_path: Path, language: str) -> None:
    sink = Sink()
    assert scaffold(workspace(make_workspace(tmp_path / "shop")), "flu", language, sink) is None
    assert [found.code for found in sink.found] == ["file-name"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(name=st.text(max_size=12), language=st.text(max_size=5))
def test_no_name_leads_out_of_the_folder(shop: Path, name: str, language: str) -> None:
    sink = Sink()
    path = scaffold(workspace(shop), name, language, sink)
    if path is not None:
        assert path.resolve().parent == (shop / "brochures").resolve()
        path.unlink()
    else:
        assert sink.failed


def test_a_brochure_that_is_there_is_never_overwritten(shop: Path) -> None:
    path = shop / "brochures" / "tiny.en.yaml"
    before = path.read_bytes()
    sink = Sink()
    assert scaffold(workspace(shop), "tiny", "en", sink) is None
    assert [found.code for found in sink.found] == ["exists"]
    assert path.read_bytes() == before


def test_the_review_is_due_in_a_year_also_from_a_leap_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLDWELL_TODAY", "2028-02-29")
    path = scaffold(workspace(make_workspace(tmp_path / "shop")), "flu", "en", Sink())
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "date: 2028-02-29" in text
    assert "review_by: 2029-02-28" in text
