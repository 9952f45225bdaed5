"""The workspace: a folder with brochures/, layouts/ and fonts/ comes in, the brochures and clinics in it go out."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from foldwell.diagnostics import Sink, shown_path

_BROCHURE = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)\.(?P<language>[a-z]{2,3}(-([A-Za-z]{2,4}|[0-9]{3}))*)\.yaml$")
_FOLDERS = ("brochures", "layouts", "fonts")
_NAMED_LIKE = "name it like `my-brochure.en.yaml`: small letters, figures and hyphens, the language, .yaml"


class BrochureFile(Struct, frozen=True):
    """A brochure's file, and the name and language that its file name gives."""

    path: Path
    name: str
    language: str

    @property
    def called(self) -> str:
        """How a command names it, and no other: `flu-shot.en`."""
        return f"{self.name}.{self.language}"


class Workspace(Struct, frozen=True):
    """A folder that holds a clinic's data."""

    root: Path

    @classmethod
    def open(cls, root: Path, sink: Sink) -> Workspace | None:
        """The workspace at `root`, or None with a complaint where a folder is missing."""
        missing = [name for name in _FOLDERS if not (root / name).is_dir()]
        if not missing:
            return cls(root)
        if root.is_dir():
            here = "this folder" if root == Path() else str(root)
            message = f"{here} is not a workspace: it has {', '.join(f'no {name}/' for name in missing)}"
        else:
            message = f"{root} is a file, not a folder" if root.exists() else f"there is no folder {root}"
        sink.error(
            "workspace", message, None,
            "a workspace is a folder with brochures/, layouts/ and fonts/: go there first, or name it with --workspace",
        )  # fmt: skip
        return None

    @property
    def brochures(self) -> Path:
        """The folder of content; names of pictures count from it."""
        return self.root / "brochures"

    def brochure_files(self) -> list[BrochureFile]:
        """All brochures by name and language."""
        found = []
        for path in _seen(self.brochures):
            match = _BROCHURE.match(path.name)
            if match:
                found.append(BrochureFile(path, match["name"], match["language"]))
        return found

    def stray_files(self, sink: Sink) -> None:
        """Complain of YAML files that are neither a brochure nor the clinic: they would be passed over in silence."""
        for path in _seen(self.brochures, (".yaml", ".yml")):
            if path.name == "clinic.yaml" or _BROCHURE.match(path.name):
                continue
            sink.warn(
                "file-name", f"{shown_path(path, self.root)} is passed over: its name does not tell the language", None,
                _NAMED_LIKE,
            )  # fmt: skip

    def choose(self, wanted: list[str], sink: Sink) -> list[BrochureFile]:
        """The brochures that somebody named: by name, by name and language, or by path. None named means all."""
        files = self.brochure_files()
        if not wanted:
            if not files:
                sink.error("no-brochure", f"there is no brochure in {self.brochures}", None,
                           "make one with `python render.py new my-brochure`")  # fmt: skip
            return files
        chosen: list[BrochureFile] = []
        for word in wanted:
            mine = [file for file in files if self._is_called(file, word)]
            if not mine:
                self._not_found(word, files, sink)
            chosen.extend(file for file in mine if file not in chosen)
        return chosen

    def _is_called(self, file: BrochureFile, word: str) -> bool:
        if word in (file.name, f"{file.name}.{file.language}", file.path.name):
            return True
        path = Path(word)
        return path.suffix == ".yaml" and path.exists() and path.resolve() == file.path.resolve()

    def _not_found(self, word: str, files: list[BrochureFile], sink: Sink) -> None:
        names = sorted({file.name for file in files})
        near = _near(_as_name(word), names)
        path = next((path for path in self._files_called(word) if path.is_file()), None)
        if path is not None and _BROCHURE.match(path.name):
            hint = f"a brochure lies in the folder {self.brochures}: copy it there"
        elif path is not None and path.parent.resolve() == self.brochures.resolve() and path.name != "clinic.yaml":
            hint = _NAMED_LIKE
        else:
            hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(names) or 'none'}"
        sink.error("no-brochure", f"no brochure is called `{word}`", None, hint)

    def _files_called(self, word: str) -> tuple[Path, ...]:
        inside = self.brochures / word
        return (Path(word), inside, inside.with_name(f"{inside.name}.yaml"))

    def layout_path(self, name: str) -> Path:
        """The file of a layout."""
        return self.root / "layouts" / f"{name}.yaml"

    def layout_names(self) -> list[str]:
        """The names of all layouts, in alphabetical order."""
        return [path.stem for path in _seen(self.root / "layouts")]

    def releases_path(self, file: BrochureFile) -> Path:
        """The record of what was released of a brochure; there is none before the first release."""
        return self.brochures / "releases" / file.path.name

    def releases_paths(self) -> list[Path]:
        """The records of all releases, also of brochures that are gone."""
        return [path for path in _seen(self.brochures / "releases") if _BROCHURE.match(path.name)]

    def theme_path(self, name: str) -> Path:
        """The file of a theme."""
        return self.root / "layouts" / "themes" / f"{name}.yaml"

    def theme_names(self) -> list[str]:
        """The names of all themes, in alphabetical order."""
        return [path.stem for path in _seen(self.root / "layouts" / "themes")]

    def clinic_files(self) -> list[Path]:
        """The files of all clinics, the workspace's own first."""
        own = self.brochures / "clinic.yaml"
        return [path for path in (own, *_seen(self.brochures / "clinics")) if path.is_file()]

    def clinic_path(self, named: str | None, sink: Sink) -> Path | None:
        """The clinic's file: clinic.yaml, a path, or the name of a file in brochures/clinics/."""
        if named is None:
            return self.brochures / "clinic.yaml"
        others = self.brochures / "clinics"
        tries = [Path(named), self.root / named, others / f"{named}.yaml", others / named]
        if named in ("clinic", "clinic.yaml"):  # as `list` calls it
            tries.append(self.brochures / "clinic.yaml")
        found = next((path for path in tries if path.is_file()), None)
        if found is None:
            known = ["clinic", *(path.stem for path in _seen(others))]
            near = _near(_as_name(named), known)
            hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known) or 'none'}"
            sink.error("no-clinic", f"there is no clinic file `{named}`", None, hint)
        return found

    def clinic_slug(self, path: Path) -> str:
        """The folder under out/ for a clinic's files; nothing for the workspace's own clinic."""
        return "" if path.resolve() == (self.brochures / "clinic.yaml").resolve() else path.stem


def _seen(folder: Path, suffixes: tuple[str, ...] = (".yaml",)) -> list[Path]:
    """The YAML files of a folder. Those with a dot before their name are an editor's or the system's own notes."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in suffixes and not path.name.startswith("."))


def _as_name(word: str) -> str:
    """What somebody may have meant: `Flu Shot.en.yaml` as flu-shot."""
    return Path(word).name.partition(".")[0].strip().lower().replace(" ", "-").replace("_", "-")


def _near(word: str, names: list[str]) -> list[str]:
    """The name that was probably meant, if any."""
    import difflib  # only a complaint needs it

    return difflib.get_close_matches(word, names, 1)
