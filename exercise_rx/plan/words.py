"""The words of a program: title, side, summary, pain rule and when to stop."""

from collections.abc import Mapping, Sequence
from datetime import date

from exercise_rx.model.program import PainRule, Step
from exercise_rx.model.protocol import Pain
from exercise_rx.model.wording import Wording, side_and_region
from exercise_rx.plan.ready import say_date, week_label
from exercise_rx.plan.serve import Served

MOST_LISTED = 4
"""Steps that one sentence can name; with more it points to the page of the week."""


def title(served: Sequence[Served], say: Wording) -> str:
    """What the program is for, in plain words."""
    first, *more = dict.fromkeys(s.condition.plain for s in served)
    return say("title.and").join([first, *(_going_on(words, say) for words in more)])


def _going_on(words: str, say: Wording) -> str:
    """A title after `and`: without its capital, unless it begins with a name or an abbreviation."""
    begins = words.partition(" ")[0]
    if begins[1:] != begins[1:].lower() or begins.removesuffix("'s") in say("title.names").split():
        return words
    return words[:1].lower() + words[1:]


def side_words(served: Sequence[Served], say: Wording) -> str:
    """`Right ankle`, `Both knees`, `Right knee and back`."""
    parts = [side_and_region(s.side, s.condition.region, say) for s in served]
    text = say("title.and").join(dict.fromkeys(parts))
    return text[:1].upper() + text[1:]


def summary(made: Sequence[Step], served: Sequence[Served], say: Wording) -> str:
    """One sentence or two: what, how long a session, and when it should feel better."""
    first = made[0]
    count = len({_unit(item.exercise, served) for item in first.items})
    expect = " ".join(
        dict.fromkeys(s.condition.advice.expect for s in served if s.condition.advice)
    )
    ways = len(first.items) - count
    told = [
        say("summary.do", n=count)
        + (" " + say("summary.ways", n=len(first.items)) if ways else ""),
        say("summary.minutes", minutes=first.minutes_words),
        expect,
    ]
    return " ".join(told).strip()


def review_words(review: date, made: Sequence[Step], say: Wording) -> str:
    """When to be seen: the end of the plan, or the day that decides whether its later weeks are done."""
    key = "review.before-end" if review < made[-1].last_day else "review.ends"
    return say(key, date=say_date(review, say))


def no_time(made: Sequence[Step], numbers: Mapping[str, str], say: Wording) -> str | None:
    """The first exercise of each step: what is done on a day without time."""
    firsts: list[tuple[str, int, int]] = []
    for step in (s for s in made if s.items):
        number, first = numbers[step.items[0].exercise], step.first_week
        if firsts and firsts[-1][0] == number:
            first = firsts.pop()[1]
        firsts.append((number, first, step.last_week))
    if len(firsts) < 2:
        return say("no-time.always", number=firsts[0][0]) if firsts else None
    if len(firsts) > MOST_LISTED:
        return say("no-time.many")
    listed = (
        say("no-time.step", label=week_label(first, last, say), number=number)
        for number, first, last in firsts
    )
    return say("no-time.steps", listed="; ".join(listed))


def _unit(exercise: str, served: Sequence[Served]) -> str:
    for one in served:
        for stretch in one.course.stretches:
            for line in stretch.lines:
                if line.exercise == exercise and line.group:
                    return line.group
    return exercise


def pain(served: Sequence[Served], limit: int, say: Wording) -> PainRule:
    """The plan's own limit, never a fixed one: the strictest over all problems (review item 24)."""
    rules = sorted((s.protocol.pain for s in served), key=lambda rule: rule.limit)
    strict, words = rules[0], _pain_words(rules, limit, say)
    if limit == 0:
        return PainRule(
            limit=0,
            rule=strict.rule,
            words=words,
            green=say("pain.green-zero"),
            amber="",
            red=say("pain.red-zero"),
        )
    low = min(2, limit)
    return PainRule(
        limit=limit,
        rule=strict.rule,
        words=words,
        green=say("pain.green", high=low),
        amber=_amber(low, limit, say),
        red=say("pain.red", n=limit + 1),
    )


def _pain_words(rules: Sequence[Pain], limit: int, say: Wording) -> str:
    """The strictest rule's own words where its number holds, and the cautions of every rule."""
    if rules[0].limit == limit:
        words = rules[0].words
    else:
        words = say("pain.words", n=limit) if limit else say("pain.words-zero")
    return " ".join(dict.fromkeys([words, *(rule.also for rule in rules if rule.also)]))


def _amber(low: int, limit: int, say: Wording) -> str:
    """The middle band with its numbers; none where the limit leaves no number to it."""
    if limit == low:
        return ""
    if limit == low + 1:
        return say("pain.amber-one", n=limit)
    return say("pain.amber", low=low + 1, high=limit)


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
