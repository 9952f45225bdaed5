"""Finding printers: the desk's settings come in, the printers of the desk, of CUPS and of the network go out."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from msgspec import Struct

from foldwell.desk.ipp_client import Operation, Refused, Unreachable, ask, printable, text, words
from foldwell.desk.ipp_message import Tag
from foldwell.desk.settings import Calibration, Desk
from foldwell.diagnostics import Sink

if TYPE_CHECKING:
    from zeroconf import Zeroconf

SERVICES = {"_ipp._tcp.local.": "ipp", "_ipps._tcp.local.": "ipps"}
LISTEN_SECONDS = 2.0  # printers answer a question on the network within a second or so
Where = Literal["desk.yaml", "CUPS", "network", "address"]


class Found(Struct, frozen=True):
    """A printer: its name, its address, who told of it, and what it is called there."""

    name: str
    uri: str
    where: Where
    about: str = ""


def cups_server() -> str:
    """The address of this machine's CUPS; the variable CUPS_SERVER names another one, as it does for CUPS itself."""
    server = os.environ.get("CUPS_SERVER", "")
    return f"ipp://{server if server and not server.startswith('/') else 'localhost'}/"


def cups_queues() -> list[Found]:
    """The queues of CUPS; none where it does not run."""
    return _queues(Operation.CUPS_GET_PRINTERS)


def cups_default() -> Found | None:
    """The queue that CUPS prints to when none is named."""
    return next(iter(_queues(Operation.CUPS_GET_DEFAULT)), None)


def _queues(operation: Operation) -> list[Found]:
    wanted = text("requested-attributes", Tag.KEYWORD, "printer-name", "printer-uri-supported", "printer-info")
    try:
        answer = ask(cups_server(), operation, [wanted], seconds=5.0)
    except (Refused, Unreachable):
        return []
    found = []
    for queue in answer.groups_of(Tag.PRINTER):
        names, uris = words(queue, "printer-name"), words(queue, "printer-uri-supported")
        if names and uris:
            found.append(Found(names[0], uris[0], "CUPS", " ".join(words(queue, "printer-info"))))
    return found


def network_printers(seconds: float = LISTEN_SECONDS, interfaces: Sequence[str] | None = None) -> list[Found]:
    """Printers that answer on the local network (DNS-SD); none where the package `zeroconf` is not installed."""
    try:
        from zeroconf import InterfaceChoice, ServiceBrowser, ServiceStateChange, Zeroconf
    except ImportError:
        return []
    heard: dict[tuple[str, str], None] = {}

    def listen(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is not ServiceStateChange.Removed:
            heard[(service_type, name)] = None

    try:
        zeroconf = Zeroconf(interfaces=list(interfaces) if interfaces else InterfaceChoice.All)
    except OSError:  # no network at all
        return []
    try:
        with ServiceBrowser(zeroconf, list(SERVICES), handlers=[listen]):
            time.sleep(seconds)
        return _resolved(zeroconf, list(heard))
    finally:
        zeroconf.close()


def _resolved(zeroconf: Zeroconf, heard: list[tuple[str, str]]) -> list[Found]:
    """The printers behind the names that were heard, one each; the encrypted service is preferred."""
    found: dict[str, Found] = {}
    for service, name in sorted(heard, reverse=True):  # `_ipps` before `_ipp`
        info = zeroconf.get_service_info(service, name, timeout=1500)
        title = printable(name.removesuffix(f".{service}"))
        if info is None or not info.port or title in found:
            continue
        path = quote((info.properties.get(b"rp") or b"ipp/print").decode(errors="replace"))
        about = printable((info.properties.get(b"ty") or b"").decode(errors="replace"))
        # A number, since not every system finds names in .local; the older kind of number, where there is one.
        addresses = sorted(info.parsed_addresses(), key=lambda address: ":" in address)
        if addresses:
            host = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
            found[title] = Found(title, f"{SERVICES[service]}://{host}:{info.port}/{path}", "network", about)
    return list(found.values())


def desk_printers(desk: Desk) -> list[Found]:
    """The printers in desk.yaml that have an address there."""
    return [Found(name, printer.uri, "desk.yaml") for name, printer in desk.printers.items() if printer.uri]


def calibration_of(desk: Desk, found: Found) -> Calibration:
    """What staff read off the printer's calibration sheet; the ordinary values where they did not. The printer goes by
    its name, small or capital letters alike, or by its address."""
    name, printers = found.name.casefold(), desk.printers.items()
    called = (printer for key, printer in printers if key.casefold() == name)
    at_address = (printer for _, printer in printers if printer.uri == found.uri)
    printer = next(called, None) or next(at_address, None)
    return printer.calibration if printer else Calibration()


def choose_printer(name: str | None, desk: Desk, sink: Sink) -> Found | None:
    """The printer that was named, else the desk's, else that of CUPS. None with a complaint where the name fits none or
    several are possible; None without one where there is no printer at all."""
    name = name or desk.default_printer
    if name is None:
        return _only(desk, sink)
    if "://" in name:
        if name.startswith(("ipp://", "ipps://")):
            return Found(name, name, "address")
        sink.error("no-printer", f"`{name}` is no address of a printer", None,
                   "an address begins with ipp:// or ipps://, for example ipp://192.168.1.20/ipp/print")  # fmt: skip
        return None
    known = desk_printers(desk)
    found = _called(name, known)
    for look in (cups_queues, network_printers):
        if found is None:
            known += look()
            found = _called(name, known)
    if found is None:
        _not_found(name, known, desk, sink)
    return found


def _called(name: str, printers: list[Found]) -> Found | None:
    return next((printer for printer in printers if printer.name.casefold() == name.casefold()), None)


def _only(desk: Desk, sink: Sink) -> Found | None:
    mine = desk_printers(desk)
    found = mine or ([default] if (default := cups_default()) else cups_queues())
    if len(found) > 1:
        sink.error("no-printer", "there are several printers, and none was named", None,
                   f"name one: --printer {' or --printer '.join(_quoted(printer.name) for printer in found)}",
                   "or write `default_printer:` in desk.yaml")  # fmt: skip
    return found[0] if len(found) == 1 else None


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _not_found(name: str, known: list[Found], desk: Desk, sink: Sink) -> None:
    for key, printer in desk.printers.items():
        if key.casefold() == name.casefold():
            sink.error("no-printer", f"`{key}` has no address in desk.yaml, and none by this name was found",
                       printer.span, "write its address, for example `uri: ipp://192.168.1.20/ipp/print`",
                       "or give it the name that `print --list` shows")  # fmt: skip
            return
    names = [printer.name for printer in known]
    near = get_close_matches(name, names, 1)
    hints = [f"did you mean `{near[0]}`?"] if near else [f"there are: {', '.join(names)}"] if names else []
    if "." in name and " " not in name:
        hints.append(f"if that is its address, write ipp://{name.partition('/')[0]}/ipp/print")
    sink.error("no-printer", f"no printer is called `{name}`", None, *hints,
               "`print --list` shows the printers that are found; a printer's address goes into desk.yaml")  # fmt: skip
