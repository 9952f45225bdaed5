"""One whole address gets through; anything else is refused before a server hears of it."""

from __future__ import annotations

import pytest

from foldwell.desk.mail_address import read_address
from foldwell.diagnostics import Sink


@pytest.mark.parametrize(
    ("typed", "address", "needs_utf8"),
    [
        ("pat@example.org", "pat@example.org", False),
        ("  pat@Example.ORG ", "pat@example.org", False),
        ("Pat.O'Hara+clinic@mail.example.org", "Pat.O'Hara+clinic@mail.example.org", False),
        ("pat@exämple.org", "pat@xn--exmple-cua.org", False),
        ("pat@例え.example", "pat@xn--r8jz45g.example", False),
        ("josé@example.org", "josé@example.org", True),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org", False),
    ],
)
def test_an_address_is_read(typed: str, address: str, needs_utf8: bool) -> None:
    sink = Sink()
    read = read_address(typed, sink)
    assert sink.found == []
    assert read is not None
    assert (str(read), read.needs_utf8) == (address, needs_utf8)
    assert read.named("Pat").addr_spec == address


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no e-mail address"),
        ("pat@example.org,kim@example.org", "more than one"),
        ("pat@example.org kim@example.org", "more than one"),
        ("pat@example.org; kim@example.org", "more than one"),
        ("friends: pat@example.org", "more than one"),
        ("pat@example,org", "a comma where a point belongs"),
        ("mailto:pat@example.org", "a link to an address"),
        ("pat@example.org\nBcc: kim@example.org", "line break"),
        ("pat@example.org\r\n", "line break"),
        ("pat@example.org\u2028", "line break"),
        ("pat\u202e@example.org", "cannot be seen"),
        ("pat\x00@example.org", "cannot be seen"),
        ("Pat <pat@example.org>", "more than an address"),
        ('"pat smith"@example.org', "more than an address"),
        ("pat(home)@example.org", "more than an address"),
        ("pat@[127.0.0.1]", "more than an address"),
        ("pat", "not an e-mail address"),
        ("@example.org", "not an e-mail address"),
        ("pat@", "not an e-mail address"),
        ("pat@localhost", "not an e-mail address"),
        (".pat@example.org", "not an e-mail address"),
        ("pat..kim@example.org", "not an e-mail address"),
        ("pat@example..org", "domain"),
        ("pat@-example.org", "domain"),
        ("pat@exam_ple.org", "domain"),
        ("pat@10.0.0.1", "domain"),
        ("pat@straße.example", "domain"),  # by the old rules another domain: strasse.example
        (f"pat@{'a' * 64}.org", "domain"),
        (f"{'a' * 65}@example.org", "longer"),
        (f"{'é' * 33}@example.org", "longer"),
        (f"pat@{'a.' * 125}org", "longer"),
    ],
)
def test_anything_else_is_refused(typed: str, says: str) -> None:
    sink = Sink()
    assert read_address(typed, sink) is None
    [complaint] = sink.found
    assert complaint.code == "address"
    assert says in complaint.message
    assert "\n" not in complaint.message
    assert complaint.hints


def test_a_group_is_no_address_and_the_place_is_told() -> None:
    sink = Sink()
    assert read_address("friends:;", sink) is None
    assert sink.found[0].code == "address"
