"""The code of a page comes in, a Mark for everything that it paints goes out: an interpreter (ISO 32000-1, 8 and 9).

It follows colours, matrices, clips (by their rectangles) and fonts through forms, patterns, drawn letters, soft masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pikepdf

from foldwell.checks.preflight.code import Enough, read_code
from foldwell.checks.preflight.colours import PATTERN, Paint
from foldwell.checks.preflight.faces import Face, Sign
from foldwell.checks.preflight.geometry import Box, Matrix, scale, then
from foldwell.checks.preflight.marks import Kind, Mark, Where
from foldwell.checks.preflight.objects import (
    PdfObject,
    content,
    entry,
    identity,
    is_stream,
    matrix_of,
    name,
    numbers,
    whole,
)
from foldwell.checks.preflight.operators import OPERATORS, BadOperands
from foldwell.checks.preflight.pictures import read_picture
from foldwell.checks.preflight.resources import Resources
from foldwell.checks.preflight.shadings import shading_paint
from foldwell.checks.preflight.state import Path, State, TextPlace
from foldwell.checks.preflight.texts import Piece, show

MOST_OPERATORS = 1_000_000  # on one page: some 10 s of reading; a map with every contour has half of it
RUN = 100  # operators that beginning a form's code takes as long as
DEEPEST = 16  # forms inside forms
DEEPEST_STATE = 512  # `q` without `Q`; the standard's own limit was 28
NOWHERE = Box(0.0, 0.0, -1.0, -1.0)  # an empty clip: has nothing in common with any rectangle
UNSEEN_TEXT = (3, 7)  # text rendering modes that paint nothing (ISO 32000-1, table 106)
STROKED_TEXT = (1, 5)


class PageCode:
    """Reads one page. What was wrong with the code itself is in `troubles` afterwards."""

    def __init__(self, matrix: Matrix, area: Box, see: Callable[[Mark], None]) -> None:
        self.troubles: set[str] = set()
        self.state = State(matrix, area)
        self.path: Path = Path()
        self.place: TextPlace = TextPlace()
        self.clip_next: bool = False
        self.scratch = pikepdf.new()  # holds pictures that are written into the code
        self._first_matrix = matrix
        self._see = see
        self.resources = Resources(None)
        self._where = Where.PAGE
        self._kept: list[State] = []
        self._depth = 0
        self._left = MOST_OPERATORS
        self._done_parts: set[object] = set()

    def read(self, data: bytes, resources: Resources) -> None:
        """The page's own code."""
        try:
            self._run(data, resources, self.state, Where.PAGE)
        except Enough:
            self.troubles.add("too-complex")

    # running code ----------------------------------------------------------------------------------------------------

    def _run(self, data: bytes, resources: Resources, state: State, where: Where) -> None:
        """Run code with a state of its own, and go on as before afterwards."""
        if self._depth >= DEEPEST:
            self.troubles.add("too-deep")
            return
        before = (self.resources, self.state, self.path, self.place, self._where, self._kept, self.clip_next)
        self.resources, self.state, self._where = resources, state, where
        self.path, self.place, self._kept, self.clip_next = Path(), TextPlace(), [], False
        self._spend(RUN)
        self._depth += 1
        try:
            if not read_code(data, self._act):
                self.troubles.add("content-damaged")
        finally:
            self._depth -= 1
            self.resources, self.state, self.path, self.place, self._where, self._kept, self.clip_next = before

    def _act(self, operator: str, operands: list[PdfObject]) -> None:
        self._spend(1)
        action = OPERATORS.get(operator)
        if action is None:
            self.troubles.add("content-damaged")
            return
        try:
            action(self, operands)
        except BadOperands:
            self.troubles.add("content-damaged")

    def _spend(self, operators: int) -> None:
        self._left -= operators
        if self._left < 0:
            raise Enough

    def keep(self) -> None:
        """`q`."""
        if len(self._kept) >= DEEPEST_STATE:
            self.troubles.add("too-deep")
        else:
            self._kept.append(self.state.copy())

    def bring_back(self) -> None:
        """`Q`."""
        if self._kept:
            self.state = self._kept.pop()

    def resource(self, kind: str, called: str) -> PdfObject:
        """What the resources hold under a name; a missing one is trouble."""
        found = self.resources.get(kind, called)
        if found is None:
            self.troubles.add("content-damaged")
        return found

    # painting --------------------------------------------------------------------------------------------------------

    def paint_path(self, fill: bool, stroke: bool) -> None:
        """Paint the path, take it for the clip if `W` asked so, and begin a new one."""
        box = self.path.box
        if box is not None:
            if fill:
                self._surface("fill", box)
            if stroke:
                self._line(box)
        if self.clip_next:
            self.state.clip = (self.state.clip.common(box) if box else None) or NOWHERE
        self.path, self.clip_next = Path(), False

    def _surface(self, kind: Kind, box: Box) -> None:
        state = self.state
        self._mark(
            kind, box, self._fill_paint(), size=min(box.width, box.height), effects=state.effects(state.fill_opacity)
        )

    def _line(self, box: Box) -> None:
        state = self.state
        wide = state.line_width * scale(state.matrix)
        plain_ends = state.line_cap == 0
        across = 0.0 if plain_ends and box.height == 0 else wide / 2  # a line that lies: no longer for being thick
        along = 0.0 if plain_ends and box.width == 0 else wide / 2
        self._mark("stroke", box.grown(across, along), self._stroke_paint(), size=wide, stroked=True,
                   effects=state.effects(state.stroke_opacity))  # fmt: skip

    def _mark(
        self, kind: Kind, box: Box, paint: Paint | None, *, size: float = 0.0, words: str = "",
        face: Face | None = None, where: Where | None = None, stroked: bool = False, effects: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        state = self.state
        where = where or self._where
        seen = box.common(state.clip)
        if where is Where.PAGE and seen is None:
            where = Where.CLIPPED
        self._see(Mark(
            kind, seen or box, where, paint, state.stroke_overprint if stroked else state.fill_overprint,
            state.overprint_mode, size, words, face.name if face else "", face.embedded if face else True,
            effects=effects,
        ))  # fmt: skip

    def text(self, pieces: Iterable[Piece]) -> None:
        """Show strings."""
        state, face = self.state, self.state.face
        if face is None:
            self.troubles.add("content-damaged")
            return
        shown = show(state, face, self.place, pieces)
        if shown is None:
            return
        stroked = state.text_mode in STROKED_TEXT
        paint = self._stroke_paint() if stroked else self._fill_paint()
        unseen = Where.UNSEEN if state.text_mode in UNSEEN_TEXT else None
        effects = state.effects(state.stroke_opacity if stroked else state.fill_opacity)
        self._mark("text", shown.box, paint, size=shown.size, words=shown.words, face=face, where=unseen,
                   stroked=stroked, effects=effects)  # fmt: skip
        if face.matrix is not None and unseen is None:
            for sign, matrix in shown.signs:
                self._letter(face, face.matrix, sign, matrix)

    def _letter(self, face: Face, matrix: Matrix, sign: Sign, on_page: Matrix) -> None:
        """A drawn letter that sets its own colours (`d0`); one that does not was judged as text (`d1`)."""
        glyph, size = face.glyphs.get(sign.code), self.state.size
        data = content(glyph) if self._is_new("letter", glyph) else None
        if data is not None and b"d1" not in data[:200]:
            state = self.state.copy()
            state.matrix = then(matrix, then((size * state.stretch, 0.0, 0.0, size, 0.0, state.rise), on_page))
            own = Resources(face.resources) if face.resources is not None else self.resources
            self._run(data, own, state, self._part())

    def _part(self) -> Where:
        return Where.MASK if self._where is Where.MASK else Where.PART

    def _is_new(self, kind: str, part: PdfObject) -> bool:
        """Whether a pattern, a letter or a mask was not yet looked at: one look is enough."""
        key = (kind, identity(part))
        if not is_stream(part) or key in self._done_parts:
            return False
        self._done_parts.add(key)
        return True

    # colours ---------------------------------------------------------------------------------------------------------

    def _fill_paint(self) -> Paint:
        return self._with_pattern(self.state.fill, self.state.fill_pattern)

    def _stroke_paint(self) -> Paint:
        return self._with_pattern(self.state.stroke, self.state.stroke_pattern)

    def _with_pattern(self, paint: Paint, pattern: PdfObject) -> Paint:
        if paint.space.model != "pattern":
            return paint
        if whole(entry(pattern, "/PatternType")) == 2:
            return self.shading(entry(pattern, "/Shading"))
        if whole(entry(pattern, "/PaintType")) == 2 and paint.space.base is not None:
            return Paint(paint.space.base, paint.colours)
        data = content(pattern) if self._is_new("pattern", pattern) else None
        if data is not None:
            state = State(then(matrix_of(entry(pattern, "/Matrix")), self._first_matrix), self.state.clip)
            self._run(data, self.resources.of(pattern), state, self._part())
        return Paint(PATTERN)

    def shading(self, shading: PdfObject) -> Paint:
        """The colours of a gradient."""
        return shading_paint(shading, self.resources.space(entry(shading, "/ColorSpace")))

    def paint_shading(self, called: str) -> None:
        """`sh`: a gradient over all that the clip leaves."""
        shading = self.resource("Shading", called)
        if shading is not None:
            self._mark("shading", self.state.clip, self.shading(shading),
                       effects=self.state.effects(self.state.fill_opacity))  # fmt: skip

    # forms, pictures, masks ------------------------------------------------------------------------------------------

    def paint_object(self, called: str) -> None:
        """`Do`: a form or a picture."""
        found = self.resource("XObject", called)
        match name(entry(found, "/Subtype")):
            case "Form":
                self.form(found, self._where)
            case "Image":
                self.picture(found)

    def form(self, form: PdfObject, where: Where) -> None:
        """Run a form; one that is a transparency group is a mark of its own as well (ISO 32000-1, 11.6.6)."""
        data = content(form)
        if data is None:
            self.troubles.add("content-damaged")
            return
        state = self.state.copy()
        state.matrix = then(matrix_of(entry(form, "/Matrix")), state.matrix)
        corners = numbers(entry(form, "/BBox"), 4)
        if corners is not None:
            frame = Box(*corners).upright().through(state.matrix)
            state.clip = state.clip.common(frame) or NOWHERE
        group = entry(form, "/Group")
        if name(entry(group, "/S")) == "Transparency":
            self.group(group, state.clip, where)
            state.fill_opacity = state.stroke_opacity = 1.0
            state.blend, state.masked = "Normal", False
        self._run(data, self.resources.of(form), state, where)

    def group(self, group: PdfObject, box: Box, where: Where = Where.PAGE) -> None:
        """A transparency group with the space in which it mixes colours, if it says one."""
        space = entry(group, "/CS")
        paint = None if space is None else Paint(self.resources.space(space))
        effects = ("a transparency group", *self.state.effects(self.state.fill_opacity))
        self._see(Mark("group", box, where, paint, effects=effects))

    def soft_mask(self, mask: PdfObject) -> None:
        """A soft mask is a form whose lightness or opacity hides what is painted."""
        form = entry(mask, "/G")
        if self._is_new("mask", form):
            self.form(form, Where.MASK)

    def picture(self, stream: PdfObject) -> None:
        """A picture in the unit square, and the soft mask that it may bring along."""
        state = self.state
        space = entry(stream, "/ColorSpace")
        picture = read_picture(stream, None if space is None else self.resources.space(space), state.matrix)
        box = Box(0.0, 0.0, 1.0, 1.0).through(state.matrix)
        paint = self._fill_paint() if picture.stencil else None
        soft = ("a soft mask of its own",) if picture.soft_mask else ()
        seen = box.common(state.clip)
        where = Where.CLIPPED if self._where is Where.PAGE and seen is None else self._where
        self._see(Mark(
            "stencil" if picture.stencil else "picture", seen or box, where, paint, state.fill_overprint,
            state.overprint_mode, picture=picture, effects=(*state.effects(state.fill_opacity), *soft),
        ))  # fmt: skip
