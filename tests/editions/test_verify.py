"""`verify` tells every file that is not what was built, and lets another zlib's packing pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.cli import main
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.editions.uncompressed import hash_objects

FILE = "tiny.en.handout.desk.pdf"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shop = make_workspace(tmp_path / "shop", tiny=brochure(text_block("Drink water.")))
    assert main(["build", "--workspace", str(shop)]) == DONE
    return shop


def verify(shop: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["verify", *words, "--workspace", str(shop)])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_what_was_built_is_proven(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(shop, capsys) == (DONE, "3 of 3 files are what foldwell.lock says\n")
    assert verify(shop, capsys, str(shop / "out"))[0] == DONE


@pytest.mark.parametrize("at", [0, 40, 300, -200, -1])  # none of them in the ID, which does not count
def test_one_byte_is_enough(shop: Path, at: int, capsys: pytest.CaptureFixture[str]) -> None:
    path = shop / "out" / FILE
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    status, told = verify(shop, capsys)
    assert status == PROBLEMS
    assert f"{FILE}  is not what was built" in told
    assert "2 of 3 files" in told


def test_a_file_that_is_missing_or_a_folder_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "out" / FILE).unlink()
    status, told = verify(shop, capsys)
    assert (status, f"{FILE}  is missing" in told) == (PROBLEMS, True)
    (shop / "out" / FILE).mkdir()
    status, told = verify(shop, capsys)
    assert (status, f"{FILE}  cannot be read" in told) == (PROBLEMS, True)


def test_a_stranger_is_told_and_other_papers_are_nobodys_editions(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("tiny.en.handout.dummy.pdf", "calibration.pdf", "notes.txt"):
        (shop / "out" / name).write_bytes(b"x")
    assert verify(shop, capsys)[0] == DONE
    (shop / "out" / "cure.en.handout.desk.pdf").write_bytes(b"x")
    status, told = verify(shop, capsys)
    assert (status, "cure.en.handout.desk.pdf  is not in the lock" in told) == (PROBLEMS, True)


# A build of zlib that packs less tightly.
OTHER_ZLIB = """
import sys, zlib
compress = zlib.compress
zlib.compress = lambda data, *_: compress(data, 1)
from foldwell.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_another_packing_of_the_same_objects_passes(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = shop / "foldwell.lock"
    for target in ("desk", "shop"):  # with object streams, and with the plain table of older readers
        words = ["build", "--force", "--draft", "--target", target, "--workspace", str(shop)]
        assert main(words) == DONE
        here, before = lock.read_bytes(), {path.name: path.read_bytes() for path in (shop / "out").iterdir()}
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", OTHER_ZLIB, *words], env=env, check=True, capture_output=True)
        assert all((shop / "out" / name).read_bytes() != data for name, data in before.items() if target in name)
        lock.write_bytes(here)
        status, told = verify(shop, capsys)
        assert (status, told.count("as built, but compressed otherwise")) == (DONE, 3)
        assert main(words) == DONE


def test_another_word_in_a_packing_of_its_own_does_not_pass(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shop / "out" / FILE
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        content = pdf.pages[0].Contents[0]
        content.write(content.read_bytes().replace(b" rg", b" RG", 1))
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    assert verify(shop, capsys)[0] == PROBLEMS


def test_nothing_to_compare_with_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = verify(shop, capsys, str(shop / "nowhere"))
    assert (status, "there is no folder" in told) == (PROBLEMS, True)
    (shop / "foldwell.lock").unlink()
    status, told = verify(shop, capsys)
    assert (status, "nothing was built yet" in told) == (PROBLEMS, True)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"1 0 obj\n<</Length 9>>\nstream\nx", b"1 0 obj\n<<>>"])
def test_what_is_no_file_of_ours_has_no_hash(data: bytes) -> None:
    assert hash_objects(data) is None


def test_every_object_counts(shop: Path) -> None:
    """An object that is changed, added or taken away gives another hash; so does a stream's data."""
    pdf = (shop / "out" / FILE).read_bytes()
    assert hash_objects(pdf) == hash_objects(pdf) is not None
    first = pdf.index(b" 0 obj")
    begin = pdf.rindex(b"\n", 0, first) + 1
    end = pdf.index(b"endobj\n", begin) + len(b"endobj\n")
    assert hash_objects(pdf[:begin] + pdf[end:]) != hash_objects(pdf)
    assert hash_objects(pdf[:begin] + b"999 0 obj\n<</A 1>>\nendobj\n" + pdf[begin:]) != hash_objects(pdf)
