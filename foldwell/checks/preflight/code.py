"""The code of a page, a form or a pattern comes in as bytes; each operator with its operands is handed on.

Reading goes operator by operator and never holds all of them, so that a file made to fill the memory does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from foldwell.checks.preflight.objects import BROKEN, PdfObject

MOST_OPERANDS = 64  # DeviceN has 32 at most (ISO 32000-1, annex C); whoever writes more means nothing by it
MOST_NONSENSE = 10_000  # operands without an operator, before nobody can mean anything by the rest
Act = Callable[[str, list[PdfObject]], None]


class Enough(Exception):
    """Raised by whoever looks at the operators and has seen enough."""


class _Parser(pikepdf.StreamParser):
    def __init__(self, act: Act) -> None:
        super().__init__()
        self._act = act
        self._operands: list[PdfObject] = []
        self._since = 0
        self._image: list[PdfObject] | None = None

    def handle_object(self, obj: Any, offset: int, length: int) -> None:
        if not isinstance(obj, pikepdf.Operator):
            self._since += 1
            if len(self._operands) < MOST_OPERANDS:
                self._operands.append(obj)
            elif self._since > MOST_NONSENSE:
                raise Enough
            return
        self._since = 0
        operands, self._operands, operator = self._operands, [], str(obj)
        if operator == "ID":  # what comes next is the picture itself, and then EI
            self._image = operands
        elif operator == "EI" and self._image is not None:
            head, self._image = self._image, None
            if operands:
                self._act("EI", [head, operands[0]])
        elif operator != "BI":
            self._act(operator, operands)

    def handle_eof(self) -> None:
        """Nothing is open at the end that would have to be closed."""


def read_code(data: bytes, act: Act) -> bool:
    """Hand every operator to `act`; False where the code could not be read to its end. Enough comes through."""
    scratch = pikepdf.new()
    page = scratch.add_blank_page()
    page.obj.Contents = scratch.make_stream(data)
    try:
        page.parse_contents(_Parser(act))
    except BROKEN:
        return False
    return not scratch.get_warnings()


def inline_picture(head: list[PdfObject], data: PdfObject, owner: pikepdf.Pdf) -> PdfObject:
    """A picture written into the code, as the stream that it would be on its own (it lives as long as `owner`); None
    where it cannot be."""
    try:
        picture = pikepdf.PdfInlineImage(image_data=data, image_object=tuple(head))
        stream = owner.make_stream(picture._data._inline_image_raw_bytes())
        for key, value in picture.obj.items():
            stream[key] = value
    except (*BROKEN, KeyError, AttributeError):
        return None
    return stream
