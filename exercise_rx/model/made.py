"""The base of what the planner makes of checked values: a document and its parts."""

from typing import Any, Self

from exercise_rx.model.base import Strict


class Made(Strict):
    """A value that is taken as the planner makes it: its checks took a quarter of the time of a plan.

    Types are mypy's to hold, and `tests/promises/test_every_part_fits.py` checks each field of a plan
    of every diagnosis. What is read from a file, and a changed copy, is checked as any value is.
    """

    def __init__(self, **values: Any) -> None:
        fields = self.model_fields
        given = values if len(values) == len(fields) else self._defaults | values
        if len(given) != len(fields):
            wrong = sorted(given.keys() ^ fields.keys())
            raise TypeError(f"{type(self).__name__} takes {[*fields]}, not so {wrong}")
        object.__setattr__(self, "__dict__", given)

    def but(self, **changes: object) -> Self:
        """A checked copy with `changes`."""
        copy = object.__new__(type(self))
        Strict.__init__(copy, **{**self.__dict__, **changes})
        return copy
