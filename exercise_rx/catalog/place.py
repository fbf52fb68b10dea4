"""Where a value of a model stands in its file: the line, and the name its author knows it by."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from exercise_rx.catalog.yaml_file import compose


class Place:
    """Where a pydantic location stands in a file: its line, and its name as an author says it."""

    def __init__(self, file: Path, text: str) -> None:
        self.root = compose(file, text)

    def find(self, loc: Iterable[str | int], words: str = "") -> tuple[int, str]:
        """The line and the dotted name of `loc`; `words` in backticks or quotes narrow it down."""
        node, line, names = self.root, self.root.start_mark.line, list[str]()
        for part in loc:
            step = _step(node, part)
            if step is None:
                continue
            name, mark, node = step
            line = mark.line
            names.append(name)
        for word in re.findall(r"`([^`]+)`|'([^']+)'", words):
            inner = _mark_of(node, next(w for w in word if w))
            if inner is not None:
                line = inner.line
                break
        return line + 1, ".".join(names).replace(".#", " #")


OTHER_KEYS = {"dose": "choose", "exercise": "", "instead": "or", "only": "if", "when": "if"}
"""A model's field and the key that an author may have written for it."""


def _step(node: yaml.Node, part: str | int) -> tuple[str, yaml.Mark, yaml.Node] | None:
    """One step of a location: its name, its mark and the node there; None when it has no place."""
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        if isinstance(part, int) and not any(k.value == str(part) for k, _ in pairs):
            if part >= len(pairs):
                return None
            key, child = pairs[part]
            return key.value, key.start_mark, child
        for wanted in (str(part), OTHER_KEYS.get(str(part), "")):
            for key, child in pairs:
                if key.value == wanted:
                    return key.value, key.start_mark, child
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return _item_name(child, part), child.start_mark, child
    return None


def _item_name(node: yaml.Node, index: int) -> str:
    """A list item by its own id, else by its number from 1."""
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if key.value == "id" and isinstance(child, yaml.ScalarNode):
                return str(child.value)
    return f"#{index + 1}"


def _mark_of(node: yaml.Node, word: str) -> yaml.Mark | None:
    """The first place under `node` where `word` is a key or a value, or part of a value."""
    scalars = list(_scalars(node))
    for same in (lambda text: text == word, lambda text: word in text):
        for child in scalars:
            if same(child.value):
                return child.start_mark
    return None


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _scalars(child)
    else:
        for key, child in node.value:
            yield from _scalars(key)
            yield from _scalars(child)
