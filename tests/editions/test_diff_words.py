"""Words that changed and what moved, told from two readings: small ones made by hand, and any at all."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from foldwell.checks.blocks import Block, Place, Reading
from foldwell.checks.words import LINE_END
from foldwell.editions.diff_words import Piece, WordChanges, compare_words

ONE, TWO, THREE = Place(1, 1, 3), Place(1, 2, 3), Place(1, 3, 3)


def heading(words: str, place: Place = ONE) -> Block:
    return Block("H2", tuple(words.split()), place)


def text(words: str, place: Place = ONE) -> Block:
    return Block("P", tuple(words.split()), place)


def reading(*blocks: Block, links: tuple[str, ...] = (), title: str = "A sheet") -> Reading:
    return Reading(title, "en", max((block.place.page for block in blocks), default=1), blocks, links)


def shown(changes: WordChanges) -> list[str]:
    """The changes as text: `[-out-]` and `[+in+]`."""
    marks = {"same": "{}", "added": "[+{}+]", "removed": "[-{}-]"}
    return [" ".join(marks[piece.kind].format(piece.text) for piece in change.pieces) for change in changes.changes]


def test_one_word_is_told_with_its_heading_and_the_words_around_it() -> None:
    begin, end = "Take it once a day with a full", "of cold water, and never with grapefruit or its juice."
    found = compare_words(
        reading(heading("How to take it"), text(f"{begin} glass {end}", TWO)),
        reading(heading("How to take it"), text(f"{begin} cup {end}", TWO)),
    )
    [change] = found.changes
    assert (change.heading, change.place) == ("How to take it", TWO)
    assert shown(found) == ["… once a day with a full [-glass-] [+cup+] of cold water, and never with …"]
    assert (found.added, found.removed, found.moves) == (1, 1, ())


def test_what_is_new_and_what_is_gone() -> None:
    before = reading(heading("Side effects"), text("You may feel sick."), text("Call us."))
    after = reading(heading("Side effects"), text("You may feel sick."), text("It passes."), text("Call us."))
    assert shown(compare_words(before, after)) == ["[+It passes.+]"]
    assert shown(compare_words(after, before)) == ["[-It passes.-]"]
    assert compare_words(after, before).changes[0].heading == "Side effects"


def test_paragraphs_of_which_one_went_are_compared_with_their_own_kin() -> None:
    before = reading(text("Old words that go away."), text("Take one tablet at night."), text("Call the office."))
    after = reading(text("Take two tablets at night."), text("Call the clinic."))
    assert shown(compare_words(before, after)) == [
        "[-Old words that go away.-]",
        "Take [-one tablet-] [+two tablets+] at night.",
        "Call the [-office.-] [+clinic.+]",
    ]


def test_a_section_that_is_read_later_is_moved_and_its_words_are_not_told() -> None:
    first = [heading("What to do"), text("Shout and shake."), text("Give the spray.")]
    second = [heading("Watch the clock", TWO), text("After two minutes, give another.", TWO)]
    found = compare_words(
        reading(*first, *second),
        reading(*(Block(b.role, b.words, ONE) for b in second), *(Block(b.role, b.words, TWO) for b in first)),
    )
    assert (found.changes, found.added, found.removed) == ((), 0, 0)
    told = {name: (move.before, move.after) for move in found.moves for name in move.what}
    assert told == {"What to do": (ONE, TWO), "Watch the clock": (TWO, ONE)}


def test_a_paragraph_that_moved_with_another_citation_is_moved_and_changed() -> None:
    kept = [heading("Between"), text("These words stay where they have always been.")]
    before = reading(text("Naloxone works for a short time only.3"), *kept)
    found = compare_words(before, reading(*kept, text("Naloxone works for a short time only.4")))
    assert shown(found) == ["Naloxone works for a short time [-only.3-] [+only.4+]"]
    assert [move.reordered for move in found.moves] == [True]


def test_panels_that_are_read_in_the_same_order_at_another_place_have_moved() -> None:
    before = reading(heading("Cover", THREE), text("Words", THREE), heading("Flap"), text("Without a heading", TWO))
    after = reading(heading("Cover", TWO), text("Words", TWO), heading("Flap"), text("Without a heading", THREE))
    found = compare_words(before, after)
    assert not found.changes
    assert [(move.what, move.before, move.after, move.reordered) for move in found.moves] == [
        (("Cover",), THREE, TWO, False),
        (("Without a heading",), TWO, THREE, False),
    ]


def test_a_hyphen_at_the_end_of_a_line_is_no_change() -> None:
    broken, whole = f"medi{LINE_END}cine", "medicine"
    own = f"low{LINE_END}dose"
    for old, new in ((broken, whole), (own, "low-dose"), (broken, broken)):
        assert not compare_words(reading(text(f"A {old} daily")), reading(text(f"A {new} daily")))
        assert not compare_words(reading(text(f"A {new} daily")), reading(text(f"A {old} daily")))


def test_a_paragraph_that_is_parted_in_two_says_the_same() -> None:
    parted = reading(text("Take it at night."), text("Call us."))
    assert not compare_words(reading(text("Take it at night. Call us.")), parted).changes


def test_links_and_the_title_are_told_though_no_word_changed() -> None:
    words = text("Call us")
    old = reading(words, links=("tel:+1555", "tel:+1555", "https://a.example"), title="One")
    found = compare_words(old, reading(words, links=("tel:+1555", "tel:+1556", "https://a.example"), title="Two"))
    assert (found.links_removed, found.links_added, found.title) == (("tel:+1555",), ("tel:+1556",), ("One", "Two"))
    assert bool(found)


def test_a_long_text_is_told_as_a_whole_rather_than_never() -> None:
    old, new = (text(" ".join(f"{name}{number}" for number in range(3000))) for name in "ab")
    found = compare_words(reading(old), reading(new))
    assert [piece.kind for piece in found.changes[0].pieces] == ["removed", "added"]
    assert (found.added, found.removed) == (3000, 3000)


blocks = st.builds(
    Block,
    st.sampled_from(["P", "LI", "H2"]),
    st.lists(st.sampled_from(["take", "it", "at", "night", "never", "2"]), min_size=1, max_size=7).map(tuple),
    st.sampled_from([ONE, TWO, THREE]),
)
readings = st.lists(blocks, max_size=9).map(lambda some: reading(*some))


@given(readings, readings)
def test_old_words_less_the_removed_and_with_the_added_are_the_new_words(old: Reading, new: Reading) -> None:
    found = compare_words(old, new)

    def words(*kinds: str) -> Counter[str]:
        pieces: list[Piece] = [piece for change in found.changes for piece in change.pieces if piece.kind in kinds]
        return Counter(word for piece in pieces for word in piece.text.split())

    def said(one: Reading) -> Counter[str]:
        return Counter(word for block in one.blocks for word in block.words)

    sum_of_all = said(old)
    sum_of_all.subtract(words("removed"))
    sum_of_all.update(words("added"))
    assert +sum_of_all == said(new)
    assert min(sum_of_all.values(), default=0) >= 0
    assert (found.added, found.removed) == (words("added").total(), words("removed").total())


@given(readings)
def test_a_reading_is_like_itself(one: Reading) -> None:
    assert not compare_words(one, one)
