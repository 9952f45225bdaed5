"""Sheets sent to CUPS's own printer: its settings, the document that arrives, and every way in which it goes wrong."""

from __future__ import annotations

import pypdfium2
import pytest
from cups_raster import read_pages
from ipp_printers import COLOUR_DUPLEX, Printers, free_port
from judges import difference, pdfium_text
from msgspec.structs import replace
from PIL import Image
from workspaces import LDN, Bench, Wanted

from foldwell.desk import printing
from foldwell.desk.calibration import calibrated, step_off_edges
from foldwell.desk.ipp_client import Operation, Refused, ask, text
from foldwell.desk.ipp_message import Tag
from foldwell.desk.ipp_printer import ask_abilities
from foldwell.desk.print_ticket import Sheet
from foldwell.desk.printing import Order, print_sheet
from foldwell.desk.settings import Calibration, EdgeLoss
from foldwell.diagnostics import Severity, Sink

LETTER = "na_letter_8.5x11in"
FULL = f"""\
ATTR mimeMediaType document-format-supported application/pdf
ATTR rangeOfInteger copies-supported 1-99
ATTR keyword sides-supported one-sided,two-sided-long-edge,two-sided-short-edge
ATTR keyword sides-default one-sided
ATTR keyword media-supported {LETTER},iso_a4_210x297mm
ATTR keyword media-default {LETTER}
ATTR keyword media-ready {LETTER}
ATTR keyword print-scaling-supported auto,fill,fit,none
ATTR keyword print-scaling-default auto
ATTR boolean color-supported true
"""
LONG_EDGE_ONLY = FULL.replace(",two-sided-short-edge", "")
PDF_ONLY = ("-f", "application/pdf")


@pytest.fixture(scope="session")
def trifold(bench: Bench) -> Sheet:
    """A brochure of two sides."""
    made = bench.build(Wanted(LDN, "trifold")).made
    return Sheet(made.pdf, made.document)


@pytest.fixture(scope="session")
def handout(bench: Bench) -> Sheet:
    """A sheet of one side, on A4."""
    made = bench.build(Wanted(LDN, "handout", paper="a4")).made
    return Sheet(made.pdf, made.document)


def codes(sink: Sink, severity: Severity = Severity.ERROR) -> list[str]:
    return [complaint.code for complaint in sink.found if complaint.severity is severity]


def test_a_trifold_arrives_whole_with_every_setting(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL), Sink()
    sent = print_sheet(trifold, printer.uri, Calibration(), Order(copies=3), sink)
    assert sink.found == []
    assert sent is not None
    assert sent.printed
    [job] = sent.jobs
    assert printer.document(job) == trifold.pdf
    settings = printer.settings(job)
    assert settings["CONTENT_TYPE"] == "application/pdf"
    assert settings["IPP_SIDES"] == "two-sided-short-edge"
    assert settings["IPP_MEDIA"] == LETTER
    assert settings["IPP_PRINT_SCALING"] == "none"
    assert settings["IPP_COPIES"] == "3"
    assert settings["IPP_JOB_NAME"] == "LDN-01"


def test_nothing_that_the_printer_is_told_names_the_condition(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL), Sink()
    sent = print_sheet(trifold, printer.uri, Calibration(), Order(), sink)
    assert sent is not None
    told = " ".join(printer.settings(sent.jobs[0]).values()).casefold()
    assert "ldn-01" in told
    assert "naltrexone" not in told
    assert printer.name_of(sent.jobs[0]).casefold() == "ldn-01"


def test_a_handout_on_a4_is_printed_on_one_side(printers: Printers, handout: Sheet) -> None:
    printer, sink = printers.get(conf=FULL), Sink()
    sent = print_sheet(handout, printer.uri, Calibration(), Order(), sink)
    assert sent is not None
    assert codes(sink, Severity.NOTE) == ["printer-paper"]  # it has letter paper in it
    settings = printer.settings(sent.jobs[0])
    assert settings["IPP_SIDES"] == "one-sided"
    assert settings["IPP_MEDIA"] == "iso_a4_210x297mm"


def test_over_an_encrypted_line(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL), Sink()
    sent = print_sheet(trifold, printer.uri.replace("ipp:", "ipps:"), Calibration(), Order(), sink)
    assert sink.found == []
    assert sent is not None
    assert printer.document(sent.jobs[0]) == trifold.pdf


