"""Which clinics: what somebody asked for comes in, the files of all clinics that are meant go out.

A table's rows become files in `.foldwell/clinics/`, so that every command can take one; complaints about them are told
where the words were written. Light to import, unless a table is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.diagnostics import Diagnostic, Sink, Span, shown_path
from foldwell.editions.workspace import Workspace
from foldwell.editions.writing import write_whole

ALL = "all"
TABLES = (".csv", ".tsv")


class Clinics(Struct, frozen=True):
    """The files of clinics; and for those made from a table, by their names, where each line was written."""

    paths: tuple[Path, ...] = ()
    origins: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def told(self, complaints: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """The complaints, each at the place that somebody can mend."""
        for each in complaints:
            span = each.span
            lines = self.origins.get(span.path, ()) if span is not None else ()
            yield each if span is None or span.line > len(lines) else replace(each, span=lines[span.line - 1])


def clinics_of(workspace: Workspace, wanted: str | None, base: str | None, sink: Sink) -> Clinics:
    """The clinics meant by `--clinics`: all, a table, or a folder; no clinic at all after an error. `base` is what
    `--clinic` names: the only one where there is no `--clinics`, else the one that a table's rows are laid over."""
    if wanted is None:
        path = workspace.clinic_path(base, sink)
        return Clinics((path,) if path is not None else ())
    if wanted == ALL:
        return Clinics(tuple(workspace.clinic_files()))
    places = [Path(wanted), workspace.root / wanted, workspace.brochures / wanted]
    found = next((path for path in places if path.exists()), None)
    if found is None:
        sink.error("no-clinics", f"there is no table or folder `{wanted}`", None,
                   "say all, or name a table of clinics (CSV) or a folder of their files")  # fmt: skip
    elif found.is_dir():
        paths = tuple(sorted(path for path in found.glob("*.yaml") if not path.name.startswith(".")))
        if not paths:
            sink.error("no-clinics", f"there is no clinic's file in {wanted}", None, "a clinic's file ends with .yaml")
        return Clinics(paths)
    elif found.suffix.lower() not in TABLES:
        sink.error("no-clinics", f"`{wanted}` is neither a table nor a folder", None,
                   "save a table as CSV; one clinic's file is named with --clinic")  # fmt: skip
    else:
        return _from_table(workspace, found, base, sink)
    return Clinics()


def _from_table(workspace: Workspace, table: Path, base: str | None, sink: Sink) -> Clinics:
    """Imported here: few builds read a table."""
    from foldwell.content.clinic_table import clinics_in_table
    from foldwell.content.reading.load import load
    from foldwell.content.reading.nodes import Mapping as MappingNode
    from foldwell.content.reading.text_file import read_text

    beneath = workspace.clinic_path(base, sink)
    node = load(beneath, workspace.root, sink) if beneath is not None else None
    text = read_text(table, workspace.root, sink)
    if sink.failed or text is None or not isinstance(node, MappingNode):
        return Clinics()
    taken = {workspace.clinic_slug(path) for path in workspace.clinic_files()}
    paths: list[Path] = []
    origins: dict[str, tuple[Span, ...]] = {}
    for clinic in clinics_in_table(text, shown_path(table, workspace.root), node, sink):
        if clinic.slug in taken:
            sink.error("table-slug", f"brochures/clinics/ has a clinic called `{clinic.slug}`, too", clinic.origins[0],
                       "give the one in the table another slug: both would write to the same folder")  # fmt: skip
            continue
        path = workspace.root / ".foldwell" / "clinics" / f"{clinic.slug}.yaml"
        data = clinic.text.encode()
        same = path.is_file() and path.read_bytes() == data
        if same or write_whole(path, data, sink):
            paths.append(path)
            origins[shown_path(path, workspace.root)] = clinic.origins
    return Clinics(tuple(paths), origins)
