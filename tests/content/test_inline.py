"""Small Markdown to runs: looks, links, citations, symbols, places and complaints."""

from __future__ import annotations

import re

import pytest
from block_prose import COLUMN, LINE, prose_of
from hypothesis import given, settings
from hypothesis import strategies as st

from foldwell.content.text import inline, small_markdown
from foldwell.content.text.addresses import is_safe_link, phone_link, shown_address
from foldwell.content.text.inline import parse_inline
from foldwell.content.text.runs import Break, Inline, Run, runs, words_of
from foldwell.content.text.typographer import NBSP
from foldwell.content.text.variables import Filled
from foldwell.diagnostics import Sink, Span


def parse(text: str, sink: Sink | None = None, *, ranges: bool = True, links: bool = True) -> tuple[Inline, ...]:
    """The paragraphs of an English text; sources are numbered as they come."""
    numbers: dict[str, int] = {}

    def number(source: str, _span: Span, _sink: Sink) -> int:
        return numbers.setdefault(source, len(numbers) + 1)

    own = sink if sink is not None else Sink()
    found = parse_inline(Filled(text, prose_of(text)), "en", number, own, ranges=ranges, links=links)
    if sink is None:
        assert own.found == []
    return found


def one(text: str) -> list[Run]:
    """The runs of a text of one paragraph without complaints."""
    (paragraph,) = parse(text)
    return list(runs(paragraph))


def complaints(text: str) -> list[tuple[str, int, int]]:
    """The codes, lines and columns of what is wrong with a text, from its own beginning."""
    sink = Sink()
    parse(text, sink)
    return [
        (found.code, found.span.line - LINE + 1, found.span.column - COLUMN + 1)
        for found in sink.in_order()
        if found.span is not None
    ]


def test_emphasis_strong_sub_and_sup() -> None:
    found = [(run.text, run.strong, run.emphasis, run.position) for run in one("a *b* **c** ***d*** H~2~O x^n^")]
    assert found == [
        ("a ", False, False, ""), ("b", False, True, ""), (" ", False, False, ""), ("c", True, False, ""),
        (" ", False, False, ""), ("d", True, True, ""), (" H", False, False, ""), ("2", False, False, "sub"),
        ("O x", False, False, ""), ("n", False, False, "sup"),
    ]  # fmt: skip


def test_paragraphs_lines_and_breaks() -> None:
    first, second = parse("one\ntwo  \nthree\\\nfour\n\n  \nfive\n")
    assert words_of(first) == "one two three four"
    assert [isinstance(part, Break) for part in first] == [False, True, False, True, False]
    assert words_of(second) == "five"


def test_html_and_entities_and_escapes() -> None:
    assert words_of(parse("<b>x</b> &amp; \\*y\\* &euro;")[0]) == "<b>x</b> & *y* €"


def test_an_escaped_quotation_mark_stays_straight() -> None:
    assert words_of(parse('6\\" and "six"')[0]) == '6" and “six”'


def test_quotes_reach_over_emphasis() -> None:
    assert [run.text for run in one('"*Do not* stop" -- ever')] == ["“", "Do not", " stop”—ever"]


