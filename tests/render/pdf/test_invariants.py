"""What every handout keeps, whatever the program: nothing is lost, changed or split on the way to paper."""

import re
from collections.abc import Iterator
from math import ceil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render.pdf import made, seen

from exercise_rx.model.program import Card, Item, Program, Step
from exercise_rx.render.html import program_page
from exercise_rx.render.pdf import draw_program
from exercise_rx.render.text import program_text

BOXES = ("sets", "times", "hold", "time", "rest", "tempo", "manner", "load", "often")
SAY = made.say()

programs = st.builds(
    made.program,
    cards=st.integers(1, 9),
    steps=st.integers(1, 6),
    weeks=st.integers(1, 4),
    parts=st.sampled_from([0, 3]),
    pictures=st.sampled_from([None, "square", "wide", "tall"]),
    long=st.booleans(),
    large_print=st.booleans(),
    paper=st.sampled_from(["letter", "a4"]),
    doses=st.lists(
        st.sampled_from(
            [
                "3 x 10, 2/d", "__ x __", "2-3 x 10-15, hold 2 s, 3/d", "3 x 12, rest 1 min, 3/wk",
                "15/12/8, every 2 d", "10 min, 1/d", "3 x 8, tempo 2-1-3, 2-3/wk",
                "stiff-or-sore: 10 x 5 s, 2/d | otherwise: 2-3 x 20-30 s, 2/d",
            ]
        ),
        min_size=1,
        max_size=3,
    ),
)  # fmt: skip


def flat(text: str) -> str:
    """Words with single spaces and without the marks of a figure that is to be confirmed."""
    return " ".join(text.replace("\u00a0", " ").replace("†", "").replace("_", "").split())


def words(node: seen.Node) -> str:
    return flat(node.words())


def written(value: str) -> str:
    return flat(value.replace("__", ""))


def item_of(step: Step, card: Card) -> Item | None:
    return next((item for item in step.items if item.exercise == card.id), None)


def tables(tree: seen.Node, head: str) -> Iterator[list[list[str]]]:
    """The tables whose first cell begins with `head`, as rows of words."""
    for node in tree.walk():
        if node.role == "Table" and words(node.kids[0].kids[0]).startswith(head):
            yield [[words(cell) for cell in row.kids] for row in node.kids]


def doses(item: Item) -> list[str]:
    return [written(choice.figures.short) for choice in item.choices]


def matrix_faults(program: Program, tree: seen.Node) -> list[str]:
    """Doses of page one and its later weeks that are not those of the program, or not there."""
    faults, found = [], set()
    for head, *rows in tables(tree, SAY("page.matrix.exercise")):
        if not head[1].startswith("Week"):
            continue
        steps = [
            next(s for s in program.steps if re.match(rf"{re.escape(s.label)}(?!\d)", cell))
            for cell in head[1:]
        ]
        for name, *cells in rows:
            for card in program.cards:
                if f"{card.number} {flat(card.plain)}" not in name:
                    continue
                for step, cell in zip(steps, cells, strict=True):
                    found.add((step.number, card.id))
                    item = item_of(step, card)
                    if item is None:
                        right = cell in (SAY("page.matrix.later"), SAY("page.matrix.done"))
                    elif item.change == "same":
                        right = cell == flat(SAY("page.matrix.same"))
                    else:
                        right = all(dose in cell for dose in doses(item))
                    if not right:
                        faults.append(f"matrix, {step.label}, {card.number}: {cell!r}")
    asked = {(step.number, card.id) for step in program.steps for card in program.cards}
    return faults + [f"matrix lacks {missing}" for missing in sorted(asked - found)]


def block_faults(program: Program, tree: seen.Node) -> list[str]:
    """Boxes of an exercise that are not those of its first dose."""
    faults = []
    blocks = {
        words(kid): node
        for node in tree.walk()
        if node.role == "Sect"
        for kid in node.kids
        if kid.role == "H2"
    }
    for card in program.cards:
        block = blocks.get(f"{card.number} {flat(card.plain)}")
        if block is None:
            faults.append(f"no block of {card.number}")
            continue
        item = next(item for step in program.steps if (item := item_of(step, card)))
        said = words(block)
        if "Do as much as in" in said:
            continue
        boxes = [
            (words(row.kids[i]), words(row.kids[i + 1]))
            for node in block.walk()
            if node.role == "Table"
            for row in node.kids
            for i in range(0, len(row.kids) - 1, 2)
        ]
        for choice in item.choices:
            for name in BOXES:
                value = getattr(choice.figures, name)
                if value is None or "__" in value or name in choice.figures.blanks:
                    continue
                if (SAY(f"page.exercise.{name}"), flat(value)) not in boxes:
                    faults.append(f"block {card.number}: {name} is not {value}: {boxes}")
            if choice.when and flat(choice.when) not in said:
                faults.append(f"block {card.number}: not when {choice.when}")
    return faults


