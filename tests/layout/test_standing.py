"""Standing type: whatever was laid out before, a sheet comes out as in a new process; what did not change is the very
same object."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from workspaces import ARABIC, LDN, SHOWN, SINK, Wanted, attempt, brochure, furnish, make_workspace, text_block, write

from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import Paragraph, RegionStory, Story
from foldwell.content.text.runs import Run
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout import standing
from foldwell.layout.column import Column
from foldwell.layout.document import Document
from foldwell.layout.fit import lay_out
from foldwell.layout.sections import MAKERS
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import Slab
from foldwell.layout.standing import ROOM, Standing, forget
from foldwell.type import paragraph, shaping

REVISION = re.compile(r"(^revision:.*?number: )\d+", re.MULTILINE | re.DOTALL)
PLACED = re.compile(r"^( +(?:inside|main): )\[(.+)\]$", re.MULTILINE)
WORDS = re.compile(r"^ {6,}[^\W\d_]+ (?=[^\W\d_]+ )", re.MULTILINE)
Edit = Callable[[str, random.Random], str]


def another_revision(text: str, chance: random.Random) -> str:
    return REVISION.sub(rf"\g<1>{chance.randint(1, 5000)}", text, count=1)


def another_word(text: str, chance: random.Random) -> str:
    place = chance.choice(list(WORDS.finditer(text))).end()
    return f"{text[:place]}{chance.choice(['truly', 'as a rule', 'by and by and by and by'])} {text[place:]}"


def another_order(text: str, chance: random.Random) -> str:
    found = chance.choice(list(PLACED.finditer(text)))
    names = found[2].split(", ")
    chance.shuffle(names)
    return f"{text[: found.start()]}{found[1]}[{', '.join(names)}]{text[found.end() :]}"


def another_line_above(text: str, chance: random.Random) -> str:
    return "# a remark\n" * chance.randint(0, 3) + text


def another_title(text: str, chance: random.Random) -> str:
    title = chance.choice(["Short", "Of two lines, or of three"])
    return re.sub(r"(^title: \|\n  ).*", rf"\g<1>{title}", text, count=1)


EDITS: tuple[Edit, ...] = (another_revision, another_word, another_order, another_line_above, another_title)


def cold() -> None:
    """Forget what layout and type remember, as a new process does."""
    forget()
    paragraph._set.cache_clear()
    shaping.shape.cache_clear()


def outcome(root: Path, wanted: Wanted) -> tuple[str, bytes, list[str]]:
    """All that an edition came to: the document, the file, and the complaints in their order."""
    made, _, sink = attempt(root, wanted)
    return (repr(made.document) if made else "", made.pdf if made else b"", [str(found) for found in sink.found])


def repaint(root: Path, chance: random.Random) -> None:
    """Another picture in a file that the brochure shows, sometimes of another shape."""
    size, colour = chance.choice([(240, 160), (240, 160), (200, 160)]), tuple(chance.choices(range(256), k=3))
    Image.new("RGB", size, colour).save(root / "brochures" / "art" / "gauge.jpg")


@pytest.mark.parametrize("name", [LDN, SINK, ARABIC, SHOWN])
def test_after_any_edits_a_sheet_is_what_a_new_process_makes_of_it(tmp_path: Path, name: str) -> None:
    root = make_workspace(tmp_path / "shop")
    furnish(root)
    path, chance = root / "brochures" / f"{name}.yaml", random.Random(name)  # noqa: S311  # the same each time
    begun = path.read_text(encoding="utf-8")
    text, warm, edits = begun, [], []
    for step in range(30):
        text = chance.choice([begun, text])
        text = chance.choice(EDITS)(text, chance)
        wanted = Wanted(
            name, chance.choice(["trifold", "handout", "large-print"][: 3 if name == LDN else 2]),
            chance.choice([None, None, "harbor-street"]), chance.choice(["letter", "letter", "a4"]),
        )  # fmt: skip
        path.write_text(text, encoding="utf-8")
        if name == SINK and step % 3 == 0:
            repaint(root, chance)
        edits.append((text, (root / "brochures" / "art" / "gauge.jpg").read_bytes(), wanted))
        warm.append(outcome(root, wanted))
    for (text, picture, wanted), known in zip(edits, warm, strict=True):
        path.write_text(text, encoding="utf-8")
        (root / "brochures" / "art" / "gauge.jpg").write_bytes(picture)
        cold()
        assert outcome(root, wanted) == known


# What is the very same ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    root = make_workspace(tmp_path_factory.mktemp("standing") / "shop")
    furnish(root)
    sink = Sink()
    workspace = Workspace.open(root, sink)
    press = Press.open(workspace, None, None, sink) if workspace else None
    assert press is not None, sink.found
    return press


def story_of(press: Press, name: str, layout: str) -> Story:
    sink = Sink()
    [file] = press.workspace.choose([name], sink)
    read = press.read(file, sink)
    story = compose(read, press.clinic, layout, press.layouts[layout], sink) if read else None
    assert story is not None, sink.found
    return story


def laid_out(press: Press, story: Story, layout: str) -> Document:
    sink = Sink()
    files = press.workspace.brochures
    document = lay_out(story, press.layouts[layout], press.clinic, press.book, sink, files=files)
    assert document is not None, sink.found
    return document


def test_with_another_revision_only_the_panel_that_names_it_is_another(press: Press) -> None:
    story = story_of(press, LDN, "trifold")
    before = laid_out(press, story, "trifold")
    [run] = story.footer
    assert isinstance(run, Run)
    footer = (replace(run, text=run.text.replace(f"\u00a0{story.form.revision} ", "\u00a04711 ")),)
    assert footer != story.footer
    after = laid_out(press, replace(story, footer=footer, form=replace(story.form, revision=4711)), "trifold")
    assert [a.name for a, b in zip(after.panels(), before.panels(), strict=True) if a is not b] == ["back"]
    assert all(a is b for a, b in zip(after.elements, before.elements, strict=True))
    assert after.form.revision == 4711


def test_other_words_leave_the_blocks_and_lines_beside_them_as_they_are(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = story_of(press, LDN, "trifold")
    before = laid_out(press, story, "trifold")
    number, region, section, block = next(
        (number, region, section, block)
        for number, region in enumerate(story.regions)
        for section in region.sections
        if len(section.blocks) > 3
        for block in section.blocks[1:]
        if isinstance(block, Paragraph)
    )
    run = next(part for part in block.inline if isinstance(part, Run) and len(part.text) > 20)
    other = replace(run, text=run.text[:-4] + run.text[-4:][::-1])
    inline = tuple(other if part is run else part for part in block.inline)
    blocks = tuple(replace(each, inline=inline) if each is block else each for each in section.blocks)
    sections = tuple(replace(each, blocks=blocks) if each is section else each for each in region.sections)
    regions = (*story.regions[:number], replace(region, sections=sections), *story.regions[number + 1 :])
    made: list[object] = []
    maker = MAKERS[Paragraph]

    def noted(setter: Setter, each: Paragraph, column: Column) -> list[Slab]:
        made.append(each)
        return maker(setter, each, column)

    monkeypatch.setitem(MAKERS, Paragraph, noted)
    after = laid_out(press, replace(story, regions=regions), "trifold")
    assert made == [blocks[section.blocks.index(block)]]
    stood = {id(item) for item in before.items()}
    anew = [item for item in after.items() if id(item) not in stood]
    assert 0 < len(anew) < 12, "lines above and below are the very same objects"


def test_another_section_leaves_the_panels_that_it_does_not_stand_on_alone(press: Press) -> None:
    story = story_of(press, LDN, "trifold")
    before = laid_out(press, story, "trifold")
    [number] = [n for n, region in enumerate(story.regions) if region.region == "small-print"]
    [legal] = story.regions[number].sections
    region = RegionStory("small-print", (replace(legal, blocks=legal.blocks[:-1]),))
    regions = (*story.regions[:number], region, *story.regions[number + 1 :])
    after = laid_out(press, replace(story, regions=regions), "trifold")
    anew = [a.name for a, b in zip(after.panels(), before.panels(), strict=True) if a is not b]
    assert anew == ["cover", "back"]  # the draft line at the foot of the cover is numbered last


def test_a_picture_that_was_painted_anew_makes_its_panel_another(press: Press) -> None:
    """The item is the same but for the file's content, which whoever paints has to read again."""
    story = story_of(press, SINK, "handout")
    before = laid_out(press, story, "handout")
    assert laid_out(press, story, "handout").sheets[0].panels[0] is before.sheets[0].panels[0]
    repaint(press.workspace.root, random.Random(1))  # noqa: S311  # the same each time
    after = laid_out(press, story, "handout")
    shown = [panel for sheet in after.sheets for panel in sheet.panels if "gauge" in repr(panel)]
    assert shown
    assert not any(a is b for a in shown for b in before.panels())


