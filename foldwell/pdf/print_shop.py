"""A clinic's wishes for commercial printing come in; the settings that a press file is made by go out."""

from __future__ import annotations

import difflib
from pathlib import Path

from msgspec import Struct

from foldwell.content.models.clinic import Clinic, PrintShop
from foldwell.content.models.layout_spec import POINTS
from foldwell.content.read import safe_file
from foldwell.diagnostics import Sink
from foldwell.pdf.press_profile import PressProfile, open_profile

REGISTRY = "http://www.color.org"
REGISTERED = (  # printing conditions in the ICC's registry of characterization data: coated and uncoated sheets
    "CGATS TR 001", "CGATS TR 003", "CGATS TR 005", "CGATS TR 006", "CGATS21-2-CRPC1", "CGATS21-2-CRPC2",
    "CGATS21-2-CRPC3", "CGATS21-2-CRPC4", "CGATS21-2-CRPC5", "CGATS21-2-CRPC6", "CGATS21-2-CRPC7", "FOGRA27", "FOGRA29",
    "FOGRA39", "FOGRA47", "FOGRA51", "FOGRA52", "JC200103", "JCW2003",
)  # fmt: skip
USUAL_CONDITION = {"letter": "CGATS TR 006", "a4": "FOGRA39"}  # GRACoL and ISO Coated v2, sheet-fed on coated paper
USUAL_BLEED = {"letter": 0.125 * POINTS["in"], "a4": 3 * POINTS["mm"]}  # print shops' guides; see docs/print-shop.md
PROFILES = (".icc", ".icm")


class Shop(Struct, frozen=True):
    """What a press file is made by: the printing condition, the bleed (points), the most ink that the paper bears
    (percent), and the press's profile, without which nothing but the clinic's own colours can be printed."""

    condition: str = USUAL_CONDITION["letter"]
    bleed: float = USUAL_BLEED["letter"]
    ink_limit: float = 300.0
    profile: PressProfile | None = None


def read_shop(clinic: Clinic, paper: str, root: Path, sink: Sink) -> Shop | None:
    """The settings for a clinic's print shop on letter or a4 paper; None after complaints. `root` is the workspace."""
    wishes = clinic.print or PrintShop()
    bleed = USUAL_BLEED[paper] if wishes.bleed is None else wishes.bleed
    if wishes.profile is None:
        condition = wishes.condition or USUAL_CONDITION[paper]
        if condition not in REGISTERED:
            _complain_of_condition(condition, wishes, sink)
            return None
        return Shop(condition, bleed, wishes.ink_limit)
    profile = _profile(wishes, wishes.profile, root, sink)
    return None if profile is None else Shop(wishes.condition or "Custom", bleed, wishes.ink_limit, profile)


def _complain_of_condition(condition: str, wishes: PrintShop, sink: Sink) -> None:
    near = difflib.get_close_matches(condition, REGISTERED, 1)
    sink.error(
        "shop-condition", f"`{condition}` is no registered printing condition", wishes.place("condition"),
        f"did you mean `{near[0]}`?" if near else f"ask your print shop; common ones are {REGISTERED[3]} and FOGRA39",
        "or name the print shop's ICC profile as well: `profile: art/….icc`",
    )  # fmt: skip


def _profile(wishes: PrintShop, name: str, root: Path, sink: Sink) -> PressProfile | None:
    place = wishes.place("profile")
    path = safe_file(name, root, place, sink, PROFILES)
    if path is None:
        return None
    try:
        return open_profile(path.read_bytes())
    except OSError as fault:
        sink.error("shop-profile", f"the profile {name} cannot be read: {fault.strerror or 'unknown reason'}", place)
    except ValueError as fault:
        sink.error("shop-profile", f"the profile {name} {fault}", place,
                   "ask your print shop for the ICC profile of its press and paper")  # fmt: skip
    return None
