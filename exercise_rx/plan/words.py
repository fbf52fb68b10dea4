"""The words of a program: cards, summary, pain rule, signs, advice, needs and sources."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exercise_rx.model.base import Source
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import RedFlag
from exercise_rx.model.program import (
    Advice,
    Card,
    Decision,
    Frame,
    Need,
    Neighbour,
    PainRule,
    Reference,
    Sign,
    Step,
)
from exercise_rx.model.protocol import Pain
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording
from exercise_rx.plan.choose import Orders, Placed, rank
from exercise_rx.plan.figures import minutes
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.sides import fill
from exercise_rx.plan.weeks import Span

if TYPE_CHECKING:
    from exercise_rx.plan.compose import Served

PROJECT_SOURCE = Source(
    cite="Project safety rules F1-F5, expert synthesis",
    says="What may be done while a part is protected.",
    certainty="R-hi",
)
PROTECTED_PAIN = Pain(rule="zero", limit=0, words="No pain while you do these.", source=None)
DO_NOT_LINES = 5


def in_order(grouped: Sequence[Span]) -> list[Placed]:
    """Each exercise of the program once, in the order in which it first appears."""
    found: dict[str, Placed] = {}
    for span in grouped:
        for placed in span.placed:
            found.setdefault(placed.exercise.id, placed)
    return list(found.values())


def within_budget(
    placed: list[Placed], budget: int | None, orders: Orders, decisions: dict[Decision, None]
) -> list[Placed]:
    """Drop the least important until the session fits `budget` minutes; each problem keeps one."""
    if budget is None:
        return placed
    kept = list(placed)
    for unit in reversed(rank(placed, orders)):
        if _session(kept) <= budget:
            break
        gone = [p for p in kept if p.unit == unit]
        owners = {p.owner for p in kept if p.unit != unit}
        if not {p.owner for p in gone} <= owners:
            continue
        kept = [p for p in kept if p.unit != unit]
        for one in gone:
            decisions.setdefault(
                Decision(
                    kind="capped",
                    what=one.exercise.name,
                    why=f"the session would pass {budget} minutes",
                    rule="--minutes",
                )
            )
    over = _session(kept)
    if over > budget:
        what = f"a session of {over:.0f} minutes instead of {budget}"
        decisions.setdefault(
            Decision(
                kind="warning",
                what=what,
                rule="--minutes",
                why="each problem keeps at least one exercise",
            )
        )
    return kept


def _session(placed: Sequence[Placed]) -> float:
    times = (
        minutes(p.dose.dose, p.exercise.seconds_per_rep, twice=p.exercise.laterality == "each-side")
        for p in placed
    )
    return sum(time for time in times if time is not None)


def cards(
    exercises: Sequence[Placed],
    sides: Mapping[str, Side],
    screen: Screen,
    catalog: Catalog,
    say: Wording,
) -> tuple[Card, ...]:
    """The exercise cards, numbered; the parts of one movement share a number (4a, 4b)."""
    numbers = _numbers(exercises)
    listed = []
    for placed in exercises:
        exercise, side = placed.exercise, sides[placed.exercise.id]
        listed.append(
            Card(
                id=exercise.id,
                number=numbers[exercise.id],
                name=exercise.name,
                plain=fill(exercise.plain, side, say),
                side=side,
                side_words=say(f"card.side-{side}"),
                needs=_needs_of(exercise.needs, screen, say),
                steps=tuple(fill(step, side, say) for step in exercise.steps),
                feel=fill(exercise.feel, side, say),
                mistake=fill(exercise.mistake, side, say),
                stop_if=fill(exercise.stop_if, side, say),
                easier=_neighbour(exercise.easier, screen, catalog, side, say),
                harder=_neighbour(exercise.harder, screen, catalog, side, say),
                frames=_frames(exercise.id, side, catalog, say),
                seconds_per_rep=exercise.seconds_per_rep,
                revision=exercise.revision,
                group=placed.line.group,
            )
        )
    return tuple(listed)


def _numbers(exercises: Sequence[Placed]) -> dict[str, str]:
    """`1`, `2`, `3a`, `3b`: the exercises of one card share a number."""
    units: dict[str, list[str]] = {}
    for placed in exercises:
        units.setdefault(placed.unit, []).append(placed.exercise.id)
    numbers = {}
    for n, members in enumerate(units.values(), 1):
        for i, name in enumerate(members):
            numbers[name] = f"{n}{'abcdefgh'[i]}" if len(members) > 1 else str(n)
    return numbers


def _needs_of(needs: Sequence[str], screen: Screen, say: Wording) -> tuple[str, ...]:
    named = []
    for need in needs:
        item = next((i for i in need.split("|") if screen.at_home(i)), need.split("|")[0])
        named.append(say(f"equip.{screen.stand_in(item) or item}"))
    return tuple(dict.fromkeys(named))


def _neighbour(
    name: str | None, screen: Screen, catalog: Catalog, side: Side, say: Wording
) -> Neighbour | None:
    """An easier or harder exercise, only when this patient may do it at home."""
    if name is None or name not in catalog.exercises:
        return None
    exercise = catalog.exercises[name]
    closed = {*screen.not_before, *screen.healing}
    if screen.why_not(exercise) or any(tag in closed for tag in exercise.loads):
        return None
    return Neighbour(id=name, plain=fill(exercise.plain, side, say))


def _frames(name: str, side: Side, catalog: Catalog, say: Wording) -> tuple[Frame, ...]:
    pictures = catalog.pictures.get(name)
    if pictures is None:
        return ()
    return tuple(
        Frame(
            name=frame.name,
            picture=frame.drawing,
            mirrored=side == "left",
            alt=fill(frame.alt, _drawn(side), say),
            caption=say(f"frame.{frame.name}"),
        )
        for frame in pictures.frames
    )


def _drawn(side: Side) -> Side:
    """The side a drawing shows: the left when mirrored, else the right as authored."""
    return "left" if side == "left" else "right"


def needs(exercises: Sequence[Placed], screen: Screen, say: Wording) -> tuple[Need, ...]:
    """Everything the program uses, each with what does instead at home."""
    used: dict[str, list[str]] = {}
    for placed in exercises:
        for need in placed.exercise.needs:
            item = next((i for i in need.split("|") if screen.at_home(i)), need.split("|")[0])
            used.setdefault(item, []).append(placed.exercise.id)
    listed = []
    for item, names in used.items():
        stand_in = screen.stand_in(item)
        instead = say(f"equip.{stand_in}") if stand_in and stand_in != item else None
        hint = f"equip-hint.{item}"
        if instead is None and hint in say:
            instead = say(hint)
        listed.append(
            Need(item=item, name=say(f"equip.{item}"), instead=instead, used_in=tuple(names))
        )
    return tuple(listed)


def title(served: Sequence["Served"], say: Wording) -> str:
    """What the program is for, in plain words."""
    first, *more = dict.fromkeys(s.condition.plain for s in served)
    return say("title.and").join([first, *(_going_on(words, say) for words in more)])


def _going_on(words: str, say: Wording) -> str:
    """A title after `and`: without its capital, unless it begins with a name or an abbreviation."""
    begins = words.partition(" ")[0]
    if begins[1:] != begins[1:].lower() or begins.removesuffix("'s") in say("title.names").split():
        return words
    return words[:1].lower() + words[1:]


def side_words(served: Sequence["Served"], say: Wording) -> str:
    """`Right ankle`, `Both knees`, `Right knee and back`."""
    parts = [side_and_region(s.side, s.condition.region, say) for s in served]
    text = say("title.and").join(dict.fromkeys(parts))
    return text[:1].upper() + text[1:]


def side_and_region(side: Side, region: str, say: Wording) -> str:
    """`right knee`, `both feet`, `back and right leg`."""
    if (key := f"side-of.{side}.{region}") in say:
        return say(key)
    return say(f"side-of.{side}", region=say(f"region{'s' if side == 'both' else ''}.{region}"))


def summary(made: Sequence[Step], served: Sequence["Served"], say: Wording) -> str:
    """One sentence or two: what, how long a session, and when it should feel better."""
    first = made[0]
    count = len({_unit(item.exercise, served) for item in first.items})
    expect = " ".join(
        dict.fromkeys(s.condition.advice.expect for s in served if s.condition.advice)
    )
    return f"{say('summary.do', n=count)} {say('summary.minutes', minutes=first.minutes_words)} {expect}".strip()


def _unit(exercise: str, served: Sequence["Served"]) -> str:
    for one in served:
        for stretch in one.course.stretches:
            for line in stretch.lines:
                if line.exercise == exercise and line.group:
                    return line.group
    return exercise


def pain(served: Sequence["Served"], limit: int, say: Wording) -> PainRule:
    """The plan's own limit, never a fixed one: the strictest over all problems (review item 24)."""
    strict = min(served, key=lambda s: s.protocol.pain.limit).protocol.pain
    low = min(2, limit)
    if limit == 0:
        return PainRule(
            limit=0,
            rule=strict.rule,
            words=strict.words,
            green=say("pain.green-zero"),
            amber=say("pain.amber-zero"),
            red=say("pain.red-zero"),
        )
    amber = say("pain.amber-none")
    if limit == low + 1:
        amber = say("pain.amber-one", n=limit)
    elif limit > low:
        amber = say("pain.amber", low=low + 1, high=limit)
    return PainRule(
        limit=limit,
        rule=strict.rule,
        words=strict.words,
        green=say("pain.green", high=low),
        amber=amber,
        red=say("pain.red", n=limit + 1),
    )


