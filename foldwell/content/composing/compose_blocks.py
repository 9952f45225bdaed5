"""One block of a brochure comes in; the story's blocks for it go out, variables filled in and citations numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from foldwell.content.composing import compose_showing
from foldwell.content.composing.composer import Composer
from foldwell.content.composing.story import (
    CalloutBox,
    ContactCard,
    ContactLine,
    HairRule,
    Heading,
    Item,
    Listing,
    Pair,
    Pairs,
    Paragraph,
    Picture,
    QrCode,
    QuoteBlock,
    Space,
    StoryBlock,
    TableGrid,
    WriteInLines,
)
from foldwell.content.composing.story_showing import PicturePoint
from foldwell.content.models.blocks import Block, Callout, Contact, Figure, Qr, Quote, Table
from foldwell.content.models.located import Prose
from foldwell.content.text.addresses import is_safe_link, phone_link, shown_address
from foldwell.content.text.runs import Inline, Run, moved
from foldwell.content.text.typographer import NBSP
from foldwell.content.text.variables import fill
from foldwell.diagnostics import Span

FEW_LABELS = 3  # so many labels with lines to write on are one small form, which looks torn over two panels


def story_blocks(composer: Composer, block: Block) -> Iterator[StoryBlock]:
    """The story's blocks for a block of the brochure."""
    yield from _KINDS[block.kind](composer, getattr(block, block.kind), block.span)


def _items(composer: Composer, texts: list[Prose]) -> tuple[Item, ...]:
    return tuple(Item(composer.paragraphs(text), text.span) for text in texts)


def _text(composer: Composer, prose: Prose, _span: Span) -> Iterator[Paragraph]:
    yield from _set(composer, prose, "body")


def _notice(composer: Composer, prose: Prose, _span: Span) -> Iterator[Paragraph]:
    yield from _set(composer, prose, "notice")


def _set(composer: Composer, prose: Prose, style: str) -> Iterator[Paragraph]:
    for inline in composer.paragraphs(prose):
        yield Paragraph(inline, inline[0].span, style)


def _heading(composer: Composer, prose: Prose, _span: Span) -> Iterator[Heading]:
    yield Heading(3, composer.inline(prose), prose.span)


def _listing(marker: str) -> Callable[[Composer, list[Prose], Span], Iterator[Listing]]:
    def make(composer: Composer, texts: list[Prose], span: Span) -> Iterator[Listing]:
        yield Listing(marker, _items(composer, texts), span)

    return make


def _callout(composer: Composer, callout: Callout, _span: Span) -> Iterator[CalloutBox]:
    title = composer.maybe(callout.title)
    inside: list[Paragraph | Listing] = []
    if callout.text is not None:
        inside.extend(_set(composer, callout.text, "body"))
    if callout.list is not None:
        inside.append(Listing("bullet", _items(composer, callout.list), callout.list[0].span))
    yield CalloutBox(callout.kind, composer.words.callout(callout.kind), title, tuple(inside), callout.span)


def _table(composer: Composer, table: Table, _span: Span) -> Iterator[TableGrid]:
    caption = composer.maybe(table.caption)
    header = tuple(composer.inline(cell) for cell in table.header)
    rows = tuple(tuple(composer.inline(cell) for cell in row) for row in table.rows)
    yield TableGrid(caption, header, rows, table.row_headers, table.span)


def _pairs(kind: str, first: str, second: str) -> Callable[[Composer, list[Any], Span], Iterator[Pairs]]:
    def make(composer: Composer, pairs: list[Any], span: Span) -> Iterator[Pairs]:
        made = (
            Pair(composer.inline(getattr(pair, first)), composer.inline(getattr(pair, second)), pair.span)
            for pair in pairs
        )
        yield Pairs(kind, tuple(made), span)

    return make


def _quote(composer: Composer, quote: Quote, _span: Span) -> Iterator[QuoteBlock]:
    yield QuoteBlock(composer.inline(quote.text), composer.maybe(quote.who), quote.span)


def _figure(composer: Composer, figure: Figure, _span: Span) -> Iterator[Picture]:
    alt = composer.plain(figure.alt) if figure.alt is not None else None
    points = tuple(
        PicturePoint(point.at[0] / 100, point.at[1] / 100, composer.inline(point.text), point.span)
        for point in figure.points
    )
    yield Picture(figure.file, alt, composer.maybe(figure.caption), figure.width, figure.span, points)


