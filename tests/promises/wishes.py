"""Random requests, and what must hold of every plan whatever was asked."""

import itertools
import random
import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.diagnosis.index import all_rows
from exercise_rx.errors import Questions, Refused, RxError
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.dose import Dose
from exercise_rx.model.program import Program
from exercise_rx.model.request import Request, Swap
from exercise_rx.model.vocabulary import EQUIPMENT, LOAD_TAGS, SATISFIED_BY

TODAY = date(2026, 11, 22)
HISTORY = (
    "Z96.651",
    "Z96.642",
    "M81.0",
    "R29.6",
    "Z79.01",
    "E11.42",
    "M35.7",
    "Z98.1",
    "I25.10",
    "Z91.81",
)
HOUSEHOLD = (
    "chair",
    "wall",
    "counter",
    "table",
    "towel",
    "pillow",
    "step",
    "band",
    "bed",
    "rail",
    "doorway",
    "backpack",
    "ball-small",
    "stick",
    "strap",
    "ankle-weight",
    "weight",
    "bike",
    "mat",
    "anchor",
    "heavy-furniture",
    "sofa",
    "bottle",
)


@cache
def catalog() -> Catalog:
    return load()


@cache
def covered_codes() -> dict[str, tuple[str, ...]]:
    """Every typed form of every code that each condition answers, with a 7th character where one belongs."""
    from exercise_rx.diagnosis.match import prefixes

    owners = {stem: answer.owner for answer in catalog().answers for stem in answer.codes}
    found: dict[str, list[str]] = {}
    for row in all_rows():
        owner = next((owners[p] for p in prefixes(row.code) if p in owners), None)
        if owner and row.kind == "B":
            found.setdefault(owner, []).append(row.code)
        elif owner and row.letters:
            found.setdefault(owner, []).extend(
                f"{row.code.replace('.', ''):X<6}{letter}" for letter in row.letters
            )
    return {owner: tuple(codes) for owner, codes in found.items()}


def draw_code(pick: random.Random) -> str:
    """A code of a condition: each condition is as likely as the next, however many codes it has."""
    return pick.choice(covered_codes()[pick.choice(tuple(covered_codes()))])


def draw_wish(pick: random.Random) -> dict[str, Any]:
    """One request as plain words: codes and options, some of them nonsense."""
    codes = [draw_code(pick)]
    if pick.random() < 0.2:
        codes.append(draw_code(pick))
    start = TODAY + timedelta(days=pick.randrange(0, 40))
    wish: dict[str, Any] = {
        "codes": codes,
        "start": start,
        "today": TODAY,
        "side": pick.choice((None,) * 12 + ("right", "left", "both")),
        "weeks": pick.choice((None, "all", 1, 3, 12)),
        "max_exercises": pick.choice((None, 1, 2, 4, 4, 6)),
        "minutes": pick.choice((None, None, 5, 10, 20)),
        "reason": "asked for in a test",
        "facts": {},
    }
    if pick.random() < 0.6:
        wish["home"] = tuple(pick.sample(HOUSEHOLD, pick.randrange(0, 16)))
    if pick.random() < 0.2:
        wish["without"] = tuple(pick.sample(EQUIPMENT, 3))
    if pick.random() < 0.4:
        wish["history"] = pick.sample(HISTORY, pick.randrange(1, 3))
    if pick.random() < 0.4:
        wish["facts"] = {
            "age": str(pick.choice((9, 15, 34, 67, 82))),
            "sport": pick.choice(("yes", "no")),
        }
    if pick.random() < 0.2:
        wish["facts"]["pregnant"] = pick.choice(("first", "second"))
    if pick.random() < 0.08:
        wish["add"] = (pick.choice(tuple(catalog().exercises)),)
    if pick.random() < 0.15:
        wish["not_before"] = {
            pick.choice(tuple(LOAD_TAGS)): start + timedelta(days=pick.randrange(0, 60))
        }
    if pick.random() < 0.05:
        names = tuple(catalog().exercises)
        wish["swap"] = (Swap(old=pick.choice(names), new=pick.choice(names)),)
    return wish


