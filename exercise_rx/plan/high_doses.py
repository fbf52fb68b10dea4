"""The PT's own doses that would do harm: heavy work where it is closed, and slips of the pen."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from exercise_rx.errors import UsageProblem
from exercise_rx.model.dose import Dose
from exercise_rx.model.request import Request
from exercise_rx.plan.beside import healing_locks
from exercise_rx.plan.compare import same_kind, volume, weekly
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.serve import Served

MOST_TIMES = 3
"""How many times the usual work an ordered dose may be before the PT has to say why."""
HEAVY_PERCENT = 60
"""A share of the most that can be lifted once from which on a load is heavy: 15 repetitions or fewer (E-2)."""


def refuse_high_doses(
    request: Request,
    served: Sequence[Served],
    screen: Screen,
    before: Sequence[Sequence[Placed]],
    after: Sequence[Sequence[Placed]],
) -> None:
    """No order makes heavy what is closed to heavy work, nor many times more than is usual in silence.

    Raises:
        UsageProblem: one line for each exercise whose ordered dose is too much.
    """
    ordered = {order.exercise for order in request.doses}
    faults: dict[str, None] = {}
    for i, (was, now) in enumerate(zip(before, after, strict=True)):
        day = request.start + timedelta(weeks=i)
        closed = _heavy_closed(screen, served, day, i + 1)
        old = {p.exercise.id: p for p in was}
        for placed in now:
            if placed.exercise.id not in ordered:
                continue
            name = placed.exercise.id
            if closed and any(_heavy(option.dose) for option in placed.dose.options):
                faults.setdefault(f"`--dose {name}=...` is heavy work, which is closed: {closed}.")
            elif not request.reason and _far_off(placed, old[name]):
                faults.setdefault(
                    f"`--dose {name}=...` is more than {MOST_TIMES} times the usual work. "
                    'Lower it, or say why with `--reason "..."`.'
                )
    if faults:
        raise UsageProblem("\n".join(faults))


def _heavy_closed(screen: Screen, served: Sequence[Served], day: date, number: int) -> str | None:
    """Why heavy work is closed in a week, or None."""
    if why := screen.closed.get("heavy"):
        return why
    opens = max(
        (
            d
            for d in (
                healing_locks(served, day, number).get("heavy"),
                screen.not_before.get("heavy"),
            )
            if d
        ),
        default=None,
    )
    return f"not before {opens}" if opens and day < opens else None


def _heavy(dose: Dose) -> bool:
    """True for a repetition maximum, and for a load of as many percent."""
    share = re.search(r"(\d+) ?%", dose.load or "")
    return dose.rep_max or bool(share and int(share[1]) >= HEAVY_PERCENT)


def _far_off(now: Placed, was: Placed) -> bool:
    """True when an ordered dose is many times the usual and the protocol's own, a session or a week."""
    known = [o.dose for o in (*now.exercise.usual.options, *was.dose.options)]
    for dose in (option.dose for option in now.dose.options):
        alike = [one for one in known if same_kind(one, dose) and volume(one)]
        if not alike:
            continue
        if volume(dose) > MOST_TIMES * max(volume(one) for one in alike):
            return True
        if volume(dose) * weekly(dose) > MOST_TIMES * max(volume(o) * weekly(o) for o in alike):
            return True
    return False
