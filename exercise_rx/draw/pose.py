"""A pose file: what the pictures of one exercise show, in the words of the field."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from exercise_rx.draw.contacts import Contact
from exercise_rx.draw.joints import known_names
from exercise_rx.draw.mark_words import AnyMark
from exercise_rx.draw.prop_words import AnyProp
from exercise_rx.draw.words import FRAMES, Frame, Part, Point
from exercise_rx.errors import did_you_mean
from exercise_rx.model.checked import Checked

Stance = Literal[
    "stand", "sit", "long_sit", "supine", "prone", "side_L", "quadruped", "half_kneel", "kneel"
]
VIEWS = {
    "front": 0, "front-right": -40, "right": -75, "back-right": -128, "back": 180,
    "back-left": 128, "left": 75, "front-left": 40,
}  # fmt: skip
SIDE_WORDS = re.compile(r"\b(left|right)\b", re.IGNORECASE)


def _known_joints(joints: dict[str, float]) -> dict[str, float]:
    names = known_names()
    for name in joints:
        if name not in names:
            near = did_you_mean(name, names) or "The list is in exercises/POSES.md."
            raise ValueError(f"no joint angle is called {name!r}. {near}")
    return joints


def _flat(value: Any) -> Any:
    """Groups of contacts (a YAML anchor on a list) laid out as one list."""
    if not isinstance(value, list):
        return value
    flat: list[Any] = []
    for item in value:
        flat += item if isinstance(item, list) else [item]
    return flat


Joints = Annotated[dict[str, float], AfterValidator(_known_joints)]
Contacts = Annotated[list[Contact], BeforeValidator(_flat)]


class FramePose(Checked):
    """One picture: what differs from the one before. Contacts, if given, are given anew."""

    joints: Joints = Field(default_factory=dict)
    contacts: Contacts | None = None
    pitch: float | None = Field(None, description="Whole body tipped forward, degrees.")
    roll: float | None = Field(None, description="Whole body tipped to the right, degrees.")
    yaw: float | None = Field(None, description="Whole body turned to the left, degrees.")
    twist: float | None = Field(None, description="Turned about its own length, degrees.")
    root: Point | None = Field(None, description="Where the pelvis starts before the contacts.")
    eyes_closed: bool | None = None


class CameraWords(Checked):
    """From where we look, and at what."""

    view: Literal[
        "front", "front-right", "right", "back-right", "back", "back-left", "left", "front-left"
    ] | None = None  # fmt: skip
    azimuth: float | None = Field(None, description="0 the front, 90 the person's left, -90 right.")
    elevation: float = 12
    focus: list[Part] = Field(default=[], description="Parts to show; all unless told.")
    include: list[Point] = Field(default=[], description="Points that must be in the picture.")
    crop: tuple[float, float, float, float] = Field(
        (0, 0, 0, 0), description="Shares cut from left, right, bottom, top."
    )
    margin: float = 0.03

    @property
    def angle(self) -> float:
        """The azimuth in degrees."""
        if self.azimuth is not None:
            return self.azimuth
        return float(VIEWS[self.view or "right"])

    @model_validator(mode="after")
    def _one_angle(self) -> Self:
        if self.view is not None and self.azimuth is not None:
            raise ValueError("give `view` or `azimuth`, not both")
        return self


class Alt(Checked):
    """What each picture shows, for someone who cannot see it; {side} and {other} are the sides."""

    start: str
    middle: str | None = None
    end: str
    context: str | None = None

    @model_validator(mode="after")
    def _sides_are_asked(self) -> Self:
        for name, text in self:
            found = SIDE_WORDS.search(text or "")
            if found:
                raise ValueError(
                    f"`{name}` says {found.group(0)!r}; write {{side}} for the involved side"
                    " and {other} for the other one, because the picture is mirrored"
                )
            if text and set(re.findall(r"\{(\w*)\}", text)) - {"side", "other"}:
                raise ValueError(f"`{name}` may only use the placeholders {{side}} and {{other}}")
        return self


class Pose(Checked):
    """The pictures of one exercise, posed for the right side; the left side is its mirror."""

    stance: Stance
    camera: CameraWords
    context: CameraWords | None = Field(None, description="A small whole-body figure beside it.")
    shoes: bool = False
    eyes_closed: bool = False
    props: list[AnyProp] = Field(default_factory=list)
    setup: FramePose = FramePose()
    start: FramePose = FramePose()
    middle: FramePose | None = None
    end: FramePose = FramePose()
    marks: list[AnyMark] = Field(default_factory=list)
    alt: Alt
    accept: dict[str, str] = Field(default={}, description="Check that may fail: why.")

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The pictures there are, in order."""
        return tuple(f for f in FRAMES if f != "middle" or self.middle is not None)

    @model_validator(mode="after")
    def _pictures_agree(self) -> Self:
        if (self.middle is None) != (self.alt.middle is None):
            raise ValueError("`middle` and `alt.middle` come together: a picture and its words")
        if (self.context is None) != (self.alt.context is None):
            raise ValueError("`context` and `alt.context` come together: a picture and its words")
        wanted = {f for thing in (*self.marks,) for f in thing.frame}
        wanted |= {f for prop in self.props for f in prop.only or ()}
        tops = {prop.kind for prop in self.props}
        for frame in (self.setup, self.start, self.middle, self.end):
            for contact in (frame.contacts or []) if frame else []:
                on = getattr(contact, "upon", None)
                if on is not None and on not in tops:
                    raise ValueError(f"a contact is upon {on!r}, but no such prop is in `props`")
        if "middle" in wanted and self.middle is None:
            raise ValueError("a mark or prop is meant for a `middle` picture that is not there")
        return self
