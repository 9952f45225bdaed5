"""SVG in, shapes out: geometry, colours by role, and everything that is refused."""

from __future__ import annotations

import json
import logging
import math
from pathlib import Path

import pytest

from foldwell.diagnostics import Severity, Sink, Span
from foldwell.layout.document import Colour, Shape
from foldwell.layout.pictures import svg as svg_module
from foldwell.layout.pictures.svg import SvgPicture, read_svg

NAMED = Span("brochures/x.en.yaml", 7, 12)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_module, "_remembered", {})


def read(tmp_path: Path, body: str, head: str = HEAD) -> tuple[SvgPicture | None, Sink]:
    file = tmp_path / "art.svg"
    file.write_text(f"{head}{body}</svg>", "utf-8")
    sink = Sink()
    return read_svg(file, NAMED, sink), sink


def shapes(tmp_path: Path, body: str, head: str = HEAD) -> tuple[Shape, ...]:
    picture, sink = read(tmp_path, body, head)
    assert sink.found == []
    assert picture is not None
    return picture.shapes


def ends(shape: Shape) -> list[tuple[float, ...]]:
    """The points that the path passes, without the curves' handles."""
    return [values[-2:] for letter, values in shape.commands if letter != "Z"]


def test_y_runs_down_and_lengths_are_points(tmp_path: Path) -> None:
    picture, _ = read(tmp_path, '<rect x="4" y="2" width="8" height="6" fill="#f00"/>')
    assert picture is not None
    assert (picture.width, picture.height) == (30.0, 15.0)  # 40 by 20 px of 1/96 in
    assert ends(picture.shapes[0]) == [(3.0, 1.5), (9.0, 1.5), (9.0, 6.0), (3.0, 6.0)]
    assert picture.shapes[0].fill == Colour("picture", 1.0, (1.0, 0.0, 0.0))
    assert picture.shapes[0].stroke is None


@pytest.mark.parametrize(
    ("path", "starts"),
    [("M4 4H8V8Z L12 12", [(3, 3), (3, 3)]), ("m4 4h8v8z h4", [(3, 3), (3, 3)]),
     ("M4 4H8V8Zm4 2h4v4zv8", [(3, 3), (6, 4.5), (6, 4.5)])],
)  # fmt: skip
def test_a_path_goes_on_where_its_closed_part_began(
    tmp_path: Path, path: str, starts: list[tuple[float, float]]
) -> None:
    [shape] = shapes(tmp_path, f'<path fill="none" stroke="#000" d="{path}"/>')
    assert [values for letter, values in shape.commands if letter == "M"] == starts


def test_the_drawing_keeps_its_proportions_in_the_size_that_it_asks_for(tmp_path: Path) -> None:
    head = HEAD.replace("viewBox", 'width="1in" height="1in" viewBox')
    picture, _ = read(tmp_path, '<path d="M0 0H40V20H0Z"/>', head)
    assert picture is not None
    assert (picture.width, picture.height) == (72.0, 72.0)
    assert ends(picture.shapes[0]) == [(0.0, 18.0), (72.0, 18.0), (72.0, 54.0), (0.0, 54.0)]


def test_roles_and_strengths(tmp_path: Path) -> None:
    found = shapes(
        tmp_path,
        '<g fill="var(--primary)"><rect width="2" height="2"/><rect width="2" height="2" fill="var(--primary-30)"/>'
        '<rect width="2" height="2" style="fill: var(--paper)"/></g><rect width="2" height="2" fill="currentColor"/>',
    )
    assert [shape.fill for shape in found] == [
        Colour("primary"), Colour("primary", 0.3), Colour("paper"), Colour("ink")
    ]  # fmt: skip


def test_a_picture_colour_never_becomes_a_role(tmp_path: Path) -> None:
    """The numbers that stand for colours on the way through svglib (#000001, …) are colours a picture may have."""
    found = shapes(
        tmp_path, '<rect width="1" height="1" fill="#000002"/><rect width="1" height="1" fill="var(--tint)"/>'
    )
    assert found[0].fill == Colour("picture", 1.0, (0.0, 0.0, 0.0078))
    assert found[1].fill == Colour("tint")


