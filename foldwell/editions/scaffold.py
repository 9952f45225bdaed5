"""Scaffolding: a name and a language come in, a brochure's YAML that builds goes to disk."""

from __future__ import annotations

import datetime
import re
from importlib import resources
from pathlib import Path

from foldwell.content.models.brochure import LANGUAGE
from foldwell.content.today import today
from foldwell.diagnostics import Sink
from foldwell.editions.workspace import Workspace
from foldwell.editions.writing import write_whole

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def scaffold(workspace: Workspace, name: str, language: str, sink: Sink) -> Path | None:
    """Write `brochures/<name>.<language>.yaml`; None with a complaint where the name is unfit or taken."""
    if not _NAME.fullmatch(name):
        sink.error("file-name", f"`{name}` cannot be a brochure's name", None,
                   "use small letters, figures and hyphens, for example flu-shot")  # fmt: skip
        return None
    if not re.fullmatch(LANGUAGE, language):
        sink.error("file-name", f"`{language}` is not a language's code", None,
                   "write it like en, pt-BR, es-419 or zh-Hant")  # fmt: skip
        return None
    path = workspace.brochures / f"{name}.{language}.yaml"
    if path.exists():
        sink.error("exists", f"{path} is there already", None, "choose another name, or change that file")
        return None
    template = resources.files("foldwell.editions").joinpath("brochure.txt").read_text(encoding="utf-8")
    day = today()
    text = (
        template.replace("@TITLE@", name.replace("-", " ").capitalize())
        .replace("@FORM@", _form(name))
        .replace("@LANGUAGE@", language)
        .replace("@DATE@", day.isoformat())
        .replace("@REVIEW@", _in_a_year(day).isoformat())
    )
    return path if write_whole(path, text.encode(), sink) else None


def _form(name: str) -> str:
    """A form number from the first letters of the name's words: flu-shot gives FS-01."""
    letters = "".join(word[0] for word in name.split("-") if word).upper()
    return f"{(letters or 'X')[:6]}-01"


def _in_a_year(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