def answer(question: str, pick: random.Random) -> str:
    """A fact's value as a PT might give it: mostly what lets a plan go on."""
    kind = catalog().facts[question]
    match kind.kind:
        case "date" if question in ("cleared-on", "heart-cleared"):
            return TODAY.isoformat()
        case "date":
            return (TODAY - timedelta(days=pick.randrange(0, 300))).isoformat()
        case "number":
            return str(pick.randrange(1, 90))
        case "yes-no":
            kindly = (
                "yes"
                if question
                in (
                    "rupture-excluded",
                    "wound-ok",
                    "straight-leg-raise-possible",
                    "push-off-possible",
                    "fracture-union",
                    "imaging-done",
                )
                else "no"
            )
            return kindly if pick.random() < 0.9 else pick.choice(("yes", "no"))
        case "choice":
            return (
                "none"
                if "none" in kind.values and pick.random() < 0.8
                else pick.choice(kind.values)
            )
        case "who":
            return "Dr A. Lee, surgeon"
    return "as ordered"


def try_wish(
    wish: dict[str, Any], pick: random.Random
) -> tuple[str, Program | None, Request | None]:
    """`plan`, `question`, `refusal` or `problem`, after answering what was asked up to four times."""
    told = dict(wish)
    told["facts"] = dict(wish["facts"])
    for _ in range(4):
        try:
            request = make_request(told)
            return "plan", pipeline.generate(request, catalog(), read_clinic(None)), request
        except Questions as asked:
            for question in asked.questions:
                if question.fact == "side":
                    told["side"] = pick.choice(("right", "left", "both"))
                elif question.fact in catalog().facts:
                    told["facts"][question.fact] = answer(question.fact, pick)
        except Refused:
            return "refusal", None, None
        except RxError:
            return "problem", None, None
    return "question", None, None


def make_request(told: dict[str, Any]) -> Request:
    """A request from plain words; codes are read as on the command line."""
    fields = dict(told)
    return Request(
        **{
            **fields,
            "codes": pipeline.read_codes(fields["codes"]),
            "history": pipeline.read_codes(fields.get("history", ())),
        }
    )


def broken_promises(program: Program, request: Request) -> list[str]:
    """What this plan breaks of what we promise; empty when it keeps all of it."""
    return [
        *_outside_the_home(program, request),
        *_banned(program, request),
        *_harder_after_setback(program),
        *_not_taught(program),
        *_easier_not_there(program),
        *_seen_too_late(program),
        *_above_the_limit(program),
        *_over_the_minutes(program, request),
        *_moves_on_too_early(program, request),
    ]


def _moves_on_too_early(program: Program, request: Request) -> list[str]:
    """Steps that the checks alone would open before the surgeon's date for a load in them."""
    faults = []
    for before, step in itertools.pairwise(program.steps):
        loads = {tag for i in step.items for tag in catalog().exercises[i.exercise].loads}
        for tag in loads & request.not_before.keys():
            day = request.not_before[tag]
            if day > before.first_day and (step.not_before is None or step.not_before < day):
                faults.append(f"{before.label} lets on to {step.label} before {day} ({tag})")
    return faults


def _over_the_minutes(program: Program, request: Request) -> list[str]:
    """Sessions longer than the PT asked for without a word about it."""
    warned = any(d.kind == "warning" and d.rule == "--minutes" for d in program.decisions)
    return [
        f"{step.label} takes {step.minutes} minutes instead of {request.minutes}"
        for step in program.steps
        if request.minutes and (step.minutes or 0) > request.minutes + 0.2 and not warned
    ]


def _not_taught(program: Program) -> list[str]:
    """Checks and neighbors that send the patient to an exercise without a block on the page."""
    faults = []
    blocks = {card.id: card.number for card in program.cards}
    checks = _checks_by_words()
    for step in program.steps:
        for check in step.ready:
            of = checks.get(_without_number(check.asks), ())
            if of and not check.clinician_only and not any(name in blocks for name in of):
                faults.append(f"{step.label} asks {check.asks!r}, which no block teaches")
    for card in program.cards:
        for near in (n for n in (card.easier, card.harder) if n):
            if near.id not in blocks and "sk us" not in near.words:
                faults.append(f"{card.id} sends to {near.id}, which has no block")
    return faults


