"""What a preflight asks for (Limits) and what it says (Finding): the same complaint about many things counts as one."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.checks.preflight.geometry import Box
from foldwell.diagnostics import Severity

INCH = 72.0
MM = INCH / 25.4


def length(points: float, metric: bool) -> str:
    """A length for people, in inches or in millimetres."""
    return f"{points / MM:.1f} mm" if metric else f"{points / INCH:.3f}".rstrip("0").rstrip(".") + " in"


class Limits(Struct, frozen=True):
    """What the print shop wants; lengths in points. Sources of the numbers: docs/print-shop.md."""

    ink: float = 300.0  # percent, all plates together
    bleed: float | None = None  # None: 0.125 in for paper measured in inches, 3 mm for other paper
    live: float = 0.125 * INCH  # words and pictures from trim and folds
    folds: tuple[float, ...] = ()  # from the left edge of the first page's trim; none: where the fold marks are
    pages: int | None = None  # None: one sheet or several of the same size
    ppi: float = 300.0
    line_art_ppi: tuple[float, float] = (600.0, 1200.0)
    hairline: float = 0.25  # points
    many_inks: float = 9.0  # points: type smaller than this is set in one ink
    overprint: float = 12.0  # points: black type up to this is overprinted


class Place(Struct, frozen=True):
    """Where something is: the page, the rectangle in points of the page as it is looked at, and how far the rectangle's
    upper left corner lies from the upper left corner of the trimmed page (points, to the right and down)."""

    page: int
    box: Box | None = None
    right: float = 0.0
    down: float = 0.0
    metric: bool = False

    def __str__(self) -> str:
        if self.box is None:
            return f"page {self.page}"
        right, down = length(self.right, self.metric), length(self.down, self.metric)
        return f"page {self.page}, {right} from the left and {down} from the top"


class Finding(Struct, frozen=True):
    """One complaint about a PDF: the rule, where, what is wrong and what to do, in a reader's words."""

    severity: Severity
    rule: str
    message: str
    hint: str
    place: Place | None = None
    what: str = ""  # the first thing that it is about
    count: int = 1

    def as_json(self, path: str) -> dict[str, object]:
        """The finding as plain values for `--format json`."""
        place = self.place
        box = place.box if place else None
        corners = None if box is None else [round(value, 2) for value in (box.left, box.bottom, box.right, box.top)]
        return {
            "severity": self.severity.label, "code": self.rule, "message": self.message, "path": path,
            "page": place.page if place else None, "box": corners, "what": self.what or None, "count": self.count,
            "hints": [self.hint],
        }  # fmt: skip

    def as_text(self, path: str) -> str:
        """The finding for people: where, how bad, what, and on a second line what to do."""
        where = f"{path}: {self.place}" if self.place else path
        more = f", and {self.count - 1} more like it" if self.count > 1 else ""
        about = f" ({self.what}{more})" if self.what else ""
        return f"{where}: {self.severity.label}[{self.rule}]: {self.message}{about}\n  = {self.hint}"


class Findings(Struct):
    """Collects findings; one that says the same of the same page again only adds to the count."""

    _found: dict[tuple[str, str, int | None], Finding] = field(default_factory=dict)

    def error(self, rule: str, message: str, hint: str, place: Place | None = None, what: str = "") -> None:
        """Something that a print shop would send the file back for, or that would spoil the sheet."""
        self._add(Finding(Severity.ERROR, rule, message, hint, place, what))

    def warn(self, rule: str, message: str, hint: str, place: Place | None = None, what: str = "") -> None:
        """Something to look at before the file goes out."""
        self._add(Finding(Severity.WARNING, rule, message, hint, place, what))

    def note(self, rule: str, message: str, hint: str, place: Place | None = None, what: str = "") -> None:
        """Something worth knowing."""
        self._add(Finding(Severity.NOTE, rule, message, hint, place, what))

    def _add(self, finding: Finding) -> None:
        key = (finding.rule, finding.message, finding.place.page if finding.place else None)
        before = self._found.get(key)
        self._found[key] = finding if before is None else replace(before, count=before.count + 1)

    def in_order(self) -> tuple[Finding, ...]:
        """What concerns the file first, then page by page; errors before the rest."""
        return tuple(sorted(self._found.values(), key=lambda f: (f.place.page if f.place else 0, f.severity)))


class Report(Struct, frozen=True):
    """What was found in a file, and what the file says of itself."""

    pages: int
    standard: str
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether there is at least one error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
