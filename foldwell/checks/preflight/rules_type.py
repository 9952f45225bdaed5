"""Rules on words, lines and pictures: the marks of a page come in, findings go out."""

from __future__ import annotations

from foldwell.checks.preflight.findings import Findings, Limits
from foldwell.checks.preflight.marks import Mark, Where
from foldwell.checks.preflight.views import View

FULL = 0.999  # share of black that counts as solid
LEAST = 0.001  # share of an ink that counts as none
SLACK = 0.005  # points: widths are written with two or three decimals
LINE_LONG = 1.0  # points: a surface that is thin and shorter than this is a dot
NEAR = 0.995  # of the pixels wanted: 299 pixels per inch are 300


def judge_fonts(mark: Mark, view: View, findings: Findings) -> None:
    """Every font that puts ink on paper lies in the file."""
    if mark.kind == "text" and not mark.embedded and mark.where is not Where.UNSEEN:
        findings.error("font-missing", f"the font {mark.font} is not embedded, and the press would print another",
                       "embed all fonts when exporting, or turn the words into outlines",
                       *view.where(mark))  # fmt: skip


def judge_inks_of_text(mark: Mark, view: View, limits: Limits, findings: Findings) -> None:
    """Small type is set in one ink: plates that lie a hair apart blur it."""
    if mark.kind != "text" or not mark.where.inked or mark.paint is None or mark.registration:
        return
    for inks in mark.paint.inks() or []:
        plates = [ink for ink, share in inks.items() if share > LEAST]
        if len(plates) > 1 and mark.size < limits.many_inks - SLACK:
            findings.warn(
                "small-text-inks",
                f"type of {mark.size:.3g} pt is set in {len(plates)} inks ({', '.join(plates)})",
                f"set type under {limits.many_inks:g} pt in black alone, or in one spot ink",
                *view.where(mark),
            )
            return


def judge_overprint(mark: Mark, view: View, limits: Limits, findings: Findings) -> None:
    """Small black type is printed over what lies under it; white never is, for it would vanish."""
    if not mark.where.inked or mark.paint is None or mark.registration:
        return
    if mark.paint.white and mark.overprint:
        findings.error("white-overprint", "this is white and set to overprint, so that it vanishes on the press",
                       "switch overprint off for everything that is white", *view.where(mark))  # fmt: skip
        return
    if mark.kind != "text" or mark.size > limits.overprint + SLACK or not _black(mark):
        return
    family = mark.paint.space.family
    spot = family in ("Separation", "DeviceN")
    if not mark.overprint or (family == "DeviceCMYK" and mark.overprint_mode != 1):
        findings.warn(
            "black-overprint", "small black type is knocked out of what lies under it, and white edges show",
            f"set black type up to {limits.overprint:g} pt to overprint (with overprint mode 1)",
            *view.where(mark),
        )  # fmt: skip
    elif family != "DeviceCMYK" and not spot:
        findings.warn(  # ISO 32000-1, table 148: overprint leaves other plates alone in DeviceCMYK only
            "black-overprint", f"small black type in {family} is knocked out even where overprint is on",
            "give its black as CMYK 0 0 0 100", *view.where(mark),
        )  # fmt: skip


def _black(mark: Mark) -> bool:
    """Whether it is solid black and nothing else."""
    several = mark.paint.inks() if mark.paint else None
    return bool(several) and all(
        share >= FULL if ink == "Black" else share <= LEAST
        for inks in several or []
        for ink, share in (inks or {"Black": 0.0}).items()
    )


def judge_hairlines(mark: Mark, view: View, limits: Limits, findings: Findings) -> None:
    """No line is thinner than a press holds."""
    thin = mark.size < limits.hairline - SLACK
    line = mark.kind == "stroke" or (mark.kind == "fill" and max(mark.box.width, mark.box.height) > LINE_LONG)
    if thin and line and mark.where.inked and not (mark.paint is not None and mark.paint.white):
        findings.error("hairline", f"a line is {mark.size:.2f} pt thick and may not print",
                       f"make it {limits.hairline:g} pt or thicker", *view.where(mark))  # fmt: skip


def judge_pictures(mark: Mark, view: View, limits: Limits, findings: Findings) -> None:
    """Pictures have enough pixels at the size in which they are printed."""
    picture = mark.picture
    if picture is None or not mark.where.inked:
        return
    if picture.damaged:
        findings.error("picture-damaged", "this picture does not say its size or its colours",
                       "place the picture again from its original file", *view.where(mark))  # fmt: skip
        return
    least, most = limits.line_art_ppi if picture.one_bit else (limits.ppi, float("inf"))
    if picture.ppi < least * NEAR:
        kind = "line art" if picture.one_bit else "a picture"
        findings.error(
            "resolution",
            f"{kind} has {picture.ppi:.0f} pixels per inch at its printed size, and {least:g} are wanted",
            "take a larger original, or print it smaller", *view.where(mark),
        )  # fmt: skip
    elif picture.ppi > most / NEAR:
        findings.note(
            "resolution", f"line art has {picture.ppi:.0f} pixels per inch, more than a press shows ({most:g})",
            "a smaller original makes a smaller file and the same print", *view.where(mark),
        )  # fmt: skip
