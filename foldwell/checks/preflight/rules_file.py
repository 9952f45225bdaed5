"""Rules on the file as a whole: encryption, actions, annotations, and what its PDF/X standard asks for."""

from __future__ import annotations

import pikepdf

from foldwell.checks.preflight.findings import Findings
from foldwell.checks.preflight.geometry import Box
from foldwell.checks.preflight.objects import PdfObject, entry, inherited, items, name, numbers, string
from foldwell.checks.preflight.pictures import filters
from foldwell.checks.preflight.standards import Standard, info_of, metadata_of, trapped
from foldwell.checks.preflight.views import View

FOR_PRESSES = ("TrapNet", "PrinterMark")  # annotations that PDF/X allows on the sheet
IN_INFO = ("Title", "CreationDate", "ModDate")  # ISO 15930-4 and -6, document information
IN_METADATA = ("CreateDate", "ModifyDate", "MetadataDate", "DocumentID", "VersionID", "RenditionClass", "title")  # -7
EXPORT_ANEW = "export the PDF again with that preset, or with PDF/X-4"


def judge_file(pdf: pikepdf.Pdf, standard: Standard, findings: Findings) -> None:
    """Everything that has no place on a page."""
    if pdf.is_encrypted:
        findings.error("encrypted", "the file is protected, and a print shop's programs may not open it",
                       "save it without password and without restrictions")  # fmt: skip
    _actions(pdf, findings)
    if pdf.get_warnings():
        findings.warn("damaged", "the file is damaged and had to be mended to be read", "export the PDF again")
    if not standard.declared:
        findings.warn("standard-none", "the file does not say that it was made for print (PDF/X)",
                      "export it as PDF/X-4, or as the print shop asks")  # fmt: skip
        return
    _version(pdf, standard, findings)
    _required(pdf, standard, findings)
    _forbidden(pdf, standard, findings)


def _actions(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """JavaScript and other actions; a start page (an array, not an action) is none."""
    root = pdf.Root
    scripts = entry(entry(root, "/Names"), "/JavaScript") is not None
    opens = entry(entry(root, "/OpenAction"), "/S") is not None
    if scripts or opens or entry(root, "/AA") is not None:
        findings.error("actions", "the file holds JavaScript or other actions that run when it is opened",
                       "take them out: save it as a plain PDF, or print it to PDF/X")  # fmt: skip
    if entry(root, "/AcroForm") is not None:
        findings.error("actions", "the file holds a form to be filled in on the screen",
                       "flatten the form before sending it to print")  # fmt: skip


def _version(pdf: pikepdf.Pdf, standard: Standard, findings: Findings) -> None:
    version = pdf.pdf_version
    if standard.newest is not None and _parts(version) > _parts(standard.newest):
        findings.error("standard", f"{standard.name} is written in PDF {standard.newest}, and this in PDF {version}",
                       EXPORT_ANEW)  # fmt: skip


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _required(pdf: pikepdf.Pdf, standard: Standard, findings: Findings) -> None:
    """What the standard wants a file to say of itself."""
    missing = [] if trapped(pdf) else ["whether it is trapped (Trapped)"]
    if len(items(entry(pdf.trailer, "/ID"))) != 2:
        missing.append("its number (ID)")
    if standard.old:
        missing += [key for key in IN_INFO if not string(entry(info_of(pdf), f"/{key}"))]
    elif standard.name.startswith("PDF/X-4"):
        said = metadata_of(pdf)
        missing += [key for key in IN_METADATA if f":{key}".encode() not in said]
    if missing:
        findings.error("standard", f"{standard.name} wants a file to say {', '.join(missing)}, and this one does not",
                       EXPORT_ANEW)  # fmt: skip


def _forbidden(pdf: pikepdf.Pdf, standard: Standard, findings: Findings) -> None:
    """Ways of storing things that the standard does not allow."""
    found = set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            coded = filters(item)
            if "LZWDecode" in coded:
                found.add("LZW compression")
            if standard.old and "JPXDecode" in coded:
                found.add("JPEG 2000 pictures")
            if standard.old and name(entry(item, "/Type")) in ("ObjStm", "XRef"):
                found.add("compressed object tables")
            if name(entry(item, "/Subtype")) == "PS":
                found.add("PostScript")
    for what in sorted(found):
        findings.error("standard", f"{standard.name} does not allow {what}", EXPORT_ANEW)


def judge_annotations(view: View, findings: Findings) -> None:
    """Links, notes and fields stand outside what is printed (PDF/X), and pages start no actions."""
    page: PdfObject = view.page
    if entry(page, "/AA") is not None:
        findings.error("actions", "the page holds actions that run when it is shown",
                       "take them out: save it as a plain PDF, or print it to PDF/X", view.place())  # fmt: skip
    for annotation in items(inherited(page, "/Annots")):
        kind = name(entry(annotation, "/Subtype")) or "annotation"
        corners = numbers(entry(annotation, "/Rect"), 4)
        box = Box(*corners).upright().through(view.matrix) if corners else view.printed
        if kind not in FOR_PRESSES and view.printed.meets(box):
            findings.error("annotation", f"there is something for the screen inside the printed page ({kind})",
                           "take links, notes and fields out of the file for print", view.place(box))  # fmt: skip