def test_a_printer_that_cannot_be_told_the_scale_is_noted(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(*COLOUR_DUPLEX), Sink()
    sent = print_sheet(trifold, printer.uri, Calibration(), Order(), sink)
    assert sent is not None
    assert codes(sink, Severity.NOTE) == ["printer-scaling"]
    settings = printer.settings(sent.jobs[0])
    assert settings["IPP_SIDES"] == "two-sided-short-edge"
    assert "IPP_PRINT_SCALING" not in settings


def test_a_printer_that_counts_no_copies_gets_a_job_for_each(printers: Printers, handout: Sheet) -> None:
    printer, sink = printers.get("-2", "-f", "image/pwg-raster"), Sink()
    assert ask_abilities(printer.uri).copies == 1
    sent = print_sheet(handout, printer.uri, Calibration(), Order(copies=2), sink)
    assert sent is not None
    assert sent.printed
    first, second = (printer.document(job) for job in sent.jobs)
    assert first == second


# Printers that turn the paper their own way ---------------------------------------------------------------------------


@pytest.mark.parametrize("stubborn", [False, True], ids=["offers no other", "calibration says so"])
def test_long_edge_printer_gets_the_back_head_to_foot(printers: Printers, trifold: Sheet, stubborn: bool) -> None:
    printer, sink = printers.get(conf=FULL if stubborn else LONG_EDGE_ONLY), Sink()
    calibration = Calibration(flips="long" if stubborn else "short")
    sent = print_sheet(trifold, printer.uri, calibration, Order(), sink)
    assert sent is not None
    assert printer.settings(sent.jobs[0])["IPP_SIDES"] == "two-sided-long-edge"
    assert printer.document(sent.jobs[0]) == calibrated(trifold.pdf, Calibration(flips="long"))


def test_calibration_moves_what_is_sent(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL), Sink()
    calibration = Calibration(shift_right=2.5, shift_down=-1.0)
    sent = print_sheet(trifold, printer.uri, calibration, Order(), sink)
    assert sent is not None
    arrived = printer.document(sent.jobs[0])
    assert arrived == calibrated(trifold.pdf, calibration, step_off_edges(trifold.document, calibration, sink))
    assert arrived != trifold.pdf


def test_edges_that_cannot_be_printed_stop_the_job(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL), Sink()
    wide = EdgeLoss(top=60.0, bottom=60.0, left=60.0, right=60.0)
    assert print_sheet(trifold, printer.uri, Calibration(edges=wide), Order(), sink) is None
    assert set(codes(sink)) == {"edge-lost"}


# One-sided printers ---------------------------------------------------------------------------------------------------


def test_a_one_sided_printer_leads_to_two_passes(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(*PDF_ONLY), Sink()
    assert print_sheet(trifold, printer.uri, Calibration(), Order(again="print ldn"), sink) is None
    [complaint] = [complaint for complaint in sink.found if complaint.severity is Severity.ERROR]
    assert complaint.code == "printer-one-sided"
    _, first, turning, second = complaint.hints
    assert (first, second) == (
        "first page 2 (inside): print ldn --pass 1",
        "then page 1 (outside): print ldn --pass 2",
    )
    assert "short edge" in turning
    assert list(printer.spool.glob("*")) == []  # nothing was sent


@pytest.mark.parametrize(("number", "page"), [(1, 2), (2, 1)])
def test_each_pass_prints_its_page_on_one_side(printers: Printers, trifold: Sheet, number: int, page: int) -> None:
    printer, sink = printers.get(*PDF_ONLY), Sink()
    order = Order(single_pass=1 if number == 1 else 2)
    sent = print_sheet(trifold, printer.uri, Calibration(shift_right=9.0), order, sink)
    assert codes(sink) == []
    assert sent is not None
    assert printer.settings(sent.jobs[0])["IPP_SIDES"] == "one-sided"
    arrived, whole = printer.spool / "arrived.pdf", printer.spool / "whole.pdf"
    arrived.write_bytes(printer.document(sent.jobs[0]))
    whole.write_bytes(trifold.pdf)
    assert pdfium_text(arrived) == [pdfium_text(whole)[page - 1]]
    arrived.unlink()
    whole.unlink()


def test_a_one_sided_sheet_has_no_passes(printers: Printers, handout: Sheet) -> None:
    printer, sink = printers.get(*PDF_ONLY), Sink()
    assert print_sheet(handout, printer.uri, Calibration(), Order(single_pass=1), sink) is None
    assert codes(sink) == ["one-pass"]


# Raster ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["image/pwg-raster", "image/urf"])
def test_a_printer_without_pdf_gets_pdfium_pixels(printers: Printers, trifold: Sheet, kind: str) -> None:
    printer, sink = printers.get("-2", "-f", kind), Sink()
    sent = print_sheet(trifold, printer.uri, Calibration(), Order(), sink)
    assert sink.found == []
    assert sent is not None
    assert printer.settings(sent.jobs[0])["CONTENT_TYPE"] == kind
    path = printer.spool / "arrived"
    path.write_bytes(printer.document(sent.jobs[0]))
    pages = read_pages(path)
    assert [page.size for page in pages] == [(5100, 6600)] * 2
    assert all((page.dpi, page.duplex, page.tumble) == (600, True, True) for page in pages)
    with pypdfium2.PdfDocument(trifold.pdf) as document:
        for page, sent_page in zip(document, pages, strict=True):
            turned = page.render(
                scale=599.999999 / 72, rotation=270, grayscale=True, draw_annots=False, optimize_mode="print"
            )  # fmt: skip
            assert turned.to_pil().tobytes() == sent_page.pixels
            lying = page.render(scale=50 / 72, grayscale=True).to_pil()
            standing = Image.frombytes("L", sent_page.size, sent_page.pixels).resize((425, 550), Image.Resampling.BOX)
            assert difference(lying, standing.transpose(Image.Transpose.ROTATE_270)) < 0.1


def test_a_pass_of_raster_is_one_page_on_one_side(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get("-f", "image/pwg-raster"), Sink()
    sent = print_sheet(trifold, printer.uri, Calibration(), Order(single_pass=1), sink)
    assert sent is not None
    path = printer.spool / "arrived"
    path.write_bytes(printer.document(sent.jobs[0]))
    [page] = read_pages(path)
    assert (page.duplex, page.header.number(452)) == (False, 1)


def test_neither_pdf_nor_raster(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get("-2", "-f", "image/jpeg,text/plain"), Sink()
    assert print_sheet(trifold, printer.uri, Calibration(), Order(), sink) is None
    assert codes(sink) == ["printer-format"]
    assert "image/jpeg, text/plain" in " ".join(sink.found[0].hints)


# What goes wrong ------------------------------------------------------------------------------------------------------


def test_a_setting_that_the_printer_does_not_do_is_named(printers: Printers) -> None:
    printer = printers.get(*PDF_ONLY)
    about = [text("document-format", Tag.MIME, "application/pdf")]
    settings = [text("sides", Tag.KEYWORD, "two-sided-short-edge")]
    with pytest.raises(Refused) as caught:
        ask(printer.uri, Operation.PRINT_JOB, about, settings, b"%PDF")
    assert caught.value.status == 0x040B
    assert caught.value.unsupported == {"sides": "two-sided-short-edge"}
    assert caught.value.reason.startswith("it does not know a setting of the job (")


def test_a_refused_job_is_a_clear_complaint(
    printers: Printers, trifold: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A printer that promises both sides and then refuses them."""
    printer, sink = printers.get(*PDF_ONLY), Sink()
    both = frozenset({"one-sided", "two-sided-short-edge"})
    monkeypatch.setattr(printing, "ask_abilities", lambda uri: replace(ask_abilities(uri), sides=both))
    assert print_sheet(trifold, printer.uri, Calibration(), Order(), sink) is None
    [complaint] = [complaint for complaint in sink.found if complaint.severity is Severity.ERROR]
    assert complaint.code == "printer-refused"
    assert complaint.hints[0] == "it does not do: printing both sides (two-sided-short-edge)"


def test_a_printer_that_is_off(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(*PDF_ONLY, fresh=True), Sink()
    printer.stop()
    assert print_sheet(trifold, printer.uri, Calibration(), Order(), sink) is None
    assert codes(sink) == ["printer-offline"]
    assert "takes no connection" in sink.found[0].message


def test_a_wrong_path_and_a_wrong_name(printers: Printers, trifold: Sheet) -> None:
    printer = printers.get(conf=FULL)
    for uri, said in (
        (printer.uri.replace("/ipp/print", "/nothing/here"), "printer"),
        (f"ipp://no-such-printer.invalid:{free_port()}/ipp/print", "nothing on the network is called"),
    ):
        sink = Sink()
        assert print_sheet(trifold, uri, Calibration(), Order(), sink) is None
        [complaint] = sink.found
        assert complaint.code in ("printer-offline", "printer-refused")
        assert said in complaint.message


def test_a_job_that_fails_after_it_was_taken(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL, command="exit 1"), Sink()
    assert print_sheet(trifold, printer.uri, Calibration(), Order(), sink) is None
    assert codes(sink) == ["printer-failed"]
    assert "gave up job 1" in sink.found[0].message


def test_a_busy_printer(printers: Printers, trifold: Sheet) -> None:
    printer, sink = printers.get(conf=FULL, command="sleep 3"), Sink()
    sent = print_sheet(trifold, printer.uri, Calibration(), Order(), sink, patience=0)
    assert sent is not None
    assert not sent.printed
    assert print_sheet(trifold, printer.uri, Calibration(), Order(), sink, patience=0) is None
    assert codes(sink) == ["printer-refused"]
    assert "it is busy" in sink.found[0].message


def test_ctrl_c_after_the_sheet_was_sent_says_that_it_may_come_out(
    printers: Printers, handout: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    printer, sink = printers.get(conf=FULL), Sink()
    monkeypatch.setattr(printing, "_wait", stop)
    assert print_sheet(handout, printer.uri, Calibration(), Order(), sink) is None
    assert codes(sink) == ["printer-unknown"]
    assert "may print it all the same" in sink.found[-1].message


def test_copies_that_were_taken_before_a_refusal_are_told(
    printers: Printers, handout: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer, sink = printers.get("-2", "-f", "image/pwg-raster", command="sleep 3"), Sink()
    monkeypatch.setattr(printing, "_wait", lambda *_: (0, {}))  # do not wait until it is free
    assert print_sheet(handout, printer.uri, Calibration(), Order(copies=3), sink) is None
    assert codes(sink) == ["printer-refused"]
    assert "it has taken 1 of the 3 copies before: print only the others" in sink.found[-1].hints
