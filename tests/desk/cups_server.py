"""A real CUPS for tests: a folder comes in, a server of our own on loopback with one duplex queue runs, and what the
queue got goes out."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ipp_printers import SECONDS, end, free_port, need_root
from judges import need
from msgspec import Struct

QUEUE = "front-desk"
SERVER = """\
LogLevel warn
Listen localhost:{port}
Browsing Off
DefaultAuthType None
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow localhost
  </Limit>
</Policy>
"""
FILES = """\
FileDevice Yes
SystemGroup root
ServerRoot {folder}/root
RequestRoot {folder}/requests
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/requests
AccessLog {folder}/log
ErrorLog {folder}/log
PageLog {folder}/pages
"""
PPD = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*PSVersion: "(3010.000) 0"
*ModelName: "Test Duplex"
*ShortNickName: "Test Duplex"
*NickName: "Test Duplex"
*ColorDevice: True
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: Letter
*PageSize Letter: ""
*PageSize A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: Letter
*PageRegion Letter: ""
*PageRegion A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*ImageableArea Letter: "12 12 600 780"
*ImageableArea A4: "12 12 583 830"
*DefaultPaperDimension: Letter
*PaperDimension Letter: "612 792"
*PaperDimension A4: "595 842"
*OpenUI *Duplex: PickOne
*DefaultDuplex: None
*Duplex None: ""
*Duplex DuplexNoTumble: ""
*Duplex DuplexTumble: ""
*CloseUI: *Duplex
"""


class Cups(Struct, frozen=True):
    """A server that runs: its host and port, and the folder with its files."""

    server: str
    folder: Path

    def document(self, job: int) -> bytes:
        """The document of a job as it arrived."""
        return (self.folder / "requests" / f"d{job:05}-001").read_bytes()

    def pages(self) -> str:
        """The log of what was printed: queue, user, job, …, the job's name, paper and sides."""
        return (self.folder / "pages").read_text(encoding="utf-8")

    def run(self, *command: str) -> str:
        """What one of CUPS's own programs says about this server."""
        environment = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C"}
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@contextmanager
def cups_in(folder: Path) -> Iterator[Cups]:
    """CUPS with its files in a folder."""
    need("cupsd", "lpadmin")
    need_root("CUPS")
    for name in ("root", "requests", "cache", "state"):
        (folder / name).mkdir()
    port = free_port()
    (folder / "cupsd.conf").write_text(SERVER.format(port=port), encoding="utf-8")
    (folder / "cups-files.conf").write_text(FILES.format(folder=folder), encoding="utf-8")
    (folder / "test.ppd").write_text(PPD, encoding="utf-8")
    cups = Cups(f"localhost:{port}", folder)
    with (folder / "said").open("wb") as said:
        files = [f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]
        process = subprocess.Popen(["cupsd", "-f", "-c", *files], stdout=said, stderr=said)
    try:
        _add_queue(cups, process)
        yield cups
    finally:
        end(process)


def _add_queue(cups: Cups, process: subprocess.Popen[bytes]) -> None:
    """Make the queue as soon as the server answers."""
    add = ["lpadmin", "-p", QUEUE, "-E", "-v", "file:/dev/null", "-P", f"{cups.folder}/test.ppd"]
    give_up = time.monotonic() + SECONDS
    while True:
        try:
            cups.run(*add, "-D", "The front desk's printer", "-o", "printer-is-shared=false")
        except AssertionError:
            assert process.poll() is None, (cups.folder / "said").read_text(errors="replace")
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
        else:
            return
