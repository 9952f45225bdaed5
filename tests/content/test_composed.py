"""Composing again: the very same sections while all that they speak of is as it was, else as for the first time."""

from __future__ import annotations

import gc
import random
import shutil
from functools import cache
from pathlib import Path
from weakref import ref

import pytest
from workspaces import ROOT

from foldwell.content import read
from foldwell.content.composing import composed as memory
from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import EmergencyBox, Story, StorySection
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.validate import validate
from foldwell.content.read import read_brochure, read_layout
from foldwell.content.reading.load import load_text
from foldwell.content.text import inline
from foldwell.diagnostics import Diagnostic, Sink

LDN = (ROOT / "brochures" / "low-dose-naltrexone.en.yaml").read_text(encoding="utf-8")
LAYOUTS = ("trifold", "handout")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "brochures" / "art", tmp_path / "brochures" / "art")
    return tmp_path


def _brochure(root: Path, text: str) -> Brochure | None:
    path = root / "brochures" / "any.en.yaml"
    path.write_text(text, encoding="utf-8")
    return read_brochure(path, root, Sink())


def _clinic(old: str = "", new: str = "") -> Clinic:
    text = (ROOT / "brochures" / "clinic.yaml").read_text(encoding="utf-8")
    if old:
        assert old in text
        text = text.replace(old, new)
    node = load_text(text, "clinic.yaml", Sink())
    made = validate(node, Clinic, Sink()) if node is not None else None
    assert made is not None
    return made


@cache
def _layouts() -> dict[str, LayoutSpec]:
    made = {name: read_layout(ROOT / "layouts" / f"{name}.yaml", ROOT, Sink()) for name in LAYOUTS}
    return {name: layout for name, layout in made.items() if layout is not None}


def _told(brochure: Brochure, clinic: Clinic, layout: str) -> tuple[Story | None, list[Diagnostic]]:
    sink = Sink()
    return compose(brochure, clinic, layout, _layouts()[layout], sink), sink.found


def _story(root: Path, text: str, clinic: Clinic, layout: str = "trifold") -> dict[str, StorySection]:
    brochure = _brochure(root, text)
    assert brochure is not None
    story, _ = _told(brochure, clinic, layout)
    assert story is not None
    return {section.name: section for region in story.regions for section in region.sections}


def _others(one: dict[str, StorySection], other: dict[str, StorySection]) -> set[str]:
    assert one.keys() == other.keys()
    return {name for name in one if one[name] is not other[name]}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("  number: 1\n", "  number: 2\n", set()),
        ("Naloxone is for that.", "Naloxone is for those.", {"overdose"}),
        ("Call us at {{ clinic.phone }}", "Call us at {{ clinic.phone }} or {{ revision.number }}", {"call"}),
        ("It can bring vivid dreams", "It can bring dreams", {"effects"}),
        # who cites another source first gives those behind it other numbers
        ("How it may work\n", "How it may work [@younger2013]\n", {"how", "studies", "sources"}),
        ("Toljan K, Vrooman B. Med Sci", "Toljan K. Med Sci", {"sources"}),
        ("Toljan. Med Sci", "Toljan. Med. Sci.", set()),  # which the trifold does not show,
        ("    flap: [opioids, overdose, before]", "    flap: [overdose, opioids, before]", {"opioids", "overdose"}),
    ],
)
def test_sections_that_say_the_same_are_the_very_same(root: Path, old: str, new: str, changed: set[str]) -> None:
    clinic = _clinic()
    assert LDN.count(old) == 1
    before = _story(root, LDN, clinic)
    after = _story(root, LDN.replace(old, new), clinic)
    numbered = {"before", "what", "effects", "how", "studies", "sources"} if "flap" in old else set()
    assert _others(before, after) - numbered == changed - numbered
    read._remembered.clear()
    assert after == _story(root, LDN.replace(old, new), clinic)


def test_a_variable_makes_another_section_only_where_it_is_used(root: Path) -> None:
    clinic = _clinic()
    text = LDN.replace("if a side effect worries you", "(revision {{ revision.number }})")
    one, other = (_story(root, text.replace("  number: 1\n", f"  number: {number}\n"), clinic) for number in (1, 2))
    assert _others(one, other) == {"call"}
    assert _others(one, _story(root, text, clinic)) == set()  # an earlier number again


def test_clinics_share_what_does_not_speak_of_them(root: Path) -> None:
    one, other = _clinic(), _clinic("Michael Rothman MD", "Valley Clinic")
    stories = [_story(root, LDN, clinic) for clinic in (one, other, one)]
    assert _others(stories[0], stories[1]) == {"contact"}
    assert _others(stories[0], stories[2]) == set()
    number = one.phone
    far = _story(root, LDN, _clinic(number, number[:-1] + ("1" if number[-1] != "1" else "2")))
    assert _others(stories[0], far) == {"contact", "call", "legal"}


def test_layouts_share_a_section_whose_numbers_are_the_same(root: Path) -> None:
    clinic = _clinic()
    trifold, handout = (_story(root, LDN, clinic, layout) for layout in LAYOUTS)
    assert trifold["before"] is handout["before"]
    assert trifold["effects"] is not handout["effects"]  # each shows another block


