"""Orders that are refused: what a ban, the home, a protected list or an operation closes."""

from collections.abc import Sequence

from exercise_rx.errors import UsageProblem
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.request import Request
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.serve import Served


def refuse_early_orders(request: Request, served: Sequence[Served], *, protected: bool) -> None:
    """Nothing is added to a protected list, nor to the weeks after an operation.

    Only the list or the surgeon's phases say when a load may begin; an added exercise has no date.

    Raises:
        UsageProblem: an addition or a swap where none may stand.
    """
    if not request.add and not request.swap:
        return
    operated = any(s.protocol.clock == "surgery" or s.condition.surgical for s in served)
    if protected or operated:
        why = (
            "only the protected list may print"
            if protected
            else "the phases after the operation decide"
        )
        raise UsageProblem(
            f"`--add` and `--swap` are closed here: {why}.",
            tip="Use --drop, a lower --dose or --not-before; or print again once the patient is cleared.",
        )


def refuse_lost_additions(request: Request, weeks: Sequence[Sequence[Placed]]) -> None:
    """An addition that no week of the plan takes up is told, never passed over.

    Raises:
        UsageProblem: additions whose loads the plan does not come to.
    """
    here = {placed.exercise.id for week in weeks for placed in week}
    lost = [name for name in request.add if name not in here]
    if lost:
        raise UsageProblem(
            f"`--add {' --add '.join(lost)}`: the plan does not come to such a load in its weeks.",
            tip="Print more weeks with --weeks, or plan it when the patient is there.",
        )


def refuse_closed_orders(request: Request, screen: Screen, catalog: Catalog) -> None:
    """The PT has the last word inside the ban list; outside it the order is refused with its reason.

    Raises:
        UsageProblem: every addition and swap that a ban or the home closes, at once.
    """
    faults, banned = [], False
    for flag, name in (
        *(("--add ", n) for n in request.add),
        *((f"--swap {s.old}=", s.new) for s in request.swap),
    ):
        exercise = catalog.exercises.named(name)
        if reason := screen.banned(exercise) or screen.lacking(exercise):
            banned = banned or screen.banned(exercise) is not None
            faults.append(f"`{flag}{name}` is refused: {reason}.")
    if faults:
        lifted = "A ban is lifted only by a changed fact or code."
        tip = lifted if banned else "Add the thing to --home, or name another exercise."
        raise UsageProblem("\n".join(faults), tip=tip)
