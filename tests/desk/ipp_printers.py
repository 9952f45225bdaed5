"""Printers for tests: how one is to behave comes in, CUPS's `ippeveprinter` runs so on loopback, what it got goes out.

It announces itself by DNS-SD and does not start without; where that does not run, a bus and an Avahi of our own do.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from judges import need
from msgspec import Struct, field

from foldwell.desk.ipp_client import Unreachable
from foldwell.desk.ipp_printer import ask_abilities

SECONDS = 15
COLOUR_DUPLEX = ("-2", "-s", "10,10", "-f", "application/pdf,image/pwg-raster")
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy></busconfig>
"""


class Printer(Struct, frozen=True):
    """A printer that runs: its name and address, and the folder in which it keeps what it got."""

    name: str
    uri: str
    spool: Path
    process: subprocess.Popen[bytes]

    def document(self, job: int) -> bytes:
        """The document of a job as it arrived."""
        [path] = [path for path in self.spool.glob(f"{job}-*") if path.suffix not in (".prn", ".env")]
        return path.read_bytes()

    def settings(self, job: int) -> dict[str, str]:
        """The job's attributes, as the printer hands them to the program that prints: IPP_SIDES and so on."""
        lines = (self.spool / f"{job}.env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if line.startswith(("IPP_", "CONTENT_TYPE=")))

    def name_of(self, job: int) -> str:
        """The name that the spooled file got from the job."""
        [path] = self.spool.glob(f"{job}-*.prn")
        return path.stem.partition("-")[2]

    def stop(self) -> None:
        """Switch it off."""
        end(self.process)


class Printers(Struct):
    """Starts printers, and ends them all when the tests are over."""

    folder: Path
    environment: dict[str, str]
    running: dict[tuple[object, ...], Printer] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def get(self, *options: str, conf: str = "", command: str = "", fresh: bool = False) -> Printer:
        """A printer with these options of `ippeveprinter` or the lines of an attributes file (it takes one of the two),
        and shell lines that run for each job; the same one for the same wishes, unless a fresh one is wanted."""
        key = (options, conf, command)
        if fresh or key not in self.running:
            printer = self._start(options, conf, command)
            self.running[(*key, printer.uri) if fresh else key] = printer
            return printer
        return self.running[key]

    def _start(self, options: tuple[str, ...], conf: str, command: str) -> Printer:
        folder = self.folder / f"printer-{next(self._numbers)}"
        (folder / "spool").mkdir(parents=True)
        script, port = folder / "print.sh", free_port()
        script.write_text(f'#!/bin/sh\nenv > "{folder}/spool/$IPP_JOB_ID.env"\n{command}\n', encoding="utf-8")
        script.chmod(0o755)
        if conf:
            (folder / "printer.conf").write_text(conf, encoding="utf-8")
            options = (*options, "-a", str(folder / "printer.conf"))
        log = folder / "log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                ["ippeveprinter", "-n", "localhost", "-p", str(port), "-d", str(folder / "spool"), "-k",
                 "-K", str(folder), "-c", str(script), *options, f"Printer {port}"],
                env=self.environment, stdout=said, stderr=said,
            )  # fmt: skip
        printer = Printer(f"Printer {port}", f"ipp://localhost:{port}/ipp/print", folder / "spool", process)
        await_server(printer.uri, process, log)
        return printer


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_server(uri: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the printer answers."""
    give_up = time.monotonic() + SECONDS
    while True:
        try:
            ask_abilities(uri)
        except Unreachable:
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < give_up, f"{uri} does not answer: {log.read_text(errors='replace')}"
            time.sleep(0.05)
        else:
            return


def need_root(what: str) -> None:
    """Skip the test where only root could start a service that it wants; fail it where CI=true."""
    if os.geteuid() != 0:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{what} does not run, and root must start it")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that these tests started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


@contextmanager
def printers_in(folder: Path) -> Iterator[Printers]:
    """Printers that keep their files in a folder."""
    need("ippeveprinter", "avahi-daemon", "dbus-daemon")
    with _service_discovery(folder) as environment:
        found = Printers(folder, environment)
        try:
            yield found
        finally:
            for printer in found.running.values():
                printer.stop()


@contextmanager
def _service_discovery(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which DNS-SD is found: the system's own, or a bus and an Avahi for these tests."""
    environment = {**os.environ, "LC_ALL": "C"}
    if _avahi_answers(environment):
        yield environment
        return
    need_root("Avahi")
    with ExitStack() as stack:
        short = stack.enter_context(tempfile.TemporaryDirectory(prefix="fw-"))  # a socket's path has 108 bytes at most
        environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={short}/bus"
        (folder / "bus.conf").write_text(BUS.format(path=f"{short}/bus"), encoding="utf-8")
        (folder / "avahi.conf").write_text("[server]\n[publish]\n", encoding="utf-8")
        bus = ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"]
        avahi = ["avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "-f", f"{folder}/avahi.conf"]
        stack.callback(end, _quietly(bus, environment))
        _await(lambda: Path(short, "bus").exists())
        stack.callback(end, _quietly(avahi, environment))
        _await(lambda: _avahi_answers(environment))
        yield environment


def _quietly(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _avahi_answers(environment: dict[str, str]) -> bool:
    check = ["avahi-daemon", "--check"]
    return subprocess.run(check, env=environment, capture_output=True, timeout=SECONDS, check=False).returncode == 0


def _await(is_there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + SECONDS
    while not is_there():
        assert time.monotonic() < give_up, "a service of these tests does not start"
        time.sleep(0.05)
