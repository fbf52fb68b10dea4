"""What stands around the exercises: signs to act on, advice, supports and sources."""

from collections.abc import Iterable, Sequence

from exercise_rx.model.base import Source
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import RedFlag
from exercise_rx.model.program import Advice, Reference, Sign
from exercise_rx.model.wording import Wording
from exercise_rx.plan.ordered import supports
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.ready import say_date
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.serve import Served

DO_NOT_LINES = 5


def signs(served: Sequence[Served], catalog: Catalog) -> tuple[Sign, ...]:
    """Signs that need help now or today: the universal ones and those of each condition."""
    flags = _flags(served, catalog)
    now = [f for f in flags if f.urgency in ("emergency", "same-day")]
    now.sort(key=lambda f: f.urgency != "emergency")
    return tuple(Sign(id=f.id, sign=f.patient, tell=f.tell, urgency=f.urgency) for f in now)


def _flags(served: Sequence[Served], catalog: Catalog) -> list[RedFlag]:
    named = [name for s in served for name in s.condition.red_flags if name in catalog.red_flags]
    universal = [f.id for f in catalog.red_flags.values() if not f.regions]
    return [catalog.red_flags[name] for name in dict.fromkeys([*universal, *named])]


def advice(served: Sequence[Served], screen: Screen, catalog: Catalog, say: Wording) -> Advice:
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
            until = say_date(day, say)
            extra.append(say("surgery.not-before", what=say(f"ban.{tag}"), date=until))
    return Advice(
        expect=tuple(dict.fromkeys(a.expect for a in given)),
        do=_once(line for a in given for line in a.do),
        do_not=_once(do_not),
        first_days=_once(line for a in given for line in a.first_days),
        see_doctor=_once([*(line for a in given for line in a.see_doctor), *soon]),
        keep_away=_once(line for a in given for line in a.keep_away),
        extra=_once(extra),
    )


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


def support(served: Sequence[Served], say: Wording) -> tuple[str, ...]:
    """What goes with the exercises: a brace, an orthosis, ice."""
    return _once(supports(served, say))


def references(served: Sequence[Served], exercises: Sequence[Placed]) -> tuple[Reference, ...]:
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