def _seen_too_late(program: Program) -> list[str]:
    """Steps that only a clinician's test lets the patient leave, and that end before the check-up."""
    tested = (s for s in program.steps if any(c.clinician_only for c in s.ready))
    return [
        f"check-up on {program.review_by}, but {step.label} ends on {step.last_day} with a test"
        for step in itertools.islice(tested, 1)
        if program.review_by > step.last_day
    ]


SENT_BACK = re.compile(r"Do exercise (\w+) for now(?:, as much as in week (\d+))?:")


def _easier_not_there(program: Program) -> list[str]:
    """`Too hard? Do exercise N`: one with that block, done in those weeks or in the week it names."""
    faults = []
    weeks: dict[str, set[int]] = {}
    for step in program.steps:
        for item in step.items:
            weeks.setdefault(item.exercise, set()).update(
                range(step.first_week, step.last_week + 1)
            )
    blocks = {card.id: card.number for card in program.cards}
    for card in program.cards:
        sent = SENT_BACK.match(card.easier.words) if card.easier else None
        if card.easier is None or sent is None:
            continue
        near, number, week = card.easier.id, sent[1], sent[2]
        if blocks.get(near) != number:
            faults.append(f"{card.id} sends to block {number}, which is not that of {near}")
        there, done = weeks.get(near, set()), weeks[card.id]
        if week is None and not done <= there:
            faults.append(f"{card.id} (weeks {done}) sends to {near}, done in weeks {there} only")
        if week is not None and not (int(week) in there and int(week) <= min(done)):
            faults.append(f"{card.id} sends to {near} as in week {week}, done in weeks {there}")
    return faults


@cache
def _checks_by_words() -> dict[str, tuple[str, ...]]:
    """Every check of a patient with the exercises that teach it, its pain number left out."""
    found: dict[str, tuple[str, ...]] = {}
    for protocol in catalog().protocols.values():
        for phase in protocol.phases:
            for check in (*phase.enter, *phase.leave):
                if check.patient:
                    words = _without_number(check.patient.replace("{pain}", "0"))
                    found[words] = (*found.get(words, ()), *check.of)
    return found


def _without_number(words: str) -> str:
    return re.sub(r"\b(\d+)( out of 10| or less|[.]$)", r"N\2", words)


PAIN_NUMBER = re.compile(r"(\d+) out of 10|pain no more than (\d+)|(\d+) or less")


def _above_the_limit(program: Program) -> list[str]:
    """Pain numbers above the plan's one limit, wherever the patient reads them."""
    told = [check.asks for step in program.steps for check in step.ready]
    told += [program.pain.words, *program.stop, *program.advice.do_not, *program.advice.do]
    return [
        f"{words!r} is above the limit of {program.pain.limit}"
        for words in told
        if not words.startswith("Leg pain stays above the knee")
        for number in PAIN_NUMBER.findall(words)
        if int(next(filter(None, number))) > program.pain.limit
    ]


def _has(item: str, request: Request) -> bool:
    if item in request.without:
        return False
    if request.home is None or item in request.home or item == "shoes":
        return True
    return any(
        other in ("floor", "bed") or (other in request.home and other not in request.without)
        for other in SATISFIED_BY.get(item, ())
    )


def _outside_the_home(program: Program, request: Request) -> list[str]:
    faults = []
    for name in _prescribed(program):
        for need in catalog().exercises[name].needs:
            if not any(_has(item, request) for item in need.split("|")):
                faults.append(f"{name} needs {need}, which is not at home")
    return faults


