"""The JSON schema of a pose file, for editors: `python -m exercise_rx.draw.schema` writes it."""

import json
import sys
from pathlib import Path
from typing import Any

from exercise_rx.draw.joints import known_names
from exercise_rx.draw.pose import Pose

FILE = "exercises/pose.json"
"""Where it lies under the content's root; every pose file names it in its first line."""
MODELINE = "# yaml-language-server: $schema=../pose.json\n"
WORD = {"type": "string"}


def schema() -> dict[str, Any]:
    """The schema in the forms an author writes: words for directions, one name for a list of one."""
    made: dict[str, Any] = Pose.model_json_schema()
    made.pop("title")
    loose = _as_written(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "pose", **loose}


def _as_written(part: Any) -> Any:
    """`part` with every list of numbers or names also as a word, and no titles made from keys."""
    if isinstance(part, list):
        return [_as_written(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _as_written(value) for key, value in part.items() if key not in ("discriminator",)}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    if "joints" in kept.get("properties", {}):
        kept["properties"]["joints"]["propertyNames"] = {"enum": known_names()}
    if "contacts" in kept.get("properties", {}):
        kept["properties"]["contacts"] = {"type": ["array", "null"], "items": _nested(kept)}
    if kept.get("type") == "array":
        about = {"description": kept.pop("description")} if "description" in kept else {}
        return {**about, "anyOf": [WORD, kept]}
    return kept


def _nested(kept: dict[str, Any]) -> dict[str, Any]:
    """A contact, a word for a group of them, or a list that an anchor brings."""
    lists = kept["properties"]["contacts"]["anyOf"][0]["anyOf"][1]
    return {"anyOf": [lists["items"], WORD, {"type": "array"}]}


def text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    file = Path(__file__).resolve().parent.parent.parent / FILE
    file.write_text(text(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{file.name} written.\n")


if __name__ == "__main__":
    main()
