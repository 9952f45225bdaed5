"""What a clinic's YAML may say: the model that `brochures/clinic.yaml` is read into."""

from typing import Annotated, Literal

from foldwell.content.models.fields import Identifier, Percent
from foldwell.content.models.layout_spec import Length
from foldwell.content.models.limits import Limits
from foldwell.content.models.located import Located, Prose
from foldwell.content.shades import Rgb, rgb_of

Role = Literal["ink", "primary", "accent", "tint", "alert"]
ROLES: tuple[Role, ...] = ("ink", "primary", "accent", "tint", "alert")
Hex = Annotated[str, Limits(pattern=r"^#[0-9a-fA-F]{6}$")]


class ClinicColour(Located, frozen=True, kw_only=True):
    """One colour of the brand: on the screen as #rrggbb, in print as C M Y K in percent. Written as the screen value
    alone, it leaves the printing inks to be worked out."""

    ALONE = "screen"

    screen: Hex
    cmyk: tuple[Percent, Percent, Percent, Percent] | None = None

    @property
    def rgb(self) -> Rgb:
        """The screen value as three numbers from 0 to 1."""
        return rgb_of(self.screen)


class Colours(Located, frozen=True, kw_only=True):
    """The brand's two colours. `ink` for text, `tint` for quiet grounds and `alert` for danger are worked out where
    they are left open."""

    ink: ClinicColour | None = None
    primary: ClinicColour
    accent: ClinicColour
    tint: ClinicColour | None = None
    alert: ClinicColour | None = None


class Address(Located, frozen=True, kw_only=True):
    """A place where patients go."""

    label: Prose | None = None
    lines: Annotated[list[Prose], Limits(least=1, most=6)]


class Phone(Located, frozen=True, kw_only=True):
    """A number and what it is for."""

    label: Prose | None = None
    number: Annotated[str, Limits(pattern=r"^[+0-9(][0-9() .\-]{5,24}$")]


class Hours(Located, frozen=True, kw_only=True):
    """Days and the times on them."""

    days: Prose
    times: Prose


class Typefaces(Located, frozen=True, kw_only=True):
    """Which families of fonts.yaml set the text and the headings."""

    text: Identifier = "atkinson"
    display: Identifier = "display"


class PrintShop(Located, frozen=True, kw_only=True):
    """What the clinic's print shop asks for. `profile` is its ICC profile (a file in brochures/), `condition` the name
    under which the printing condition is registered, `ink_limit` the most ink that the paper bears (percent)."""

    profile: str | None = None
    condition: Annotated[str, Limits(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ()+_.,/-]{1,79}$")] | None = None
    ink_limit: Annotated[float, Limits(least=100, most=400)] = 300
    bleed: Annotated[Length, Limits(least=0, most=36)] | None = None


class Clinic(Located, frozen=True, kw_only=True):
    """A clinic: its names, how to reach it, its colours and what must stand on every sheet."""

    name: Prose
    short_name: Prose | None = None
    tagline: Prose | None = None
    addresses: Annotated[list[Address], Limits(least=1)]
    phones: Annotated[list[Phone], Limits(least=1)]
    email: Annotated[str, Limits(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    web: Annotated[str, Limits(pattern=r"^https://\S+$")] | None = None
    hours: list[Hours] = []
    logo: str | None = None
    colours: Colours
    theme: Identifier = "calm"
    typefaces: Typefaces = Typefaces()
    legal: list[Prose] = []
    variables: dict[str, Prose] = {}
    paper: Literal["letter", "a4"] | None = None
    print: PrintShop | None = None

    @property
    def phone(self) -> str:
        """The first telephone number, for `{{ clinic.phone }}`."""
        return self.phones[0].number
