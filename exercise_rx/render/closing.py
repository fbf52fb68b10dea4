"""Who made and who checks a plan, said alike wherever it stands."""

from exercise_rx.model.program import Program
from exercise_rx.model.wording import Wording


def disclaimer(program: Program, say: Wording, key: str) -> str:
    """The words under `key`: with the name of who signs, or that a clinician must check it first."""
    if program.clinician:
        return say(f"{key}-named", name=program.clinician)
    return say(key)
