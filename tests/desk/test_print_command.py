"""`print` as the front desk types it: what goes to a real printer, what is said, how it ends."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from ipp_printers import Printers, free_port
from judges import pdfium_text
from workspaces import brochure, make_workspace, text_block, write

from foldwell.commands import print_
from foldwell.content.read import read_brochure
from foldwell.content.review import words_hash
from foldwell.desk import ipp_finding
from foldwell.diagnostics import Sink

UNSIGNED = brochure(text_block("Take it with water.")).replace("review_by: 2027-11-22", "review_by: 2999-01-01")
DUPLEX, SIMPLEX = ("-2", "-s", "10,10", "-f", "application/pdf"), ("-f", "application/pdf")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace on a machine without CUPS, with one brochure, `tiny`, that a clinician signed."""
    monkeypatch.setenv("CUPS_SERVER", f"localhost:{free_port()}")
    monkeypatch.setattr(ipp_finding, "network_printers", list)
    root = make_workspace(tmp_path / "shop", tiny=UNSIGNED)
    sign(root, UNSIGNED)
    return root


def sign(root: Path, text: str) -> None:
    """Write the brochure with a clinician's sign-off."""
    unsigned = read_brochure(write(root, text), root, Sink())
    assert unsigned is not None
    review = f"reviewed_by: {{name: A. Clinician, date: 2026-11-22, words: {words_hash(unsigned)}}}\n"
    write(root, review + text)


def desk(shop: Path, uri: str, calibration: str = "") -> None:
    (shop / "desk.yaml").write_text(f"printers:\n  Front desk:\n    uri: {uri}\n{calibration}", encoding="utf-8")


