"""A brochure, a clinic and a layout come in; the story goes out: sections chosen and ordered, citations numbered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import compress
from typing import Literal

from msgspec.structs import replace

from foldwell.content.composing.compose_blocks import story_blocks
from foldwell.content.composing.compose_showing import emergency_box
from foldwell.content.composing.composed import composed
from foldwell.content.composing.composer import Composer, Numbers, plain_words
from foldwell.content.composing.story import (
    CoverPhoto,
    EmergencyBox,
    Form,
    Heading,
    Paragraph,
    RegionStory,
    SourceEntry,
    SourceList,
    Story,
    StoryBlock,
    StorySection,
)
from foldwell.content.languages import Words, interface
from foldwell.content.likeness import is_shown, placement_for
from foldwell.content.models.brochure import RESERVED, Brochure, Cover, Placement, Section, Source
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.located import Prose
from foldwell.content.review import is_reviewed
from foldwell.content.text.runs import Inline, Run, moved
from foldwell.content.text.typographer import NBSP
from foldwell.content.text.variables import values_for
from foldwell.diagnostics import Sink, Span

EMERGENCY = "emergency"  # the place of the emergency box, among the regions
Notice = Literal["expired"]  # what a sheet can be made to say of itself that its content does not tell


def compose(
    brochure: Brochure, clinic: Clinic, layout_name: str, layout: LayoutSpec, sink: Sink, notice: Notice | None = None
) -> Story | None:
    """All that one layout of a brochure says for a clinic; None where there was an error, which the sink then holds.

    Blocks are read in the layout's reading order, so that sources are numbered as a reader meets them; the regions of
    the story stand in the layout's own order. That the placement names only what exists is `placing`'s business, which
    must have found no fault. With the notice "expired" the sheet says that it is past its review date: that depends on
    the day, which is the caller's to know. Complaints: those of `fill` and `parse_inline`, and `unknown-source`,
    `unplaced-layout`, `nothing-cited`, `contact-missing`, `qr-address`, `empty-text`.
    """
    own = Sink()
    placement = placement_for(brochure, layout_name, layout)
    if placement is None:
        sink.error("unplaced-layout", f"the brochure does not say what goes where in `{layout_name}`", brochure.span)
        return None
    words = interface(brochure.language, own, brochure.place("language"))
    values = values_for(brochure, clinic, words, own)
    composer = Composer(clinic, values, words, brochure.language, Numbers(brochure.sources), own)
    cover = brochure.cover
    title, line = composer.inline(brochure.title), composer.maybe(cover.line)
    regions, emergency = _regions(brochure, placement, layout_name, layout, composer)
    form = _form(brochure, own)
    draft = _draft_line(form, notice, brochure, words.words)
    subject = composer.plain(brochure.subject) if brochure.subject else plain_words(line) if line else ""
    footer = _footer(form, composer, brochure.place("form"))
    story = Story(
        title, line, cover.art, subject, brochure.language, composer.inline(clinic.name),
        composer.maybe(clinic.tagline), clinic.logo, form, footer, draft, regions, brochure.span,
        emergency, _photo(cover), cover.place("art"),
    )  # fmt: skip
    sink.extend(own.found)
    return None if own.failed else story


def _photo(cover: Cover) -> CoverPhoto | None:
    photo = cover.photo
    if photo is None:
        return None
    across, down = photo.focus
    return CoverPhoto(photo.file, (across / 100, down / 100), photo.tint, photo.place("file"))


def reading_order(layout: LayoutSpec) -> tuple[str, ...]:
    """The layout's regions, and the place of the emergency box, as a reader meets them: by panels, rows, and the
    regions of a row."""
    found: dict[str, None] = {}
    for panel in layout.reading_order:
        for row in layout.panels[panel].rows if panel in layout.panels else ():
            found.update(dict.fromkeys([EMERGENCY] if row.feature == EMERGENCY else row.regions))
    found.update(dict.fromkeys(layout.regions))
    return tuple(found)


def _regions(
    brochure: Brochure, placement: Placement, layout_name: str, layout: LayoutSpec, composer: Composer
) -> tuple[tuple[RegionStory, ...], EmergencyBox | None]:
    sections: dict[str, StorySection] = {}
    emergency = None
    order = reading_order(layout)
    for region in order:
        if region == EMERGENCY and brochure.emergency is not None:
            emergency = composed(brochure.emergency, composer, (), partial(emergency_box, brochure.emergency))
        for name in placement.regions.get(region, ()):
            if name in brochure.sections:
                sections[name] = _section(name, brochure.sections[name], layout_name, layout, composer)
    made: dict[str, list[StorySection]] = {}
    for region in layout.regions:
        for name in placement.regions.get(region, ()):
            if name in sections:
                made.setdefault(region, []).append(sections[name])
            elif name in RESERVED:
                short = layout.regions[region].short_sources
                place = placement.place(region)
                reserved = _sources(brochure, composer, short, place) if name == "sources" else _legal(composer)
                made.setdefault(region, []).extend(map(_as_before, reserved))
    if brochure.emergency is not None and emergency is None:
        hint = "add a row `{feature: emergency}` to one of its panels"
        place = brochure.place("emergency")
        composer.sink.error("emergency-unplaced", f"`{layout_name}` has no place for the emergency box", place, hint)
    return tuple(RegionStory(region, tuple(content)) for region, content in made.items() if content), emergency


def _section(name: str, section: Section, layout_name: str, layout: LayoutSpec, composer: Composer) -> StorySection:
    shown = tuple(is_shown(block, layout_name, layout) for block in section.blocks)
    return composed(section, composer, (name, shown), partial(_compose_section, name, section, shown))


def _compose_section(name: str, section: Section, shown: tuple[bool, ...], composer: Composer) -> StorySection:
    blocks: list[StoryBlock] = []
    title = ""
    if section.heading is not None:
        heading = composer.inline(section.heading)
        title = plain_words(heading)
        blocks.append(Heading(2, heading, section.heading.span))
    for block in compress(section.blocks, shown):
        blocks.extend(story_blocks(composer, block))
    if section.heading is None:  # no level may be left out (ISO 14289-1, 7.4.2)
        blocks = [replace(block, level=2) if isinstance(block, Heading) else block for block in blocks]
    return StorySection(name, title, section.required, tuple(blocks), section.span)


@lru_cache(maxsize=64)
def _as_before(section: StorySection) -> StorySection:
    """An equal section that was made before, if there is one, so that what is made of it is not made again."""
    return section


def _sources(brochure: Brochure, composer: Composer, short: bool, span: Span) -> Iterator[StorySection]:
    """The list of what this layout cites; nothing, and a warning, where it cites nothing.

    An entry is the citation's words, which link to the source where it has an address. The address itself is not
    printed: patients look for a source by its title, and addresses take the room that words need.
    """
    cited = composer.numbers.order
    if not cited:
        hint = "cite sources with [@id], or put `sources` under `omit`"
        composer.sink.warn("nothing-cited", "`sources` is placed, and nothing is cited here", span, hint)
        return
    entries = tuple(
        SourceEntry(number, key, _entry(source, composer, short), source.span)
        for key, number in cited.items()
        for source in (brochure.sources[key],)
    )
    title = composer.words.words.sources
    heading = Heading(2, (Run(title, span),), span)
    yield StorySection("sources", title, False, (heading, SourceList(entries, span)), span)


def _entry(source: Source, composer: Composer, short: bool) -> Inline:
    prose: Prose = source.short if short and source.short is not None else source.cite

    def make(alone: Composer) -> Inline:
        words = alone.inline(prose, links=False)
        return moved(words, link=source.link, group=1) if source.link is not None else words

    return composed(source, composer, short, make)


def _legal(composer: Composer) -> Iterator[StorySection]:
    blocks = tuple(
        Paragraph(inline, inline[0].span, "notice")
        for prose in composer.clinic.legal
        for inline in composer.paragraphs(prose)
    )
    if blocks:
        yield StorySection("legal", "", False, blocks, blocks[0].span)


def _form(brochure: Brochure, sink: Sink) -> Form:
    revision = brochure.revision
    return Form(brochure.form, revision.number, revision.date, brochure.review_by, not is_reviewed(brochure, sink))


def _draft_line(form: Form, notice: Notice | None, brochure: Brochure, words: Words) -> Inline | None:
    """What the sheet says of itself: that it is a draft, that it is past its review date, or both."""
    said = []
    if form.draft:
        said.append(Run(words.draft, brochure.place("reviewed_by")))
    if notice == "expired":
        said.append(Run(words.expired, brochure.place("review_by")))
    if len(said) > 1:
        said.insert(1, Run(". ", said[0].span))
    return tuple(said) or None


def _footer(form: Form, composer: Composer, span: Span) -> Inline:
    """The running line: "Form LDN-01 · Revision 1 · November 22, 2026 · Review by November 22, 2027".

    A line may end only at a dot.
    """
    words = composer.words.words
    parts = (
        f"{words.form} {form.form}",
        f"{words.revision} {form.revision}",
        composer.words.date(form.date),
        f"{words.review_by} {composer.words.date(form.review_by)}",
    )
    return (Run(" · ".join(part.replace(" ", NBSP) for part in parts), span),)
