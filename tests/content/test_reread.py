"""Reading a text again that was changed: the same tree and complaints as for one that was never seen before, and the
very same nodes, models and sections for what is as it was.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workspace import SAMPLE, read, workspace
from workspaces import ROOT

from foldwell.content import read as reading
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.read import read_layout
from foldwell.content.reading import load as loading
from foldwell.content.reading.load import Loaded, load_tree
from foldwell.content.reading.nodes import Mapping
from foldwell.content.reading.reread import Earlier
from foldwell.diagnostics import Diagnostic, Sink

PATH = "any.yaml"
LDN = (ROOT / "brochures" / "low-dose-naltrexone.en.yaml").read_text(encoding="utf-8")
# Keys with all kinds of values, and what may come in between.
SOUND = (
    "a: v", "b: |\n  text", "c:\n  n: w\n  o: |\n    text\n\n  p:\n    q: r", "d: 'x'", "e: [1, 2]", "f: {g: h}",
    "h: |+\n  t\n\n", "i: >\n  fold\n  ed", "j:", "k: # note", "l: plain\n  more", 'n: "q\n  r"', "# c", "", "  # c",
    "m:\n  - a\n  - b: c\n    d: |\n      x", "o:\n  # c\n\n  x: y\n  z:\n    - 1",
    "p:\n  deep: a\n  down: |2\n       b",
    "q:\n  r: 'a\n    b'\n  s: [x,\n    y]", "t: |", "u:\n  v: |", "w:\n  x: |-\n     y\n  # end\n  z:",
    "A:\n  B: {c: d}\n  C: x # y", "D:\n  E: 'x\n  F: y'", "G: 'x\nH: y'", "I:\n  J: {a: b,\n  K: c}", "L: [\nM: 1]",
    "N:\n  O: |\n   a\n  P: |\n    b\n\n\n  Q: >+\n    c\n\n",
)  # fmt: skip
ODD = (
    "---", "...", "- x", "? y", "%YAML 1.1", '"R": s', "S: &t u", "T: *t", "U: !v w", "V:\tx", "W:\n\tx: y", "<<: a",
    "a: again", "X\u00e9: y", "Y: \ufeff", "Z:\n  a: x\n b: y", "v", " more", "'", '"', "|", " # c", "  w: x", "    y",
)  # fmt: skip


def _read(text: str, earlier: Earlier | None = None) -> tuple[Loaded | None, list[Diagnostic]]:
    sink = Sink()
    return load_tree(text, PATH, sink, earlier), sink.found


def _earlier(text: str) -> Earlier | None:
    loaded, found = _read(text)
    return Earlier(text, loaded.node) if loaded and isinstance(loaded.node, Mapping) and not found else None


def _root(text: str, earlier: Earlier | None = None) -> Mapping:
    loaded, found = _read(text, earlier)
    assert not found
    assert loaded is not None
    assert isinstance(loaded.node, Mapping)
    return loaded.node


def _in_pieces(text: str, earlier: Earlier, monkeypatch: pytest.MonkeyPatch) -> Mapping:
    """The tree, where it must not be read as a whole."""
    with monkeypatch.context() as patch:
        whole = loading._Builder.document

        def refuse(builder: loading._Builder, given: str, depth: int = 1) -> object:
            assert given != text
            return whole(builder, given, depth)

        patch.setattr(loading._Builder, "document", refuse)
        return _root(text, earlier)


@settings(max_examples=600)
@given(
    st.lists(st.sampled_from(SOUND), min_size=1, max_size=9, unique=True),
    st.integers(0, 30),
    st.integers(0, 2),
    st.sampled_from(SOUND + ODD),
    st.booleans(),
)
def test_pieces_come_to_the_same_as_the_whole(parts: list[str], line: int, out: int, new: str, onto: bool) -> None:
    before = "\n".join(parts)
    earlier = _earlier(before)
    lines = before.split("\n")
    at = line % len(lines)
    lines[at : at + out] = [lines[at] + new] if onto else [new]
    text = "\n".join(lines)
    if earlier is not None:
        assert _read(text, earlier) == _read(text)
        assert _read(before, earlier) == _read(before)


@settings(max_examples=100)
@given(st.sampled_from([SAMPLE, LDN]), st.data())
def test_a_brochure_with_any_line_changed(brochure: str, data: st.DataObject) -> None:
    earlier = _earlier(brochure)
    lines = brochure.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        near = [f"{lines[at]}x", f" {lines[at]}", lines[at][1:], ""]
        lines[at] = data.draw(st.sampled_from([*lines, *near, *SOUND, *ODD]))
    text = "\n".join(lines)
    assert _read(text, earlier) == _read(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  number: 1\n", "  number: 1002\n"),
        ("Naloxone is for that.", "Naloxone is for those."),
        ("review_by: 2027-11-22", "review_by: 2027-11-23 # later"),
        ("    flap: [opioids, overdose, before]", "    flap: [overdose, opioids, before]"),
        ("sections:\n", "sections: # of both sheets\n"),
        ("omit: [how, taking, ask, back, contact]\n", "omit: [how, taking, ask, back, contact]"),
    ],
)
def test_only_what_was_changed_has_other_nodes(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = _earlier(LDN)
    assert earlier is not None
    assert LDN.count(old) == 1
    text = LDN.replace(old, new)
    again = _in_pieces(text, earlier, monkeypatch)
    assert again == _root(text)

    def inside(root: Mapping) -> list[object]:
        return [part for _, value in root for part in (value.entries if isinstance(value, Mapping) else (value,))]

    known = {id(part) for part in inside(earlier.root)}
    assert sum(id(part) not in known for part in inside(again)) == (old != "sections:\n")


def test_a_piece_that_moved_is_read_anew() -> None:
    earlier = _earlier(LDN)
    text = LDN.replace("sections:\n", "\nsections:\n")
    assert _root(text, earlier) == _root(text) != _root(LDN)


def test_a_thousand_changes_at_once_take_no_longer_than_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    before = "".join(f"k{number}: v\n" for number in range(2000))
    earlier = _earlier(before)
    monkeypatch.setattr(loading, "_part", lambda *_: pytest.fail("read one by one"))
    assert len(_root(before.replace("1: v", "1: w"), earlier).entries) == 2000


def test_the_same_words_under_another_key_are_others() -> None:
    before, after = "a:\n  x: y\nb:\n  z: w\n", "b:\n  x: y\na:\n  z: w\n"
    earlier = _earlier(before)
    assert earlier is not None
    again = _root(after, earlier)
    assert not {id(value) for _, value in again} & {id(value) for _, value in earlier.root}
    assert again == _root(after)


def _depths(deep: int) -> str:
    return "a:\n" + "".join(f"{' ' * depth}{'b:' if depth < deep else 'b: c'}\n" for depth in range(1, deep + 1))


@pytest.mark.parametrize("deep", range(46, 54))
def test_a_piece_is_as_deep_as_it_stands_in_the_file(deep: int) -> None:
    plain = _depths(2) + "z: |\n" + "  words\n" * 200
    text = _depths(deep) + "z: |\n" + "  words\n" * 200
    assert _read(text, _earlier(plain)) == _read(text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path)


def _brochure(root: Path, text: str) -> Brochure:
    sink, made = read(root, text.encode())
    assert not sink.found
    assert isinstance(made, Brochure)
    return made


def test_sections_that_did_not_change_are_the_very_same(root: Path) -> None:
    first = _brochure(root, SAMPLE)
    again = _brochure(root, SAMPLE.replace("once a day", "twice a day").replace("number: 1", "number: 2"))
    assert [again.sections[name] is first.sections[name] for name in first.sections] == [False, True, True]
    assert again.sources["label"] is first.sources["label"]
    assert again.layouts["trifold"] is first.layouts["trifold"]
    assert again.cover is first.cover
    assert again.revision.number == 2
    text = again.sections["what"].blocks[0].text
    assert text is not None
    assert "twice" in text.text


def test_a_line_more_leaves_what_stands_before_it(root: Path) -> None:
    first = _brochure(root, SAMPLE)
    again = _brochure(root, SAMPLE.replace("  safety:\n", "  safety:\n    # read this first\n"))
    assert [again.sections[name] is first.sections[name] for name in first.sections] == [True, False, False]
    assert again.sections["ask"].span.line == first.sections["ask"].span.line + 1


def test_what_was_sound_last_outlives_an_error(root: Path) -> None:
    first = _brochure(root, SAMPLE)
    for broken in ("language: 12", "language: 'en", "language: yes", "languag: en"):
        sink, made = read(root, SAMPLE.replace("language: en", broken).encode())
        assert made is None
        fresh, _ = read(workspace(root / "fresh"), SAMPLE.replace("language: en", broken).encode())
        assert sink.found == fresh.found
        (root / "fresh" / "brochures" / "sample.en.yaml").unlink()
    again = _brochure(root, SAMPLE.replace("Yes.", "No, not yet."))
    assert [again.sections[name] is first.sections[name] for name in first.sections] == [True, True, False]


def test_an_error_in_one_place_hides_none_elsewhere(root: Path) -> None:
    _brochure(root, SAMPLE)
    one = SAMPLE.replace("space: 2", "space: 99")
    two = one.replace("answer: Yes.", "answer: no")
    for text in (one, two, one):
        sink, made = read(root, text.encode())
        assert made is None
        assert [found.code for found in sink.found] == ["yaml-word"] * (text is two) + ["bad-value"]


HANDOUT = (ROOT / "layouts" / "handout.yaml").read_text(encoding="utf-8")


def _layout(root: Path, text: str) -> tuple[LayoutSpec | None, list[Diagnostic]]:
    path, sink = root / "handout.yaml", Sink()
    path.write_text(text, encoding="utf-8")
    return read_layout(path, root, sink), sink.found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_layout_with_any_line_changed_comes_to_the_same_as_one_never_read(
    tmp_path: Path, data: st.DataObject
) -> None:
    _layout(tmp_path, HANDOUT)
    lines = HANDOUT.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        near = [f"# {lines[at]}", lines[at].replace("step 1", "step 2"), lines[at].replace("1.", "1.1"), ""]
        lines[at] = data.draw(st.sampled_from([*lines, *near]))
    text = "\n".join(lines)
    again = _layout(tmp_path, text)
    reading._remembered.clear()
    assert again == _layout(tmp_path, text)


def test_steps_of_a_scale_that_is_gone_are_refused(tmp_path: Path) -> None:
    text = re.sub(r"^scale:", "# scale:", HANDOUT, flags=re.MULTILINE)
    assert _layout(tmp_path, HANDOUT)[1] == []
    made, found = _layout(tmp_path, text)
    assert made is None
    assert {complaint.code for complaint in found} == {"no-scale"}
