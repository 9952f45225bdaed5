"""What is used of ReportLab's private parts is there, and the file that is written with them is sound."""

from __future__ import annotations

import inspect
from io import BytesIO

import pikepdf
import pytest

from foldwell.pdf.reportlab_parts import Page, TaggedFile, pdfdoc

MOVED = "this release of ReportLab differs from the one that foldwell/pdf/reportlab_parts.py was written for: {}"


def test_the_registry_of_objects_is_where_it_was() -> None:
    file = pdfdoc.PDFDocument(invariant=1, compression=0, pdfVersion=(1, 7))
    wanted = ("Catalog", "_catalog", "Pages", "Outlines", "idToObject", "idToObjectNumberAndVersion", "numberToId",
              "objectcounter", "_pdfVersion", "addPage", "Reference")  # fmt: skip
    missing = [name for name in wanted if not hasattr(file, name)]
    assert not missing, MOVED.format(missing)
    assert isinstance(file.idToObject[pdfdoc.BasicFonts], pdfdoc.PDFDictionary), MOVED.format("BasicFonts")
    assert file.idToObjectNumberAndVersion[pdfdoc.BasicFonts] == (1, 0), MOVED.format("numbers of objects")
    assert file.Pages.pages == [], MOVED.format("the list of pages")


def test_the_keys_of_page_and_catalog_are_lists_that_subclasses_can_lengthen() -> None:
    assert "Annots" in pdfdoc.PDFPage.__NoDefault__, MOVED.format("PDFPage.__NoDefault__")
    assert "StructTreeRoot" in pdfdoc.PDFCatalog.__NoDefault__, MOVED.format("PDFCatalog.__NoDefault__")
    assert "self.__NoDefault__" in inspect.getsource(pdfdoc.PDFCatalog.format), MOVED.format("PDFCatalog.format")
    for key in ("StructParents", "Tabs", "Group"):
        assert key in Page.__NoDefault__
        assert key not in pdfdoc.PDFPage.__NoDefault__, f"ReportLab knows {key} by now: the subclass may go"


def test_the_header_is_written_as_the_standards_want_it() -> None:
    header = pdfdoc.PDFFile((1, 7)).strings[0]
    assert header.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in header.splitlines()[1][1:5]), "ISO 19005-2, 6.1.2"


def a_file() -> tuple[TaggedFile, Page]:
    file = TaggedFile()
    page = file.begin_page(300, 200)
    page.Contents = file.add_code(b"0 0 10 10 re f").ref
    file.set_resources({"A500": "<</ca .5>>"}, {})
    return file, page


def test_a_file_opens_with_its_objects_in_place() -> None:
    file, page = a_file()
    late = file.add()
    stream = file.add_stream("/Type/Metadata/Subtype/XML", b"<x/>")
    late.body = f"<</Metadata {stream.ref}/Page {page.ref}>>"
    file.set_catalog({"MarkInfo": late.ref, "OutputIntents": "[]"})
    data = file.write(file.add("<</Title(A title)>>"))
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.pdf_version == "1.7"
        assert pdf.trailer.Info.Title == "A title"
        assert pdf.Root.MarkInfo.Metadata.read_bytes() == b"<x/>"
        assert pdf.Root.MarkInfo.Page.objgen == pdf.pages[0].obj.objgen
        assert pdf.pages[0].Contents.read_bytes() == b"0 0 10 10 re f"
        assert pdf.pages[0].StructParents == 0
        assert pdf.pages[0].Tabs == "/S"
        assert [float(side) for side in pdf.pages[0].MediaBox] == [0, 0, 300, 200]
        assert pdf.pages[0].Resources.ExtGState.A500.ca == pikepdf.Object.parse(b".5")
        assert "/Outlines" not in pdf.Root


def test_streams_end_with_a_line_of_their_own() -> None:
    file, _ = a_file()
    file.add_stream("", b"no line's end")
    data = file.write(file.add("<<>>"))
    assert data.count(b"\nendstream") == data.count(b"endstream") > 3  # ISO 19005-2, 6.1.7.1


def test_the_identifier_follows_from_the_contents() -> None:
    ids = []
    for title in ("(One)", "(One)", "(Two)"):
        file, _ = a_file()
        with pikepdf.open(BytesIO(file.write(file.add(f"<</Title{title}>>")))) as pdf:
            ids.append(bytes(pdf.trailer.ID[0]))
    assert ids[0] == ids[1] != ids[2]


def test_an_entry_that_the_catalog_would_leave_out_is_refused() -> None:
    file, _ = a_file()
    with pytest.raises(ValueError, match="no entry Colour"):
        file.set_catalog({"Colour": "/Red"})
