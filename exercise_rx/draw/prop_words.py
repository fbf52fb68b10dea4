"""Props a patient has at home, as a pose file names them."""

from typing import Annotated, Literal

from pydantic import Field

from exercise_rx.draw.words import Direction, Frame, Landmark, Parts, Place, Point, Side
from exercise_rx.model.checked import Checked

Size2 = tuple[float, float]


class Prop(Checked):
    """What every prop can say."""

    only: list[Frame] | None = Field(None, description="Pictures it is in; all unless told.")
    still: bool = Field(False, description="Stays where the start picture has its landmarks.")


class Standing(Prop):
    """A thing on the floor: its middle and its turn."""

    x: float = 0
    z: float = 0
    yaw: float = Field(0, description="Degrees, front towards the person's left.")


class Chair(Standing):
    kind: Literal["chair"]
    seat: float = 0.45
    width: float = 0.44
    depth: float = 0.42
    back: bool = True
    arms: bool = False


class Block(Standing):
    """A box-shaped thing with a usual size of its own."""

    kind: Literal["step", "counter", "table", "bed", "bench", "sofa", "box", "foam", "stairs"]
    height: float | None = None
    width: float | None = None
    depth: float | None = None
    y: float = Field(0, description="Height of its underside, metres.")


class Wall(Prop):
    kind: Literal["wall"]
    side: Literal["front", "back", "left", "right"] = "front"
    at: float = Field(description="Metres from the middle to the wall's face.")
    along: float = Field(0, description="Shift along the wall, metres.")
    width: float = 1.1
    height: float = 1.9


class Doorway(Standing):
    kind: Literal["doorway"]
    width: float = 0.9
    height: float = 2.0


class Mat(Standing):
    kind: Literal["mat"]
    size: Size2 = (0.72, 1.85)
    y: float = 0


class Soft(Prop):
    """A pillow, folded towel or cushion under a landmark or at a point; a kneecap to move."""

    kind: Literal["pillow", "folded_towel", "kneecap"]
    at: Place
    offset: Point = (0, 0, 0)
    size: Point = (0.42, 0.10, 0.30)


class Towel(Prop):
    """A towel flat on the floor; `bunch` 0 to 1 gathers it under the toes."""

    kind: Literal["towel"]
    x: float = 0
    z: float = 0
    y: float = 0.004
    width: float = 0.34
    depth: float = 0.62
    bunch: float = Field(0, ge=0, le=1)


class Roll(Prop):
    """A towel roll, foam roll, bottle or rubber bar: a cylinder at a landmark or a point."""

    kind: Literal["roll", "bottle", "rubber_bar"]
    at: Place
    offset: Point = (0, 0, 0)
    axis: Direction = (1, 0, 0)
    length: float | None = None
    radius: float | None = None


class Ball(Prop):
    kind: Literal["ball"]
    at: Place
    offset: Point = (0, 0, 0)
    radius: float = 0.1


class Loop(Checked):
    """Where a band goes round the body: round `part`, at a landmark, square to `normal`."""

    part: Parts
    at: Landmark
    normal: Direction = Field(
        (0, 0, 1), description="In the directions of the bone at the landmark."
    )
    shift: float = Field(0, description="Metres along the normal.")


class Band(Prop):
    """An exercise band, strap, belt or towel pulled tight."""

    kind: Literal["band", "strap", "long_towel"]
    loop: Loop | None = Field(None, description="Round one part; `to` then runs from it.")
    joined: Loop | None = Field(None, description="One loop round several parts together.")
    joined_at: list[Landmark] = Field(default=[], description="More landmarks: the loop is midway.")
    to: list[Place] = Field(default=[], description="Ends of the straps that leave the loop.")
    path: list[Place] = Field(default=[], description="A free band through these places.")
    wrap: list[Side] = Field(default=[], description="Hands the band is wound round.")
    width: float | None = None
    lift: float = Field(0.004, description="Metres towards the viewer, so skin does not hide it.")


class Held(Prop):
    """A thing in a hand."""

    kind: Literal["dumbbell", "hammer", "putty", "kettle"]
    hand: Side
    size: float = 1


class Stick(Prop):
    kind: Literal["stick"]
    hands: list[Side] = Field(default=[], description="Held: it runs through these fists.")
    path: list[Place] = Field(default=[], description="Or from one place to another.")
    over: float = Field(0.22, description="Metres it stands out past the ends.")
    radius: float = 0.013


class Worn(Prop):
    """A cuff weight round a shank or forearm, or a backpack."""

    kind: Literal["ankle_weight", "backpack"]
    side: Side = "R"


class Post(Prop):
    """A table leg, rail or door edge: where bands are tied and hands hold on."""

    kind: Literal["post"]
    path: list[Point] = Field(min_length=2)
    radius: float = 0.025


class Board(Standing):
    kind: Literal["wobble_board", "slider", "tape", "marbles", "water", "bike", "cup"]
    y: float = 0
    tilt: float = Field(0, description="Degrees, the person's right edge down.")
    pitch: float = Field(0, description="Degrees, front edge down.")
    size: Size2 | None = None
    turn: float = Field(0, description="Bike only: pedal angle in degrees.")


AnyProp = Annotated[
    Chair | Block | Wall | Doorway | Mat | Soft | Towel | Roll | Ball | Band | Held | Stick | Worn
    | Post | Board,
    Field(discriminator="kind"),
]  # fmt: skip
