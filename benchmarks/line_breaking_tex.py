r"""TeX as the judge of line breaking: paragraphs come in, the places where Knuth's own program breaks them go out.

The words are empty boxes of their width with glue between them, so that TeX needs neither fonts nor macros: IniTeX does
(Debian: texlive-binaries). Lines are ragged as by plain TeX's \raggedright: glue of 0pt plus 2em at their right. All
else that TeX counts besides raggedness is left at nothing: it is asked for its least ragged lines.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.line_breaking_paragraphs import Given
from foldwell.type.breaking import SLACK

TWO_EMS = 24.0  # points, of 12 point type
# The ends of source lines are no spaces here: each would be one more place to end a line.
_HEAD = r"""\catcode`\{=1 \catcode`\}=2 \batchmode
\hbadness=10000 \vbadness=10000 \hfuzz=16383pt \showboxdepth=2 \showboxbreadth=1000000
\pretolerance=-1 \tolerance=10000 \linepenalty=10 \parfillskip=0pt plus 1fil \endlinechar=-1
"""
_BOX, _LINE, _WORD = "> \\box0=", re.compile(r"\.\\hbox\("), re.compile(r"\.\.\\hbox\(")


class NoTex(Exception):
    """Raised where TeX is not installed."""


def tex_breaks(paragraphs: Sequence[Given], work: Path) -> list[list[int]]:
    """The box after each line's last, paragraph by paragraph; `work` takes TeX's files.

    Raises NoTex, and RuntimeError where what TeX wrote is not what was given.
    """
    program = shutil.which("tex")
    if program is None:
        raise NoTex("tex is not installed; on Debian or Ubuntu: apt-get install texlive-binaries")
    (work / "lines.tex").write_text(_HEAD + "".join(map(_source, paragraphs)) + "\\end\n", encoding="ascii")
    subprocess.run(  # noqa: S603  # TeX, found above
        [program, "-ini", "lines.tex"], cwd=work, env={**os.environ, "TEXINPUTS": "."}, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    found = _read((work / "lines.log").read_text(encoding="ascii").splitlines())
    if [ends[-1] for ends in found] != [len(given.chunks) for given in paragraphs]:
        raise RuntimeError("TeX's log does not have the boxes that it was given")
    return found


def _source(given: Given) -> str:
    ragged = f"\\hsize={given.measure + SLACK:.5f}pt \\rightskip=0pt plus {TWO_EMS}pt"
    return f"{ragged}\n\\setbox0=\\vbox{{\\noindent\n{''.join(_boxes(given))}\\par}}\\showbox0\n"


def _boxes(given: Given) -> Iterator[str]:
    for number, chunk in enumerate(given.chunks, start=1):
        yield f"\\hbox{{\\kern{chunk.width:.5f}pt}}"
        if number == len(given.chunks):
            yield "\n"
        elif chunk.hyphen > 0:
            yield f"\\discretionary{{\\kern{chunk.hyphen:.5f}pt}}{{}}{{}}\n"
        else:  # a line may end at glue, and at a penalty where there is none
            yield f"\\hskip{chunk.space:.5f}pt\n" if chunk.space > 0 else "\\penalty0\n"


def _read(log: Iterable[str]) -> list[list[int]]:
    r"""What \showbox says: for each paragraph a vertical box, in it a box for each line, in these one for each word."""
    found: list[list[int]] = []
    for line in log:
        if line.startswith(_BOX):
            found.append([])
            words = 0
        elif _LINE.match(line):
            found[-1].append(words)
        elif _WORD.match(line):
            words += 1
            found[-1][-1] = words
    return found
