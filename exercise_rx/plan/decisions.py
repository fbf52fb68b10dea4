"""What the planner decided and why: each decision once, in the order in which it came up."""

from exercise_rx.model.program import Decision, DecisionKind


class Decisions:
    """A list that grows while a plan is made. The only value here that changes."""

    def __init__(self) -> None:
        self._told: dict[tuple[DecisionKind, str, str, str], None] = {}

    def tell(self, kind: DecisionKind, what: str, why: str, rule: str) -> None:
        """Note a decision; one that was told before is not told again."""
        self._told.setdefault((kind, what, why, rule))

    def told_by(self, rule: str) -> set[str]:
        """What a rule has decided on."""
        return {what for _, what, _, by in self._told if by == rule}

    def listed(self) -> tuple[Decision, ...]:
        """All of them, as the program keeps them."""
        return tuple(
            Decision(kind=kind, what=what, why=why, rule=rule)
            for kind, what, why, rule in self._told
        )
