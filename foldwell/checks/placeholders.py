"""Placeholders: a clinic comes in; numbers and addresses that are reserved for examples are named."""

from __future__ import annotations

import re

from foldwell.content.models.clinic import Clinic
from foldwell.diagnostics import Sink, Span

_NUMBER = re.compile(r"\b555[ .-]?01\d\d\b")  # reserved for fiction in the North American numbering plan
_DOMAIN = re.compile(r"\bexample\.(org|com|net|edu)\b|\.(example|invalid|test)\b", re.IGNORECASE)  # RFC 2606


def check_placeholders(clinic: Clinic, sink: Sink) -> None:
    """Warn of each particular of the clinic that cannot be real."""
    for phone in clinic.phones:
        if _NUMBER.search(phone.number):
            _warn("telephone number", phone.number, phone.place("number"), sink)
    for what, key, value in (("e-mail address", "email", clinic.email), ("web address", "web", clinic.web)):
        if value and _DOMAIN.search(value):
            _warn(what, value, clinic.place(key), sink)


def _warn(what: str, value: str, span: Span, sink: Sink) -> None:
    sink.warn(
        "placeholder", f"the {what} {value} is a placeholder", span,
        "write the clinic's own before anything is given to a patient",
    )  # fmt: skip
