"""What the PT is told because the plan could not see to it: a past start, an idle history code, no age."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.record import Record
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.facts import COMPARISON, code_fits, holds
from exercise_rx.plan.gate import is_fresh
from exercise_rx.plan.gate_answer import Passed
from exercise_rx.plan.refusals import KNEE_AGE, knee_by_age

OLDEST = 120
"""Above every age: where no rule names one, `age` has no upper end."""


class AssumedAge(Record):
    """The ages that a plan was made for without being told, and the rules that another would bring."""

    ages: str
    others: tuple[str, ...]


def tell_past_start(request: Request, decisions: Decisions) -> None:
    """A plan that is printed late still prints; that its first days are gone is said."""
    late = (request.today - request.start).days
    if late > 0:
        days = "1 day" if late == 1 else f"{late} days"
        decisions.tell(
            "warning",
            f"the plan starts on {request.start}, {days} before the day of printing {request.today}",
            "its dates, weeks and check-up count from that day",
            "check the start date",
        )


def tell_past_review(request: Request, review: date, decisions: Decisions) -> None:
    """A plan whose check-up day is gone when it is printed has run out (F4, rule 9)."""
    if review < request.today:
        what = f"the check-up day {review} lies before the day of printing {request.today}"
        decisions.tell("warning", what, "the plan has run out", "see the patient, or start anew")


def tell_history(
    request: Request, passed: Sequence[Passed], catalog: Catalog, decisions: Decisions
) -> None:
    """Each code of the history: taken into account, or known to no rule of this plan."""
    own = {p.matched.asked.code for p in passed}
    for code in request.history:
        named = f"{code.code} ({code.description})"
        if code.code in own:
            continue
        if _counts(code, passed, catalog):
            why = "taken into account beside the diagnosis"
            decisions.tell("note", named, why, "second code or history")
        else:
            why = "no rule of this plan knows it"
            rule = "look yourself whether it limits an exercise"
            decisions.tell("warning", f"{named} in the history changes nothing", why, rule)


def _counts(code: AskedCode, passed: Sequence[Passed], catalog: Catalog) -> bool:
    """Whether a precaution, a diagnosis that it completes, a cleared family or a red flag turns on it."""
    conditions = [p.matched.condition for p in passed if p.matched.condition]
    regions = {condition.region for condition in conditions}
    companions = (condition.with_codes for condition in conditions)
    precautions = (
        precaution.codes
        for precaution in catalog.precautions.values()
        if not precaution.regions or not regions.isdisjoint(precaution.regions)
    )
    closing = (*catalog.refused_stems, *catalog.sign_stems)
    turning = (*companions, *precautions, closing)
    return any(stems and code_fits(code.code, stems) for stems in turning)


def assumed_age(request: Request, passed: Sequence[Passed], catalog: Catalog) -> AssumedAge | None:
    """The ages that the plan is made for, where nobody stated one and another would change it."""
    rules = [] if "age" in request.facts else _rules_of_age(request, passed, catalog)
    if not rules:
        return None
    low, high = _between([wanted for _, wanted in rules])
    ages = f"{low} to {high}" if high < OLDEST else f"{low} or over"
    return AssumedAge(ages, tuple(dict.fromkeys(title for title, _ in rules)))


def tell_age(age: AssumedAge, decisions: Decisions) -> None:
    """The assumed age, with every rule of this plan that another age would switch on."""
    why = f"not stated; another age brings: {'; '.join(age.others)}"
    decisions.tell("assumed", f"age = {age.ages}", why, "confirm before signing")


def _rules_of_age(
    request: Request, passed: Sequence[Passed], catalog: Catalog
) -> list[tuple[str, str]]:
    """Every rule of this plan that an age alone would switch on: its title and the ages."""
    found: list[tuple[str, str]] = []
    regions = {p.matched.condition.region for p in passed if p.matched.condition}
    for precaution in catalog.precautions.values():
        if "age" not in precaution.when:
            continue
        if not precaution.regions or not regions.isdisjoint(precaution.regions):
            found += _by_age(precaution.title, precaution.when, request.facts)
    for one in passed:
        condition = one.matched.condition
        assert condition is not None
        code = one.matched.asked.code
        rows = [(row.codes, row.when) for row in condition.gate]
        rows += [(change.codes, change.when) for change in condition.changes]
        for codes, when in rows:
            if "age" in when and code_fits(code, codes):
                found += _by_age(f"another plan for {condition.title}", when, one.facts)
        if is_fresh(one.matched.asked, request) and knee_by_age(condition, one.facts):
            found.append(("an x-ray first (Ottawa knee rule)", f">={KNEE_AGE}"))
    return found


def _by_age(
    title: str, when: Mapping[str, list[str]], facts: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    others = {name: wanted for name, wanted in when.items() if name != "age"}
    if holds(others, facts) is True:
        yield from ((title, wanted) for wanted in when["age"])


def _between(wanted: Sequence[str]) -> tuple[int, int]:
    """The ages, in full years, that none of `wanted` holds for: `<18`, `>=65` leave 18 to 64."""
    low, high = 0, OLDEST
    for match in filter(None, map(COMPARISON.fullmatch, wanted)):
        sign, limit = match[1], int(match[2].partition(".")[0])
        if sign.startswith("<"):
            low = max(low, limit + (sign == "<="))
        else:
            high = min(high, limit - (sign == ">="))
    return low, high
