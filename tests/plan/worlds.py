"""A small made-up catalog, so that the planner is tested without the shipped content."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from exercise_rx.model.catalog import Answer, Catalog, Shelf
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.condition import Condition, FactKind, Precaution, RedFlag, RefusedFamily
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.program import Program, Signature
from exercise_rx.model.protocol import Protocol
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.plan.compose import make_program
from exercise_rx.plan.matched import Matched

START = date(2026, 1, 5)
SOURCE = {"cite": "A made-up trial", "says": "Doses for a test.", "certainty": "verified"}
SIGNED = Signature(tool="test", catalog="0", codes_release="2026-04-01", content=())


def exercise(id_: str, **fields: Any) -> Exercise:
    """A plain exercise; anything may be overridden."""
    told: dict[str, Any] = {
        "id": id_,
        "name": id_.replace("-", " ").capitalize(),
        "plain": f"Do {id_}",
        "region": "knee",
        "kind": "strength",
        "position": "standing",
        "laterality": "one-side",
        "ladder": "LAD07",
        "purpose": "leg-strength",
        "steps": ["Stand tall.", f"Bend your {{side}} knee for {id_}.", "Come back up."],
        "feel": "Your thigh works.",
        "mistake": "You rush.",
        "stop_if": "It hurts.",
        "usual": "3 x 10",
    }
    return Exercise.model_validate({**told, **fields})


def protocol(do: Any = None, *, phases: Any = None, **fields: Any) -> Protocol:
    """A protocol of one phase of six weeks, or of the phases given."""
    told: dict[str, Any] = {
        "id": "plan",
        "title": "Plan",
        "pain": {"rule": "up-to-5", "limit": 5, "words": "Some pain is fine."},
        "certainty": "verified",
        "duration": "6 weeks",
        "harder_when": "Three easy sessions.",
        "sources": {"trial": SOURCE},
        "phases": phases
        or [{"id": "one", "name": "One", "weeks": "1-6", "goal": "Get going.", "do": do}],
    }
    return Protocol.model_validate({**told, **fields})


def condition(**fields: Any) -> Condition:
    """A condition that prints, unless its gate is overridden."""
    told: dict[str, Any] = {
        "id": "knee",
        "title": "Knee",
        "plain": "A sore knee",
        "region": "knee",
        "sides": True,
        "codes": ["M17"],
        "protocol": "plan",
        "advice": {"expect": "It takes weeks."},
    }
    return Condition.model_validate({**told, **fields})


def flag(id_: str, **fields: Any) -> RedFlag:
    """A red flag raised by a fact of its own name."""
    return RedFlag.model_validate(
        {
            "id": id_,
            "fact": id_,
            "pt": id_,
            "patient": f"You have {id_}.",
            "think_of": "trouble",
            "tell": "Call.",
            "urgency": "same-day",
            "source": SOURCE,
            **fields,
        }
    )


def fact(id_: str, kind: str = "yes-no", values: tuple[str, ...] = ()) -> FactKind:
    """A fact a PT can state."""
    return FactKind(id=id_, asks=f"{id_}?", kind=kind, values=values, example=f"--fact {id_}=...")  # type: ignore[arg-type]


def catalog(
    *,
    exercises: list[Exercise],
    protocols: list[Protocol],
    conditions: list[Condition],
    facts: tuple[FactKind, ...] = (),
    flags: tuple[RedFlag, ...] = (),
    refused: tuple[RefusedFamily, ...] = (),
    precautions: tuple[Precaution, ...] = (),
) -> Catalog:
    """A catalog of exactly these, with the shipped English words."""
    from exercise_rx.catalog.load import load

    every = (
        fact("cleared-by", "text"),
        fact("cleared-on", "date"),
        fact("surgery-date", "date"),
        fact("sport"),
        fact("age", "number"),
        *facts,
        *(fact(f.fact) for f in flags if f.fact),
    )
    return Catalog(
        exercises=_shelf("exercise", exercises),
        protocols=_shelf("protocol", protocols),
        conditions=_shelf("condition", conditions),
        facts=_shelf("fact", every),
        red_flags=_shelf("flag", flags),
        refused=_shelf("family", refused),
        precautions=_shelf("precaution", precautions),
        wording=load().wording,
        pictures={},
        answers=tuple(Answer(c.id, c.codes) for c in conditions),
        refusals=(),
        origin={},
        digest="0",
        draw=lambda name: name,
    )


def _shelf(what: str, values: Any) -> Shelf[Any]:
    return Shelf.of(what, {value.id: value for value in values})


def asked(code: str = "M17.11", **fields: Any) -> AskedCode:
    """A code as read; the right knee unless said otherwise."""
    return AskedCode(
        **{"code": code, "stem": code, "description": "a knee", "side": "right", **fields}
    )


def plan(
    world: Catalog,
    *,
    codes: tuple[AskedCode, ...] = (),
    clinic: Clinic | None = None,
    facts: Mapping[str, str] | None = None,
    **options: Any,
) -> Program:
    """The program for the first condition of a world (or one per code), with `Request` options."""
    codes = codes or (asked(),)
    request = Request(
        codes=codes, **{"start": START, "today": START, "facts": dict(facts or {}), **options}
    )
    conditions = list(world.conditions.values())
    matches = tuple(Matched(code, conditions[i % len(conditions)]) for i, code in enumerate(codes))
    past = tuple(Matched(code) for code in request.history)
    return make_program(request, matches, world, clinic or Clinic(), SIGNED, past)


def doses(program: Program, exercise_id: str) -> list[str]:
    """The dose of an exercise in each step, `-` where it is not done."""
    from exercise_rx.model.written import format_prescribed

    found = []
    for step in program.steps:
        item = next((i for i in step.items if i.exercise == exercise_id), None)
        found.append(format_prescribed(item.dose) if item else "-")
    return found