def grid_faults(program: Program, tree: seen.Node) -> list[str]:
    """Weeks without a row for an exercise, or with another dose."""
    faults = []
    grids: dict[int, list[str]] = {}
    for head, *rows in tables(tree, "Week "):
        if any(cell.startswith("Mon") for row in (head, *rows) for cell in row):
            grids.setdefault(int(head[0].split()[1]), []).extend(row[0] for row in rows)
    for step in program.steps:
        for week in range(step.first_week, step.last_week + 1):
            for card in program.cards:
                item = item_of(step, card)
                if item is None:
                    continue
                unit = re.compile(
                    rf"{card.number}\b|{card.number[:-1]}[a-d]-{card.number[:-1]}[a-d]"
                )
                rows_ = [row for row in grids.get(week, []) if unit.match(row)]
                named = week == step.first_week or len(doses(item)) == 1
                known = any(c.isdigit() for dose in doses(item) for c in dose)
                told = any(d in row for d in doses(item) for row in rows_)
                if not rows_ or (named and known and not told):
                    faults.append(f"week {week}, {card.number}: {rows_}")
    return faults


def page_faults(program: Program, texts: list[str]) -> list[str]:
    """Pages without their head, blocks on two pages."""
    faults = []
    sheet = next(n for n, text in enumerate(texts) if "Take this sheet off" in text)
    for n, text in enumerate(texts):
        counted = (
            f"Page {n + 1} of {sheet}"
            if n < sheet
            else f"Clinician {n + 1 - sheet} of {len(texts) - sheet}"
        )
        for part in (counted, "Plan AB3CD4, version 1", "Right ankle or foot", "DRAFT"):
            if part not in flat(text)[:300]:
                faults.append(f"page {n + 1}: no {part}")
    for card in program.cards:
        parts = [
            flat(part) for part in (card.name, *card.steps, card.feel, card.mistake, card.stop_if)
        ]
        if not any(all(part in flat(text) for part in parts) for text in texts):
            faults.append(f"{card.number} is not whole on a page")
    return faults


def count(program: Program, *parts: str) -> int:
    return len(seen.pages_text(draw_program(program, made.HOUSE, parts=parts)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(program=programs)
def test_paper_says_what_the_program_says(program: Program) -> None:
    data = draw_program(program, made.HOUSE)
    tree, texts = seen.structure(data), seen.pages_text(data)
    assert matrix_faults(program, tree) == []
    assert block_faults(program, tree) == []
    assert grid_faults(program, tree) == []
    assert page_faults(program, texts) == []
    assert seen.layout_faults(data) == []
    assert min(seen.sizes(data)) >= (14 if program.large_print else 11)
    sheet = flat(" ".join(words(node) for node in tree.kids[-1:]))
    for card in program.cards:
        assert flat(card.name) in sheet
        for step in program.steps:
            item = item_of(step, card)
            assert all(written(c.figures.words) in sheet for c in item.choices if item)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(program=programs)
def test_there_are_as_many_pages_as_the_parts_ask_for(program: Program) -> None:
    patient = count(program, "fridge", "exercises", "last")
    whole = patient + count(program, "weeks") + count(program, "clinician")
    assert len(seen.pages_text(draw_program(program, made.HOUSE))) == whole
    blocks, pages = len(program.cards), count(program, "exercises")
    assert pages <= blocks
    if program.large_print:
        assert pages == blocks or not program.pictures
    elif (
        program.pictures and program.cards[0].frames and not program.cards[-1].number[-1:].isalpha()
    ):
        assert pages >= ceil(blocks / 2)
    many = len(program.cards) * len(program.steps) > 24
    assert count(program, "fridge") <= (9 if program.large_print else 3 if many else 2)
    assert count(program, "weeks") >= len(program.steps)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(program=programs)
def test_every_view_names_every_exercise(program: Program) -> None:
    for view in (program_text(program, made.HOUSE), program_page(program, made.HOUSE)):
        plain = flat(re.sub(r"<[^>]+>", " ", view))
        for card in program.cards:
            assert flat(card.plain) in plain


def test_a_dose_that_is_another_on_paper_is_seen() -> None:
    """The measures themselves: pages of one program against the words of another."""
    program = made.program(cards=3, steps=2, doses=["3 x 10, 3/wk"])
    other = made.program(cards=3, steps=2, doses=["3 x 12, 3/wk"])
    more = made.program(cards=4, steps=2, doses=["3 x 10, 3/wk"])
    data = draw_program(program, made.HOUSE)
    tree, texts = seen.structure(data), seen.pages_text(data)
    for measure in (matrix_faults, block_faults, grid_faults):
        assert measure(program, tree) == []
        assert measure(other, tree)
        assert measure(more, tree)
    assert page_faults(program, texts) == []
    assert page_faults(more, texts)


def test_pictures_are_at_least_as_big_as_their_panel() -> None:
    """60 by 45 mm lying, 45 by 60 standing, in normal print, for every shape and number of pictures."""
    for pictures in ("square", "wide", "tall"):
        for paper in ("letter", "a4"):
            for long in (False, True):
                program = made.program(cards=3, pictures=pictures, paper=paper, long=long)
                data = draw_program(program, made.HOUSE, parts=["exercises"])
                figures = [n for n in seen.structure(data).walk() if n.role == "Figure"]
                drawn = [n for n in figures if n.alt and n.alt.startswith(("Start", "End"))]
                assert len(drawn) == 6
                for figure in drawn:
                    assert figure.size is not None
                    wide, high = (round(edge / 72 * 25.4, 1) for edge in figure.size)
                    assert wide >= 60 or high >= 45, (pictures, paper, wide, high)
                    if wide < 0.86 * high:
                        assert wide >= 45 or high >= 60, (pictures, paper, wide, high)
