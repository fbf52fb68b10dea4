"""What a patient reads of why an exercise is not the protocol's own: the full reason is the clinician's."""

from exercise_rx.model.program import Item
from exercise_rx.model.wording import Wording

STANDS_IN = "In place of"
"""How the planner begins the reason for an exercise taken because the first choice does not fit."""


def chosen_words(item: Item, say: Wording) -> str | None:
    """A line for the block of an exercise that fits this home; none for what the therapist ordered."""
    if item.adapted and item.adapted.startswith(STANDS_IN):
        return say("page.exercise.chosen")
    return None
