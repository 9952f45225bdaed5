"""A table of clinics: each row is the base clinic with its own cells, and what is wrong is told at the cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from foldwell.content.clinic_table import ClinicYaml, clinics_in_table
from foldwell.content.models.clinic import Clinic
from foldwell.content.read import read_clinic
from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import Mapping
from foldwell.diagnostics import Severity, Sink, Span

BASE = """\
name: |
  The Chain
short_name: |
  Chain
addresses:
  - lines: [1 Head Office, Sample]
phones:
  - label: Front desk
    number: (555) 555-0100
  - label: Nurse line
    number: (555) 555-0101
colours:
  primary: "#1d4e63"
  accent: "#d98e4a"
variables:
  cost: |
    about $20: ask us
"""


def read_table(text: str, sink: Sink | None = None) -> list[ClinicYaml]:
    base = load_text(BASE, "base.yaml", Sink())
    assert isinstance(base, Mapping)
    mine = Sink() if sink is None else sink
    found = clinics_in_table(text, "chain.csv", base, mine)
    if sink is None:
        assert mine.found == []
    return found


def as_clinic(made: ClinicYaml, folder: Path) -> tuple[Clinic | None, Sink]:
    path, sink = folder / f"{made.slug}.yaml", Sink()
    path.write_text(made.text, encoding="utf-8")
    return read_clinic(path, folder, sink), sink


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_row_is_the_base_with_its_own_cells(mark: str, tmp_path: Path) -> None:
    heads = ["slug", "name", "phone", "address", "variables.cost", "phones.2.label"]
    cells = ["elm-street", '"The ""Old"" Clinic"', "(555) 555-0177", '"2 Elm Street | Sample, ST; 00000"', "", "Nurses"]
    [made] = read_table(f"{mark.join(heads)}\n{mark.join(cells)}\n")
    clinic, sink = as_clinic(made, tmp_path)
    assert clinic is not None, sink.found
    assert made.slug == "elm-street"
    assert clinic.name.text == 'The "Old" Clinic'
    assert clinic.short_name is None  # the base's would be another clinic's
    assert [phone.number for phone in clinic.phones] == ["(555) 555-0177", "(555) 555-0101"]
    assert [str(phone.label).strip() for phone in clinic.phones] == ["Front desk", "Nurses"]
    assert [line.text for line in clinic.addresses[0].lines] == ["2 Elm Street", "Sample, ST; 00000"]
    assert clinic.variables["cost"].text == "about $20: ask us\n"  # an empty cell leaves the base's


def test_a_cell_may_hold_line_breaks_and_rows_may_be_short(tmp_path: Path) -> None:
    first, second = read_table('slug,address,email\na,"1 Elm\nSample",\n\nb\n')
    clinic, _ = as_clinic(first, tmp_path)
    assert clinic is not None
    assert [line.text for line in clinic.addresses[0].lines] == ["1 Elm", "Sample"]
    assert second.origins[0] == Span("chain.csv", 5, 1)
    other, _ = as_clinic(second, tmp_path)
    assert other is not None
    assert other.name.text == "The Chain\n"
    assert other.short_name is not None


def test_what_is_missing_on_the_way_is_made(tmp_path: Path) -> None:
    [made] = read_table(
        "slug,hours.1.days,hours.1.times,phones.3.number,typefaces.text\na,Monday,9 to 5,(555) 555-0155,atkinson\n"
    )
    clinic, sink = as_clinic(made, tmp_path)
    assert clinic is not None, sink.found
    assert clinic.hours[0].days.text == "Monday"
    assert clinic.phones[2].number == "(555) 555-0155"


def test_every_line_knows_where_it_was_written(tmp_path: Path) -> None:
    [made] = read_table("slug,phone,colours.accent\na,call us,#12\n")
    assert len(made.text.splitlines()) == len(made.origins)
    clinic, sink = as_clinic(made, tmp_path)
    assert clinic is None
    places = [made.origins[each.span.line - 1] for each in sink.found if each.span is not None]
    assert sorted(str(place) for place in places) == ["chain.csv:2:11", "chain.csv:2:3"]
    named = [span for line, span in zip(made.text.splitlines(), made.origins, strict=True) if line.startswith("name:")]
    assert [(span.path, span.line) for span in named] == [("base.yaml", 2)]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "table-empty", "1:1"),
        ("slug,name\n", "table-empty", "1:1"),
        ("slug,nmae\na,b\n", "table-column", "1:6"),
        ("slug,,name\na,b,c\n", "table-column", "1:6"),
        ("slug,phone,Phone\na,1,2\n", "table-column", "1:12"),
        ("slug,phones\na,1\n", None, ""),
        ("name\nElm\n", "table-slug", "1:1"),
        ("slug,name\nElm Street,Elm\n", "table-slug", "2:1"),
        ("name,slug\nElm\n", "table-slug", "2:1"),
        ("slug\na\nb\na\n", "table-slug", "4:1"),
        ("slug,name\na,b,c\n", "table-row", "2:1"),
        ('slug,name\na,"Elm\n', "table-quote", "2:3"),
        ('slug,name\na,"Elm" Street\n', "table-quote", "2:3"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(text: str, code: str | None, place: str) -> None:
    sink = Sink()
    read_table(text, sink)
    told = [(each.code, str(each.span)) for each in sink.found]
    assert told == ([(code, f"chain.csv:{place}")] if code else [])
    assert all(each.severity is Severity.ERROR and each.hints for each in sink.found)


def test_one_bad_row_does_not_stop_the_others() -> None:
    sink = Sink()
    assert [made.slug for made in read_table("slug,name\na,A\nB B,B\nc,C\n", sink)] == ["a", "c"]
    assert len(sink.found) == 1
