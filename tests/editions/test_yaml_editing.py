"""Scalars are changed in place: what stands around them stays as it was, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import plain
from foldwell.diagnostics import Sink
from foldwell.editions.yaml_editing import with_scalars

NUMBER, DATE, NOTE = (("revision", name) for name in ("number", "date", "note"))
VALUES: dict[tuple[str, ...], str] = {NUMBER: "12", DATE: "2027-01-31", NOTE: 'New "dose": # see [1]'}

# Before, and after with VALUES.
EDITED = {
    "comments, blank lines and order": (
        "# a\nrevision:\n  number: 1   # kept\n\n  date: 2026-11-22\t# kept\n  note: |\n    First\n\n    edition\n\n"
        "\n# last\ntitle: one\n",
        "# a\nrevision:\n  number: 12   # kept\n\n  date: 2027-01-31\t# kept\n  note: |\n"
        '    New "dose": # see [1]\n\n\n# last\ntitle: one\n',
    ),
    "another order, and quotation marks": (
        "revision:\n  note: 'First'  # a\n  date: \"2026-11-22\"\n  number: '1'\n",
        'revision:\n  note: "New \\"dose\\": # see [1]"  # a\n  date: 2027-01-31\n  number: 12\n',
    ),
    "braces over two lines, and no line end": (
        "revision: {number: 1, note: First\n  edition, date: 2026-11-22}  # a\ntitle: one",
        'revision: {number: 12, note: "New \\"dose\\": # see [1]", date: 2027-01-31}  # a\ntitle: one',
    ),
    "the ends of lines on Windows, and a mark": (
        "\ufeffrevision:\r\n  number: 1\r\n  note: >-  # why\r\n\r\n      First\r\n      edition\r\n  "
        "date: 2026-11-22\r\n",
        '\ufeffrevision:\r\n  number: 12\r\n  note: >-  # why\r\n      New "dose": # see [1]\r\n  date: 2027-01-31\r\n',
    ),
    "mixed ends of lines": (
        "title: one\r\nrevision:\n  number: 1\n  date: 2026-11-22\r  note: First\n",
        'title: one\r\nrevision:\n  number: 12\n  date: 2027-01-31\r  note: "New \\"dose\\": # see [1]"\n',
    ),
    "a block that says how far it is indented": (
        "revision:\n  number: 1\n  date: 2026-11-22\n  note: |2\n      First\n    edition",
        'revision:\n  number: 12\n  date: 2027-01-31\n  note: |2\n    New "dose": # see [1]',
    ),
    "letters of two units before it": (
        'title: "𝄞 é"\nrevision: {note: 𝄞, number: 1, date: 2026-11-22}\n',
        'title: "𝄞 é"\nrevision: {note: "New \\"dose\\": # see [1]", number: 12, date: 2027-01-31}\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), EDITED.values(), ids=EDITED.keys())
def test_what_stands_around_is_kept(before: str, after: str) -> None:
    assert with_scalars(before, VALUES) == after


def test_the_same_values_change_nothing() -> None:
    text = "revision:\n  number: 1 # a\n  date: 2026-11-22\n  note: |\n    First\n"
    assert with_scalars(text, {NUMBER: "1", DATE: "2026-11-22", NOTE: "First"}) == text


@pytest.mark.parametrize("text", ["revision: 1\n", "revision: {note: [a]}\n", "title: one\n", "- one\n"])
def test_a_path_to_nowhere_is_told(text: str) -> None:
    with pytest.raises(KeyError, match=r"revision\.note"):
        with_scalars(text, {NOTE: "one"})


CHARACTERS = st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"), include_characters=" ")
NOTES = st.text(CHARACTERS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)

KEPT = ["title: one  # a", "revision:", "  number: 3", "# between", "last: two"]


@given(note=NOTES, style=st.sampled_from(["|\n      x\n", ">-\n      x\n", "x\n", "'x'\n", '"x"  # why\n']))
def test_any_note_is_read_again_as_it_was_given(note: str, style: str) -> None:
    before = f"title: one  # a\nrevision:\n  number: 3\n  note: {style}# between\nlast: two\n"
    after = with_scalars(before, {NOTE: note})
    sink = Sink()
    node = load_text(after, "x.yaml", sink)
    assert node is not None, sink.found
    said = plain(node)
    assert said["revision"]["note"].strip() == note
    assert (said["title"], said["revision"]["number"], said["last"]) == ("one", "3", "two")
    assert [line for line in after.splitlines() if line in KEPT] == KEPT