def test_style_sheets_follow_the_cascade(tmp_path: Path) -> None:
    found = shapes(
        tmp_path,
        "<style>.a{fill:#f00;opacity:.5} rect{fill:#00f} g > .b{stroke:#0f0 !important;stroke-width:2}</style>"
        '<rect class="a" width="2" height="2"/><g><rect class="b" style="stroke:#f00" width="2" height="2"/></g>',
    )
    assert found[0].fill == Colour("picture", 1.0, (1.0, 0.0, 0.0))
    assert found[0].opacity == 0.5
    assert found[1].fill == Colour("picture", 1.0, (0.0, 0.0, 1.0))
    assert found[1].stroke == Colour("picture", 1.0, (0.0, 1.0, 0.0))
    assert found[1].width == 1.5


def test_transforms_nest_and_scale_strokes(tmp_path: Path) -> None:
    found = shapes(
        tmp_path,
        '<g transform="translate(10,5)"><line x1="0" y1="0" x2="4" y2="0" stroke="#000" stroke-width="2"'
        ' stroke-dasharray="3 1" transform="scale(2) rotate(90)"/></g>',
    )
    assert ends(found[0]) == [(7.5, 3.75), (7.5, 9.75)]
    assert found[0].width == 3.0
    assert found[0].dash == (4.5, 1.5)
    assert found[0].fill is None


def test_a_circle_is_round(tmp_path: Path) -> None:
    (circle,) = shapes(tmp_path, '<circle cx="20" cy="10" r="8"/>')
    for (x0, y0), (_, (x1, y1, x2, y2, x3, y3)) in zip(
        ends(circle), [command for command in circle.commands if command[0] == "C"], strict=False
    ):
        for t in (0.25, 0.5, 0.75):
            k = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            x = k[0] * x0 + k[1] * x1 + k[2] * x2 + k[3] * x3
            y = k[0] * y0 + k[1] * y1 + k[2] * y2 + k[3] * y3
            assert math.hypot(x - 15, y - 7.5) == pytest.approx(6.0, abs=0.004)


def test_arcs_with_flags_run_together(tmp_path: Path) -> None:
    (arc,) = shapes(tmp_path, '<path d="m10 10a5 5 0 0110 0z"/>')
    assert ends(arc)[0] == (7.5, 7.5)
    assert ends(arc)[-1] == pytest.approx((15.0, 7.5))


def test_fill_rule_and_unclosed_paths(tmp_path: Path) -> None:
    found = shapes(tmp_path, '<path fill-rule="evenodd" fill="#f00" stroke="#00f" d="M0 0H9V9"/>')
    filled, stroked = found
    assert filled.even_odd
    assert filled.commands[-1] == ("Z", ())
    assert filled.stroke is None
    assert stroked.fill is None
    assert stroked.commands[-1][0] == "L"


def test_copies_stand_where_they_are_used(tmp_path: Path) -> None:
    found = shapes(
        tmp_path,
        '<defs><g id="b"><rect id="a" width="2" height="2"/></g></defs>'
        '<use href="#b" x="4" fill="var(--accent)"/><use xlink:href="#a" transform="translate(8,4)" fill="#fff"/>',
    )
    assert [ends(shape)[0] for shape in found] == [(3.0, 0.0), (6.0, 3.0)]
    assert found[0].fill == Colour("accent")


def test_what_is_hidden_is_not_drawn(tmp_path: Path) -> None:
    body = '<g style="display:none"><rect width="900" height="9"/></g><rect width="1" height="1"/><title>Words</title>'
    assert len(shapes(tmp_path, body)) == 1


def test_opacity_of_a_group_of_one(tmp_path: Path) -> None:
    (shape,) = shapes(tmp_path, '<g opacity=".5"><rect width="2" height="2" fill="rgba(0,0,255,.5)"/></g>')
    assert shape.opacity == 0.25


