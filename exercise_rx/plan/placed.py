"""An exercise that stands in a week, and the PT's last word on which do."""

from exercise_rx.model.dose import Prescribed
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.record import Record
from exercise_rx.plan.course import Line


class Placed(Record):
    """An exercise that stands in a week, with its dose and the diagnosis it serves."""

    exercise: Exercise
    dose: Prescribed
    line: Line
    owner: int
    """Index of the diagnosis; the lower one where two share the exercise."""
    shared: bool = False
    adapted: str | None = None

    @property
    def unit(self) -> str:
        """What the cap counts: a card of several directions is one."""
        return self.line.group or self.exercise.id


class Orders(Record):
    """The PT's last word: swaps, drops, additions and doses."""

    swap: dict[str, str]
    drop: frozenset[str]
    add: tuple[str, ...]
    dosed: frozenset[str] = frozenset()
    """Exercises with a dose of the PT's own."""
    bands: tuple[str, ...] = ()
    """Colors of the bands at home."""

    def wanted(self, exercise: str) -> bool:
        """Whether the PT named it: added, swapped in, or given a dose."""
        return exercise in self.add or exercise in self.dosed or exercise in self.swap.values()