def _banned(program: Program, request: Request) -> list[str]:
    faults = []
    closed = set(program.bans)
    turned_to = {n.id for card in program.cards for n in (card.easier, card.harder) if n}
    for name in _prescribed(program) | turned_to:
        for tag in catalog().exercises[name].loads:
            if tag in closed:
                faults.append(f"{name} brings back the banned {tag}")
            if tag in ("impact", "running") and request.facts.get("sport") != "yes":
                faults.append(f"{name} brings {tag} without a clinician's choice")
    for step in program.steps:
        for item in (*step.items, *step.back.items):
            for tag in catalog().exercises[item.exercise].loads:
                if tag in request.not_before and step.first_day < request.not_before[tag]:
                    faults.append(
                        f"{item.exercise} in {step.label} comes before the surgeon's date for {tag}"
                    )
    return faults


def _prescribed(program: Program) -> set[str]:
    return {item.exercise for step in program.steps for item in (*step.items, *step.back.items)}


def _harder_after_setback(program: Program) -> list[str]:
    faults = []
    for step in program.steps:
        now = {item.exercise: item for item in step.items}
        before = {i.exercise for s in program.steps[: step.number] for i in s.items}
        for item in step.back.items:
            if item.exercise not in before:
                faults.append(f"{step.label}: going back brings {item.exercise}, never done before")
            if item.exercise in now:
                for then, today in zip(
                    item.dose.options, now[item.exercise].dose.options, strict=True
                ):
                    if weekly_work(then.dose) > weekly_work(today.dose) and not lighter(
                        then.dose, today.dose
                    ):
                        faults.append(f"{step.label}: going back makes {item.exercise} harder")
        regained = [item for item in step.back.items if item.exercise not in now]
        longer = week_minutes(step.back.items) > week_minutes(step.items) * 1.02 + 2
        if longer and regained and step.number > 1 and not _by_rung(step, regained):
            faults.append(f"{step.label}: going back takes longer than the week it eases")
    return faults


def _by_rung(step: Any, regained: list[Any]) -> bool:
    """True when each exercise that came back is an easier rung of one done now."""
    below = set()
    for item in step.items:
        name = catalog().exercises[item.exercise].easier
        while name and name not in below:
            below.add(name)
            name = catalog().exercises[name].easier
    return all(item.exercise in below for item in regained)


def week_minutes(items: Any) -> float:
    """Minutes a week of the items whose time is known, at the top of every range."""
    return sum((item.minutes or 0) * weekly_times(item.dose.dose) for item in items)


def weekly_times(dose: Dose) -> float:
    """Sessions a week at the most that the words allow."""
    often = dose.frequency
    if often is None:
        return 7.0
    a_week = {"day": 7, "week": 1, "sessions": 7}
    if often.per in a_week and often.times:
        return min(a_week[often.per] * (often.times.high if often.per != "sessions" else 1), 7 * 14)
    if often.per == "every-days" and often.every:
        return 7 / often.every.low
    if often.per == "every-hours" and often.every:
        return 7 * max(1, 14 // often.every.low)
    return 7.0


def weekly_work(dose: Dose) -> float:
    """Repetitions or seconds a week at the top of every range, counted apart from the planner."""
    a_week = {"day": 7, "week": 1, "sessions": 1}
    often = dose.frequency
    times = 7.0
    if often and often.per in a_week and often.times:
        times = a_week[often.per] * often.times.high
    elif often and often.per == "every-days" and often.every:
        times = 7 / often.every.low
    elif often and often.per == "every-hours" and often.every:
        times = 7 * max(1, 14 // often.every.low)
    hold = max(1, dose.hold.high if dose.hold else 1)
    reps = dose.reps.high if dose.reps else 1
    sets = dose.sets.high if dose.sets else 1
    match dose.shape:
        case "by-set":
            work = sum(dose.by_set) * hold
        case "time":
            work = dose.time.high if dose.time else 0
        case "intervals":
            work = sets * sum(leg.seconds for leg in dose.intervals)
        case "blank" | "until" | "distance":
            work = 0
        case _:
            work = sets * reps * hold
    return times * work


def lighter(one: Dose, other: Dose) -> bool:
    """A lighter load: more repetitions possible, or an easier band or weight."""
    if one.rep_max and other.rep_max and one.reps and other.reps:
        return one.reps.low > other.reps.low
    return (one.load or "") != (other.load or "") or one.rep_max != other.rep_max
