"""`diff` as people meet it: two files, two folders, two revisions; what is printed, and what the page holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from workspaces import brochure, make_workspace, text_block, write

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.editions import diff as comparing
from foldwell.editions.diff import EditionDiff
from foldwell.editions.diff_report import TEMPLATES, line, report, summary_of_all
from foldwell.editions.diff_sides import Side

WATER = brochure(text_block("Take it with a glass of water."))
MILK = WATER.replace("glass of water", "cup of milk")
BAD = brochure("- txet: |\n    Take it.\n")
TRIFOLD = "tiny.en.trifold.desk.pdf"


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=Marketing", "-c", "user.email=marketing@clinic.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in git: `v1` has one brochure, with water; `v2` two, `tiny` with milk; in `broken`, `other` is."""
    root = make_workspace(tmp_path_factory.mktemp("diff") / "shop", tiny=WATER)
    git(root, "init", "--initial-branch=main")
    for name, tiny, other in (("v1", WATER, None), ("v2", MILK, WATER), ("broken", MILK, BAD)):
        write(root, tiny)
        if other is not None:
            write(root, other, "other")
        git(root, "add", "--all")
        git(root, "commit", "--message", name)
        git(root, "tag", name)
    git(root, "checkout", "--detach", "v2")
    return root


@pytest.fixture(scope="module")
def folders(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What was built of water, and what was built of milk."""
    both = tmp_path_factory.mktemp("folders")
    for name, words in (("old", WATER), ("new", MILK)):
        root = make_workspace(both / f"{name}-shop", tiny=words)
        assert main(["build", "--workspace", str(root), "--out", str(both / name)]) == DONE
    return both / "old", both / "new"


def diff(shop: Path, page: Path, *words: str) -> int:
    return main(["diff", *words, "--workspace", str(shop), "--out", str(page)])


class Page(HTMLParser):
    """What a page is made of: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def test_two_folders(
    shop: Path, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(shop, tmp_path / "diff.html", *map(str, folders)) == DONE
    printed = capsys.readouterr().out
    assert f"changed: {TRIFOLD} (3 words added, 3 words removed, 1 of 2 pages looks different)" in printed
    assert printed.rstrip().endswith(str(tmp_path / "diff.html"))
    page = page_of(tmp_path / "diff.html")
    assert len(page.all("del")) == len(page.all("ins")) > 1
    assert "cup of milk" in re.sub(r"(removed|added): |glass|water\.", "", page.text).replace("  ", " ")


def test_nothing_changed(
    shop: Path, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(shop, tmp_path / "diff.html", str(folders[0]), str(folders[0])) == DONE
    assert capsys.readouterr().out.startswith("nothing changed: 3 editions the same\n")
    page = page_of(tmp_path / "diff.html")
    assert "Nothing changed." in page.text
    assert not page.all("img")


def test_two_files_are_compared_whatever_they_are_called(
    shop: Path, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = shutil.copy(folders[0] / TRIFOLD, tmp_path / "as-printed.pdf")
    assert diff(shop, tmp_path / "diff.html", str(renamed), str(folders[1] / TRIFOLD)) == DONE
    assert capsys.readouterr().out.startswith(f"changed: {TRIFOLD} (3 words added")


def test_two_revisions(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(shop, tmp_path / "diff.html", "v1", "v2") == DONE
    printed = capsys.readouterr().out
    assert f"changed: {TRIFOLD} (3 words added, 3 words removed" in printed
    assert "new: other.en.trifold.desk.pdf\n" in printed
    assert printed.splitlines()[-2] == "3 changed, 3 new"
    assert "Both were built for this comparison" in page_of(tmp_path / "diff.html").text
    assert diff(shop, tmp_path / "diff.html", "v2", "v1") == DONE
    assert "gone: other.en.trifold.desk.pdf\n" in capsys.readouterr().out
    assert not list(shop.glob("foldwell-diff-*"))


def test_a_revision_and_the_files_as_they_are_now(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(shop, tmp_path / "diff.html", "v2", str(shop)) == DONE
    assert capsys.readouterr().out.startswith("nothing changed: 6 editions the same\n")


def test_a_workspace_in_a_folder_of_the_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_workspace(tmp_path / "repository" / "print" / "shop", tiny=WATER)
    git(tmp_path / "repository", "init")
    git(tmp_path / "repository", "add", "--all")
    git(tmp_path / "repository", "commit", "--message", "one")
    write(root, MILK)
    assert diff(root, tmp_path / "diff.html", "HEAD", str(root)) == DONE
    assert f"changed: {TRIFOLD}" in capsys.readouterr().out


def test_another_clinic_as_the_revision_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_workspace(tmp_path / "shop", tiny=WATER)
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "--message", "one")
    clinic = root / "brochures" / "clinics" / "harbor-street.yaml"
    words = clinic.read_text(encoding="utf-8")
    number = re.search(r"555-01\d\d", words)
    assert number is not None
    clinic.write_text(words.replace(number[0], "555-0177"), encoding="utf-8")
    for named in ("harbor-street", str(clinic)):
        assert diff(root, tmp_path / "diff.html", "HEAD", str(root), "--clinic", named) == DONE
        assert f"changed: harbor-street/{TRIFOLD}" in capsys.readouterr().out
        assert "555-0177" in page_of(tmp_path / "diff.html").text


def test_every_clinic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_workspace(tmp_path / "shop", tiny=WATER)
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "--message", "one")
    write(root, MILK)
    assert diff(root, tmp_path / "diff.html", "HEAD", str(root), "--clinics", "all") == DONE
    said = capsys.readouterr().out
    assert f"changed: {TRIFOLD}" in said
    assert f"changed: harbor-street/{TRIFOLD}" in said


def test_a_table_of_clinics_as_the_revision_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_workspace(tmp_path / "shop", tiny=WATER)
    table = root / "clinics.csv"
    git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "--message", "without")
    git(root, "tag", "without")
    table.write_text("slug,phone\nelm,(555) 555-0161\noak,(555) 555-0162\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--message", "one")
    table.write_text("slug,phone\nelm,(555) 555-0161\noak,(555) 555-0177\n", encoding="utf-8")
    monkeypatch.chdir(root)
    for named in ("clinics.csv", str(table)):
        assert diff(root, tmp_path / "diff.html", "HEAD", ".", "--clinics", named) == DONE
        said = capsys.readouterr().out
        assert f"changed: oak/{TRIFOLD}" in said
        assert f"elm/{TRIFOLD}" not in said
        assert "555-0177" in page_of(tmp_path / "diff.html").text
    assert diff(root, tmp_path / "diff.html", "without", ".", "--clinics", "clinics.csv") == PROBLEMS
    assert "in without: error[no-clinics]: there is no `clinics.csv` yet" in capsys.readouterr().err
    assert diff(root, tmp_path / "diff.html", "HEAD", ".", "--clinics", "nowhere.csv") == PROBLEMS
    assert "there is no table or folder `nowhere.csv`" in capsys.readouterr().err


def test_a_brochure_that_is_broken_is_a_problem_and_the_others_are_compared(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(shop, tmp_path / "diff.html", "v1", "broken") == PROBLEMS
    said = capsys.readouterr()
    assert f"changed: {TRIFOLD}" in said.out
    assert "in broken: brochures/other.en.yaml:" in said.err
    assert "in broken: brochures/other.en.yaml:" in page_of(tmp_path / "diff.html").text


@pytest.mark.parametrize("word", ["v9", "--", "nowhere/at-all", "a\0b", "HEAD:brochures", "v1..v2", ""])
def test_what_is_neither_file_nor_folder_nor_revision(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    if word == "--":
        word = "-h"  # argparse keeps it for itself unless it follows a bare `--`
        assert main(["diff", "--workspace", str(shop), "--out", str(tmp_path / "x.html"), "--", word, "v1"]) == PROBLEMS
    else:
        assert diff(shop, tmp_path / "x.html", word, "v1") == PROBLEMS
    assert "error[no-side]" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()


def test_a_folder_without_pdf(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert diff(shop, tmp_path / "x.html", str(tmp_path / "empty"), "v1") == PROBLEMS
    assert "error[no-pdf]" in capsys.readouterr().err


def test_a_revision_from_before_the_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_workspace(tmp_path / "shop", tiny=WATER)
    git(root, "init")
    git(root, "add", "fonts")
    git(root, "commit", "--message", "one")
    assert diff(root, tmp_path / "x.html", "HEAD", str(root)) == PROBLEMS
    assert "the workspace has no brochures/ in revision `HEAD`" in capsys.readouterr().err


def test_without_git_revisions_are_not_known(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert diff(shop, tmp_path / "x.html", "v1", "v2") == PROBLEMS
    assert "error[no-side]" in capsys.readouterr().err


def test_a_damaged_file_is_told_and_the_others_are_compared(
    shop: Path, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = shutil.copytree(folders[1], tmp_path / "new")
    data = (new / TRIFOLD).read_bytes()
    (new / TRIFOLD).write_bytes(data[: len(data) // 3].replace(b"obj", b"jbo"))
    assert diff(shop, tmp_path / "diff.html", str(folders[0]), str(new)) == PROBLEMS
    printed = capsys.readouterr().out
    assert f"cannot be read: {TRIFOLD}" in printed
    assert "changed: tiny.en.handout.desk.pdf" in printed
    assert "Problems" in page_of(tmp_path / "diff.html").text


def test_other_bytes_that_say_and_show_the_same(
    shop: Path, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new").mkdir()
    data = (folders[0] / TRIFOLD).read_bytes()
    (tmp_path / "new" / TRIFOLD).write_bytes(data + b"% a note\n")
    (tmp_path / "old").mkdir()
    shutil.copy(folders[0] / TRIFOLD, tmp_path / "old")
    assert diff(shop, tmp_path / "diff.html", str(tmp_path / "old"), str(tmp_path / "new")) == DONE
    assert f"reads and looks the same: {TRIFOLD}" in capsys.readouterr().out


# The page -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(shop: Path, folders: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Page:
    path = tmp_path_factory.mktemp("page") / "diff.html"
    assert diff(shop, path, *map(str, folders)) == DONE
    return page_of(path)


def test_the_page_needs_no_other_file(page: Page) -> None:
    assert page.all("img")
    for image in page.all("img"):
        assert (image["src"] or "").startswith("data:image/webp;base64,")
    assert not [tag for tag in ("script", "link", "iframe", "object") if page.all(tag)]
    assert all((link["href"] or "").startswith("#") for link in page.all("a"))


def test_the_page_can_be_heard(page: Page) -> None:
    assert page.all("html") == [{"lang": "en"}]
    assert page.all("title")
    assert page.all("main")
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    texts = [image["alt"] for image in page.all("img")]
    assert all(texts)
    assert all("tinted" in (text or "") for text in texts)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {(link["href"] or "")[1:] for link in page.all("a")} <= set(ids)
    assert all(header.get("scope") == "col" for header in page.all("th"))
    assert page.text.count("removed: ") == len(page.all("del"))
    assert page.text.count("added: ") == len(page.all("ins"))


def colour(text: str) -> tuple[float, float, float]:
    digits = text.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_its_colours_have_contrast() -> None:
    style = (TEMPLATES / "diff.html").read_text(encoding="utf-8")
    named = dict(re.findall(r"--(\w+): (#\w+)", style))
    grounds = {"ins": "#dcebfb", "del": "#fbe6d8"}
    assert all(ground in style for ground in grounds.values())
    pairs = [(named[name], "#ffffff") for name in ("ink", "soft", "old", "new")]
    pairs += [(named["new"], grounds["ins"]), (named["old"], grounds["del"]), ("#0b4a8a", "#ffffff")]
    for text, ground in pairs:
        light, dark = sorted((luminance(colour(text)), luminance(colour(ground))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


def test_words_are_words_and_never_code() -> None:
    side = Side("<b>v1</b>")
    text = report(side, replace(side, problems=("<script>alert(1)</script>",)), [EditionDiff("<i>&.pdf", "added")])
    assert not Page(text).all("script")
    assert not Page(text).all("i")
    assert "<script>alert(1)</script>" in Page(text).text


def test_pictures_stop_where_the_page_would_be_too_heavy(
    shop: Path, folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST", 1)
    assert diff(shop, tmp_path / "diff.html", *map(str, folders)) == DONE
    page = page_of(tmp_path / "diff.html")
    assert len(page.all("img")) == 2
    assert "no more room for pictures" in page.text


def test_the_lines_of_editions_that_are_on_one_side() -> None:
    assert line(EditionDiff("a.pdf", "added")) == "new: a.pdf"
    assert line(EditionDiff("a.pdf", "removed")) == "gone: a.pdf"
    assert summary_of_all([EditionDiff("a.pdf", "added"), EditionDiff("b.pdf", "same")]) == "1 new, 1 the same"
