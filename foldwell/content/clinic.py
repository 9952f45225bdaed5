"""What a clinic's YAML may say: the model that `brochures/clinic.yaml` is read into."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic_core import CoreSchema

from foldwell.content.fields import Identifier, Percent
from foldwell.content.layout_spec import Length
from foldwell.content.located import Located, ProseText, ScalarText, no_items, no_keys
from foldwell.content.shades import Rgb, rgb_of

Role = Literal["ink", "primary", "accent", "tint", "alert"]
ROLES: tuple[Role, ...] = ("ink", "primary", "accent", "tint", "alert")
Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class ClinicColour(Located):
    """One colour of the brand: on the screen as #rrggbb, in print as C M Y K in percent. Written as the screen value
    alone, it leaves the printing inks to be worked out."""

    screen: Hex
    cmyk: tuple[Percent, Percent, Percent, Percent] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_screen(cls, value: object) -> object:
        if isinstance(value, ScalarText):
            return {"screen": value, "span": value.node.span}
        return {"screen": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        keys = handler.resolve_ref_schema(handler(core))
        return {"description": keys.pop("description"), "anyOf": [keys["properties"]["screen"], keys]}

    @property
    def rgb(self) -> Rgb:
        """The screen value as three numbers from 0 to 1."""
        return rgb_of(self.screen)


class Colours(Located):
    """The brand's two colours. `ink` for text, `tint` for quiet grounds and `alert` for danger are worked out where
    they are left open."""

    ink: ClinicColour | None = None
    primary: ClinicColour
    accent: ClinicColour
    tint: ClinicColour | None = None
    alert: ClinicColour | None = None


class Address(Located):
    """A place where patients go."""

    label: ProseText | None = None
    lines: list[ProseText] = Field(min_length=1, max_length=6)


class Phone(Located):
    """A number and what it is for."""

    label: ProseText | None = None
    number: str = Field(pattern=r"^[+0-9(][0-9() .\-]{5,24}$")


class Hours(Located):
    """Days and the times on them."""

    days: ProseText
    times: ProseText


class Typefaces(Located):
    """Which families of fonts.yaml set the text and the headings."""

    text: Identifier = "atkinson"
    display: Identifier = "display"


class PrintShop(Located):
    """What the clinic's print shop asks for. `profile` is its ICC profile (a file in brochures/), `condition` the name
    under which the printing condition is registered, `ink_limit` the most ink that the paper bears (percent)."""

    profile: str | None = None
    condition: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ()+_.,/-]{1,79}$")
    ink_limit: float = Field(default=300, ge=100, le=400)
    bleed: Length | None = Field(default=None, ge=0, le=36)


class Clinic(Located):
    """A clinic: its names, how to reach it, its colours and what must stand on every sheet."""

    name: ProseText
    short_name: ProseText | None = None
    tagline: ProseText | None = None
    addresses: list[Address] = Field(min_length=1)
    phones: list[Phone] = Field(min_length=1)
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    web: str | None = Field(default=None, pattern=r"^https://\S+$")
    hours: list[Hours] = Field(default_factory=no_items)
    logo: str | None = None
    colours: Colours
    theme: Identifier = "calm"
    typefaces: Typefaces = Field(default_factory=Typefaces)
    legal: list[ProseText] = Field(default_factory=no_items)
    variables: dict[str, ProseText] = Field(default_factory=no_keys)
    paper: Literal["letter", "a4"] | None = None
    print: PrintShop | None = None

    @property
    def phone(self) -> str:
        """The first telephone number, for `{{ clinic.phone }}`."""
        return self.phones[0].number
