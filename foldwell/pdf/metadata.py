"""A document and what its file claims to be come in; the Info dictionary, XMP and catalog entries go out."""

from __future__ import annotations

import datetime
import zlib
from functools import lru_cache

from foldwell import __version__
from foldwell.layout.document import Document
from foldwell.pdf.claims import ACCESSIBLE, Claims
from foldwell.pdf.notation import text_string, xml_text
from foldwell.pdf.reportlab_parts import REPORTLAB_VERSION, Part, TaggedFile
from foldwell.type.bidi_runs import base_level

CREATOR = "Foldwell"
PRODUCER = f"Foldwell {__version__} with ReportLab {REPORTLAB_VERSION}"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"{namespaces}>
<dc:format>application/pdf</dc:format>
<dc:title>{title}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description>{subject}</dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _in_languages(text: str, language: str) -> str:
    words = xml_text(text)
    items = "".join(f'<rdf:li xml:lang="{key}">{words}</rdf:li>' for key in ("x-default", language))
    return f"<rdf:Alt>{items}</rdf:Alt>"


def xmp_packet(document: Document, claims: Claims = ACCESSIBLE) -> bytes:
    """The XMP packet (ISO 16684-1), with what the file claims to conform to."""
    said = (document.title, document.author, document.subject, document.language, document.form.date)
    return _packet(*said, claims.namespaces, claims.properties)


@lru_cache(maxsize=64)
def _packet(
    title: str, author: str, subject: str, language: str, date: datetime.date, namespaces: str, properties: str
) -> bytes:
    return _PACKET.format(
        title=_in_languages(title, language),
        author=xml_text(author),
        subject=_in_languages(subject, language),
        language=xml_text(language),
        producer=xml_text(PRODUCER),
        creator=CREATOR,
        date=date.isoformat(),
        namespaces=namespaces,
        properties=properties,
    ).encode("utf-8")


@lru_cache(maxsize=64)
def _info(title: str, author: str, subject: str, date: datetime.date, further: tuple[tuple[str, str], ...]) -> str:
    when = date.strftime("(D:%Y%m%d000000Z)")
    entries = {
        "Title": text_string(title),
        "Author": text_string(author),
        "Subject": text_string(subject),
        "Creator": text_string(CREATOR),
        "Producer": text_string(PRODUCER),
        "CreationDate": when,
        "ModDate": when,
        **dict(further),
    }
    return "<<" + "".join(f"/{key}{value}" for key, value in entries.items()) + ">>"


@lru_cache(maxsize=4)
def _compressed(profile: bytes) -> bytes:
    return zlib.compress(profile, 9)


def _viewer_preferences(document: Document, claims: Claims) -> str:
    """Title in the window's bar (ISO 14289-1, 7.1), and what an office printer's window should start with."""
    entries = "/DisplayDocTitle true"
    if claims.office:
        entries += "/PrintScaling/None" + (f"/Duplex/{document.duplex}" if document.duplex is not None else "")
    if base_level(document.language) == 1:
        entries += "/Direction/R2L"
    return f"<<{entries}>>"


def add_metadata(file: TaggedFile, document: Document, claims: Claims = ACCESSIBLE) -> Part:
    """Enter all that the file says of itself; the Info dictionary is handed back for the trailer."""
    intent = claims.intent
    if claims.profile is not None:
        entries = f"/N {claims.profile.channels}/Alternate/{claims.profile.space}/Filter/FlateDecode"
        intent += f"/DestOutputProfile {file.add_stream(entries, _compressed(claims.profile.data)).ref}"
    packet = file.add_stream("/Type/Metadata/Subtype/XML", xmp_packet(document, claims))
    file.set_catalog(
        {
            "Lang": text_string(document.language),
            "MarkInfo": "<</Marked true>>",
            "Metadata": packet.ref,
            "OutputIntents": f"[<</Type/OutputIntent{intent}>>]",
            "ViewerPreferences": _viewer_preferences(document, claims),
        }
    )
    said = (document.title, document.author, document.subject, document.form.date)
    return file.add(_info(*said, tuple(claims.info.items())))