# What is kept ---------------------------------------------------------------------------------------------------------


def test_what_is_made_of_equal_parts_is_made_once_at_a_place() -> None:
    forget()
    asked = []

    def make(*parts: int) -> list[int]:
        asked.append(parts)
        return list(parts)

    first = Standing("sheet")
    one = first.again("here", make, 1, 2)
    first.keep()
    second = Standing("sheet")
    assert second.again("here", make, 1, 2) is one
    assert second.again("there", make, 1, 2) is not one
    second.keep()
    assert Standing("sheet").again("here", make, 1, 3) == [1, 3]
    assert Standing("another").again("here", make, 1, 2) is not one
    assert len(asked) == 4


def test_what_stands_inside_a_larger_piece_is_kept_as_long_as_that() -> None:
    forget()
    asked = []

    def line(words: str) -> list[str]:
        asked.append(words)
        return [words]

    def column(inner: Standing, *words: str) -> list[list[str]]:
        return [inner.again(number, line, each) for number, each in enumerate(words)]

    def laid_out(*words: str) -> list[list[str]]:
        standing = Standing("sheet")
        made = standing.within("column", column, *words)
        standing.keep()
        return made

    first, again = laid_out("one", "two"), laid_out("one", "two")
    assert again is first
    third = laid_out("one", "three")
    assert third[0] is first[0], "what stood inside was still there after the whole had been used again"
    assert asked == ["one", "two", "three"]
    assert laid_out("one", "two")[1] is not first[1], "what the latest column did not hold was thrown away"