@pytest.mark.parametrize(
    ("text", "shown", "link"),
    [
        ("555-0123", "555-0123", "tel:5550123"),
        ("(555) 555-0123", f"(555){NBSP}555-0123", "tel:+15555550123"),
        ("555-555-0123", "555-555-0123", "tel:+15555550123"),
        ("1-800-222-1222", "1-800-222-1222", "tel:+18002221222"),
        ("+1 555 555-0100", f"+1{NBSP}555{NBSP}555-0100", "tel:+15555550100"),
        ("a_b.c@x.example.org", "a_b.c@x.example.org", "mailto:a_b.c@x.example.org"),
        ("https://example.org/a_b/~c/~d?x=1", "https://example.org/a_b/~c/~d?x=1", "https://example.org/a_b/~c/~d?x=1"),
        ("www.example.org", "www.example.org", "https://www.example.org"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("<https://example.org>", "https://example.org", "https://example.org"),
        ("[our site](https://example.org)", "our site", "https://example.org"),
        ("[1-800-QUIT-NOW](tel:18007848669)", "1-800-QUIT-NOW", "tel:18007848669"),
    ],
)
def test_addresses_become_links(text: str, shown: str, link: str) -> None:
    before, inside, after = one(f"(see {text}).")
    assert (before.text, before.link, after.text, after.link) == ("(see ", None, ").", None)
    assert (inside.text, inside.link) == (shown, link)
    assert inside.group > 0


@pytest.mark.parametrize(
    "text", ["call 911", "2026-11-22", "LDN-01", "PMID 19453963", "example.org", "451-4590123", "12345-6789", "@home"]
)
def test_what_is_no_address_stays_text(text: str) -> None:
    assert all(run.link is None for run in one(text))


def test_adjacent_links_are_told_apart() -> None:
    first, second = one("[a](https://a.org)[b](https://a.org)")
    assert first.group != second.group


def test_citations_hug_the_word_and_are_numbered() -> None:
    found = [
        (run.text, run.role, run.target, run.position) for run in one("Pain fell. [@b]\nOr not [@a; @b] [@c], yes.")
    ]
    assert found == [
        ("Pain fell.", "text", None, ""), ("1", "cite", "b", "sup"), (" Or not", "text", None, ""),
        ("2", "cite", "a", "sup"), (",", "cite", None, "sup"), ("1", "cite", "b", "sup"), (",", "cite", None, "sup"),
        ("3", "cite", "c", "sup"), (", yes.", "text", None, ""),
    ]  # fmt: skip


def test_the_numbers_of_one_citation_share_a_group() -> None:
    groups = [run.group for run in one("x [@a; @b] y [@c]") if run.role == "cite"]
    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_symbols_are_runs_of_their_own() -> None:
    assert [(run.text, run.role) for run in one("**☐** yes ☎\ufe0f → ①")] == [
        ("☐", "symbol"), (" yes ", "text"), ("☎", "symbol"), (" ", "text"), ("→", "symbol"), (" ", "text"),
        ("①", "symbol"),
    ]  # fmt: skip


def test_every_run_knows_its_place() -> None:
    text = (
        'Take *4.5 mg*, "as told". [@label]\n  Then **wait** 7-10\ndays, call 555-0123.\n\nLast [here](https://x.org).'
    )
    lines = text.split("\n")
    for paragraph in parse(text):
        for run in runs(paragraph):
            for offset in [0, *(row[0] for row in run.rows)]:
                span = run.at(offset)
                word = re.match(r"[\w.]+", run.text[offset:])
                if word and run.role == "text":
                    assert lines[span.line - LINE][span.column - COLUMN :].startswith(word[0])
    assert any(run.rows for run in runs(parse(text)[0]))


def test_lines_after_variables_point_at_the_yaml() -> None:
    prose = prose_of("Call {{ clinic.phone }} or\n{% if x %}\nnobody\n{% endif %}\n*come* in")
    filled = Filled("Call 555-0123 or\n*come* in", prose, (0, 4))
    (paragraph,) = parse_inline(filled, "en", lambda *_: 1, Sink())
    places = {run.text: (run.span.line - LINE, run.span.column - COLUMN) for run in runs(paragraph)}
    assert places["come"] == (4, 1)
    assert places["Call "] == (0, 0)
    assert places["555-0123"][0] == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Head", [("block-in-text", 1, 1)]),
        ("words\n- one\n- two", [("block-in-text", 2, 1), ("block-in-text", 3, 1)]),
        ("1. one", [("block-in-text", 1, 1)]),
        ("> said", [("block-in-text", 1, 1)]),
        ("| a | b |", [("block-in-text", 1, 1)]),
        ("above\n---", [("block-in-text", 2, 1)]),
        ("see `code` now", [("block-in-text", 1, 5)]),
        ("see ![a](b.png) now", [("block-in-text", 1, 5)]),
        ("a [b](javascript:x) c", [("link-address", 1, 7)]),
        ("a [b](example.org) c", [("link-address", 1, 7)]),
        ("a [b](https://x y) c", [("link-address", 1, 5)]),
        ('a [b](https://x.org "t")', [("link-address", 1, 21)]),
        ("a [](https://x.org) c", [("link-address", 1, 6)]),
        ("fact [@Label]", [("citation-form", 1, 6)]),
        ("fact [@]", [("citation-form", 1, 6)]),
        ("line\nfact [@label", [("citation-form", 2, 6)]),
        ("a **b c", [("stray-mark", 1, 3)]),
    ],
)
def test_what_is_not_understood_is_complained_of_in_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert complaints(text) == expected


@pytest.mark.parametrize(
    "words", ["It costs $58", "never above 104 °F", "take 4.5 mg", "after 2½", "**58**", "in\n2010", "5 m"]
)
def test_a_citation_after_a_number_or_its_unit_is_warned_of_in_its_place(words: str) -> None:
    last = words.split("\n")[-1]
    assert complaints(f"{words} [@a].") == [("cite-after-number", 1 + words.count("\n"), len(last) + 2)]
    assert complaints(f"{words}. [@a]") == []


