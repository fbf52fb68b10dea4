"""How to read a short dose: only the forms that a plan prints, each by one of its own."""

from collections.abc import Iterator, Sequence

from exercise_rx.model.dose import Dose, Range
from exercise_rx.model.program import Figures, Step
from exercise_rx.model.wording import Wording

EXPLAINED = ("sets", "holds", "by-set")
"""Shapes whose short form is not plain words by itself."""


def reading(steps: Sequence[Step], say: Wording) -> tuple[str, ...]:
    """A line for each form: sets, holds, sets that differ, and numbers to grow through."""
    told = [
        (option.dose, choice.figures)
        for step in steps
        for item in step.items
        for option, choice in zip(item.dose.options, item.choices, strict=False)
    ]
    # Plain numbers explain more than a span does.
    told.sort(key=lambda one: _span(one[0]) is not None)
    return tuple(_lines(told, say))


def _lines(told: list[tuple[Dose, Figures]], say: Wording) -> Iterator[str]:
    for shape in EXPLAINED:
        one = next((one for one in told if one[0].shape == shape and _filled_in(one[1])), None)
        if one:
            dose, figures = one
            yield say(
                f"page.read.{shape}",
                n=dose.sets.high if dose.sets else 2,
                short=figures.short,
                sets=figures.sets,
                times=figures.times,
                hold=figures.hold,
            )
    if span := next((span for dose, _ in told if (span := _span(dose))), None):
        yield say("page.read.span", span=span, low=span.low, high=span.high)


def _filled_in(figures: Figures) -> bool:
    return not {"work", "sets", "reps", "hold"} & set(figures.blanks)


def _span(dose: Dose) -> Range | None:
    """Numbers to start low in and grow through."""
    work = (dose.sets, dose.reps, dose.hold if dose.shape == "holds" else None, dose.time)
    return next((one for one in work if one and one.low != one.high), None)
