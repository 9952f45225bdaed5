"""Types of fields that several models of the YAML share."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from foldwell.content.located import ProseText

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


def _not_of_one(percent: float) -> float:
    if 0 < percent < 1:
        raise PydanticCustomError(
            "percent", "{part} percent is next to nothing", {"part": f"{percent:g}", "whole": f"{percent * 100:g}"}
        )
    return percent


Percent = Annotated[float, Field(ge=0, le=100), AfterValidator(_not_of_one)]  # who writes 0.6 means 60
Texts = Annotated[list[ProseText], Field(min_length=1)]  # named here: `list` is a key of some models
