"""How a body touches the world: the contacts of a pose, worked through in written order."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    Discriminator,
    Field,
    SerializerFunctionWrapHandler,
    Tag,
    model_serializer,
    model_validator,
)

from exercise_rx.draw.words import Direction, Landmark, Parts, Place, Point, Side
from exercise_rx.model.checked import Checked

Limb = Literal[
    "foot.L", "foot.R", "toes.L", "toes.R", "shank.L", "shank.R", "thigh.L", "thigh.R",
    "forearm.L", "forearm.R", "hand.L", "hand.R",
]  # fmt: skip
"""A part whose own directions a hand that holds it may follow."""
Grip = Literal["flat", "relaxed", "hold", "fist", "hook"]
"""What the fingers do: lie flat, hang loosely, close round a thing, make a fist, hook."""


class Rest(Checked):
    """Lower or lift the whole body until the lowest point of a part lies at a height."""

    rest: Parts = Field(description="Part or parts: feet, seat, back, body, knees ...")
    y: float = Field(0, description="Height in metres; 0 is the floor.")
    upon: str | None = Field(None, description="A prop: its top is the height.")
    sink: float = Field(0.004, description="How far soft skin sinks in, metres.")


class Pin(Checked):
    """Move the whole body until a landmark is back where it was, or at a point."""

    pin: Landmark
    to: Literal["start"] | Point = "start"
    axes: str = Field("xz", pattern="^x?y?z?$", description="Along which axes to move.")


class Shift(Checked):
    """Carry the whole body, in metres."""

    shift: Point


class Foot(Checked):
    """Put a sole on a surface by bending hip and knee."""

    foot: Side
    at: tuple[float, float] | None = Field(
        None, description="Ankle over this [x, z]; else where it is."
    )
    y: float = 0
    upon: str | None = Field(None, description="A prop: its top is the height.")
    yaw: float | None = Field(None, description="Toes out, degrees; 6 unless told.")
    pitch: float = Field(0, description="Toes up, degrees: the foot tips on its heel.")
    heel_up: float = Field(0, description="Heel up, degrees: the foot tips on its ball.")
    roll: float = Field(0, description="Inner border up, degrees: the whole foot tips.")
    inversion: float = Field(0, description="Turn at the subtalar joint, degrees; below 0 everts.")
    keep: Literal["start"] | None = Field(None, description="Stay where the start picture has it.")
    knee: Direction | None = Field(None, description="Where the knee points.")


class Leg(Checked):
    """Bring an ankle to a place by bending hip and knee; the foot follows the shank."""

    leg: Side
    ankle: Place
    offset: Point = (0, 0, 0)
    knee: Direction


class Hand(Checked):
    """Bring a hand to a place by bending shoulder and elbow."""

    hand: Side
    to: Place | None = Field(None, description="A landmark or a point.")
    offset: Point = (0, 0, 0)
    palm: Direction = Field((0, -1, 0), description="Where the palm looks.")
    fingers: Direction = Field((0, 0, 1), description="Where the fingers point.")
    elbow: Direction | None = Field(None, description="Where the elbow points.")
    grip: Grip = "flat"
    size: float = Field(0.015, description="Radius of the thing held, metres.")
    touch: Literal["palm", "knuckle", "fingertip", "grip", "wrist", "indextip"] | None = None
    gap: float | None = Field(None, description="Metres between palm bones and the place.")
    keep: Literal["start"] | None = Field(None, description="Where the start picture has it.")
    along: Limb | None = Field(
        None, description="Palm, fingers and offset are this part's own, and turn with it."
    )

    @model_validator(mode="after")
    def _has_a_goal(self) -> Self:
        if (self.to is None) == (self.keep is None):
            raise ValueError("a hand needs `to` (a landmark or a point) or `keep: start`")
        return self

    @model_serializer(mode="wrap")
    def _unsaid_along(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Poses that never say `along` keep the stamp their pictures were drawn with."""
        said: dict[str, Any] = usual(self)
        if self.along is None:
            said.pop("along", None)
        return said


class Stack(Checked):
    """Lay the upper leg on the lower one, when lying on the side."""

    stack: Side
    gap: float = 0.072
    knee_gap: float = 0.10


class Clam(Checked):
    """Open the upper knee about the line from hip to ankle, feet together."""

    clam: Side
    angle: float = Field(42, ge=0, le=80)


KEYS: dict[str, type[Checked]] = {
    "rest": Rest, "pin": Pin, "shift": Shift, "foot": Foot, "leg": Leg, "hand": Hand,
    "stack": Stack, "clam": Clam,
}  # fmt: skip
PRESETS = ("lap_hands", "hands_on_hips", "arms_crossed", "same_hands", "same_feet")


def _which(value: Any) -> str | None:
    if isinstance(value, str):
        return "preset"
    if isinstance(value, dict):
        return next((key for key in KEYS if key in value), None)
    return next((key for key, model in KEYS.items() if isinstance(value, model)), None)


Preset = Literal["lap_hands", "hands_on_hips", "arms_crossed", "same_hands", "same_feet"]
Contact = Annotated[
    Annotated[Rest, Tag("rest")]
    | Annotated[Pin, Tag("pin")]
    | Annotated[Shift, Tag("shift")]
    | Annotated[Foot, Tag("foot")]
    | Annotated[Leg, Tag("leg")]
    | Annotated[Hand, Tag("hand")]
    | Annotated[Stack, Tag("stack")]
    | Annotated[Clam, Tag("clam")]
    | Annotated[Preset, Tag("preset")],
    Discriminator(
        _which,
        custom_error_type="contact",
        custom_error_message=(
            "a contact needs one of rest, pin, shift, foot, leg, hand, stack, clam,"
            " or is one of the words lap_hands, hands_on_hips, arms_crossed, same_hands, same_feet"
        ),
    ),
]