REFUSED = [
    ("<text x='1' y='9'>Words</text>", "svg-text"),
    ("<image href='data:image/png;base64,AAAA' width='4' height='4'/>", "svg-image"),
    ("<script>alert(1)</script>", "svg-unsafe"),
    ("<foreignObject width='4' height='4'/>", "svg-unsafe"),
    ("<use href='other.svg#a'/>", "svg-unsafe"),
    ("<use xlink:href='https://example.org/a.svg#a'/>", "svg-unsafe"),
    ("<use href='#nowhere'/>", "svg-element"),
    ("<g id='a'><use href='#a'/></g>", "svg-size"),
    ("<rect onclick='x()' width='1' height='1'/>", "svg-unsafe"),
    ("<style>@import url(x.css);</style><rect width='1' height='1'/>", "svg-style"),
    ("<style>@font-face{src:url(x.woff)}</style><rect width='1' height='1'/>", "svg-style"),
    ("<linearGradient id='g'/><rect width='1' height='1' fill='url(#g)'/>", "svg-paint"),
    ("<rect width='1' height='1' fill='url(https://example.org/#g)'/>", "svg-paint"),
    ("<rect width='1' height='1' fill='reddish'/>", "svg-paint"),
    ("<rect width='1' height='1' fill='var(--brand)'/>", "svg-paint"),
    ("<rect width='1' height='1' fill='var(--primary-130)'/>", "svg-paint"),
    ("<rect width='1' height='1' filter='url(#f)'/>", "svg-value"),
    ("<g mask='url(#m)'><rect width='1' height='1'/></g>", "svg-value"),
    ("<g clip-path='url(#c)'><rect width='1' height='1'/></g>", "svg-value"),
    ("<rect width='1' height='1' style='mix-blend-mode:multiply'/>", "svg-value"),
    ("<g opacity='.5'><rect width='1' height='1'/><rect width='2' height='1'/></g>", "svg-value"),
    ("<rect width='1em' height='1'/>", "svg-value"),
    ("<rect width='1' height='1' transform='perspective(3)'/>", "svg-value"),
    ("<rect width='1' height='1' stroke='#000' transform='scale(3,1)'/>", "svg-value"),
    ("<path d='M0 0 L5'/>", "svg-value"),
    ("<path d='M0 0 Lx y'/>", "svg-value"),
    ("<path d='M0 0H4 m2 2V4Z L5 5'/>", "svg-value"),
    ("<path d='M0 0 L1e999 0'/>", "svg-value"),
    ("<polygon points='0,0 4,4 5'/>", "svg-value"),
    ("<rect width='1' height='1' sparkle='yes'/>", "svg-value"),
    ("<rect width='60' height='5'/>", "svg-outside"),
    ("<switch><rect width='1' height='1'/></switch>", "svg-element"),
    ("<animate/>", "svg-element"),
    ("", "svg-value"),
    ("<g>", "svg-file"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED, ids=[f"{code}-{i}" for i, (_, code) in enumerate(REFUSED)])
def test_refused(tmp_path: Path, body: str, code: str) -> None:
    picture, sink = read(tmp_path, body)
    assert picture is None
    assert [found.code for found in sink.found] == [code]
    assert all(found.severity is Severity.ERROR for found in sink.found)
    assert str(NAMED) in sink.found[0].hints[-1]


def test_every_problem_is_told_at_its_line(tmp_path: Path) -> None:
    _, sink = read(tmp_path, "\n<rect width='1' height='1' fill='reddish'/>\n<path d='M'/>\n<rect sparkle='1'/>")
    assert [(found.code, found.span.line) for found in sink.in_order() if found.span] == [
        ("svg-paint", 2), ("svg-value", 3), ("svg-value", 4)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + HEAD,
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + HEAD,
        '<?xml-stylesheet href="https://example.org/x.css"?>' + HEAD,
    ],
)
def test_nothing_outside_the_file_is_reached_for(tmp_path: Path, head: str) -> None:
    picture, sink = read(tmp_path, "<rect width='1' height='1'/>", head)
    assert picture is None
    assert [found.code for found in sink.found] == ["svg-unsafe"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "svg-file"),
        (b"\x89PNG\r\n\x1a\n", "svg-file"),
        (b"<html/>", "svg-file"),
        ("<svg/>".encode("utf-16"), "svg-file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 1_000_001, "svg-size"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 4'><path d='M0 0h1'/></svg>", "svg-value"),
    ],
)
def test_files_that_are_no_picture(tmp_path: Path, data: bytes, code: str) -> None:
    file = tmp_path / "art.svg"
    file.write_bytes(data)
    sink = Sink()
    assert read_svg(file, NAMED, sink) is None
    assert [found.code for found in sink.found] == [code]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    sink = Sink()
    assert read_svg(tmp_path / "none.svg", NAMED, sink) is None
    assert read_svg(tmp_path, NAMED, sink) is None
    assert {found.code for found in sink.found} == {"svg-file"}


