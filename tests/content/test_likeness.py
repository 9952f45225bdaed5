"""Layouts that are like others: which a brochure has, and what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from workspaces import brochure, layout_of, text_block

from foldwell.content.likeness import is_shown, layouts_of, placement_for
from foldwell.content.models.brochure import Brochure
from foldwell.content.placing import check_placing
from foldwell.content.read import read_brochure
from foldwell.diagnostics import Sink

LAYOUTS = {name: layout_of(name) for name in ("handout", "large-print", "trifold")}
PLAIN = brochure(text_block("Take it with water."))


def read(tmp_path: Path, text: str) -> Brochure:
    path = tmp_path / "tiny.en.yaml"
    path.write_text(text, encoding="utf-8")
    sink = Sink()
    found = read_brochure(path, tmp_path, sink)
    assert found is not None, sink.found
    return found


def told(tmp_path: Path, text: str) -> list[str]:
    sink = Sink()
    check_placing(read(tmp_path, text), LAYOUTS, sink)
    return [f"{found.code}: {found.message}" for found in sink.found]


def test_a_brochure_with_a_handout_has_it_in_large_print_after_its_own(tmp_path: Path) -> None:
    made = read(tmp_path, PLAIN)
    assert layouts_of(made, LAYOUTS) == ["trifold", "handout", "large-print"]
    assert placement_for(made, "large-print", LAYOUTS["large-print"]) is made.layouts["handout"]
    assert told(tmp_path, PLAIN) == []


def test_one_without_a_handout_has_none(tmp_path: Path) -> None:
    made = read(tmp_path, PLAIN.partition("  handout:")[0] + "targets: [desk]\n")
    assert layouts_of(made, LAYOUTS) == ["trifold"]
    assert placement_for(made, "large-print", LAYOUTS["large-print"]) is None


def test_a_placement_of_its_own_comes_before_the_other(tmp_path: Path) -> None:
    text = PLAIN.replace("targets:", "  large-print:\n    main: [only]\n    omit: [legal]\ntargets:")
    made = read(tmp_path, text)
    assert layouts_of(made, LAYOUTS) == ["trifold", "handout", "large-print"]
    own = placement_for(made, "large-print", LAYOUTS["large-print"])
    assert own is not None
    assert own.omit == ["legal"]
    assert told(tmp_path, text) == []


def test_a_layout_whose_file_is_broken_has_no_like(tmp_path: Path) -> None:
    made = read(tmp_path, PLAIN)
    rest = {name: layout for name, layout in LAYOUTS.items() if name != "handout"}
    assert layouts_of(made, rest) == ["trifold"]


@pytest.mark.parametrize(
    ("only", "shown"),
    [
        ("[handout]", ("handout", "large-print")), ("[large-print]", ("large-print",)), ("[trifold]", ("trifold",)),
        ("[trifold, large-print]", ("large-print", "trifold")),
    ],
)  # fmt: skip
def test_what_is_only_for_the_handout_stands_in_its_large_print(
    tmp_path: Path, only: str, shown: tuple[str, ...]
) -> None:
    blocks = f"- text: |\n    Take it with water.\n{text_block('Ask us.')}  only: {only}\n"
    made = read(tmp_path, brochure(blocks))
    block = made.sections["only"].blocks[1]
    assert tuple(name for name in sorted(LAYOUTS) if is_shown(block, name, LAYOUTS[name])) == shown


def test_a_region_that_the_likeness_lacks_is_told_at_the_placement(tmp_path: Path) -> None:
    spec = LAYOUTS["large-print"]
    fewer = replace(spec, regions={name: region for name, region in spec.regions.items() if name != "side"})
    sink = Sink()
    made = read(tmp_path, PLAIN)
    check_placing(made, {**LAYOUTS, "large-print": fewer}, sink)
    [found] = sink.found
    assert found.message == "the layout `large-print` is like `handout`, and has no region `side`"
    assert found.span is not None
    assert PLAIN.splitlines()[found.span.line - 1].strip().startswith("side:")


def test_a_section_with_blocks_for_the_handout_alone_may_stand_in_a_large_print_of_its_own(tmp_path: Path) -> None:
    blocks = f"{text_block('Take it with water.')}  only: [handout]\n"
    text = brochure(blocks).replace("    inside: [only]\n    back: [legal]", "    back: [legal]\n    omit: [only]")
    text = text.replace("targets:", "  large-print:\n    main: [only, legal]\ntargets:")
    assert told(tmp_path, text) == []
