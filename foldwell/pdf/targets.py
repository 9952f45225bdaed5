"""What a file is made for comes in by name or as a print shop's settings; all that painting does differently goes out.

The desk, the e-mail and the print shop get the same panels. A target says which pages they make, in which colours, what
the file claims to be, and whether there is anything to click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.models.clinic import Colours
from foldwell.layout.document import Document, Image
from foldwell.pdf.claims import ACCESSIBLE, Claims, press_claims
from foldwell.pdf.colour import Inks, PressInks, screen_inks
from foldwell.pdf.leaves import Leaf, press_sheets, single_panels, whole_sheets
from foldwell.pdf.packs import SPEED
from foldwell.pdf.photographs import press_picture, screen_picture
from foldwell.pdf.pictures import Picture
from foldwell.pdf.print_shop import Shop
from foldwell.pdf.reportlab_parts import PDF_VERSION, Version
from foldwell.type.fonts import FontBook

SMALLEST = 9  # of zlib's levels, for what is sent often: a tenth smaller for two milliseconds


class Target(Struct, frozen=True):
    """What a file is made for.

    `clicks` tells whether it has links and bookmarks: PDF/X allows no annotation inside the bleed (ISO 15930-7, 6.17).
    """

    name: str
    leaves: Callable[[Document, FontBook], Iterable[Leaf]]
    inks: Callable[[Colours], Inks]
    claims: Callable[[Document], Claims]
    picture: Callable[[Image, Colours], Picture] = screen_picture
    clicks: bool = True
    version: Version = PDF_VERSION
    effort: int = SPEED


_OFFICE = replace(ACCESSIBLE, office=True)
DESK = Target("desk", lambda document, _: whole_sheets(document), screen_inks, lambda _: _OFFICE)
EMAIL = Target("email", lambda document, _: single_panels(document), screen_inks, lambda _: ACCESSIBLE, effort=SMALLEST)
_BY_NAME = {target.name: target for target in (DESK, EMAIL)}


def target_of(target: Target | str) -> Target:
    """The target of a name (desk, email). Raises ValueError for another: the print shop's needs its settings."""
    if isinstance(target, Target):
        return target
    if target not in _BY_NAME:
        raise ValueError(f"unknown target {target!r}")
    return _BY_NAME[target]


def for_shop(shop: Shop) -> Target:
    """The print shop's target: PDF/X-4, or PDF/X-1a where there is no profile."""
    return Target(
        "shop",
        lambda document, book: press_sheets(document, book, shop),
        lambda colours: PressInks(colours, shop.profile),
        lambda document: press_claims(document, shop),
        lambda image, colours: press_picture(image, colours, shop.profile),
        clicks=False,
        version=(1, 4) if shop.profile is None else (1, 6),
        effort=SMALLEST,
    )
