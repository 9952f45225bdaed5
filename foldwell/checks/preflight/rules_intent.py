"""Rules on the output intent: which printing condition the file is made for, and its profile (ISO 32000-1, 14.11.5)."""

from __future__ import annotations

import pikepdf

from foldwell.checks.preflight.findings import Findings
from foldwell.checks.preflight.objects import PdfObject, content, entry, is_stream, items, name, string, whole
from foldwell.checks.preflight.standards import Standard

REGISTRY = "color.org"  # of printing conditions: the ICC's
SPACES = {b"CMYK": 4, b"GRAY": 1, b"RGB ": 3}  # a profile's colour space and its components (ICC.1, 7.2.6)
SAY_WHICH = "name the print shop's printing condition when exporting (for example FOGRA39 or CGATS TR 006)"
EMBED = "embed the print shop's own CMYK profile when exporting"


def judge_intent(pdf: pikepdf.Pdf, standard: Standard, findings: Findings) -> None:
    """There is one output intent for print, it names a condition, and its profile is right for the standard."""
    intents = [intent for intent in items(entry(pdf.Root, "/OutputIntents")) if name(entry(intent, "/S")) == "GTS_PDFX"]
    if not intents:
        findings.error("output-intent", "the file does not say for which press and paper it was made (output intent)",
                       SAY_WHICH)  # fmt: skip
        return
    if len(intents) > 1:
        findings.error("output-intent", f"the file names {len(intents)} printing conditions, and there can be one only",
                       SAY_WHICH)  # fmt: skip
    intent = intents[0]
    profile = entry(intent, "/DestOutputProfile")
    if not string(entry(intent, "/OutputConditionIdentifier")):
        findings.error("output-intent", "the output intent names no printing condition", SAY_WHICH)
    if is_stream(profile):
        _profile(profile, findings)
    elif standard.profile_needed:
        findings.error(
            "output-intent", f"{standard.name} wants the profile of the printing condition in the file", EMBED
        )
    elif standard.name != "PDF/X-4p":
        _registered(intent, findings)


def _registered(intent: PdfObject, findings: Findings) -> None:
    """Without a profile the condition is one that everybody can look up."""
    if REGISTRY not in string(entry(intent, "/RegistryName")) or _is_custom(intent):
        findings.error(
            "output-intent", "the output intent has no profile, and its printing condition is in no public registry",
            f"{EMBED}, or name a registered condition and http://www.color.org as its registry",
        )  # fmt: skip


def _is_custom(intent: PdfObject) -> bool:
    return string(entry(intent, "/OutputConditionIdentifier")).lower() == "custom"


def _profile(profile: PdfObject, findings: Findings) -> None:
    """The profile is one of a printer, for CMYK (or grey), and whole (ICC.1, 7.2)."""
    data = content(profile) or b""
    space, kind = data[16:20], data[12:16]
    if len(data) < 128 or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") > len(data):
        findings.error("output-profile", "the output intent's profile is damaged", EMBED)
    elif space == b"RGB ":
        findings.error("output-profile", "the output intent's profile is for RGB, and presses print CMYK", EMBED)
    elif kind != b"prtr" or space not in SPACES:
        findings.error("output-profile", "the output intent's profile is not one of a printing condition", EMBED)
    elif whole(entry(profile, "/N")) != SPACES[space]:
        findings.error(
            "output-profile", "the output intent's profile has another number of inks than the file says", EMBED
        )
