"""JSON schemas for editors, made from the models: what an author may write, as it is written.

`python -m exercise_rx.catalog.schema` writes them; with `--check` it says whether they are stale.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exercise_rx.catalog import places
from exercise_rx.catalog.kinds import KINDS, Kind
from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.vocabulary import EQUIPMENT, LOAD_TAGS

DOSE = {
    "description": "A dose such as `3 x 10-15, hold 2 s, 2/d`, or `{stiff: 10 x 5 s, otherwise: 3 x 10}`.",
    "anyOf": [
        {"type": "string"},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ],
}
WEEKS = {
    "description": "Weeks: `1-2`, `12-26+` or `3`.",
    "anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+(-\d+)?\+?$"}],
}
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
TAG = {"type": "string", "enum": list(LOAD_TAGS)}
LOCKS = {"type": "object", "propertyNames": TAG, "additionalProperties": {"type": "integer"}}
HOLDS = {
    "type": "object",
    "description": 'Facts and the values that count, such as `{grade: [1, 2], age: "<18"}`.',
    "additionalProperties": {},
}
WRITTEN_OTHERWISE: dict[str, Any] = {
    "when": HOLDS,
    "if": HOLDS,
    "dose": DOSE,
    "usual": DOSE,
    "each": DOSE,
    "choose": DOSE,
    "weeks": WEEKS,
    "assume": {},
    "values": {"type": "array"},
    "loads": {"type": "array", "items": TAG},
    "ban": {"type": "array", "items": TAG},
    "locks": LOCKS,
    "locks_beside": LOCKS,
    "needs": None,
    "by_week": {"type": "object", "additionalProperties": {"type": "string"}},
}
"""Keys whose values a validator reads from another form than the model holds."""


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the path of its file under the content's root."""
    made = {}
    for kind in KINDS:
        one = _of_model(kind.model, kind.name)
        if kind.root is None:
            made[f"{kind.where}/schema.json"] = one
        else:
            made[f"templates/schema/{Path(kind.where).stem}.json"] = _of_many(kind, one)
    made["templates/schema/clinic.json"] = _of_model(Clinic, "clinic")
    made["templates/schema/wording.json"] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wording",
        "type": "object",
        "additionalProperties": {"type": "string"},
    }
    return made


def _of_many(kind: Kind, one: dict[str, Any]) -> dict[str, Any]:
    definitions = one.pop("$defs", {})
    head = {key: one.pop(key) for key in ("$schema", "title")}
    return {
        **head,
        "type": "object",
        "required": [kind.root],
        "additionalProperties": False,
        "properties": {
            kind.root: {"type": "object", "propertyNames": SLUG, "additionalProperties": one}
        },
        "$defs": definitions,
    }


def _of_model(model: Any, name: str) -> dict[str, Any]:
    """A model's schema, without the id that is the file's name, in the forms an author writes."""
    schema: dict[str, Any] = model.model_json_schema()
    _as_written(schema)
    for definition in schema.get("$defs", {}).values():
        _as_written(definition)
    schema["properties"].pop("id", None)
    schema["required"] = [key for key in schema.get("required", []) if key != "id"]
    if not schema["required"]:
        del schema["required"]
    schema.pop("title", None)
    used = _used(schema, schema.get("$defs", {}))
    if "$defs" in schema:
        schema["$defs"] = {key: value for key, value in schema["$defs"].items() if key in used}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **schema}


def _as_written(definition: dict[str, Any]) -> None:
    """Replace, in place, the properties that an author writes in another form."""
    properties: dict[str, Any] = definition.get("properties", {})
    for key, form in WRITTEN_OTHERWISE.items():
        if key in properties and form is not None:
            properties[key] = form
    for key in ("do", "protected"):
        if "Prescription" in json.dumps(properties.get(key, "")):
            properties[key] = _prescriptions()
    for key in ("enter", "leave"):
        if key in properties:
            items = properties[key]["items"]
            properties[key]["items"] = {"anyOf": [{"type": "string"}, items]}
    if "harder_when" in properties:
        properties["harder_when"] = {"anyOf": [{"type": "string"}, properties["harder_when"]]}
    if definition.get("title") == "Exercise":
        properties["needs"] = {"type": "array", "items": _need()}
    if definition.get("title") == "Prescription":
        properties["choose"] = DOSE
        definition["required"] = []
    for key, value in properties.items():
        properties[key] = _without_null(value)


def _without_null(value: dict[str, Any]) -> dict[str, Any]:
    """A property as a file may hold it: left out, but never null."""
    value = {key: part for key, part in value.items() if key != "title"}
    if value.get("default", 0) is None:
        del value["default"]
    choices = [one for one in value.get("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        del value["anyOf"]
        value = choices[0] | value
    elif choices:
        value["anyOf"] = choices
    return value


def _need() -> dict[str, Any]:
    one = "|".join(EQUIPMENT)
    return {
        "type": "string",
        "pattern": rf"^({one})(\|({one}))*$",
        "description": f"A thing, or things that do as well: `step|bench`. {', '.join(EQUIPMENT)}.",
    }


def _prescriptions() -> dict[str, Any]:
    return {
        "description": "Exercise to dose, or a list of exercises without doses.",
        "anyOf": [
            {"type": "array", "items": SLUG},
            {
                "type": "object",
                "propertyNames": SLUG,
                "additionalProperties": {
                    "anyOf": [{"type": "string"}, {"$ref": "#/$defs/Prescription"}]
                },
            },
        ],
    }


def _used(value: Any, definitions: dict[str, Any]) -> set[str]:
    """The definitions that `value` refers to, through each other."""
    used: set[str] = set()
    queue: list[Any] = [{key: part for key, part in value.items() if key != "$defs"}]
    while queue:
        part = queue.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in used and name in definitions:
                used.add(name)
                queue.append(definitions[name])
            queue += part.values()
        elif isinstance(part, list):
            queue += part
    return used


def text_of(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def stale(root: Path) -> list[str]:
    """The schema files under `root` that are missing or not what the models say."""
    return [
        name
        for name, schema in schemas().items()
        if not (root / name).is_file()
        or (root / name).read_text(encoding="utf-8") != text_of(schema)
    ]


def main(arguments: Sequence[str]) -> int:
    """Write the schemas, or with `--check` only say which are stale."""
    root = places.shipped()
    old = stale(root)
    if "--check" in arguments:
        if old:
            sys.stderr.write(
                str(
                    RxError(
                        f"Stale schemas: {', '.join(old)}.",
                        tip="python -m exercise_rx.catalog.schema",
                    )
                )
                + "\n"
            )
        return 1 if old else 0
    made = schemas()
    for name in old:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text_of(made[name]), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(old)} schemas written.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
