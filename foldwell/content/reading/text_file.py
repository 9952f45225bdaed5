"""From a path to clean text: bytes come in, lines ended by LF without forbidden characters go out."""

from __future__ import annotations

import difflib
import re
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from foldwell.diagnostics import Sink, Span, shown_path

LIMIT = 1_000_000  # bytes: some 150,000 words, far beyond any brochure
MOST_LINES = 20_000  # a brochure has some 300
LINES_SHOWN = 20  # one file in the wrong encoding has a bad byte on every other line
STAND_IN = "\N{REPLACEMENT CHARACTER}"
DELETE_IT = "delete it: invisible characters come along with text pasted from elsewhere"
SAVE_AS_UTF8 = "open the file in your editor and save it with the encoding UTF-8"

# What YAML 1.1 §5.1 (c-printable) leaves out; NEL, LS and PS end a line in YAML 1.1 and in no editor, so they are
# refused as well. Listed the other way round, as what is allowed, they take Python milliseconds.
_FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udc7f\udd00-\udfff\ufffe\uffff]+")
_BROKEN = re.compile("[\udc80-\udcff]+")  # what Python's surrogateescape makes of bytes that are not UTF-8


def read_text(path: Path, root: Path, sink: Sink) -> str | None:
    """The text of a file, or None where there is none; complaints go into the sink, which also keeps the text."""
    shown = shown_path(path, root)
    data = read_bytes(path, shown, sink)
    return None if data is None else clean_text(data, shown, sink)


def read_bytes(path: Path, shown: str, sink: Sink) -> bytes | None:
    """The bytes of an ordinary file of at most LIMIT bytes, or None after a complaint."""
    start = Span(shown, 1, 1)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            sink.error("file-folder", f"{shown} is a folder; a file is wanted here", start)
            return None
        if not stat.S_ISREG(status.st_mode):
            sink.error("file-unreadable", f"{shown} is not an ordinary file", start)
            return None
        if status.st_size > LIMIT:
            _too_big(status.st_size, start, sink)
            return None
        return path.read_bytes()
    except FileNotFoundError:
        sink.error("file-missing", f"there is no file {shown}", start, *near_names(path))
    except NotADirectoryError:
        sink.error("file-missing", f"there is no file {shown}: a part of the path before it is not a folder", start)
    except PermissionError:
        hint = "ask whoever looks after this computer for permission to read it"
        sink.error("file-denied", f"this computer does not let you read {shown}", start, hint)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "its name is not a file's name"
        sink.error("file-unreadable", f"{shown} cannot be read: {reason[0].lower()}{reason[1:]}", start)
    return None


def _too_big(size: int, start: Span, sink: Sink) -> None:
    sink.error(
        "file-size",
        f"the file has {size / 1e6:.1f} MB, and at most {LIMIT / 1e6:.0f} MB are read",
        start,
        "a brochure is a few pages of text; is this the right file?",
    )


def near_names(path: Path, folder: str = ".") -> tuple[str, ...]:
    """A hint with the names in the same folder that are most like the one looked for, or none; `folder` is how YAML
    names that folder."""
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.exists()]  # a link may lead nowhere
    except (OSError, ValueError):
        return ()
    near = [str(PurePosixPath(folder, name)) for name in difflib.get_close_matches(path.name, names, n=3)]
    return (f"did you mean {' or '.join(near)}?",) if near else ()


def clean_text(data: bytes, shown: str, sink: Sink) -> str | None:
    """The text of UTF-8 bytes; each bad byte and forbidden character is complained of and replaced by U+FFFD.

    A byte order mark is dropped, CRLF and CR become LF. None for UTF-16, an empty file and one of too many lines.
    """
    start = Span(shown, 1, 1)
    if _is_utf16(data):
        sink.error("file-encoding", "this file is saved as UTF-16, not as UTF-8", start, SAVE_AS_UTF8)
        return None
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        hint = "a brochure is a few hundred; is this the right file?"
        sink.error("file-size", f"the file has {lines} lines, and at most {MOST_LINES} are read", start, hint)
        return None
    clean = text
    if not text.replace("\n", " ").isprintable():  # which forbidden characters are not; to ask so takes little time
        clean = _FORBIDDEN.sub(lambda found: STAND_IN * len(found[0]), text)
    sink.sources[shown] = clean
    if clean != text:
        _complain_of_characters(text, shown, sink)
    if not clean.strip():
        sink.error("file-empty", "the file is empty", start, "fill it, or delete it")
        return None
    return clean


def _is_utf16(data: bytes) -> bool:
    """By its mark, or by a NUL in every second byte of the beginning."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:64]
    half = len(head) // 2
    return half > 1 and (head[0::2].count(0) >= half * 3 // 4 or head[1::2].count(0) >= half * 3 // 4)


def _complain_of_characters(text: str, shown: str, sink: Sink) -> None:
    """One complaint for each line's first bad byte, and one for its first forbidden character."""
    complaints = 0
    for number, line in enumerate(text.split("\n"), 1):
        broken = _BROKEN.search(line)
        if broken:
            complaints += 1
            byte = ord(broken[0][0]) - 0xDC00
            span = Span(shown, number, broken.start() + 1, len(broken[0]))
            message = f"a character here was not saved as UTF-8 (byte {byte:#04x})"
            sink.error("file-encoding", message, span, SAVE_AS_UTF8)
        control = _CONTROL.search(line)
        if control:
            complaints += 1
            span = Span(shown, number, control.start() + 1, len(control[0]))
            sink.error("character", f"{_name(control[0][0])} cannot stand in text", span, DELETE_IT)
        if complaints >= LINES_SHOWN:
            sink.note("file-encoding", "further bad characters in this file are not listed", Span(shown, number, 1))
            return


def _name(char: str) -> str:
    known = {"\0": "NUL", "\x85": "next line"}
    name = known.get(char) or unicodedata.name(char, "a control character").lower()
    return f"the character U+{ord(char):04X} ({name})"
