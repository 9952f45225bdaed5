"""What a file can claim to be: nothing or a print shop's settings come in, entries for XMP, Info and intents go out."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct, field

from foldwell.layout.document import Document
from foldwell.pdf.notation import text_string, xml_text
from foldwell.pdf.print_shop import REGISTERED, REGISTRY, Shop
from foldwell.pdf.srgb import srgb_profile


class IntentProfile(Struct, frozen=True):
    """The ICC profile of an output intent, and the device's colour space that it stands for."""

    data: bytes
    channels: int
    space: str


class Claims(Struct, frozen=True):
    """Entries that say what a file conforms to: for the XMP packet, for the output intent, for the Info dictionary.

    `office` is set where the file goes to an office printer, whose window shall neither scale nor ask for duplex.
    """

    namespaces: str
    properties: str
    intent: str
    profile: IntentProfile | None = None
    info: Mapping[str, str] = field(default_factory=dict)
    office: bool = False


_ACCESSIBLE_NAMESPACES = """ xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#\""""
_ACCESSIBLE_PROPERTIES = """<pdfaid:part>2</pdfaid:part>
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
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""

# PDF/A-2A and PDF/UA-1, whose schema PDF/A wants declared as an extension (ISO 19005-2, 6.6.2.3).
ACCESSIBLE = Claims(
    _ACCESSIBLE_NAMESPACES,
    _ACCESSIBLE_PROPERTIES,
    "/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)",
    IntentProfile(srgb_profile(), 3, "DeviceRGB"),
)

_PRESS_NAMESPACES = """
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/\""""
_PRESS_PROPERTIES = """<xmp:MetadataDate>{date}T00:00:00Z</xmp:MetadataDate>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>uuid:{identifier}</xmpMM:DocumentID>
<xmpMM:VersionID>{revision}</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>"""
_X4 = "\n<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
_X1A = "(PDF/X-1a:2003)"


def press_claims(document: Document, shop: Shop) -> Claims:
    """PDF/X-4 (ISO 15930-7) with the press's profile, PDF/X-1a:2003 (ISO 15930-4) by the condition's name alone."""
    form = document.form
    identity = "/".join((document.author, form.form, document.language, document.title))
    properties = _PRESS_PROPERTIES.format(
        date=form.date.isoformat(), identifier=uuid5(NAMESPACE_URL, identity), revision=xml_text(str(form.revision))
    )
    name = shop.condition if shop.profile is None else shop.profile.name
    intent = f"/S/GTS_PDFX/OutputConditionIdentifier{text_string(shop.condition)}/Info{text_string(name)}"
    if shop.condition in REGISTERED:
        intent += f"/RegistryName{text_string(REGISTRY)}"
    if shop.profile is None:
        info = {"GTS_PDFXVersion": _X1A, "GTS_PDFXConformance": _X1A, "Trapped": "/False"}
        return Claims(_PRESS_NAMESPACES, properties, intent, None, info)
    profile = IntentProfile(shop.profile.data, 4, "DeviceCMYK")
    return Claims(_PRESS_NAMESPACES, properties + _X4, intent, profile, {"Trapped": "/False"})
