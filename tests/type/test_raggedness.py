"""How even ragged lines are: Foldwell's breaks of the brochures' paragraphs beside a reference's and TeX's."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges import need

from benchmarks.line_breaking import Breaker, Row, as_json, as_markdown, as_set, compare, plainly, weighed
from benchmarks.line_breaking_paragraphs import Given, on_the_ladder, paragraphs_of, workspace
from benchmarks.line_breaking_reference import all_that_counts, best_breaks, raggedness, shortfall
from benchmarks.line_breaking_tex import NoTex, tex_breaks
from foldwell.type.breaking import Chunk

ROOT = Path(__file__).parents[2]
WITHIN = 1.02  # how many times as ragged as the best lines may be


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> list[Given]:
    return paragraphs_of(workspace(ROOT, tmp_path_factory.mktemp("lines") / "shop"))


def words(*widths: float, space: float = 4.0, measure: float = 100.0) -> Given:
    return Given(tuple(Chunk(width, space) for width in widths), measure)


def test_the_reference_weighs_lines_as_one_does_on_paper() -> None:
    given = words(40, 20, 30, 50, 60, 30, 40, 20)
    assert shortfall(given, 0, 2) == 36.0
    assert raggedness(given, 0, 2) == pytest.approx(3.6**2)
    assert raggedness(given, 6, 8) == 0.0
    assert best_breaks(given, raggedness) == [2, 4, 6, 8]
    assert best_breaks(words(30, 300, 30), raggedness) == [1, 2, 3]
    assert best_breaks(words(30, 30, 30, 20), raggedness) == [3, 4]
    assert best_breaks(words(30, 30, 30, 20), all_that_counts) == [2, 4]


def test_there_are_paragraphs_at_many_measures(real: list[Given]) -> None:
    assert len(real) > 40
    assert len({round(given.measure) for given in real}) > 8
    assert len(on_the_ladder(real)) > 400


@pytest.mark.parametrize("where", ["brochures", "ladder"])
def test_lines_are_as_even_as_they_can_be(real: list[Given], where: str) -> None:
    given = real if where == "brochures" else on_the_ladder(real)[::5]
    best = weighed(given, [best_breaks(each, raggedness) for each in given], raggedness)
    plain = weighed(given, plainly(given), raggedness)
    assert best.cost > 0
    assert plain.lines == best.lines
    assert plain.over(best) <= WITHIN
    assert plain.worse(best) == []


@pytest.mark.parametrize("where", ["brochures", "ladder"])
def test_what_is_set_costs_the_least_of_all_that_counts(real: list[Given], where: str) -> None:
    given = real if where == "brochures" else on_the_ladder(real)[::5]
    best = weighed(given, [best_breaks(each, all_that_counts) for each in given], all_that_counts)
    ours = weighed(given, as_set(given), all_that_counts)
    assert ours.over(best) <= WITHIN
    assert ours.worse(best) == []
    plain = weighed(given, plainly(given), all_that_counts)
    assert ours.alone < plain.alone  # what evenness is given up for


def test_tex_makes_no_evener_lines(real: list[Given], tmp_path: Path) -> None:
    need("tex")
    for row in compare("given", [*real, *on_the_ladder(real)[::5]], lambda given: tex_breaks(given, tmp_path)):
        assert row.tex is not None
        assert row.tex.cost > 0
        assert row.foldwell.over(row.tex) <= WITHIN


def test_tex_is_given_every_place_to_break_and_no_other(tmp_path: Path) -> None:
    need("tex")
    hyphen = Given((Chunk(80, 4), Chunk(10, 0, 6.0, 4.0), Chunk(25, 4), Chunk(70)), 100.0)
    slash = Given((Chunk(60), Chunk(45), Chunk(30, 4), Chunk(20)), 100.0)
    assert tex_breaks([hyphen, slash, words(30, 30)], tmp_path) == [[2, 4], [1, 4], [2]]


def test_without_tex_the_bench_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoTex, match="texlive-binaries"):
        tex_breaks([], tmp_path)


def test_the_table_tells_who_is_worse_and_by_how_much() -> None:
    ours, best, tex = Breaker((1.0, 3.0), 5, 0, 1), Breaker((1.0, 3.0), 5, 0, 1), Breaker((1.5, 2.75), 5, 1, 2)
    table = as_markdown([Row("of a test", "raggedness alone", ours, best, tex)])
    assert "| 2 of a test | raggedness alone | 4.0 | 4.0 | 4.2 | 1.0000 | 0.9412 | 1, by at most 0.25 |" in table
    assert "| 0 : 1 | 1 : 2 |" in table
    alone = as_markdown([Row("of a test", "raggedness alone", ours, best, None)])
    assert "| 4.0 | 4.0 |  | 1.0000 |  |  |" in alone
    assert '"lines": 5' in as_json([Row("of a test", "raggedness alone", ours, best, tex)])