def stop_lines(limit: int, say: Wording) -> tuple[str, ...]:
    """The stop-and-call box (F5), with the plan's own pain limit."""
    return (
        say("stop.pain", n=limit) if limit else say("stop.pain-zero"),
        say("stop.morning"),
        say("stop.swelling"),
        say("stop.numb"),
        say("stop.giving-way"),
        say("stop.dizzy"),
    )


def signs(served: Sequence["Served"], catalog: Catalog) -> tuple[Sign, ...]:
    """Signs that need help now or today: the universal ones and those of each condition."""
    flags = _flags(served, catalog)
    now = [f for f in flags if f.urgency in ("emergency", "same-day")]
    now.sort(key=lambda f: f.urgency != "emergency")
    return tuple(Sign(id=f.id, sign=f.patient, tell=f.tell, urgency=f.urgency) for f in now)


def _flags(served: Sequence["Served"], catalog: Catalog) -> list[RedFlag]:
    named = [name for s in served for name in s.condition.red_flags if name in catalog.red_flags]
    universal = [f.id for f in catalog.red_flags.values() if not f.regions]
    return [catalog.red_flags[name] for name in dict.fromkeys([*universal, *named])]


def advice(served: Sequence["Served"], screen: Screen, catalog: Catalog, say: Wording) -> Advice:
    """Advice of all conditions, each line once; do-nots are completed from the ban list."""
    given = [s.condition.advice for s in served if s.condition.advice]
    do_not = [line for a in given for line in a.do_not]
    for tag in screen.closed:
        if f"ban.{tag}" in say and len(do_not) < DO_NOT_LINES:
            do_not.append(say(f"ban.{tag}"))
    soon = [
        f"{f.patient} {f.tell}"
        for f in _flags(served, catalog)
        if f.urgency in ("urgent", "this-week")
        and any(f.id in s.condition.red_flags for s in served)
    ]
    extra = [f"{say(f'card.side-{side}')}: {line}" if side else line for line, side in screen.lines]
    if any(s.condition.surgical for s in served):
        extra += [say("surgery.rules-first"), say("surgery.wound"), say("surgery.clot")]
    for tag, day in screen.not_before.items():
        if f"ban.{tag}" in say:
            extra.append(say("surgery.not-before", what=say(f"ban.{tag}"), date=day.isoformat()))
    return Advice(
        expect=tuple(dict.fromkeys(a.expect for a in given)),
        do=_once(line for a in given for line in a.do),
        do_not=_once(do_not),
        first_days=_once(line for a in given for line in a.first_days),
        see_doctor=_once([*(line for a in given for line in a.see_doctor), *soon]),
        keep_away=_once(line for a in given for line in a.keep_away),
        extra=_once(extra),
    )


def _once(lines) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    return tuple(dict.fromkeys(lines))


def support(served: Sequence["Served"]) -> tuple[str, ...]:
    """What goes with the exercises: a brace, an orthosis, ice."""
    return _once(f"{item.what}: {item.dose}" for s in served for item in s.protocol.support)


def references(served: Sequence["Served"], exercises: Sequence[Placed]) -> tuple[Reference, ...]:
    """Every source the printed doses and rules stand on, once."""
    listed: dict[str, Reference] = {}
    for one in served:
        for key, source in (*one.protocol.sources.items(), *one.condition.sources.items()):
            listed.setdefault(source.doi or source.cite, _reference(key, source))
    for placed in exercises:
        for key, source in placed.exercise.sources.items():
            listed.setdefault(source.doi or source.cite, _reference(key, source))
    return tuple(listed.values())


def _reference(key: str, source: Source) -> Reference:
    return Reference(
        key=key,
        cite=source.cite,
        doi=source.doi,
        pmid=source.pmid,
        url=source.url,
        says=source.says,
        certainty=source.certainty,
    )
