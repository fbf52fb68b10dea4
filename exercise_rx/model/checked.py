"""The base of values that use more of pydantic than `Strict` offers: choices among models, own types."""

from typing import Self

from pydantic import BaseModel, ConfigDict


class Checked(BaseModel):
    """Frozen; an unknown key is an error."""

    # `hide_input_in_errors`: a traceback may end up in a log, and what was given may be a patient's.
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, defer_build=True,
        hide_input_in_errors=True,
    )  # fmt: skip

    def but(self, **changes: object) -> Self:
        """A validated copy with `changes` (`model_copy` would skip the checks)."""
        return self.model_validate({**dict(self), **changes})
