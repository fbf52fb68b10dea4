"""Commented files to begin an exercise, a protocol or a condition with."""

import re
from textwrap import fill
from typing import NamedTuple, get_args

from exercise_rx.catalog import places, schema
from exercise_rx.catalog.kinds import BY_NAME
from exercise_rx.catalog.yaml_file import read_text
from exercise_rx.errors import UsageProblem, did_you_mean
from exercise_rx.model.vocabulary import EQUIPMENT, LOAD_TAGS, Kind, PainRule, Position, Region

KINDS = ("exercise", "protocol", "condition")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FOLDERS = {"foot": "ankle", "thigh": "hip", "neck": "trunk"}
"""Protocols and conditions of these regions lie in a neighbour's folder."""
SHARED = ("ankle", "knee", "hip", "trunk", "shoulder")


class Starter(NamedTuple):
    """A new file: where it goes under the content's root, its text, and the schema it names."""

    path: str
    text: str
    schema_path: str
    schema_text: str


def starter(kind: str, id_: str, region: str) -> Starter:
    """The commented first text of a new file.

    Raises:
        UsageProblem: a kind, id or region that does not exist or cannot be a file's name.
    """
    _one_of(kind, KINDS, "kind of file")
    _one_of(region, get_args(Region), "region")
    if not SLUG.fullmatch(id_) or len(id_) > 60:
        raise UsageProblem(
            f"`{id_}` cannot be a file's name.",
            tip=f"Use lower case letters, digits and single hyphens: {_tidy(id_)}",
        )
    where = BY_NAME[kind].where
    folder = region if kind == "exercise" else _folder(region)
    name = f"{where}/schema.json"
    return Starter(
        f"{where}/{folder}/{id_}.yaml",
        text_of(kind, region),
        name,
        schema.text_of(schema.schemas()[name]),
    )


def text_of(kind: str, region: str = "<region>") -> str:
    """The starter of a kind with the closed lists of words in its comments."""
    text = read_text(places.shipped() / "templates" / "starters" / f"{kind}.yaml")
    for word, words in _lists(region).items():
        text = text.replace(f"@{word}@", words)
    return text


def _one_of(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        near = did_you_mean(word, known, count=1) or f"Use one of: {', '.join(known)}."
        raise UsageProblem(f"There is no {what} `{word}`.", tip=near)


def _tidy(id_: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", id_.lower()))[:60].strip("-") or "my-exercise"


def _folder(region: str) -> str:
    near = FOLDERS.get(region, region)
    return near if near in SHARED else "general"


def _lists(region: str) -> dict[str, str]:
    """The closed lists as comments, so that an author need not look them up."""
    return {
        "this-region": region,
        "region": ", ".join(get_args(Region)),
        "kind": ", ".join(get_args(Kind)),
        "position": _comment(", ".join(get_args(Position))),
        "rule": ", ".join(get_args(PainRule)),
        "equipment": _comment(", ".join(EQUIPMENT)),
        "tags": _comment(", ".join(LOAD_TAGS)),
        "loads": "\n".join(f"#   {tag}: {meaning}" for tag, meaning in LOAD_TAGS.items()),
    }


def _comment(words: str) -> str:
    """Words over several comment lines; the first line's sign stands in the file."""
    return fill(words, 90, subsequent_indent="#   ", break_on_hyphens=False)
