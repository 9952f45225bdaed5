"""Rules on colours, ink and transparency: the marks of a page come in, findings go out."""

from __future__ import annotations

from foldwell.checks.preflight.colours import Paint
from foldwell.checks.preflight.findings import Findings, Limits
from foldwell.checks.preflight.marks import Mark, Where
from foldwell.checks.preflight.objects import identity
from foldwell.checks.preflight.pictures import MOST_PIXELS, Coverage, coverage
from foldwell.checks.preflight.standards import Standard
from foldwell.checks.preflight.views import View

SLACK = 0.5  # percent of ink: 8-bit values of four plates, rounded
SPECKS = 0.001  # share of a picture's pixels over the limit that no press notices
TO_CMYK = "give the colour in CMYK or as a spot ink; in a layout program: convert to CMYK when exporting"


class ColourRules:
    """Judges colours; a picture that is painted often is measured once."""

    def __init__(self, limits: Limits, standard: Standard, findings: Findings) -> None:
        self._limits = limits
        self._standard = standard
        self._findings = findings
        self._measured: dict[object, Coverage | None] = {}

    def judge(self, mark: Mark, view: View) -> None:
        """All rules on colour for one thing that is painted."""
        self._transparency(mark, view)
        if mark.kind == "group" or mark.where is Where.UNSEEN:
            return
        paint = mark.paint
        if mark.picture is not None and mark.picture.space is not None:
            paint = Paint(mark.picture.space)
        if paint is not None:
            self._space(paint, mark, view)
        if mark.where.inked:
            if mark.picture is not None and not mark.picture.stencil:
                self._picture_ink(mark, view)
            elif mark.paint is not None:
                self._ink(mark.paint, mark, view)

    def _space(self, paint: Paint, mark: Mark, view: View) -> None:
        space = paint.space
        if space.rgb:
            fallback = space.model == "inks"
            said = (
                f"the ink {space.names[0]} falls back on RGB" if fallback else "this is in RGB, which no press prints"
            )
            self._findings.error("colour-rgb", said, TO_CMYK, *view.where(mark))
        elif space.managed and not self._standard.managed_colours:
            self._findings.error(
                "colour-managed", f"{self._standard.name} allows no colours defined by how they look ({space.family})",
                TO_CMYK, *view.where(mark),
            )  # fmt: skip
        elif space.model == "lab":
            self._findings.warn("colour-managed", "this is in Lab, and only the print shop's conversion tells its inks",
                                TO_CMYK, *view.where(mark))  # fmt: skip

    def _ink(self, paint: Paint, mark: Mark, view: View) -> None:
        total, limit = paint.total, self._limits.ink
        if total is not None and total > limit + SLACK:
            self._findings.error(
                "ink", f"a colour takes {total:.0f} % of ink, and {limit:g} % is the limit",
                "choose a lighter mixture of inks, with less cyan, magenta and yellow under the black",
                *view.where(mark),
            )  # fmt: skip
        elif total is None and paint.space.model in ("cmyk", "inks") and not paint.space.registration:
            self._unknown(mark, view)

    def _unknown(self, mark: Mark, view: View) -> None:
        self._findings.note("ink-unknown", "the ink of this could not be measured",
                            "ask the print shop to look at its ink", *view.where(mark))  # fmt: skip

    def _picture_ink(self, mark: Mark, view: View) -> None:
        picture = mark.picture
        if picture is None or picture.space is None or picture.space.rgb or picture.space.model == "lab":
            return
        key = identity(picture.stream)
        try:
            if key is None or key not in self._measured:
                self._measured[key] = coverage(picture, self._limits.ink)
        except ValueError:
            if picture.width * picture.height > MOST_PIXELS:
                self._unknown(mark, view)
            else:
                self._findings.error("picture-damaged", "the pixels of this picture cannot be read",
                                     "place the picture again from its original file", *view.where(mark))  # fmt: skip
            return
        found, limit = self._measured[key], self._limits.ink
        if found is None:
            self._unknown(mark, view)
        elif found.share > 0:
            say = self._findings.error if found.share >= SPECKS else self._findings.warn
            say("ink", f"a picture takes up to {found.most:.0f} % of ink, and {limit:g} % is the limit "
                f"(over it: {100 * found.share:.1f} % of its pixels)",
                "convert the picture again with the print shop's own profile", *view.where(mark))  # fmt: skip

    def _transparency(self, mark: Mark, view: View) -> None:
        if mark.kind == "group" and mark.paint is not None and mark.paint.space.rgb:
            self._findings.error(
                "transparency-rgb", "a transparency group mixes its colours in RGB",
                "set the space of transparency (the page's blending space) to CMYK and export again",
                view.place(mark.box),
            )  # fmt: skip
        elif mark.effects and not self._standard.transparency:
            self._findings.error(
                "transparency", f"{self._standard.name} allows no transparency, and this has {mark.effects[0]}",
                "flatten transparency when exporting, or ask the print shop whether it takes PDF/X-4",
                *view.where(mark),
            )  # fmt: skip
