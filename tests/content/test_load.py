"""Reading YAML: places of nodes and of characters in text, files that cannot be read, and what small files can hide."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.content.reading.load import load, load_text
from foldwell.content.reading.nodes import Mapping, Node, Scalar, Sequence
from foldwell.diagnostics import Sink, Span


def _read(text: str) -> Mapping:
    sink = Sink()
    node = load_text(text, "a.yaml", sink)
    assert not sink.found
    assert isinstance(node, Mapping)
    return node


def _scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def _codes(data: bytes | str, tmp_path: Path) -> list[str]:
    path = tmp_path / "a.yaml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    sink = Sink()
    load(path, tmp_path, sink)
    return [f"{d.span.line}:{d.span.column} {d.code}" for d in sink.in_order() if d.span]


def test_nodes_know_their_places() -> None:
    node = _read("title: Dose\nlist:\n  - a\n  - {b: 'c'}\n")
    assert node.span == Span("a.yaml", 1, 1)
    assert _scalar(node.value("title")).span == Span("a.yaml", 1, 8, 4)
    items = node.value("list")
    assert isinstance(items, Sequence)
    assert [item.span.column for item in items.items] == [5, 5]
    inner = items.items[1]
    assert isinstance(inner, Mapping)
    quoted = _scalar(inner.value("b"))
    assert (quoted.span.column, quoted.at(0).column, quoted.style) == (9, 10, "'")


@pytest.mark.parametrize("head", ["|", "|-", "|+", "|2", "|2-", "| # said once"])
def test_each_character_of_a_block_is_found_in_the_file(head: str) -> None:
    text = f"# first\na:\n  - text: {head}\n        Ünter\n      \n          deeper\n        last\n"
    text = text.replace("        ", "      ") if "2" in head else text
    node = _read(text)
    items = node.value("a")
    assert isinstance(items, Sequence)
    assert isinstance(items.items[0], Mapping)
    block = _scalar(items.items[0].value("text"))
    lines = text.split("\n")
    for offset, char in enumerate(block.text.rstrip("\n")):
        if char != "\n":
            place = block.at(offset)
            assert lines[place.line - 1][place.column - 1] == char


@given(st.lists(st.text(st.sampled_from("abc é#:*-|\t'"), max_size=9), min_size=1, max_size=6), st.integers(1, 5))
def test_any_block_of_text_is_found_again(lines: list[str], indent: int) -> None:
    words = [f"x{line}" if index % 2 == 0 else line.strip() for index, line in enumerate(lines)]
    text = "a: |\n" + "".join(f"{' ' * indent}{word}\n" if word else "\n" for word in words) + "b: c\n"
    block = _scalar(_read(text).value("a"))
    source = text.split("\n")
    assert block.text.rstrip("\n") == "\n".join(words).rstrip("\n")
    for offset, char in enumerate(block.text.rstrip("\n")):
        place = block.at(offset)
        assert char == "\n" or source[place.line - 1][place.column - 1] == char


def test_folded_and_plain_text_begin_where_their_first_line_does() -> None:
    node = _read("a: >\n\n    folded\n    text\nb: plain\n  text\n")
    folded = _scalar(node.value("a"))
    assert (folded.text, folded.rows) == ("\nfolded text\n", ((3, 5),))
    plain = _scalar(node.value("b"))
    assert (plain.text, plain.rows) == ("plain text", ((5, 4),))


def test_a_block_without_text_has_the_place_of_its_head() -> None:
    assert _scalar(_read("a: |\nb: c\n").value("a")).at(0).line == 1


def test_a_comment_behind_a_plain_value_is_remembered() -> None:
    node = _read("a: one\n  two # cut\nb: #005f73\nc: 'x' # fine\nd: y\n")
    assert _scalar(node.value("a")).comment == Span("a.yaml", 2, 7, 5)
    assert _scalar(node.value("b")).comment == Span("a.yaml", 3, 4, 7)
    assert _scalar(node.value("c")).comment is None
    assert _scalar(node.value("d")).comment is None


def test_words_stay_words() -> None:
    node = _read("a: no\nb: 1:30\nc: 0123\nd:\ne: 2026-11-22\n")
    assert [_scalar(value).text for _, value in node] == ["no", "1:30", "0123", "", "2026-11-22"]


def test_byte_order_mark_and_windows_lines_are_accepted(tmp_path: Path) -> None:
    assert _codes(b"\xef\xbb\xbfa: b\r\nc: |\r\n  d\r\n  e\r\n", tmp_path) == []
    sink = Sink()
    node = load(tmp_path / "a.yaml", tmp_path, sink)
    assert isinstance(node, Mapping)
    assert node.entries[0][0].span == Span("a.yaml", 1, 1)
    assert _scalar(node.value("c")).text == "d\ne\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["1:1 file-empty"]),
        (b" \n\n", ["1:1 file-empty"]),
        (b"# only this\n", ["1:1 file-empty"]),
        ("a: b\n".encode("utf-16"), ["1:1 file-encoding"]),
        ("a: b\n".encode("utf-16-le"), ["1:1 file-encoding"]),
        ("a: b\n".encode("utf-16-be"), ["1:1 file-encoding"]),
        ("é: x\nb: é\xfc\n".encode("latin-1"), ["1:1 file-encoding", "2:4 file-encoding"]),
        ("é: ".encode() + b"\xff\n", ["1:4 file-encoding"]),
        (b"a: b\0c\n", ["1:5 character"]),
        ("a: b\u2028c\nd: \x85\n".encode(), ["1:5 character", "2:4 character"]),
        (b"a: " + b"[" * 60 + b"\n", ["1:53 yaml-depth"]),
        ("".join(" " * depth + "a:\n" for depth in range(60)).encode(), ["51:51 yaml-depth"]),
    ],
)
def test_files_that_cannot_be_read(data: bytes, expected: list[str], tmp_path: Path) -> None:
    assert _codes(data, tmp_path) == expected


def test_bad_bytes_do_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    codes = _codes(b"a: caf\xe9\nb: *x y\nb: z\n", tmp_path)
    assert codes == ["1:7 file-encoding", "2:4 yaml-value", "3:1 duplicate-key"]


def test_a_file_all_in_another_encoding_is_not_endless(tmp_path: Path) -> None:
    codes = _codes(b"a: \xe9\n" * 500, tmp_path)
    assert sum("encoding" in code for code in codes) < 30


def test_places_where_there_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "brochure.yaml").write_text("a: b")
    for name, code, hint in (
        ("brochur.yaml", "file-missing", "did you mean brochure.yaml?"),
        ("brochure.yaml/more.yaml", "file-missing", None),
        ("", "file-folder", None),
        ("x" * 300, "file-unreadable", None),
        ("a\0b", "file-unreadable", None),
    ):
        sink = Sink()
        assert load(tmp_path / name, tmp_path, sink) is None
        assert [d.code for d in sink.found] == [code]
        assert hint is None or hint in sink.found[0].hints
    if hasattr(os, "mkfifo"):  # reading a pipe would wait for ever
        os.mkfifo(tmp_path / "pipe")
        sink = Sink()
        assert load(tmp_path / "pipe", tmp_path, sink) is None
        assert [d.code for d in sink.found] == ["file-unreadable"]

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    sink = Sink()
    assert load(tmp_path / "brochure.yaml", tmp_path, sink) is None
    assert [d.code for d in sink.found] == ["file-denied"]


def test_a_big_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * 1_000_001)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    sink = Sink()
    assert load(path, tmp_path, sink) is None
    assert [d.code for d in sink.found] == ["file-size"]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB, "[" * 990_000, "{a: " * 240_000, "- " * 490_000, "? " * 490_000, "a: *x\n" * 19_000, "a: b: c\n" * 19_000,
        "a: \"x\n" * 19_000, "\ta: b\n" * 19_000, " a: b\n  c: d\n" * 9_000, "a: [\n" * 19_000, "|\n" * 19_000,
        "a: &a x\n" * 19_000, "!" * 990_000, "'" * 990_001, "a: |\n b\n" * 9_000, ":\n" * 19_000, "\n" * 990_000,
        ("a" * 45 + ": *x *\n") * 19_000, "a: " + "b: " * 330_000, "\0" * 990_000,
    ],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_nothing_takes_long(text: str) -> None:
    sink = Sink()
    begun = time.perf_counter()
    load_text(text, "a.yaml", sink)
    assert time.perf_counter() - begun < 2
    assert sink.failed
    assert len(sink.found) < 200


def test_many_mistakes_in_the_syntax_are_all_told() -> None:
    sink = Sink()
    load_text("".join(f"key{n}: *not {n}*\n" for n in range(20)), "a.yaml", sink)
    assert [d.span.line for d in sink.in_order() if d.span] == list(range(1, 21))
