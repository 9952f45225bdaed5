"""Complaints of laying out come in; with the layout's name, for one run goes over several, they go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from foldwell.diagnostics import Diagnostic

OF_ONE_LAYOUT = {
    "fit", "overflow", "half-empty", "break", "overlong-word", "required-small", "calendar-narrow",
}  # fmt: skip


def told_of(found: Iterable[Diagnostic], layout: str) -> Iterator[Diagnostic]:
    """The complaints; those that another layout of the same brochure may not share say which it is."""
    for each in found:
        named = each.code in OF_ONE_LAYOUT
        yield replace(each, message=f"{each.message} (layout `{layout}`)") if named else each
