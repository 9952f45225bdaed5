"""Does a brochure fit its layouts? A brochure and the layouts come in; complaints about places and citations go out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping

from foldwell.content.identity import while_alive
from foldwell.content.likeness import is_shown, layouts_of
from foldwell.content.models.blocks import Block
from foldwell.content.models.brochure import RESERVED, Brochure, Placement, Section
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.located import LEAVES, Located, Prose
from foldwell.content.reading.nodes import Mapping as MappingNode
from foldwell.content.reading.nodes import Node, Sequence
from foldwell.diagnostics import Sink, Span

SOURCES = "sources"  # the placement that stands for the list of sources
_CITATION = re.compile(r"(?<!\\)\[(@[^\]\n]*)\]")
_CITED = re.compile(r"@([^\s;,\]@]+)")
# The keys of a brochure that `check_placing` looks at.
PLACED = ("title", "subject", "cover", "sections", "sources", "layouts")


def check_placing(
    brochure: Brochure, layouts: Mapping[str, LayoutSpec], sink: Sink, faulty: Collection[str] = ()
) -> None:
    """Complain of sections, regions, layouts and citations that do not fit together. `layouts`: all in layouts/ but the
    `faulty` ones, whose own files have been complained of."""
    for name, placement in brochure.layouts.items():
        key = _key_span(brochure.node, "layouts", name) or placement.span
        layout = layouts.get(name)
        if layout is None and name not in faulty:
            hint = _near(name, layouts) or _possible(layouts)
            sink.error("unknown-layout", f"there is no layout `{name}` (no file layouts/{name}.yaml)", key, hint)
        elif layout is not None:
            _check_regions(placement, layout, name, sink)
        _check_sections(brochure, name, placement, key, layout, sink)
    for name in layouts_of(brochure, layouts):
        if name not in brochure.layouts and (like := layouts[name].like):
            _check_likeness(brochure.layouts[like], layouts[name], name, like, sink)
    _check_only(brochure, layouts, sink)
    _check_citations(brochure, sink)


def check_dates(brochure: Brochure, sink: Sink) -> None:
    """Complain of a review that is due before the words were written."""
    if brochure.review_by < brochure.revision.date:
        message = f"the review is due on {brochure.review_by}, before the revision of {brochure.revision.date}"
        sink.error("review-date", message, brochure.place("review_by"), "write a later date")


def _check_regions(placement: Placement, layout: LayoutSpec, name: str, sink: Sink) -> None:
    for region in placement.regions:
        if region not in layout.regions:
            span = _key_span(placement.node, region) or placement.span
            hint = _near(region, layout.regions) or _possible(layout.regions)
            sink.error("unknown-region", f"the layout `{name}` has no region `{region}`", span, hint)


def _check_likeness(placement: Placement, layout: LayoutSpec, name: str, like: str, sink: Sink) -> None:
    """A layout that takes over another's placement has all regions that the placement names."""
    for region in placement.regions:
        if region not in layout.regions:
            span = _key_span(placement.node, region) or placement.span
            message = f"the layout `{name}` is like `{like}`, and has no region `{region}`"
            sink.error("unknown-region", message, span,
                       f"add it to the layout, or say under `layouts:` what goes where in `{name}`")  # fmt: skip


def _check_sections(
    brochure: Brochure, layout: str, placement: Placement, key: Span, spec: LayoutSpec | None, sink: Sink
) -> None:
    """Every section, the sources and the clinic's legal lines stand in one place of a layout or under `omit`."""
    known = [*brochure.sections, *sorted(RESERVED - (set() if brochure.sources else {SOURCES}))]
    regions = f"one of the regions ({', '.join(spec.regions)})" if spec else "one of the regions"
    first: dict[str, Span] = {}
    meant: set[str] = set()  # what a misspelt name was probably to be
    for region, name, span in _placed(placement):
        if name not in known:
            hint = _near(name, known) or _possible(known)
            what = "there are no sources to place" if name == SOURCES else f"there is no section `{name}`"
            sink.error("unknown-section", what, span, hint)
            meant.update(difflib.get_close_matches(name, known, n=1))
        elif name in first:
            sink.error("placed-twice", f"`{name}` has a place in `{layout}` already, in line {first[name].line}", span,
                       "delete one of the two")  # fmt: skip
        else:
            first[name] = span
            _check_presence(brochure.sections.get(name), name, region, (layout, spec), span, sink)
    for name in known:
        if name not in first and name not in meant:
            sink.error("not-placed", f"`{name}` has no place in the layout `{layout}`", key,
                       f"put it under {regions}, or under `omit: [{name}]` to leave it out")  # fmt: skip


