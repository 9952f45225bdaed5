"""The forms of a workspace: brochures and the records of their releases come in; each form number, with what was given
out under it and what takes its place, goes out: for whoever sorts the paper on the rack.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.models.brochure import Brochure
from foldwell.content.models.releases import Release, Releases
from foldwell.content.read import read_brochure, read_releases
from foldwell.diagnostics import Sink
from foldwell.editions.workspace import BrochureFile, Workspace

# in use; withdrawn by its brochure; another number is in the brochure's file now; there is no such brochure any more;
# the brochure cannot be read, and the record alone is known
State = Literal["in use", "withdrawn", "renumbered", "gone", "broken"]


class Withdrawal(Struct, frozen=True):
    """When and why paper was taken back."""

    date: datetime.date
    reason: str


class Form(Struct, frozen=True):
    """A form number of one brochure, `called` as commands name it. `revision` and `date` are what the brochure says now
    (of a form that is over: what was released last), `released` the revisions on record, the oldest first."""

    number: str
    called: str
    title: str
    state: State
    revision: int
    date: datetime.date
    released: tuple[Release, ...] = ()
    withdrawal: Withdrawal | None = None
    replaced_by: str | None = None
    replaces: tuple[str, ...] = ()

    @property
    def is_released(self) -> bool:
        """Whether the revision that the brochure bears now is on record."""
        return any(release.number == self.revision for release in self.released)

    def as_json(self) -> dict[str, object]:
        """The form as plain values."""
        gone = self.withdrawal
        return {
            "form": self.number, "brochure": self.called, "title": self.title, "state": self.state,
            "revision": self.revision, "date": self.date.isoformat(), "released": self.is_released,
            "revisions": [
                {"number": one.number, "date": one.date.isoformat(), "note": _line(one.note.text), "words": one.words}
                for one in self.released
            ],
            "withdrawn": {"date": gone.date.isoformat(), "reason": gone.reason} if gone else None,
            "replaced_by": self.replaced_by, "replaces": list(self.replaces),
        }  # fmt: skip


def forms_of(workspace: Workspace, sink: Sink) -> list[Form]:
    """All forms by number and brochure; what is wrong with files is in the sink, and the others are listed."""
    found: list[Form] = []
    brochures: dict[str, Brochure] = {}
    files = workspace.brochure_files()
    for file in files:
        brochure = read_brochure(file.path, workspace.root, sink)
        record = read_releases(workspace.releases_path(file), workspace.root, sink)
        if brochure is not None:
            brochures[file.called] = brochure
        found.extend(_forms_of(file, brochure, record))
    known = {file.called for file in files}
    for path in workspace.releases_paths():
        record = read_releases(path, workspace.root, sink) if path.stem not in known else None
        found.extend(_from_record(path.stem, record, "gone", None))
    _check(found, brochures, sink)
    _check_records(found, brochures, sink)
    return sorted((_with_older(form, found) for form in found), key=lambda form: (form.number, form.called))


def _forms_of(file: BrochureFile, brochure: Brochure | None, record: Releases | None) -> list[Form]:
    if brochure is None:
        return _from_record(file.called, record, "broken", None)
    older = _from_record(file.called, record, "renumbered", brochure.form)
    withdrawn, revision = brochure.withdrawn, brochure.revision
    now = Form(
        brochure.form, file.called, _line(brochure.title.text), "withdrawn" if withdrawn else "in use", revision.number,
        revision.date, _under(brochure.form, record),
        Withdrawal(withdrawn.date, _line(withdrawn.reason.text)) if withdrawn else None,
        withdrawn.replaced_by if withdrawn else None,
    )  # fmt: skip
    return [*older, now]


def _from_record(called: str, record: Releases | None, state: State, now: str | None) -> list[Form]:
    """The forms of which a record tells, but for the one that the brochure bears `now`, which is in their place."""
    numbers = dict.fromkeys(release.form for release in record.releases) if record is not None else {}
    forms = []
    for number in numbers:
        released = _under(number, record)
        if number != now:
            last = released[-1]
            title = _line(last.title.text)
            forms.append(Form(number, called, title, state, last.number, last.date, released, replaced_by=now))
    return forms


def _under(number: str, record: Releases | None) -> tuple[Release, ...]:
    releases = record.releases if record is not None else []
    return tuple(sorted((one for one in releases if one.form == number), key=lambda one: one.number))


def _with_older(form: Form, others: Iterable[Form]) -> Form:
    replaces = sorted({other.number for other in others if other.replaced_by == form.number})
    return replace(form, replaces=tuple(replaces)) if form.state == "in use" else form


def _check(forms: list[Form], brochures: dict[str, Brochure], sink: Sink) -> None:
    """Warn of a number that two brochures of one language bear, and of one that is to take a place and is not there."""
    used: dict[tuple[str, str], str] = {}
    for form in forms:
        brochure = brochures.get(form.called)
        if brochure is None or form.number != brochure.form:
            continue
        first = used.setdefault((form.number, brochure.language), form.called)
        if first != form.called:
            sink.warn("form-twice", f"{first} has the form number {form.number}, too", brochure.place("form"),
                      "give each its own: whoever holds the paper knows it by its number")  # fmt: skip
        instead = form.replaced_by
        if brochure.withdrawn is not None and instead is not None and not _is_in_use(instead, forms):
            sink.warn("no-form", f"no brochure in use has the form number {instead}",
                      brochure.withdrawn.place("replaced_by"),
                      "write the number that stands after `form:` in the brochure that takes its place")  # fmt: skip


def _check_records(forms: list[Form], brochures: dict[str, Brochure], sink: Sink) -> None:
    """Warn of the record of a brochure that seems to have another name now."""
    nameless = {form.number: form for form in forms if form.state == "in use" and not form.released}
    for form in forms:
        renamed = nameless.get(form.number) if form.state == "gone" else None
        if renamed is not None:
            sink.warn("record-lost", f"nothing is on record of {renamed.called}, but something of {form.called}, which "
                      "is no brochure", brochures[renamed.called].place("form"),
                      f"if it has a new name, rename brochures/releases/{form.called}.yaml, too")  # fmt: skip


def _is_in_use(number: str, forms: list[Form]) -> bool:
    return any(form.number == number and form.state == "in use" for form in forms)


def _line(text: str) -> str:
    return " ".join(text.split())
