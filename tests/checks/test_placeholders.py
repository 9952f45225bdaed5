"""Particulars of a clinic that cannot be real are named, at the line where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import ROOT

from foldwell.checks.placeholders import check_placeholders
from foldwell.content.read import read_clinic
from foldwell.diagnostics import Severity, Sink

OWN = (ROOT / "brochures" / "clinic.yaml").read_text(encoding="utf-8")


def told(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """The messages, each with the line of the YAML that it points at."""
    text = OWN.replace("logo: art/rothman.svg\n", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "brochures").mkdir(exist_ok=True)
    path = tmp_path / "brochures" / "clinic.yaml"
    path.write_text(text, encoding="utf-8")
    sink = Sink()
    clinic = read_clinic(path, tmp_path, sink)
    assert clinic is not None, sink.found
    check_placeholders(clinic, sink)
    assert all(found.severity is Severity.WARNING and found.code == "placeholder" for found in sink.found)
    return [(found.message, text.splitlines()[found.span.line - 1]) for found in sink.found if found.span]


REAL = (
    ("(555) 555-0142", "(212) 736-5000"), ("(555) 555-0143", "(212) 736-5001"),
    ("office@rothman.example.org", "office@rothman-md.com"), ("web: https://rothman.example.org", "web: https://rothman-md.com"),
)  # fmt: skip


def test_the_repository_ships_placeholders_and_says_so(tmp_path: Path) -> None:
    found = told(tmp_path)
    assert [message for message, _ in found] == [
        "the telephone number (555) 555-0142 is a placeholder",
        "the telephone number (555) 555-0143 is a placeholder",
        "the e-mail address office@rothman.example.org is a placeholder",
        "the web address https://rothman.example.org is a placeholder",
    ]
    for message, line in found:
        assert message.split()[-4] in line or "number" in line, (message, line)


def test_real_particulars_are_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, *REAL) == []


@pytest.mark.parametrize("number", ["555-0100", "212-555-0199", "(212) 555 0123", "+1 212.555.0150"])
def test_numbers_of_fiction_are_known_however_they_are_written(tmp_path: Path, number: str) -> None:
    changes = [(old, number if "0142" in old else new) for old, new in REAL]
    assert [message for message, _ in told(tmp_path, *changes)] == [f"the telephone number {number} is a placeholder"]


@pytest.mark.parametrize("number", ["555-1212", "212-555-2368", "55501 42 000"])
def test_other_numbers_are_not(tmp_path: Path, number: str) -> None:
    assert told(tmp_path, *[(old, number if "0142" in old else new) for old, new in REAL]) == []


@pytest.mark.parametrize("web", ["https://example.com", "https://www.Example.net/clinic", "https://clinic.test"])
def test_domains_for_examples_are_known(tmp_path: Path, web: str) -> None:
    changes = [(old, f"web: {web}" if old.startswith("web") else new) for old, new in REAL]
    assert [message for message, _ in told(tmp_path, *changes)] == [f"the web address {web} is a placeholder"]


def test_a_domain_that_only_begins_alike_is_not(tmp_path: Path) -> None:
    changes = [(old, "web: https://testing-center.com" if old.startswith("web") else new) for old, new in REAL]
    assert told(tmp_path, *changes) == []