def _qr(composer: Composer, qr: Qr, _span: Span) -> Iterator[QrCode]:
    label = composer.inline(qr.label)
    filled = fill(qr.address, composer.values, composer.sink)
    if filled is None:
        return
    address = filled.text.strip()
    if not is_safe_link(address):
        hint = "write the whole address, on one line: https://example.org/leaflet"
        composer.sink.error("qr-address", "a phone cannot open this address", qr.address.span, hint)
        return
    printed = Run(shown_address(address), qr.address.span, link=address, group=1)
    yield QrCode(address, label, (printed,), qr.span)


def _write_in(composer: Composer, labels: list[Any], _span: Span) -> Iterator[WriteInLines]:
    few = len(labels) <= FEW_LABELS
    for number, label in enumerate(labels):
        yield WriteInLines(composer.inline(label.label), label.lines, label.span, follows=few and number > 0)


def _rule(_composer: Composer, _rule: object, span: Span) -> Iterator[HairRule]:
    yield HairRule(span)


def _space(_composer: Composer, halves: int, span: Span) -> Iterator[Space]:
    yield Space(halves, span)


def _contact(composer: Composer, contact: Contact, _span: Span) -> Iterator[ContactCard]:
    lines: list[ContactLine] = []
    for kind in contact.show:
        found = [ContactLine(kind, inline) for inline in _CONTACT[kind](composer, contact.span)]
        if not found and contact.says("show"):
            hint = "fill it in there, or take it out of `show`"
            composer.sink.error(
                "contact-missing", f"the clinic's file has no `{kind}` to show", contact.place("show"), hint
            )
        lines.extend(found)
    yield ContactCard(tuple(lines), contact.span)


def _name(composer: Composer, _span: Span) -> Iterator[Inline]:
    yield moved(composer.inline(composer.clinic.name), strong=True)


def _tagline(composer: Composer, _span: Span) -> Iterator[Inline]:
    if composer.clinic.tagline is not None:
        yield composer.inline(composer.clinic.tagline)


def _addresses(composer: Composer, _span: Span) -> Iterator[Inline]:
    for address in composer.clinic.addresses:
        if address.label is not None:
            yield moved(composer.inline(address.label), strong=True)
        for line in address.lines:
            yield composer.inline(line, ranges=False, links=False)


def _phones(composer: Composer, _span: Span) -> Iterator[Inline]:
    for phone in composer.clinic.phones:
        if phone.label is not None:
            label = composer.inline(phone.label)
        else:
            label = (Run(composer.words.words.phone, phone.span),)
        number = phone.number.replace(" ", NBSP)
        yield (*label, Run(": ", phone.span), Run(number, phone.span, link=phone_link(phone.number), group=1))


def _email(composer: Composer, _span: Span) -> Iterator[Inline]:
    if composer.clinic.email is not None:
        yield (
            Run(composer.clinic.email, composer.clinic.place("email"), link=f"mailto:{composer.clinic.email}", group=1),
        )


def _web(composer: Composer, _span: Span) -> Iterator[Inline]:
    if composer.clinic.web is not None:
        web = composer.clinic.web
        yield (Run(shown_address(web), composer.clinic.place("web"), link=web, group=1),)


def _hours(composer: Composer, _span: Span) -> Iterator[Inline]:
    for hours in composer.clinic.hours:
        yield (*composer.inline(hours.days), Run(": ", hours.span), *composer.inline(hours.times))


_CONTACT: Mapping[str, Callable[[Composer, Span], Iterator[Inline]]] = {
    "name": _name,
    "tagline": _tagline,
    "address": _addresses,
    "phone": _phones,
    "email": _email,
    "web": _web,
    "hours": _hours,
}

_KINDS: Mapping[str, Callable[[Composer, Any, Span], Iterator[StoryBlock]]] = {
    "heading": _heading,
    "text": _text,
    "list": _listing("bullet"),
    "steps": _listing("number"),
    "ticks": _listing("tick"),
    "callout": _callout,
    "table": _table,
    "facts": _pairs("facts", "label", "value"),
    "questions": _pairs("questions", "question", "answer"),
    "quote": _quote,
    "figure": _figure,
    "qr": _qr,
    "contact": _contact,
    "write_in": _write_in,
    "notice": _notice,
    "rule": _rule,
    "space": _space,
    **compose_showing.KINDS,
}
