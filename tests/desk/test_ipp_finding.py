"""Finding printers: in desk.yaml, in a real CUPS, and on the network by a real announcement; and choosing one."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

import pytest
from cups_server import QUEUE, Cups, cups_in
from ipp_printers import free_port
from msgspec.structs import replace
from workspaces import LDN, Bench, Wanted

from foldwell.desk import ipp_finding
from foldwell.desk.ipp_finding import (
    Found,
    calibration_of,
    choose_printer,
    cups_default,
    cups_queues,
    cups_server,
    network_printers,
)
from foldwell.desk.print_ticket import Sheet
from foldwell.desk.printing import Order, print_sheet
from foldwell.desk.settings import Calibration, Desk, Printer
from foldwell.diagnostics import Sink

FRONT, BACK = "ipp://192.0.2.1/ipp/print", "ipps://192.0.2.2/ipp/print"
DESK = Desk(printers={"Front": Printer(uri=FRONT), "Back office": Printer(uri=BACK), QUEUE: Printer()})


@pytest.fixture(scope="session")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cups]:
    """CUPS with one queue."""
    with cups_in(tmp_path_factory.mktemp("cups")) as server:
        yield server


@pytest.fixture
def no_cups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without CUPS and without a network."""
    monkeypatch.setenv("CUPS_SERVER", f"localhost:{free_port()}")
    monkeypatch.setattr(ipp_finding, "network_printers", list)


# CUPS -----------------------------------------------------------------------------------------------------------------


def test_the_queues_of_cups_are_found(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    wanted = Found(QUEUE, f"ipp://{cups.server}/printers/{QUEUE}", "CUPS", "The front desk's printer")
    assert cups_queues() == [wanted]
    assert cups_default() is None
    assert choose_printer(None, Desk(), Sink()) == wanted
    cups.run("lpadmin", "-d", QUEUE)
    assert cups_default() == wanted
    # desk.yaml may hold a queue's calibration without its address
    assert choose_printer(QUEUE.upper(), DESK, Sink()) == wanted


def test_a_sheet_goes_through_a_queue_whole(cups: Cups, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    made, sink = bench.build(Wanted(LDN, "trifold")).made, Sink()
    [queue] = cups_queues()
    sent = print_sheet(Sheet(made.pdf, made.document), queue.uri, Calibration(), Order(), sink)
    assert not sink.failed
    assert sent is not None
    assert sent.printed
    assert cups.document(sent.jobs[0]) == made.pdf
    assert f"{QUEUE}-{sent.jobs[0]} " in cups.run("lpstat", "-W", "completed", "-o")
    assert cups.pages().rstrip().endswith("localhost LDN-01 na_letter_8.5x11in two-sided-short-edge")


def test_a_closed_queue_says_so(cups: Cups, bench: Bench) -> None:
    made, sink = bench.build(Wanted(LDN, "trifold")).made, Sink()
    cups.run("cupsreject", "-r", "closed for lunch", QUEUE)
    try:
        uri = f"ipp://{cups.server}/printers/{QUEUE}"
        assert print_sheet(Sheet(made.pdf, made.document), uri, Calibration(), Order(), sink) is None
    finally:
        cups.run("cupsaccept", QUEUE)
    [complaint] = sink.found
    assert complaint.code == "printer-closed"
    assert "closed for lunch" in complaint.message


def test_without_cups_there_are_no_queues(no_cups: None) -> None:
    assert cups_queues() == []
    assert cups_default() is None


@pytest.mark.parametrize(("variable", "server"), [("", "localhost"), ("/run/cups.sock", "localhost"), ("a:1", "a:1")])
def test_where_cups_is_asked(monkeypatch: pytest.MonkeyPatch, variable: str, server: str) -> None:
    monkeypatch.setenv("CUPS_SERVER", variable)
    assert cups_server() == f"ipp://{server}/"


# The network ----------------------------------------------------------------------------------------------------------


def test_a_printer_that_announces_itself_is_found() -> None:
    zeroconf = pytest.importorskip("zeroconf")
    announcer = zeroconf.Zeroconf(interfaces=["127.0.0.1"])
    properties = {"rp": "printers/desk 2", "ty": "Maker Model 5"}
    loopback = [socket.inet_aton("127.0.0.1")]
    services = [
        zeroconf.ServiceInfo(kind, f"Test Office.{kind}", port, properties=properties, addresses=loopback)
        for kind, port in (("_ipp._tcp.local.", 631), ("_ipps._tcp.local.", 6310))
    ]
    try:
        for service in services:
            announcer.register_service(service, cooperating_responders=True)
        found = network_printers(1.5, ["127.0.0.1"])
    finally:
        announcer.close()
    mine = [printer for printer in found if printer.name == "Test Office"]
    assert mine == [Found("Test Office", "ipps://127.0.0.1:6310/printers/desk%202", "network", "Maker Model 5")]


def test_without_the_package_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zeroconf", None)
    assert network_printers() == []


# Choosing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "desk", "uri"),
    [
        ("front", DESK, FRONT),
        ("Back office", DESK, BACK),
        ("ipps://192.0.2.9:444/x", DESK, "ipps://192.0.2.9:444/x"),
        (None, replace(DESK, default_printer="Back office"), BACK),
        (None, Desk(printers={"Front": Printer(uri=FRONT)}), FRONT),
    ],
)
def test_the_printer_that_is_meant(no_cups: None, name: str | None, desk: Desk, uri: str) -> None:
    sink = Sink()
    found = choose_printer(name, desk, sink)
    assert found is not None
    assert (found.uri, sink.found) == (uri, [])


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        (
            None,
            "there are several printers, and none was named",
            'name one: --printer Front or --printer "Back office"',
        ),
        ("Frond", "no printer is called `Frond`", "did you mean `Front`?"),
        ("xyz", "no printer is called `xyz`", "there are: Front, Back office"),
        (QUEUE, f"`{QUEUE}` has no address in desk.yaml, and none by this name was found", "write its address"),
        ("http://192.0.2.1/", "`http://192.0.2.1/` is no address of a printer", "an address begins with ipp://"),
    ],
)
def test_none_is_guessed(no_cups: None, name: str | None, message: str, hint: str) -> None:
    sink = Sink()
    assert choose_printer(name, DESK, sink) is None
    [complaint] = sink.found
    assert complaint.code == "no-printer"
    assert complaint.message == message
    assert complaint.hints[0].startswith(hint)


def test_an_address_without_its_beginning_is_told_with_it(no_cups: None) -> None:
    sink = Sink()
    assert choose_printer("192.0.2.1", DESK, sink) is None
    [complaint] = sink.found
    assert "if that is its address, write ipp://192.0.2.1/ipp/print" in complaint.hints


def test_no_printer_at_all_is_no_complaint(no_cups: None) -> None:
    sink = Sink()
    assert choose_printer(None, Desk(), sink) is None
    assert sink.found == []


def test_the_calibration_of_a_printer() -> None:
    own = Calibration(shift_right=3.0)
    desk = Desk(printers={"Front": Printer(uri=FRONT, calibration=own), "Queue": Printer(calibration=own)})
    assert calibration_of(desk, Found("Front", FRONT, "desk.yaml")) == own
    assert calibration_of(desk, Found("queue", BACK, "CUPS")) == own
    assert calibration_of(desk, Found(FRONT, FRONT, "address")) == own
    assert calibration_of(desk, Found("another", BACK, "CUPS")) == Calibration()
