"""The desk's settings: `desk.yaml` of the workspace comes in, printers with calibration and the mail server go out.

The file belongs to one machine, is no part of any edition and is never committed (see .gitignore).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from foldwell.content.layout_spec import Length, Shift
from foldwell.content.load import load
from foldwell.content.located import Located
from foldwell.content.validate import validate
from foldwell.diagnostics import Sink

Address = Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$", max_length=254)]
PrinterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$")]


class EdgeLoss(Located):
    """How much of each edge the printer leaves white, read off the calibration sheet."""

    top: Length = 18.0
    right: Length = 18.0
    bottom: Length = 18.0
    left: Length = 18.0


class Calibration(Located):
    """What staff read off the calibration sheet: the white edges, how far the back lies from the front (to the right
    and down, as seen from the back), and about which edge the printer turns the sheet."""

    edges: EdgeLoss = Field(default_factory=EdgeLoss)
    shift_right: Shift = 0.0
    shift_down: Shift = 0.0
    flips: Literal["short", "long"] = "short"


class Printer(Located):
    """A printer: where it is reached (ipp:// or ipps://), and its calibration."""

    uri: str | None = Field(default=None, pattern=r"^ipps?://[^\s@]+$")
    calibration: Calibration = Field(default_factory=Calibration)


class MailServer(Located):
    """The server that takes mail: STARTTLS or TLS is required. The password comes from the environment variable
    FOLDWELL_MAIL_PASSWORD or the system's keyring, never from this file."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls"] = "starttls"
    user: str | None = None
    sender: Address
    sender_name: str | None = None
    ca_file: str | None = None


class Desk(Located):
    """All that belongs to one machine."""

    printers: dict[PrinterName, Printer] = Field(default_factory=dict)
    default_printer: str | None = None
    mail: MailServer | None = None


def read_desk(root: Path, sink: Sink) -> Desk | None:
    """The settings in `desk.yaml` of the workspace; empty ones where there is no file, None where it has errors."""
    path = root / "desk.yaml"
    if not path.exists():
        return Desk()
    tree = load(path, root, sink)
    return None if tree is None else validate(tree, Desk, sink)
