"""From one picture's words to a placed body: angles first, then contacts in written order."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercise_rx.draw.contacts import Clam, Contact, Foot, Hand, Leg, Pin, Rest, Shift, Stack
from exercise_rx.draw.feet import place_clam, place_foot, place_leg, place_stack
from exercise_rx.draw.geometry import Array, vector
from exercise_rx.draw.hands import PRESET_HANDS, place_hand
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.skeleton import Placement, Stance
from exercise_rx.draw.stances import Layer
from exercise_rx.draw.words import Place


@dataclass
class Work:
    """A body being placed: what the contacts have done so far."""

    anatomy: Anatomy
    layer: Layer
    stance: Stance
    start: "Solved | None"
    tops: Mapping[str, float]
    missed: dict[str, float] = field(default_factory=dict)

    @property
    def placement(self) -> Placement:
        return self.anatomy.body.skeleton.place(self.stance)

    def at(self, place: Place) -> Array:
        """A landmark's place now, or a point as it is."""
        if isinstance(place, str):
            return self.anatomy.point(place, self.placement)
        return vector(place)

    def height(self, on: str | None, y: float) -> float:
        """The top of a named prop plus `y`, or `y`."""
        return self.tops[on] + y if on else y


@dataclass(frozen=True)
class Solved:
    """A placed body and by how many metres each contact was missed."""

    layer: Layer
    stance: Stance
    placement: Placement
    missed: dict[str, float]


def solve(
    anatomy: Anatomy, layer: Layer, start: Solved | None, tops: Mapping[str, float]
) -> Solved:
    """Place the body of one picture; `start` is the first picture, for what stays put."""
    stance = Stance(layer.angles, layer.root_turn, vector(layer.root))
    work = Work(anatomy, layer, stance, start, tops)
    for contact in layer.contacts:
        _apply(work, contact)
    return Solved(layer, work.stance, work.placement, work.missed)


def _apply(work: Work, contact: Contact) -> None:
    match contact:
        case str():
            for one in _preset(contact, work.start):
                _apply(work, one)
        case Rest():
            _rest(work, contact)
        case Pin():
            _pin(work, contact)
        case Shift():
            work.stance = work.stance.moved(vector(contact.shift))
        case Foot():
            place_foot(work, contact)
        case Leg():
            place_leg(work, contact)
        case Hand():
            place_hand(work, contact)
        case Stack():
            place_stack(work, contact)
        case Clam():
            place_clam(work, contact)


def _preset(name: str, start: Solved | None) -> tuple[Contact, ...]:
    if name in PRESET_HANDS:
        return PRESET_HANDS[name]
    if start is None:
        return ()
    if name == "same_feet":
        return (Foot(foot="L", keep="start"), Foot(foot="R", keep="start"))
    return (Hand(hand="L", keep="start"), Hand(hand="R", keep="start"))


def _rest(work: Work, contact: Rest) -> None:
    ids = np.unique(np.concatenate([work.anatomy.parts[name] for name in contact.rest]))
    body = work.anatomy.body
    lowest = body.carried(work.placement).apply(body.vertices, ids)[:, 1].min()
    goal = work.height(contact.upon, contact.y) - contact.sink
    work.stance = work.stance.moved(np.array([0, goal - lowest, 0]))


def _pin(work: Work, contact: Pin) -> None:
    if contact.to == "start":
        placement = work.start.placement if work.start else work.placement
        goal = work.anatomy.point(contact.pin, placement)
    else:
        goal = vector(contact.to)
    step = goal - work.at(contact.pin)
    work.stance = work.stance.moved(step * [axis in contact.axes for axis in "xyz"])