def test_each_of_a_row_is_the_one_that_was_equal_at_its_place() -> None:
    forget()
    first = Standing("sheet")
    one, _two = first.each("row", ([1], [2]))
    first.keep()
    second = Standing("sheet")
    again, other, more = second.each("row", ([1], [3], [4]))
    assert again is one
    assert (other, more) == ([3], [4])
    second.keep()
    assert Standing("sheet").each("row", ([1],))[0] is one
    assert Standing("sheet").each("another", ([1],))[0] is not one


def test_what_an_attempt_did_not_ask_for_is_thrown_away() -> None:
    forget()
    first = Standing("sheet")
    one = first.again("here", list, (1,))
    first.keep()
    Standing("sheet").keep()
    assert Standing("sheet").again("here", list, (1,)) is not one


def test_an_attempt_that_was_given_up_leaves_what_stood(press: Press) -> None:
    forget()
    first = Standing("sheet")
    one = first.again("here", list, (1,))
    first.keep()
    Standing("sheet").again("here", list, (2,))
    assert Standing("sheet").again("here", list, (1,)) is one


def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path) -> None:
    """However many brochures were laid out, and however often."""
    root = make_workspace(tmp_path / "shop")
    forget()
    for number in range(ROOM + 3):
        write(root, brochure(text_block(f"Take {number} a day.")), f"tiny-{number}")
        attempt(root, Wanted(f"tiny-{number}.en", "handout"))
    assert len(standing._kept) == ROOM
    kept = standing._kept[next(reversed(standing._kept))]
    entries = len(kept)
    for number in range(3):
        write(root, brochure(text_block(f"Take {number} a day.").replace("only", f"only-{number}")), f"tiny-{ROOM + 2}")
        attempt(root, Wanted(f"tiny-{ROOM + 2}.en", "handout"))
    assert len(standing._kept[next(reversed(standing._kept))]) == entries
