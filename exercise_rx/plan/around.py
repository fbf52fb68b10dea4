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

SAID_BY = {"kneeling": "kneel"}
"""A word in the line of a precaution that says more than the line of its ban: which knee, until when."""
DO_NOT_LINES = 5


def signs(flags: Sequence[RedFlag]) -> tuple[Sign, ...]:
    """Those of the flags that need help now or today."""
    now = [f for f in flags if f.urgency in ("emergency", "same-day")]
    now.sort(key=lambda f: f.urgency != "emergency")
    return tuple(Sign(id=f.id, sign=f.patient, tell=f.tell, urgency=f.urgency) for f in now)


def flags_of(served: Sequence[Served], catalog: Catalog) -> list[RedFlag]:
    """The red flags of a plan: the universal ones and those of each condition."""
    named = [name for s in served for name in s.condition.red_flags if name in catalog.red_flags]
    universal = [f.id for f in catalog.red_flags.values() if not f.regions]
    return [catalog.red_flags[name] for name in dict.fromkeys([*universal, *named])]


def advice(
    served: Sequence[Served], screen: Screen, flags: Sequence[RedFlag], say: Wording
) -> Advice:
    """Advice of all conditions, each line once; do-nots are completed from the ban list."""
    given = [s.condition.advice for s in served if s.condition.advice]
    do_not = [line for a in given for line in a.do_not]
    told = " ".join(line for line, _ in screen.lines)
    for tag in screen.closed:
        said = SAID_BY.get(tag, "\n") in told
        if len(do_not) < DO_NOT_LINES and f"ban.{tag}" in say and not said:
            do_not.append(say(f"ban.{tag}"))
    soon = [
        f"{f.patient} {f.tell}"
        for f in flags
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
        do=_merged([a.do for a in given], say),
        do_not=_merged([do_not] * min(len(given), 2), say),
        first_days=_merged([a.first_days for a in given], say),
        see_doctor=_once([*(line for a in given for line in a.see_doctor), *soon]),
        keep_away=_merged([a.keep_away for a in given], say),
        extra=_once(extra),
    )


def _merged(lists: Sequence[Sequence[str]], say: Wording) -> tuple[str, ...]:
    """The lines of several problems as one list: of those on one topic, the most careful alone."""
    lines = list(_once(line for given in lists for line in given))
    if len(lists) < 2:
        return tuple(lines)
    small = {line: line.lower() for line in lines}
    everything = "\n".join(small.values())
    for topic in say("advice.topics").split(";"):
        phrases = [phrase.strip() for phrase in topic.split("/")]
        if _rank(everything, phrases) is None:
            continue
        ranks = {line: n for line in lines if (n := _rank(small[line], phrases)) is not None}
        best = min(ranks, key=ranks.__getitem__, default=None)
        lines = [line for line in lines if line == best or line not in ranks]
    return tuple(lines)


def _rank(line: str, phrases: Sequence[str]) -> int | None:
    """The first of `phrases` that a line holds, None when it holds none."""
    for n, phrase in enumerate(phrases):
        if phrase in line:
            return n
    return None


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
