"""Types of fields that several models of the YAML share."""

from typing import Annotated

from foldwell.content.models.limits import Check, Limits, Refusal
from foldwell.content.models.located import Prose

Identifier = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*$", most=60)]


def _not_of_one(percent: float) -> float:
    if 0 < percent < 1:
        message = f"{percent:g} percent is next to nothing"
        raise Refusal("percent", message, whole=f"{percent * 100:g}")
    return percent


Percent = Annotated[float, Limits(least=0, most=100), Check(_not_of_one)]  # who writes 0.6 means 60
Texts = Annotated[list[Prose], Limits(least=1)]  # named here: `list` is a key of some models
