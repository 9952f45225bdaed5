"""The desk's settings: `desk.yaml` of the workspace comes in, printers with calibration and the mail server go out.

The file belongs to one machine, is no part of any edition and is never committed (see .gitignore).
"""

from pathlib import Path
from typing import Annotated, Literal

from foldwell.content.models.layout_spec import Length, Shift
from foldwell.content.models.limits import Limits
from foldwell.content.models.located import Located
from foldwell.content.models.validate import validate
from foldwell.content.reading.load import load
from foldwell.diagnostics import Sink

Address = Annotated[str, Limits(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$", most=254)]
PrinterName = Annotated[str, Limits(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$")]


class EdgeLoss(Located, frozen=True, kw_only=True):
    """How much of each edge the printer leaves white, read off the calibration sheet."""

    top: Length = 18.0
    right: Length = 18.0
    bottom: Length = 18.0
    left: Length = 18.0


class Calibration(Located, frozen=True, kw_only=True):
    """What staff read off the calibration sheet: the white edges, how far the back lies from the front (to the right
    and down, as seen from the back), and about which edge the printer turns the sheet."""

    edges: EdgeLoss = EdgeLoss()
    shift_right: Shift = 0.0
    shift_down: Shift = 0.0
    flips: Literal["short", "long"] = "short"


class Printer(Located, frozen=True, kw_only=True):
    """A printer: where it is reached (ipp:// or ipps://), and its calibration."""

    uri: Annotated[str, Limits(pattern=r"^ipps?://[^\s@]+$")] | None = None
    calibration: Calibration = Calibration()


class MailServer(Located, frozen=True, kw_only=True):
    """The server that takes mail: STARTTLS or TLS is required. The password comes from the environment variable
    FOLDWELL_MAIL_PASSWORD or the system's keyring, never from this file."""

    host: Annotated[str, Limits(least=1)]
    port: Annotated[int, Limits(least=1, most=65535)] = 587
    security: Literal["starttls", "tls"] = "starttls"
    user: str | None = None
    sender: Address
    sender_name: str | None = None
    ca_file: str | None = None


class Desk(Located, frozen=True, kw_only=True):
    """All that belongs to one machine."""

    printers: dict[PrinterName, Printer] = {}
    default_printer: str | None = None
    mail: MailServer | None = None


def read_desk(root: Path, sink: Sink) -> Desk | None:
    """The settings in `desk.yaml` of the workspace; empty ones where there is no file, None where it has errors."""
    path = root / "desk.yaml"
    if not path.exists():
        return Desk()
    tree = load(path, root, sink)
    return None if tree is None else validate(tree, Desk, sink)