def _check_presence(
    section: Section | None, name: str, region: str | None, place: tuple[str, LayoutSpec | None], span: Span, sink: Sink
) -> None:
    """What a section must keep: a required one all of itself, any other at least one block."""
    layout, spec = place
    if section is None:
        return
    if region is None:
        if section.required:
            sink.error("required-omitted", f"`{name}` is required, so no layout may leave it out", span,
                       "put it under one of the regions")  # fmt: skip
    elif not any(is_shown(block, layout, spec) for block in section.blocks):
        sink.error("nothing-left", f"no block of `{name}` is for the layout `{layout}`", span,
                   f"put `{name}` under `omit`, or add `{layout}` to the `only:` of a block")  # fmt: skip


def _check_only(brochure: Brochure, layouts: Mapping[str, LayoutSpec], sink: Sink) -> None:
    known = list(dict.fromkeys([*brochure.layouts, *layouts]))
    for name, section in brochure.sections.items():
        for block in section.blocks:
            if block.only is None:
                continue
            if section.required:
                sink.error("required-limited", f"`{name}` is required, so all of it goes into every layout",
                           _key_span(block.node, "only") or block.span,
                           "delete `only:`, or move the block into another section")  # fmt: skip
            for number, layout in enumerate(block.only):
                if layout not in known:
                    span = _item_span(block, number)
                    sink.error("unknown-layout", f"there is no layout `{layout}`", span,
                               _near(layout, known) or _possible(known))  # fmt: skip


def _check_citations(brochure: Brochure, sink: Sink) -> None:
    """Each citation has its source, each source its citation, and what is cited in a layout is listed there."""
    cited: set[str] = set()
    citing: dict[str, Span] = {}
    for name, section in [*brochure.sections.items(), ("", brochure)]:
        for source, span in _citations(section):
            cited.add(source)
            citing.setdefault(name, span)
            if source not in brochure.sources:
                hint = _near(source, brochure.sources) or f"add `{source}:` with its `cite:` under `sources:`"
                sink.error("unknown-source", f"there is no source `{source}`", span, hint)
    for name, source_entry in brochure.sources.items():
        if name not in cited:
            span = _key_span(brochure.node, "sources", name) or source_entry.span
            sink.warn("uncited-source", f"the source `{name}` is cited nowhere, so it is not printed", span,
                      f"cite it with [@{name}], or delete it")  # fmt: skip
    for layout, placement in brochure.layouts.items():
        if SOURCES in placement.omit and any(_shows(placement, name) for name in citing):
            span = _item_of(placement.node, "omit", placement.omit.index(SOURCES)) or placement.span
            sink.warn("sources-omitted", f"the layout `{layout}` cites sources and leaves out their list", span,
                      f"put `{SOURCES}` under one of the regions")  # fmt: skip


def _shows(placement: Placement, section: str) -> bool:
    return section == "" or any(section in names for names in placement.regions.values())


@while_alive
def _citations(part: Located) -> tuple[tuple[str, Span], ...]:
    """The ids in `[@id]` and `[@a; @b]` in a section, or on a brochure's cover, each with its place."""
    said = (part.title, part.subject, part.cover) if isinstance(part, Brochure) else part
    return tuple(
        (found[1], prose.node.at(group.start(1) + found.start(), len(found[0])))
        for prose in _prose_in(said)
        for group in _CITATION.finditer(prose.text)
        for found in _CITED.finditer(group[1])
    )


def _prose_in(part: object) -> list[Prose]:
    found: list[Prose] = []
    _gather(part, found)
    return found


def _gather(part: object, found: list[Prose]) -> None:
    if isinstance(part, Prose):
        found.append(part)
    elif isinstance(part, Located):
        for _, value in part.pairs():
            if not isinstance(value, LEAVES):
                _gather(value, found)
    elif isinstance(part, list | tuple):
        for item in part:
            _gather(item, found)


@while_alive
def _placed(placement: Placement) -> tuple[tuple[str | None, str, Span], ...]:
    """What is placed where: region (None under `omit`), name, and the name's place in the YAML, in the file's order."""
    found: list[tuple[Span, str | None, str]] = []
    for region, names in placement.regions.items():
        for number, name in enumerate(names):
            found.append((_item_of(placement.node, region, number) or placement.span, region, name))
    for number, name in enumerate(placement.omit):
        found.append((_item_of(placement.node, "omit", number) or placement.span, None, name))
    return tuple((where, name, span) for span, where, name in sorted(found, key=lambda entry: entry[0]))


def _item_span(block: Block, number: int) -> Span:
    return _item_of(block.node, "only", number) or block.span


def _item_of(node: object, key: str, number: int) -> Span | None:
    """Where an item of the list under a key stands."""
    items: Node | None = node.value(key) if isinstance(node, MappingNode) else None
    return items.items[number].span if isinstance(items, Sequence) else None


def _key_span(node: object, *keys: str) -> Span | None:
    """Where the last of some keys, each below the one before, stands."""
    for key in keys[:-1]:
        node = node.value(key) if isinstance(node, MappingNode) else None
    found = node.key(keys[-1]) if isinstance(node, MappingNode) else None
    return found.span if found else None


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean `{near[0]}`?" if near else ""


def _possible(known: Iterable[str]) -> str:
    return f"possible here: {', '.join(known) or 'nothing'}"
