"""A YAML file as plain values that mean what they look like, or every problem with its line.

Only plain words follow rules, those of YAML 1.2: `true`, `false`, whole numbers and decimals.
`yes`, `no`, `on`, `1:30` and `010` stay text. A key given twice and an empty value are refused.
"""

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

from exercise_rx.errors import CatalogError, Problem

BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's reader is seven times faster; both give the same nodes."""

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
CONSTANTS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
TEXT_TAG = "tag:yaml.org,2002:str"
PLAIN = ("", None)


class Loader(BaseLoader):  # type: ignore[misc]
    """Every plain scalar arrives as text; `scalar` below gives it its meaning."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


def read_text(file: Path) -> str:
    """The file as text. Raises CatalogError when it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        says = "holds a character that is not UTF-8"
        raise CatalogError([Problem(file, line, "", says, "Save the file as UTF-8.")]) from None


def read_yaml(file: Path, text: str | None = None) -> dict[str, Any]:
    """The mapping in `file`. Raises CatalogError with every problem of its form."""
    node = compose(file, read_text(file) if text is None else text)
    problems: list[Problem] = []
    value = _value(node, file, problems, ())
    if not problems and not isinstance(value, dict):
        problems.append(
            Problem(
                file,
                1,
                "",
                "is not a list of keys with values",
                "Write `key: value` lines; see a neighbour file.",
            )
        )
    if problems:
        raise CatalogError(problems)
    return value  # type: ignore[no-any-return]


def compose(file: Path, text: str) -> yaml.Node:
    """The file's node tree, each node with its line. Raises CatalogError on a syntax error."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise CatalogError([_syntax_problem(file, line, error, text)]) from None
    except yaml.YAMLError as error:
        raise CatalogError(
            [
                Problem(
                    file,
                    None,
                    "",
                    f"is not YAML: {error}",
                    "Remove the character that cannot be printed.",
                )
            ]
        ) from None
    if node is None:
        raise CatalogError([Problem(file, 1, "", "is empty", "Fill it, or delete the file.")])
    return node


def _syntax_problem(
    file: Path, line: int | None, error: yaml.MarkedYAMLError, text: str
) -> Problem:
    says = f"cannot be read: {error.problem or error.context}"
    lines = text.splitlines()
    near = lines[line - 1].strip() if line and line <= len(lines) else ""
    if "\t" in near or "cannot start any token" in says:
        do = "Indent with spaces, and quote text that begins with a sign such as % or @."
    elif re.search(r":\s.*:\s", near) or "mapping values are not allowed" in says:
        do = 'Put quotes around a sentence that holds ": ".'
    else:
        do = "Check the indentation, the brackets and the quotes on this line and the one above."
    return Problem(file, line, "", says, do)


def _value(node: yaml.Node, file: Path, problems: list[Problem], above: tuple[int, ...]) -> Any:
    """The plain value of a node; problems of form are gathered on the way."""
    if isinstance(node, yaml.ScalarNode):
        return scalar(node)
    if id(node) in above:
        problems.append(
            _at(node, file, "refers to itself", "Write the text out instead of `*name`.")
        )
        return None
    above = (*above, id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_item(child, file, problems, above, "an item of the list") for child in node.value]
    found: dict[Any, Any] = {}
    for key_node, child in node.value:
        key = scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            problems.append(
                _at(
                    key_node,
                    file,
                    "has a key that is not a word",
                    "Write one word or number before the colon.",
                )
            )
            continue
        if key in found:
            problems.append(
                Problem(
                    file,
                    key_node.start_mark.line + 1,
                    str(key),
                    "is given twice",
                    "Keep one of them; the other would be lost without a word.",
                )
            )
        found[key] = _item(child, file, problems, above, f"`{key}`")
    return found


def _item(
    node: yaml.Node, file: Path, problems: list[Problem], above: tuple[int, ...], what: str
) -> Any:
    value = _value(node, file, problems, above)
    if value is None and isinstance(node, yaml.ScalarNode):
        problems.append(
            _at(
                node,
                file,
                f"has no value for {what}",
                "Give the value, or leave the key out. Inside { } a comma ends a "
                "value: put quotes around a sentence or dose that holds one.",
            )
        )
    if node.tag.startswith("!"):
        problems.append(
            _at(
                node,
                file,
                f"has the tag {node.tag}",
                "Put quotes around text that begins with `!`.",
            )
        )
    return value


def _at(node: yaml.Node, file: Path, says: str, do: str) -> Problem:
    return Problem(file, node.start_mark.line + 1, "", says, do)


def scalar(node: yaml.ScalarNode) -> Any:
    """What a scalar means: quoted text is text, a plain word follows YAML 1.2, None is nothing."""
    text: str = node.value
    if node.style not in PLAIN:
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text in NOTHING:
        return None
    if text[0] in "+-0123456789":
        if INTEGER.fullmatch(text):
            return int(text)
        if DECIMAL.fullmatch(text):
            return float(text)
    return text
