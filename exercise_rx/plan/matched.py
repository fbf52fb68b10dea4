"""A code with what answers it, as the pipeline hands it to the planner."""

from exercise_rx.model.condition import Condition, RedFlag, RefusedFamily
from exercise_rx.model.record import Record
from exercise_rx.model.request import AskedCode


class Matched(Record):
    """A diagnosis code and what answers it: a condition, a refused family, or the sign that it is."""

    asked: AskedCode
    condition: Condition | None = None
    refused: RefusedFamily | None = None
    sign: RedFlag | None = None
