"""Programs made for the page's tests: any number of exercises and weeks, any length of words."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.picture import pack
from exercise_rx.model.program import (
    Advice,
    Back,
    Card,
    Change,
    Check,
    Decision,
    Diagnosis,
    Fact,
    Frame,
    Item,
    Need,
    Neighbour,
    PainRule,
    Program,
    Reference,
    SafetySheet,
    Sign,
    Signature,
    Step,
)
from exercise_rx.model.wording import Wording
from exercise_rx.plan.figures import choices

MONDAY = date(2026, 11, 23)
HOUSE = Clinic(
    name="Riverside Physical Therapy",
    address=("12 Mill Street", "Portland, OR 97201"),
    phones=("(503) 555-0142",),
)
NAMES = (
    "Press your foot down against the band",
    "Stand up from a chair without your hands",
    "Lift your heels",
    "Slide your heel toward you and let it glide back out again with a towel under it",
)
DOSES = ("3 x 10, 2/d", "3 x 12, 2/d", "3 x 15, 3/wk", "2 x 30 s, 1/d")
SIGNATURE = Signature(
    tool="exercise-rx 0.0.0", catalog="0123456789abcdef", codes_release="2026", content=()
)
SIGNS = (
    Sign(id="chest", sign="You have chest pain.", tell="Call now.", urgency="emergency"),
    Sign(id="stroke", sign="Your face droops.", tell="Call now.", urgency="emergency"),
    Sign(id="calf-clot", sign="One calf is swollen.", tell="Get care.", urgency="same-day"),
    Sign(id="not-known", sign="A sign without short words.", tell="Get care.", urgency="same-day"),
)
SQUARE = pack(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">'
    '<path fill="#888" d="M20 20h360v360h-360zM60 60v280h280v-280z"/></svg>'
)
WIDE = pack(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 360">'
    '<path fill="#000" d="M0 0h900v360z"/></svg>'
)
TALL = pack(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 700">'
    '<path fill="#000" d="M0 0h300v700z"/></svg>'
)


@lru_cache(maxsize=1)
def wording() -> dict[str, str]:
    """Every English phrase."""
    folder = Path(__file__).parents[3] / "templates" / "wording"
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("en*.yaml")):
        texts |= {k: str(v) for k, v in yaml.safe_load(file.read_text(encoding="utf-8")).items()}
    return texts


def say() -> Wording:
    """The wording as the planner uses it."""
    return Wording(wording())


def card(
    n: int, *, name: str, long: bool = False, picture: str | None = None, number: str | None = None
) -> Card:
    """Exercise number `n`."""
    more = " Go on as long as it feels easy to you." if long else ""
    frames: tuple[Frame, ...] = ()
    if picture:
        frames = tuple(
            Frame(
                name=frame,
                picture=f"{picture}.{frame}",
                mirrored=n % 2 == 0,
                alt=f"A person does exercise {n}.",
                caption=frame.title(),
            )
            for frame in ("start", "end", "context")
        )
    return Card(
        id=f"move-{n}",
        number=number or str(n),
        name=f"Movement {n}",
        plain=name,
        side="right",
        side_words="Right side",
        needs=("a steady chair", "an exercise band") if n % 2 else (),
        steps=tuple(f"Do part {i} of it slowly.{more}" for i in range(1, 6 if long else 4)),
        feel="Your calf works against the pull." + more,
        mistake="You curl only your toes. Push with the ball of the foot." + more,
        stop_if="You feel a sharp pain in the calf." + more,
        easier=Neighbour(id="easy", plain="Pump your feet", words="Ask us."),
        harder=Neighbour(id="hard", plain="Lift your heels on one leg", words="Ask us first.")
        if n % 3
        else None,
        frames=frames,
    )


def item(exercise: str, dose: str, change: Change = "new") -> Item:
    """An exercise with a dose in the notation that authors write."""
    prescribed = parse_prescribed(dose)
    return Item(
        exercise=exercise,
        dose=prescribed,
        choices=choices(prescribed, say()),
        change=change,
        minutes=4.0,
        protocol="a-protocol",
        phase="first",
        source="a-paper",
        certainty="verified",
    )


def step(number: int, items: Sequence[Item], *, weeks: int, last: bool) -> Step:
    """Step `number`, of `weeks` weeks."""
    first = 1 + (number - 1) * weeks
    final = first + weeks - 1
    return Step(
        number=number,
        phase="first",
        phase_name="First",
        label=f"Week {first}" if weeks == 1 else f"Weeks {first}-{final}",
        source_weeks="1-6",
        first_week=first,
        last_week=final,
        first_day=MONDAY + timedelta(weeks=first - 1),
        last_day=MONDAY + timedelta(weeks=final) - timedelta(days=1),
        goal="Get strong again.",
        items=tuple(items),
        advice=("Walk a little each day.",) if number == 1 else (),
        ready=(
            Check(asks="Did you do at least 4 out of 5 of your sessions?"),
            Check(asks="Did pain stay at 3 or less, and calm down by the next morning?"),
            Check(asks="Heel raise of full height on one leg.", clinician_only=True),
        ),
        ready_words="All yes? Call your therapist." if last else "All yes? Move on.",
        back=Back(
            to_step=number - 1 or None, words="Too much? Go back and call us.", items=tuple(items)
        ),
        minutes=4.0 * len(items),
        minutes_words=f"about {4 * len(items)} minutes",
        sessions_a_day=1,
        summary="Start here." if number == 1 else "Changed: the first exercise.",
    )


def program(
    *,
    cards: int = 3,
    steps: int = 2,
    weeks: int = 2,
    doses: Sequence[str] = DOSES,
    names: Sequence[str] = NAMES,
    long: bool = False,
    pictures: str | None = "square",
    parts: int = 0,
    problems: int = 1,
    limit: int = 3,
    **changes: object,
) -> Program:
    """A program of any shape; `parts` of the last exercise share its number."""
    made = [
        card(n, name=names[n % len(names)], long=long, picture=pictures)
        for n in range(1, cards + 1)
    ]
    for i in range(parts):
        made.append(
            card(
                cards + 1 + i,
                name=names[i % len(names)],
                picture=pictures,
                number=f"{cards + 1}{'abcd'[i]}",
            )
        )
    course = []
    for s in range(1, steps + 1):
        change: Change = "new" if s == 1 else "more" if s % 2 == 0 else "same"
        dose = doses[(s - 1) // 2 % len(doses)]
        listed = [item(one.id, dose, change) for one in made]
        course.append(step(s, listed, weeks=weeks, last=s == steps))
    drawing = {"square": SQUARE, "wide": WIDE, "tall": TALL}.get(pictures or "", "")
    frames = [frame.picture for one in made for frame in one.frames]
    diagnoses = [
        Diagnosis(
            code=f"M76.82{i + 1}",
            description="Posterior tibial tendinitis",
            plain="A sore tendon",
            side=("right", "left", "both")[i % 3],
            region=("ankle", "knee", "shoulder")[i % 3],
            condition="a-condition",
            protocol="a-protocol",
            protocol_title="A protocol",
            protocol_revision=1,
            gate="OPEN",
        )
        for i in range(problems)
    ]
    told: dict[str, object] = {
        "schema": 1,
        "plan_id": "AB3CD4",
        "title": "A sore tendon behind your inner ankle bone",
        "patient": "Ana R.",
        "goal": "Walk the dog to the park",
        "clinician": None,
        "draft": True,
        "lang": "en",
        "paper": "letter",
        "large_print": False,
        "start": MONDAY,
        "made_on": MONDAY,
        "review_by": MONDAY + timedelta(weeks=6),
        "side": "right",
        "side_words": "Right ankle or foot",
        "diagnoses": tuple(diagnoses),
        "summary": f"You have {cards} exercises to do. Most feet get better in 3 months.",
        "cards": tuple(made),
        "steps": tuple(course),
        "weeks": steps * weeks,
        "pain": PainRule(
            limit=limit,
            rule="up-to-3",
            words="Some pain is fine.",
            green="0 to 2: Go on.",
            amber=f"3 to {limit}: Go on with care.",
            red=f"{limit + 1} to 10: Stop. Call us if it does not calm down.",
        ),
        "stop": ("Pain goes above 3 out of 10.", "New swelling.", "You feel dizzy or faint."),
        "emergency": SIGNS,
        "advice": Advice(do=("Walk.",), do_not=("Do not run.",), see_doctor=("You get worse.",)),
        "needs": (
            Need(item="band", name="an exercise band"),
            Need(item="anchor", name="a fixed point", instead="a table leg"),
        ),
        "facts": (Fact(name="hot", asks="Is it hot?", value="no", given=False),),
        "decisions": (Decision(kind="gate", what="OPEN", why="Nothing else.", rule="gate"),),
        "criteria_for_clinician": ("Heel raise of full height.",),
        "bans": ("impact", "running"),
        "sources": (
            Reference(
                key="a-paper",
                cite="Author A. A journal 2020;1:2-3.",
                doi="10.1000/abc",
                says="3 x 10.",
                certainty="verified",
            ),
        ),
        "wording": wording(),
        "pictures": dict.fromkeys(frames, drawing),
        "signed": SIGNATURE,
    }
    return Program.model_validate({**told, **changes})


def sheet(**changes: object) -> SafetySheet:
    """A `get checked` sheet."""
    told: dict[str, object] = {
        "schema": 1,
        "title": "Clot in a deep vein",
        "patient": "Ana R.",
        "clinician": None,
        "lang": "en",
        "paper": "letter",
        "large_print": False,
        "made_on": MONDAY,
        "code": "I82.401",
        "description": "Acute embolism",
        "side_words": "Right leg",
        "urgency": "same-day",
        "reason": "A fresh clot can move to the lungs.",
        "what_to_do": ("Do not exercise.", "Do not rub the leg."),
        "signs": SIGNS * 3,
        "wording": wording(),
        "signed": SIGNATURE,
    }
    return SafetySheet.model_validate({**told, **changes})