@pytest.mark.parametrize("words", ["B^12^", "29 %", "the team", "a 12-week plan", "some mg", "[@b]", "(58)"])
def test_a_citation_after_a_word_is_let_be(words: str) -> None:
    assert complaints(f"{words} [@a]") == []


@pytest.mark.parametrize("text", ["5 * 3", "\\- minus", "1\\. one", "#5 pill", "since\n2010. Then", "a ~ b", "[sic]"])
def test_what_only_looks_like_it_is_let_be(text: str) -> None:
    assert complaints(text) == []


def test_a_text_of_any_size_is_refused_in_time() -> None:
    assert complaints("a" * (inline.LONGEST + 1)) == [("text-size", 1, 1)]


def test_unchanged_prose_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Only once, *please*. [@a] " + "x" * 7
    first = parse(text)
    monkeypatch.setattr(inline, "Paragraph", None)
    assert parse(text) is first


def test_the_texts_asked_for_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "ROOM", 3)
    monkeypatch.setattr(inline, "_parsed", {})
    shared = parse("said by every clinic")
    for number in range(9):
        assert parse("said by every clinic") is shared
        parse(f"said by clinic {number}")
    assert len(inline._parsed) == 3


def test_numbers_are_not_remembered_with_the_words() -> None:
    filled = Filled("As shown. [@z]", prose_of("As shown. [@z]"))
    for number in (3, 8, 3):
        (paragraph,) = parse_inline(filled, "en", lambda *_, number=number: number, Sink())
        assert words_of(paragraph) == f"As shown.{number}"


def test_complaints_come_back_from_memory() -> None:
    assert complaints("a `b`") == complaints("a `b`") != []


def test_addresses_and_ranges_can_be_left_alone() -> None:
    (paragraph,) = parse("12-14 Main St, 555-0123", ranges=False, links=False)
    assert [(run.text, run.link) for run in runs(paragraph)] == [("12-14 Main St, 555-0123", None)]


def test_links_that_are_safe() -> None:
    assert all(map(is_safe_link, ["https://x.org", "http://x.org/a", "mailto:a@b.org", "tel:+15550100", "TEL:911"]))
    assert not any(
        map(is_safe_link, ["", "x.org", "javascript:1", "file:///x", "https:", "https:///x", "tel:abc", "a b:c"])
    )
    assert phone_link("(555) 555-0100") == "tel:+15555550100"
    assert shown_address("https://example.org/") == "example.org"


PARTS = [
    "word", " ", "\n", "\n\n", "*", "**", "_", "[@a]", "[", "](", ")", "~", "^", "\\", "`", "!", "555-0123", '"', "--",
    "&amp;", "<", ">", "☐", "4 mg", "- ", "1. ", "#", "[x](https://x.org)", "é", "|",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=20))
def test_no_text_breaks_it_and_no_word_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    sink = Sink()
    paragraphs = parse(text, sink)
    spans = [run.span for paragraph in paragraphs for run in runs(paragraph)]
    assert all(LINE <= span.line <= LINE + text.count("\n") for span in spans)
    if not sink.failed:
        printed = " ".join(words_of(paragraph) for paragraph in paragraphs)
        assert printed.count("word") == text.count("word")
        assert printed.count("é") == text.count("é")
        assert printed.count("☐") == text.count("☐")


SIGNS = (
    "**", "*", "[@a]", "[@a; @b-2]", "[@]", "[@ a ]", "[", "]", "(x)", "!", "_", "~2~", "\\", "&amp;", "`", "<", "  ",
    " ", " ", "\n", "\n", "word", "word", "Wörter", "7", ".", ",", "\u00a0", "\u2019", "(", ")", "-",
)  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=9).map("".join).map(str.strip))
def test_a_paragraph_with_few_marks_has_the_tokens_that_markdown_it_gives(text: str) -> None:
    simple = small_markdown._simple(text)
    if simple is not None:
        markdown = small_markdown._markdown()
        thorough = markdown.inline.parse(text, markdown, {}, [])
        said = [
            (each.type, each.content, each.meta.get("ids"))
            for each in thorough
            if (each.type, each.content) != ("text", "")
        ]
        assert [(each.type, _said(each), each.meta.get("ids")) for each in simple] == said


def _said(mark: small_markdown.Mark) -> str:
    return mark.content if mark.type in ("text", "cite") else ""


@pytest.mark.parametrize("text", ["**Call us** if so. [@a]\n[@b; @c] Go.", "a [@b], c", "**B** and **c d**"])
def test_citations_and_bold_need_no_markdown_it(text: str) -> None:
    assert small_markdown._simple(text) is not None
