"""One denominator throughout a brochure, or a warning with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import Wanted, attempt, brochure, make_workspace

from foldwell.diagnostics import Severity

TWO = """\
- pictogram:
    of: {first}
    groups:
      - count: 2
        label: |
          here
- text: |
    Between.
- pictogram:
    of: {second}
    groups:
      - count: 3
        label: |
          there
"""


@pytest.mark.parametrize(("first", "second", "told"), [(100, 100, False), (10, 100, True), (100, 20, True)])
def test_the_second_whole_is_told_where_it_differs(tmp_path: Path, first: int, second: int, told: bool) -> None:
    text = brochure(TWO.format(first=first, second=second))
    root = make_workspace(tmp_path, tiny=text)
    made, _, sink = attempt(root, Wanted("tiny.en", "handout"))
    assert made is not None
    found = [complaint for complaint in sink.found if complaint.code == "denominators"]
    assert bool(found) is told
    for complaint in found:
        assert complaint.severity is Severity.WARNING
        assert complaint.span is not None
        assert text.splitlines()[complaint.span.line - 1].strip() == f"of: {second}"
        assert f"out of {second}" in complaint.message
        assert f"out of {first}" in complaint.message
