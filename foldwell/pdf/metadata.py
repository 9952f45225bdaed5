"""Title, author, dates and conformance of a document come in; the Info dictionary, XMP and catalog entries go out."""

from __future__ import annotations

import zlib
from functools import cache
from html import escape

from foldwell import __version__
from foldwell.layout.document import Document
from foldwell.pdf.notation import text_string
from foldwell.pdf.reportlab_parts import REPORTLAB_VERSION, Part, TaggedFile
from foldwell.pdf.srgb import srgb_profile

CREATOR = "Foldwell"
PRODUCER = f"Foldwell {__version__} with ReportLab {REPORTLAB_VERSION}"
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title>{title}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description>{subject}</dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _in_languages(text: str, language: str) -> str:
    words = escape(text)
    items = "".join(f'<rdf:li xml:lang="{key}">{words}</rdf:li>' for key in ("x-default", language))
    return f"<rdf:Alt>{items}</rdf:Alt>"


def xmp_packet(document: Document) -> bytes:
    """The XMP packet: it claims PDF/A-2A and PDF/UA-1 and declares pdfuaid as an extension (ISO 19005-2, 6.6.2.3)."""
    return _PACKET.format(
        title=_in_languages(document.title, document.language),
        author=escape(document.author),
        subject=_in_languages(document.subject, document.language),
        language=escape(document.language),
        producer=escape(PRODUCER),
        creator=CREATOR,
        date=document.form.date.isoformat(),
    ).encode("utf-8")


def _info(document: Document) -> str:
    date = document.form.date.strftime("(D:%Y%m%d000000Z)")
    entries = {
        "Title": text_string(document.title),
        "Author": text_string(document.author),
        "Subject": text_string(document.subject),
        "Creator": text_string(CREATOR),
        "Producer": text_string(PRODUCER),
        "CreationDate": date,
        "ModDate": date,
    }
    return "<<" + "".join(f"/{key}{value}" for key, value in entries.items()) + ">>"


@cache
def _profile() -> bytes:
    return zlib.compress(srgb_profile(), 9)


def _viewer_preferences(document: Document) -> str:
    """Title in the window's bar (ISO 14289-1, 7.1), and what an office printer's window should start with."""
    entries = "/DisplayDocTitle true/PrintScaling/None"
    if document.duplex is not None:
        entries += f"/Duplex/{document.duplex}"
    if document.language.partition("-")[0] in RIGHT_TO_LEFT:
        entries += "/Direction/R2L"
    return f"<<{entries}>>"


def add_metadata(file: TaggedFile, document: Document) -> Part:
    """Enter all that the file says of itself; the Info dictionary is handed back for the trailer."""
    profile = file.add_stream("/N 3/Alternate/DeviceRGB/Filter/FlateDecode", _profile())
    intent = f"/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile {profile.ref}"
    packet = file.add_stream("/Type/Metadata/Subtype/XML", xmp_packet(document))
    file.set_catalog(
        {
            "Lang": text_string(document.language),
            "MarkInfo": "<</Marked true>>",
            "Metadata": packet.ref,
            "OutputIntents": f"[<</Type/OutputIntent{intent}>>]",
            "ViewerPreferences": _viewer_preferences(document),
        }
    )
    return file.add(_info(document))
