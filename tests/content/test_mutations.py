"""2,000 damaged copies of a brochure: whatever is in the file, there are complaints, and never an exception."""

from __future__ import annotations

import random
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from workspace import SAMPLE, read, workspace

from foldwell.content.reading.load import load_text
from foldwell.diagnostics import Sink, render

MUTATIONS = 2000
SIGNS = "*&[]{}@`%!|>:#-?,'\"\\\t \n\r\x00\x85\u2028\ufeff\u00e9<~=0a"


def _mutated(chance: random.Random) -> bytes:
    text = SAMPLE
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        lines = text.split("\n")
        at, line = chance.randrange(len(text) + 1), chance.randrange(len(lines))
        kind = chance.randrange(9)
        if kind == 0:
            text = text[:at] + text[at + chance.randrange(1, 9) :]
        elif kind == 1:
            text = text[:at] + chance.choice(SIGNS) + text[at:]
        elif kind == 2:
            text = text[:at] + text[at : at + 1] * 3 + text[at + 1 :]
        elif kind == 3:
            text = "\n".join(lines[:line] + lines[line + 1 :])
        elif kind == 4:
            text = "\n".join([*lines[: line + 1], lines[line], *lines[line + 1 :]])
        elif kind == 5:
            lines[line] = " " * chance.randrange(12) + lines[line].lstrip()
            text = "\n".join(lines)
        elif kind == 6:
            lines[line] = lines[line].replace("  ", "\t", 1)
            text = "\n".join(lines)
        elif kind == 7:
            other = chance.randrange(len(lines))
            lines[line], lines[other] = lines[other], lines[line]
            text = "\n".join(lines)
        else:
            lines[line] = lines[line].replace(": ", ": " + chance.choice(SIGNS), 1)
            text = "\n".join(lines)
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if chance.random() < 0.1 and data:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def test_no_mutation_raises_or_hangs(tmp_path: Path) -> None:
    root, chance, slowest, complained = workspace(tmp_path), random.Random(20261122), 0.0, 0  # noqa: S311  # no secret
    for _ in range(MUTATIONS):
        data = _mutated(chance)
        begun = time.perf_counter()
        sink, made = read(root, data)
        slowest = max(slowest, time.perf_counter() - begun)
        complained += bool(sink.found)
        assert made is not None or sink.failed, data
        for diagnostic in sink.found:
            assert diagnostic.span is not None, diagnostic
            source = sink.sources.get(diagnostic.span.path, "")
            assert 1 <= diagnostic.span.line <= source.count("\n") + 1, diagnostic
            assert diagnostic.span.column <= len(source.split("\n")[diagnostic.span.line - 1]) + 1, diagnostic
            assert render(diagnostic, sink.sources)
    assert slowest < 2
    assert MUTATIONS // 2 < complained < MUTATIONS  # most are noticed; some only change a word


@settings(max_examples=150)
@given(st.text(alphabet=st.characters() | st.sampled_from(SIGNS + "abc: \n  "), max_size=200))
def test_any_text_at_all(text: str) -> None:
    sink = Sink()
    node = load_text(text, "any.yaml", sink)
    assert node is not None or sink.failed


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["a: ", "b:", "- ", "  ", "\n", "|", ">", "[", "]", "{", "}", "*x", "&x", "'", '"', "#", ": ", "word", "\t"]), max_size=40))  # fmt: skip  # noqa: E501  # one list
def test_any_heap_of_signs(parts: list[str]) -> None:
    sink = Sink()
    node = load_text("".join(parts), "any.yaml", sink)
    assert node is not None or sink.failed
