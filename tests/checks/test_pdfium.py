"""The functions of pdfium that we describe ourselves: held against what pypdfium2 says of the same."""

from __future__ import annotations

import ctypes
import importlib.util
from typing import Any

import pypdfium2_raw
import pytest
from pypdfium2_raw import bindings

from foldwell.checks import pdfium

OURS = sorted(name for name in vars(pdfium) if name.startswith("FPDF"))
FUNCTIONS = [name for name in OURS if callable(getattr(pdfium, name))]


def as_passed(kind: Any) -> object:
    """How a type is handed to C: any pointer as an address, a number by its size and whether it has a sign."""
    if kind is None:
        return None
    if kind in (ctypes.c_void_p, ctypes.c_char_p) or issubclass(kind, ctypes._Pointer):
        return "address"
    return kind._type_


def test_functions_are_described_as_pypdfium2_describes_them() -> None:
    assert len(FUNCTIONS) > 25
    for name in FUNCTIONS:
        own, theirs = getattr(pdfium, name), getattr(pypdfium2_raw, name)
        assert as_passed(own.restype) == as_passed(theirs.restype), name
        assert list(map(as_passed, own.argtypes)) == list(map(as_passed, theirs.argtypes)), name


@pytest.mark.parametrize("name", sorted(set(OURS) - set(FUNCTIONS)))
def test_numbers_are_those_of_pypdfium2(name: str) -> None:
    assert getattr(pdfium, name) == getattr(pypdfium2_raw, name)


def test_the_library_is_that_of_the_package() -> None:
    assert pdfium._library()._name == bindings._libs["pdfium"]._name


def test_where_the_package_has_none_it_knows_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium, "_FILES", ("no-such-library",))
    assert pdfium._library() is bindings._libs["pdfium"]
    monkeypatch.setattr(pdfium, "find_spec", lambda name: importlib.util.find_spec("no_such_package"))
    assert pdfium._library() is bindings._libs["pdfium"]
