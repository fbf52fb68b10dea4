"""Right, left, both or none: which side the program is for, and how each exercise says it."""

from exercise_rx.errors import Question, Questions
from exercise_rx.model.condition import Condition
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording


def side_of(asked: AskedCode, condition: Condition, request: Request) -> Side:
    """The side of one diagnosis: from the code's own meaning, else as stated.

    Raises:
        Questions: the body part has sides and nobody said which.
    """
    if asked.side in ("right", "left", "both"):
        return asked.side
    stated = asked.asked_side or request.side
    if not condition.sides:
        return stated or "none"
    if stated is None:
        raise Questions(
            f"{asked.code} ({asked.description}) does not say which side.",
            [Question("side", "Which side is it?", "--side right, --side left or --side both")],
        )
    return stated


def card_side(exercise: Exercise, sides: set[Side], works: str) -> Side:
    """The side an exercise trains: the involved one, both in turn, or none for two-sided work."""
    if exercise.laterality == "both-together":
        return "none"
    if exercise.laterality == "each-side" or works == "each":
        return "both"
    named = sides - {"none"}
    if named == {"right"} or named == {"left"}:
        return named.pop()
    return "both"


def fill(text: str, side: Side, say: Wording) -> str:
    """`{side}` and `{other}` filled in: right and left, or working and other."""
    if "{" not in text:
        return text
    if side in ("right", "left"):
        other = "left" if side == "right" else "right"
        return text.replace("{side}", say(f"side.{side}")).replace("{other}", say(f"side.{other}"))
    return text.replace("{side}", say("side.working")).replace("{other}", say("side.other"))
