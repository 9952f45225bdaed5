"""The page that tells people what was released: the records of all brochures come in, Markdown goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from foldwell.content.models.releases import Release, Releases

CHANGES = "CHANGES.md"
_HEAD = """\
# What has changed

<!-- Made by `python render.py release` from releases/. To mend a line, mend it there; what is written here is lost. -->
"""
_MARK = "<!-- Made by `python render.py release`"
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~])")


def is_ours(text: str) -> bool:
    """Whether a page was written here, and may be written anew."""
    return _MARK in text


def page(records: Mapping[str, Releases]) -> str:
    """All releases, by brochure, the latest first."""
    return "\n".join([_HEAD, *(_part(called, record) for called, record in sorted(records.items()))])


def _part(called: str, record: Releases) -> str:
    latest_first = list(reversed(record.releases))
    lines = [f"## {_plain(latest_first[0].title.text)} ({called})", ""]
    for form, releases in groupby(latest_first, key=lambda release: release.form):
        lines += [f"### {form}", "", *map(_line, releases), ""]
    return "\n".join(lines)


def _line(release: Release) -> str:
    return f"- **Revision {release.number}**, {release.date.isoformat()}: {_plain(release.note.text)}"


def _plain(text: str) -> str:
    """In one line, and nothing in it is read as Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