def test_copies_of_copies_do_not_explode(tmp_path: Path) -> None:
    levels = "".join(
        f"<g id='l{n}'>" + f"<use href='#l{n - 1}'/>" * 10 + "</g>" for n in range(1, 9)
    )  # fmt: skip
    picture, sink = read(tmp_path, f"<defs><rect id='l0' width='1' height='1'/>{levels}</defs><use href='#l8'/>")
    assert picture is None
    assert [found.code for found in sink.found] == ["svg-size"]


def test_svglib_says_nothing_by_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(tmp_path, "<rect width='1' height='1'/>")
    assert caplog.records == []


def workspace(tmp_path: Path) -> Path:
    for name in ("brochures", "layouts"):
        (tmp_path / name).mkdir()
    file = tmp_path / "brochures" / "art.svg"
    file.write_text(f"{HEAD}<circle cx='9' cy='9' r='5' fill='var(--accent-40)' opacity='.3'/></svg>", "utf-8")
    return file


def test_the_second_build_reads_kept_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, sink = workspace(tmp_path), Sink()
    first = read_svg(file, NAMED, sink)
    assert len(list((tmp_path / ".foldwell" / "svg").glob("*.json"))) == 1
    monkeypatch.setattr(svg_module, "_remembered", {})
    monkeypatch.setattr(svg_module, "_drawn", None)  # calling it would raise TypeError
    assert read_svg(file, NAMED, sink) == first
    assert sink.found == []


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"size":[1],"shapes":[]}', '{"size":[1,1],"shapes":[{"d":[["M",1]]}]}', "[" * 99_999]
)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    file, sink = workspace(tmp_path), Sink()
    first = read_svg(file, NAMED, sink)
    (kept,) = (tmp_path / ".foldwell" / "svg").glob("*.json")
    kept.write_text(damage, "utf-8")
    monkeypatch.setattr(svg_module, "_remembered", {})
    assert read_svg(file, NAMED, sink) == first
    assert sink.found == []
    assert json.loads(kept.read_text("utf-8"))["shapes"]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    file, sink = workspace(tmp_path), Sink()
    (tmp_path / ".foldwell").write_text("in the way", "utf-8")
    assert read_svg(file, NAMED, sink) is not None
    assert sink.found == []


def test_a_changed_picture_is_read_again(tmp_path: Path) -> None:
    file, sink = workspace(tmp_path), Sink()
    first = read_svg(file, NAMED, sink)
    file.write_text(f"{HEAD}<rect width='1' height='1'/></svg>", "utf-8")
    assert read_svg(file, NAMED, sink) != first


def test_the_art_of_this_repository_uses_the_clinics_colours_only() -> None:
    art = Path(__file__).parents[2] / "brochures" / "art"
    for file in sorted(art.glob("*.svg")):
        sink = Sink()
        picture = read_svg(file, NAMED, sink)
        assert sink.found == []
        assert picture is not None
        colours = {colour for shape in picture.shapes for colour in (shape.fill, shape.stroke) if colour}
        assert "picture" not in {colour.role for colour in colours}
        assert "accent" in {colour.role for colour in colours}
