"""A pose file read and checked: every fault with its file, line and a near match."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from exercise_rx.draw.contacts import KEYS as CONTACT_KEYS
from exercise_rx.draw.mark_words import KEYS as MARK_KEYS
from exercise_rx.draw.pose import Alt, CameraWords, FramePose, Pose
from exercise_rx.draw.prop_words import AnyProp
from exercise_rx.errors import CatalogError, Problem, did_you_mean

SUFFIX = ".pose.yaml"


def read_pose(path: Path) -> Pose:
    """The pose of one file, or every fault in it."""
    text = path.read_text(encoding="utf-8")
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        says = str(getattr(fault, "problem", None) or fault)
        line = mark.line + 1 if mark else None
        raise CatalogError(
            [Problem(path, line, "", f"this is not YAML: {says}", "Check the indent and colons.")]
        ) from fault
    try:
        return Pose.model_validate(data)
    except ValidationError as fault:
        raise CatalogError([_problem(path, tree, e) for e in fault.errors()]) from fault


def _problem(path: Path, tree: yaml.Node | None, error: Any) -> Problem:
    steps = _real_steps(tree, error["loc"])
    says, do = str(error["msg"]), "See exercises/POSES.md."
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        says = f"no key is called {key!r} here"
        do = did_you_mean(key, _keys()) or do
    elif error["type"] == "missing":
        says, do = "this is missing", "Add it."
    elif error["type"] == "value_error":
        says = says.removeprefix("Value error, ")
    return Problem(path, _line(tree, steps), ".".join(str(s) for s in steps), says, do)


def _keys() -> list[str]:
    """Every key of the format, for near matches."""
    props: Any = AnyProp.__origin__  # type: ignore[attr-defined]
    models: list[type[BaseModel]] = [Pose, FramePose, CameraWords, Alt]
    models.extend([*CONTACT_KEYS.values(), *MARK_KEYS.values(), *props.__args__])
    return sorted({name for model in models for name in model.model_fields})


def _real_steps(node: yaml.Node | None, loc: tuple[Any, ...]) -> list[Any]:
    """The location without the names pydantic adds for choices among models."""
    steps: list[Any] = []
    for i, step in enumerate(loc):
        below = _child(node, step)
        if below is not None:
            node = below
            steps.append(step)
        elif i == len(loc) - 1 and isinstance(step, str):
            steps.append(step)
    return steps


def _child(node: yaml.Node | None, step: Any) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _line(node: yaml.Node | None, steps: list[Any]) -> int | None:
    line = node.start_mark.line + 1 if node else None
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            key = next((k for k, _ in node.value if k.value == str(step)), None)
            line = key.start_mark.line + 1 if key else line
        node = _child(node, step)
        if node is None:
            break
        if isinstance(step, int):
            line = node.start_mark.line + 1
    return line
