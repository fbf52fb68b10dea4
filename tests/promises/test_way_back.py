"""`Go back` eases, whatever the PT ordered: own doses, swaps, drops, two problems, every week."""

import random
import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from promises.wishes import (
    broken_promises,
    catalog,
    draw_wish,
    lighter,
    try_wish,
    week_minutes,
    weekly_work,
)

from exercise_rx import pipeline
from exercise_rx.catalog.load import read_clinic
from exercise_rx.errors import Questions, RxError
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.program import Program
from exercise_rx.model.protocol import Weeks
from exercise_rx.model.request import DoseOrder, Request, Swap
from exercise_rx.render.formats import draw

OWN = ("1 x 5", "2 x 8, 3/wk", "4 x 20, 2/d", "5 x 30 s, daily", "3 x 12, load red band", "15 min")


def ordered(seed: int) -> tuple[Program, Request] | None:
    """A plan over all weeks, made again with orders for exercises that it really has."""
    pick = random.Random(seed)
    wish = draw_wish(pick) | {"weeks": "all"}
    wish.pop("swap", None)
    _, program, request = try_wish(wish, pick)
    if program is None or request is None:
        return None
    names = [card.id for card in program.cards]
    dosed = pick.sample(names, min(len(names), pick.randrange(1, 4)))
    orders = [_dose(name, program.weeks, pick) for name in dosed]
    changes: dict[str, object] = {"doses": tuple(orders)}
    old = pick.choice(names)
    new = catalog().exercises[old].easier or catalog().exercises[old].harder
    if new and old not in dosed and pick.random() < 0.6:
        changes["swap"] = (Swap(old=old, new=new),)
    elif len(names) > 2 and pick.random() < 0.5:
        changes["drop"] = (next(n for n in names if n not in dosed),) if len(dosed) < 3 else ()
    request = request.but(**changes)
    try:
        return pipeline.generate(request, catalog(), read_clinic(None)), request
    except RxError:
        return None


def _dose(name: str, weeks: int, pick: random.Random) -> DoseOrder:
    dose = parse_prescribed(pick.choice(OWN))
    if pick.random() < 0.5:
        return DoseOrder(exercise=name, dose=dose)
    first = pick.randrange(1, weeks + 1)
    return DoseOrder(exercise=name, dose=dose, weeks=Weeks(first=first, last=first + 2))


def harder_ways(program: Program) -> list[str]:
    """Steps whose way back asks more than the step itself, or what was never done."""
    faults = []
    for i, step in enumerate(program.steps):
        now = {item.exercise: item for item in step.items}
        earlier = step.back.to_step
        before = (
            {item.exercise for item in program.steps[earlier - 1].items} if earlier else set(now)
        )
        for item in step.back.items:
            if item.exercise not in before:
                faults.append(f"{step.label}: {item.exercise} is not of the step gone back to")
            today = now.get(item.exercise)
            if today is None:
                continue
            for then, ask in zip(item.dose.options, today.dose.options, strict=True):
                more = weekly_work(then.dose) > weekly_work(ask.dose)
                if more and not lighter(then.dose, ask.dose):
                    faults.append(f"{step.label}: more of {item.exercise} than before")
        if earlier not in (None, i):
            faults.append(f"{step.label}: goes back to step {earlier}")
        if earlier is None and week_minutes(step.back.items) > week_minutes(step.items):
            faults.append(f"{step.label}: half of the first step is longer than the step")
    return faults


def untold(program: Program) -> list[str]:
    """Exercises of the step gone back to that are neither listed, each with its dose, nor left out."""
    numbers = {card.id: card.number for card in program.cards}
    order = [card.id for card in program.cards]
    faults = []
    for step in program.steps:
        back = [item.exercise for item in step.back.items]
        if back != sorted(back, key=order.index):
            faults.append(f"{step.label}: not in the order of the page")
        if step.back.to_step is None:
            continue
        page = {item.exercise for item in program.steps[step.back.to_step - 1].items}
        listed = {item.exercise for item in step.back.items}
        for name in sorted(page - listed):
            if not _left_out(numbers[name], step.back.words):
                faults.append(f"{step.label}: {name} is neither listed nor left out")
        faults += [f"{step.label}: {n} is not of that step" for n in sorted(listed - page)]
    return faults


def _left_out(number: str, words: str) -> bool:
    found = re.search(r"Leave out ([0-9a-h, ]+) for now\.", words)
    return bool(found) and number in found[1].split(", ")


@settings(max_examples=80, deadline=None)
@example(31624)  # an exercise that two problems share at first: both sides count in every week
@example(3754660)  # a part of one exercise that begins weeks after the others stands with them
@given(st.integers(0, 10**9))
def test_going_back_never_asks_more_after_any_order_of_the_pt(seed: int) -> None:
    made = ordered(seed)
    if made is not None:
        program, request = made
        assert broken_promises(program, request) == []
        assert harder_ways(program) == []
        assert untold(program) == []


@pytest.mark.parametrize("seed", range(12))
def test_what_prints_is_the_way_back_that_was_worked_out(seed: int) -> None:
    made = ordered(seed)
    if made is None:
        return
    program, _ = made
    text = draw(program, read_clinic(None), "txt", None).decode()
    cards = {card.id: card for card in program.cards}
    for step in program.steps:
        printed = text.partition(f"{step.label}: {step.phase_name} (")[2]
        printed = printed.partition(f"{step.back.words}\n")[2]
        lines = [line.strip() for line in printed.split("\n") if line.startswith("    ")]
        for item in step.back.items:
            dose = item.choices[0].figures.short
            card = cards[item.exercise]
            assert any(
                line.startswith(f"{card.number}. {card.plain}: ") and dose in line for line in lines
            )


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("M17.11", {}),
        ("S93.401A", {"operation": "none", "rupture-excluded": "yes", "grade": "1"}),
        ("M54.50", {"easing-direction": "flexion"}),
    ],
)
def test_every_exercise_of_the_step_gone_back_to_is_listed_or_left_out(
    code: str, facts: dict[str, str]
) -> None:
    for most in (None, 4):
        request = Request(
            codes=pipeline.read_codes((code,)),
            history=(),
            start=date(2026, 1, 5),
            today=date(2026, 1, 5),
            facts=facts,
            weeks="all",
            max_exercises=most,
            reason="all of it must show",
        )
        try:
            program = pipeline.generate(request, catalog(), read_clinic(None))
        except Questions as asked:
            told = {q.fact: _usual(q.fact) for q in asked.questions}
            request = request.but(facts={**facts, **told})
            program = pipeline.generate(request, catalog(), read_clinic(None))
        assert len(program.steps) > 1
        assert untold(program) == []


def _usual(fact: str) -> str:
    return {"date": "2025-12-29", "yes-no": "no"}.get(catalog().facts[fact].kind, "none")


def test_most_of_these_plans_are_made() -> None:
    assert sum(ordered(seed) is not None for seed in range(60)) >= 20


@pytest.mark.parametrize("seed", range(40))
def test_each_exercise_has_one_block_and_parts_of_one_number_stand_together(seed: int) -> None:
    made = ordered(seed)
    if made is None:
        return
    cards = made[0].cards
    assert len({card.id for card in cards}) == len(cards)
    units = [card.number.rstrip("abcdefgh") for card in cards]
    assert [n for i, n in enumerate(units) if n != units[i - 1] or not i] == list(
        dict.fromkeys(units)
    )
