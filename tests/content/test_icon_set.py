"""The icons that may be named: their names, their drawings, and what was probably meant."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from foldwell.content import icon_set
from foldwell.content.icon_set import icon_names, icon_svg, is_icon, near_icons


def test_the_names_that_medicine_needs_are_there() -> None:
    wanted = {"phone", "pill", "heart-pulse", "moon", "glass-water", "calendar-days", "ambulance", "stethoscope"}
    assert wanted <= icon_names()
    assert is_icon("phone")
    assert not is_icon("Phone")


def test_an_icon_is_drawn_in_a_square_of_24_with_a_line_of_2() -> None:
    drawing = icon_svg("pill").decode()
    assert 'viewBox="0 0 24 24"' in drawing
    assert 'stroke-width="2"' in drawing
    with pytest.raises(KeyError):
        icon_svg("no-such-icon")


def test_every_icon_is_found_as_zipfile_finds_it() -> None:
    with ZipFile(icon_set._file()) as archive:
        for name in icon_names():
            assert icon_set._found(name) is not None, name
            assert icon_svg(name) == archive.read(f"{name}.svg")
    assert not any(map(is_icon, ("", "hone", "phon", "phone.svg", "svg")))


@pytest.mark.parametrize("comment", [b"", b"an archive of another making"])
def test_an_archive_of_another_making_is_read_as_well(
    comment: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ZipFile(tmp_path / "lucide.zip", "w", ZIP_STORED) as archive:
        archive.writestr("made-up.svg", "<svg/>")
        archive.comment = comment
    with monkeypatch.context() as patched:
        patched.setattr(icon_set, "_file", lambda: tmp_path / "lucide.zip")
        icon_set._directory.cache_clear()
        icon_names.cache_clear()
        assert icon_svg("made-up") == b"<svg/>"
        assert is_icon("made-up")
    icon_set._directory.cache_clear()
    icon_names.cache_clear()
    icon_svg.cache_clear()


@pytest.mark.parametrize(
    ("written", "meant"), [("phoen", "phone"), ("telephone", "phone"), ("sunrize", "sunrise"), ("heart-beat", "heart")]
)
def test_near_names_are_found(written: str, meant: str) -> None:
    assert near_icons(written)[0] == meant
    assert len(near_icons(written)) <= 3


def test_nothing_is_near_to_nothing() -> None:
    assert near_icons("qqqqqq") == []