def test_the_emergency_box_is_the_very_same(root: Path) -> None:
    def box(text: str) -> EmergencyBox | None:
        brochure = _brochure(root, text)
        assert brochure is not None
        story, _ = _told(brochure, _clinic(), "trifold")
        assert story is not None
        return story.emergency

    assert box(LDN) is box(LDN.replace("  number: 1\n", "  number: 2\n"))
    assert box(LDN) is not box(LDN.replace("    Call 911\n", "    Call 999\n"))


def test_an_empty_value_and_none_at_all_are_told_apart(root: Path) -> None:
    text = LDN.replace("if a side effect worries you", "{% if clinic.email %}or {{ clinic.email }}{% endif %}")
    text = text.replace("show: [name, address, phone, email, web, hours]", "show: [name, phone]")
    mail = _clinic().email
    assert mail is not None
    clinics = _clinic(), _clinic(f"email: {mail}\n")
    said = [str(_story(root, text, clinic)["call"]) for clinic in (*clinics, *clinics)]
    assert [mail in words for words in said] == [True, False, True, False]


def test_complaints_are_told_each_time(root: Path) -> None:
    warned = LDN.replace("Vivid dreams and nausea were more common with", "Vivid dreams were 3 [@cdc] more than with")
    wrong = warned.replace("Naloxone is for that.", "Naloxone is {{ nothing }} `that`. {{ clinic.nothing }}")
    told = []
    for number in (1, 2, 3):
        for text in (warned, wrong):
            brochure = _brochure(root, text.replace("  number: 1\n", f"  number: {number}\n"))
            assert brochure is not None
            told.append([(found.code, found.span) for found in _told(brochure, _clinic(), "trifold")[1]])
    assert told[0] == told[2] == told[4]
    assert told[1] == told[3] == told[5]
    assert [code for code, _ in told[0]] == ["cite-after-number"]
    assert sorted(code for code, _ in told[1]) == ["cite-after-number", "undefined-variable", "undefined-variable"]


def test_what_was_composed_goes_with_what_it_was_composed_from(root: Path) -> None:
    _story(root, LDN, _clinic())
    brochure = _brochure(root, LDN)
    assert brochure is not None
    section, other = ref(brochure.sections["overdose"]), ref(brochure.sections["what"])
    assert section() is not None
    assert len(memory._kept(brochure.sections["overdose"])) == 1
    del brochure
    _story(root, LDN.replace("Naloxone is for that.", "Naloxone is for those."), _clinic())
    gc.collect()
    assert section() is None
    assert other() is not None


def test_only_so_much_is_remembered_of_a_section(root: Path) -> None:
    brochure = _brochure(root, LDN)
    assert brochure is not None
    for number in range(3 * memory.ROOM):
        _told(brochure, _clinic("Michael Rothman MD", f"Valley Clinic {number}"), "trifold")
    assert len(memory._kept(brochure.sections["contact"])) == memory.ROOM
    assert len(memory._kept(brochure.sections["call"])) == 1


_WORDS = (
    "{{ clinic.phone }}", "{{ clinic.email }}", "{% if clinic.email %}x{% endif %}", "[@label]", "[@cdc]", "5 [@label]",
    "{{ revision.number }}", "{{ revision.date | date }}", "{{ ldn_cost }}", "{{ title }}", "**bold**", "word", "**",
    "`code`", "{{ nothing }}", "[@nothing]",
)  # fmt: skip


def _edited(chance: random.Random, text: str) -> str:
    """The text with words more in one place, or with a small change that moves or renumbers what follows."""
    lines = text.split("\n")
    texts = [number for number, line in enumerate(lines) if line.startswith("          ") and ":" not in line]
    at, kind = chance.choice(texts), chance.randrange(8)
    if kind < 5:
        lines[at] += f" {chance.choice(_WORDS)}"
    elif kind == 5:
        lines[at] = lines[at].replace(" [@", " {{ clinic.phone }} [@cdc; @", 1)
    elif kind == 6:
        lines.insert(at, "")
    else:
        return text.replace("  number: 1", "  number: 11")
    return "\n".join(lines)


def test_any_sequence_of_edits_comes_to_the_same_as_a_fresh_start(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, sound, text = random.Random(20261122), 0, LDN  # noqa: S311  # no secret
    email = _clinic().email
    clinics = [_clinic(), _clinic("Michael Rothman MD", "Valley Clinic"), _clinic(f"email: {email}\n")]
    for _ in range(150):
        text = LDN if chance.random() < 0.3 else _edited(chance, text)
        turns = [(chance.choice(clinics), chance.choice(LAYOUTS)) for _ in range(3)]
        brochure = _brochure(root, text)
        warm = [_told(brochure, *turn) for turn in turns] if brochure is not None else []
        with monkeypatch.context() as patch:
            patch.setattr(read, "_remembered", {})
            patch.setattr(inline, "_parsed", {})
            fresh = _brochure(root, text)
            assert fresh == brochure
            for turn, told in zip(turns, warm, strict=fresh is not None):
                assert fresh is not None
                assert _told(fresh, *turn) == told
                sound += told[0] is not None
    assert sound > 150
