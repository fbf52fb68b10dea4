"""A code with what answers it, as the pipeline hands it to the planner."""

from exercise_rx.model.condition import Condition, RefusedFamily
from exercise_rx.model.record import Record
from exercise_rx.model.request import AskedCode


class Matched(Record):
    """A diagnosis code and the condition or the refused family that answers it."""

    asked: AskedCode
    condition: Condition | None = None
    refused: RefusedFamily | None = None