def run(shop: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    print_.add(parser.add_subparsers())
    options = parser.parse_args(["print", *words, "--workspace", str(shop)])
    status: int = options.run(options)
    return status


def test_the_desk_prints_its_sheets(shop: Path, printers: Printers, capsys: pytest.CaptureFixture[str]) -> None:
    printer = printers.get(*DUPLEX, fresh=True)
    desk(shop, printer.uri)
    assert run(shop, "tiny", "--layout", "trifold", "--copies", "20") == 0
    assert capsys.readouterr().out == f"TS-01: 20 copies sent to {printer.name} (job 1): printed\n"
    settings = printer.settings(1)
    assert (settings["IPP_SIDES"], settings["IPP_COPIES"]) == ("two-sided-short-edge", "20")
    assert settings["IPP_JOB_NAME"] == "TS-01"
    arrived = shop / "arrived.pdf"
    arrived.write_bytes(printer.document(1))
    assert "Take it with water." in " ".join(pdfium_text(arrived))
    assert "Draft" not in " ".join(pdfium_text(arrived))
    assert not (shop / "out").exists()  # no file is left behind


def test_a_draft_is_printed_only_on_purpose(shop: Path, printers: Printers, capsys: pytest.CaptureFixture[str]) -> None:
    printer = printers.get(*DUPLEX, fresh=True)
    desk(shop, printer.uri)
    write(shop, UNSIGNED)
    assert run(shop, "tiny", "--layout", "handout") == 1
    assert "error[draft-refused]" in capsys.readouterr().err
    assert list(printer.spool.iterdir()) == []
    assert run(shop, "tiny", "--layout", "handout", "--draft") == 0
    arrived = shop / "arrived.pdf"
    arrived.write_bytes(printer.document(1))
    assert "Draft: not yet reviewed by a clinician" in " ".join(pdfium_text(arrived)[0].split())


def test_what_is_past_its_date_says_so_on_the_sheet(
    shop: Path, printers: Printers, capsys: pytest.CaptureFixture[str]
) -> None:
    printer = printers.get(*DUPLEX, fresh=True)
    desk(shop, printer.uri)
    sign(shop, UNSIGNED.replace("date: 2026-11-22", "date: 2018-05-01").replace("2999-01-01", "2020-05-01"))
    assert run(shop, "tiny", "--layout", "handout") == 1
    assert "error[expired-refused]" in capsys.readouterr().err
    assert run(shop, "tiny", "--layout", "handout", "--draft") == 0
    arrived = shop / "arrived.pdf"
    arrived.write_bytes(printer.document(1))
    assert "Past its review date" in " ".join(pdfium_text(arrived)[0].split())


def test_calibration_in_desk_yaml_is_applied(shop: Path, printers: Printers) -> None:
    printer = printers.get(*DUPLEX, fresh=True)
    desk(shop, printer.uri)
    assert run(shop, "tiny", "--layout", "trifold") == 0
    desk(shop, printer.uri, "    calibration: {flips: long}\n")
    assert run(shop, "tiny", "--layout", "trifold") == 0
    assert printer.settings(2)["IPP_SIDES"] == "two-sided-long-edge"
    assert printer.document(1) != printer.document(2)


def test_two_passes_through_a_one_sided_printer(
    shop: Path, printers: Printers, capsys: pytest.CaptureFixture[str]
) -> None:
    printer = printers.get(*SIMPLEX, fresh=True)
    desk(shop, printer.uri)
    assert run(shop, "tiny", "--layout", "trifold") == 1
    again = f"python render.py print tiny.en --layout trifold --printer 'Front desk' --workspace {shop}"
    said = capsys.readouterr().err
    assert "error[printer-one-sided]" in said
    assert f"= first page 2 (inside): {again} --pass 1\n" in said
    assert f"= then page 1 (outside): {again} --pass 2\n" in said
    assert list(printer.spool.iterdir()) == []
    assert run(shop, "tiny", "--layout", "trifold", "--pass", "1") == 0
    said = capsys.readouterr().out
    assert "page 2 (inside), sent to" in said
    assert "now put the stack back into the tray turned over about its short edge" in said
    assert said.endswith(f"then {again} --pass 2\n")
    assert run(shop, "tiny", "--layout", "trifold", "--pass", "2") == 0
    assert "page 1 (outside), sent to" in capsys.readouterr().out


def test_it_asks_which_sheet(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "tiny") == 1
    said = capsys.readouterr().err
    assert "error[which-sheet]: `tiny` is 3 sheets: say which one to print" in said
    assert "python render.py print tiny.en --layout trifold" in said


def test_an_unknown_brochure_and_an_unknown_printer(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "tinny", "--layout", "trifold") == 1
    assert "did you mean `tiny`?" in capsys.readouterr().err
    assert run(shop, "tiny", "--layout", "trifold", "--printer", "Front") == 1
    assert "error[no-printer]: no printer is called `Front`" in capsys.readouterr().err


def test_wrong_settings_of_the_desk_stop_it(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk(shop, "http://192.0.2.1/")
    assert run(shop, "tiny", "--layout", "trifold") == 1
    assert "desk.yaml:3:10: error" in capsys.readouterr().err


def test_without_a_printer_the_viewer_opens_the_file(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("xdg-open", "open"):
        (programs / name).write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert run(shop, "tiny", "--layout", "trifold") == 0
    path = shop / "out" / "tiny.en.trifold.desk.pdf"
    assert (tmp_path / "opened").read_text(encoding="utf-8").strip() == str(path)
    assert path.read_bytes().startswith(b"%PDF")
    said = capsys.readouterr().out
    assert "is open in your viewer" in said
    assert "print it with: both sides · flip on short edge · actual size (100 %)" in said


def test_without_a_viewer_it_says_where_the_file_is(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(shop, "tiny", "--layout", "handout") == 0
    said = capsys.readouterr()
    assert "print it with: one side · actual size (100 %)" in said.out
    assert "warning[no-viewer]" in said.err


def test_without_a_printer_nothing_that_was_asked_for_is_lost(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(shop, "tiny", "--layout", "trifold", "--copies", "20") == 0
    assert "print it with: 20 copies · both sides" in capsys.readouterr().out
    assert run(shop, "tiny", "--layout", "trifold", "--pass", "1") == 1
    said = capsys.readouterr()
    assert (said.out, "could be sent one pass" in said.err) == ("", True)


@pytest.mark.parametrize(
    ("settings", "place", "hint"),
    [
        ("mail:\n  host: h.example\n  sender: a@b.example\n  password: s3\n", "4:3", "FOLDWELL_MAIL_PASSWORD"),
        ("printers:\n  Front: {uri: 'ipp://me:s3@h/ipp'}\n", "2:16", "no spaces, user or password"),
    ],
)
def test_a_password_in_desk_yaml_is_sent_elsewhere(
    shop: Path, settings: str, place: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "desk.yaml").write_text(settings, encoding="utf-8")
    assert run(shop, "tiny", "--layout", "trifold") == 1
    said = capsys.readouterr().err
    assert f"desk.yaml:{place}: error" in said
    assert hint in said


def test_the_list_of_printers(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "--list") == 0
    assert capsys.readouterr().out.startswith("no printer was found")
    desk(shop, "ipp://192.0.2.1/ipp/print")
    assert run(shop, "--list") == 0
    assert capsys.readouterr().out == "Front desk  (desk.yaml)  ipp://192.0.2.1/ipp/print\n"


def test_wrong_usage(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop) == 2
    assert "Name a brochure" in capsys.readouterr().err
    for copies in ("0", "-1", "1000", "two"):
        with pytest.raises(SystemExit) as ended:
            run(shop, "tiny", "--copies", copies)
        assert ended.value.code == 2


@pytest.mark.parametrize(("system", "quoted"), [("win32", '"Front desk"'), ("linux", "'Front desk'")])
def test_what_to_type_next_is_written_for_the_system(
    system: str, quoted: str, shop: Path, printers: Printers, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    desk(shop, printers.get(*SIMPLEX).uri)
    monkeypatch.setattr(print_, "sys", SimpleNamespace(platform=system, stderr=sys.stderr))
    assert run(shop, "tiny", "--layout", "trifold") == 1
    assert f"--printer {quoted} --workspace" in capsys.readouterr().err
