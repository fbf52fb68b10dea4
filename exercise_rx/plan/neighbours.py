"""Too hard? Too easy? What an exercise may be changed for, without a patient left without words.

Nobody is sent to an exercise that has no block on the page: such a one is only named for the
therapist to show, and half of the dose eases the day until then.
"""

from collections.abc import Mapping

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.program import Neighbour
from exercise_rx.model.record import Record
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording
from exercise_rx.plan.choose import easier_rungs
from exercise_rx.plan.screen import Screen, reached_by
from exercise_rx.plan.sides import fill

OFF_PAGE = 10_000
"""Later than any week: an exercise that no week of the page holds."""
MORE = {"band": "neighbour.next-band", "heavier": "neighbour.next-load"}
"""More of the same exercise: a stronger band drops the repetitions again (review item 25)."""


class Ladder(Record):
    """The rungs beside each exercise of a page: what may be done at home, and what has a block."""

    screen: Screen
    catalog: Catalog
    say: Wording
    numbers: Mapping[str, str]
    """The block of each exercise on the page."""
    stands: Mapping[str, tuple[int, ...]]
    """The weeks in which each exercise of the page stands, in order."""
    nexts: Mapping[str, str]
    """What a dose goes on to by its own protocol: an exercise, `band`, `heavier`."""
    protected: bool = False
    """Only what is on the page may be done: nothing else is named either."""
    operated: bool = False
    """The steps after an operation say what comes next, not a harder neighbor."""

    def easier(self, exercise: Exercise, side: Side) -> Neighbour | None:
        """The nearest easier rung done in the same weeks; else one that was taught; else the nearest.

        One that the plan has dropped since is named with the week that says how much of it; one
        without a block is for the therapist to show.
        """
        rungs = easier_rungs(exercise, self.catalog)
        weeks = self.stands[exercise.id]
        for name in rungs:
            if set(weeks) <= set(self.stands.get(name, ())) and self._open(name):
                return self._named(name, side, "neighbour.easier-here")
        for name in rungs:
            taught = [week for week in self.stands.get(name, ()) if week <= weeks[0]]
            if taught and self._open(name):
                return self._named(name, side, "neighbour.easier-before", week=taught[-1])
        nearest = next((n for n in rungs if self._open(n)), None)
        return self._named(nearest, side, "neighbour.easier") if nearest else None

    def harder(self, exercise: Exercise, side: Side) -> Neighbour | None:
        """What the protocol goes on to, else the next rung; never without the therapist.

        Nothing that the patient already does by then: it is no answer to `Too easy?`.
        """
        goes_on = self.nexts.get(exercise.id, "")
        if goes_on in MORE:
            more = self._named(exercise.id, side, MORE[goes_on])
            return None if self.protected or self.operated else more
        name = goes_on if goes_on in self.catalog.exercises else exercise.harder
        if name is None or name not in self.catalog.exercises or not self._open(name):
            return None
        if self.operated and name not in self.numbers:
            return None
        if min(self.stands.get(name, (OFF_PAGE,))) <= self.stands[exercise.id][0]:
            return None
        key = "neighbour.harder-here" if name in self.numbers else "neighbour.harder"
        return self._named(name, side, key)

    def _open(self, name: str) -> bool:
        """True when this patient may do it at home from the first day on."""
        if self.protected and name not in self.numbers:
            return False
        exercise = self.catalog.exercises[name]
        waits = {*self.screen.not_before, *self.screen.healing}
        return not self.screen.why_not(exercise) and not waits.intersection(reached_by(exercise))

    def _named(self, name: str, side: Side, key: str, week: int = 0) -> Neighbour:
        plain = fill(self.catalog.exercises[name].plain, side, self.say)
        words = self.say(key, plain=plain, number=self.numbers.get(name, ""), week=week)
        return Neighbour(id=name, plain=plain, words=words)
