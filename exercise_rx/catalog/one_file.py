"""One content file against its model and the rules of its words; no other file is looked at."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exercise_rx.catalog import prose
from exercise_rx.catalog.author_words import problems_of
from exercise_rx.catalog.findings import Remark
from exercise_rx.catalog.kinds import Kind, is_wording, kind_of
from exercise_rx.catalog.place import Place
from exercise_rx.catalog.yaml_file import read_text, read_yaml
from exercise_rx.errors import CatalogError, Problem
from exercise_rx.model.base import Strict

UNFILLED = re.compile(r"<[A-Za-z][^<>\"\n]*>")
MODELINE = "# yaml-language-server: $schema="


def read_values(file: Path, kind: Kind) -> dict[str, Strict]:
    """The values in `file` by id. Raises CatalogError with every problem of form and model."""
    text = read_text(file)
    data = read_yaml(file, text)
    if unfilled := list(_unfilled(file, text)):
        raise CatalogError(unfilled)
    if kind.root is None:
        if "id" in data:
            raise CatalogError([_id_twice(file, text)])
        return {file.stem: _validated(kind, file.stem, data, file, text, ())}
    entries = data.get(kind.root)
    if not isinstance(entries, dict) or len(data) > 1:
        says = f"has the top keys {', '.join(map(str, data))}"
        raise CatalogError(
            [Problem(file, 1, "", says, f"Put every {kind.name} under one key `{kind.root}:`.")]
        )
    values: dict[str, Strict] = {}
    problems: list[Problem] = []
    for id_, entry in entries.items():
        try:
            values[str(id_)] = _validated(kind, str(id_), entry, file, text, (kind.root, str(id_)))
        except CatalogError as error:
            problems += error.problems
    if problems:
        raise CatalogError(problems)
    return values


def _unfilled(file: Path, text: str) -> Iterator[Problem]:
    """Places of a starter file that nobody has filled yet."""
    for number, line in enumerate(text.splitlines(), 1):
        for place in UNFILLED.findall(line.partition("# ")[0]):
            says = f"holds {place}, which is still to be filled"
            yield Problem(file, number, "", says, "Write your own text there, or delete the line.")


def _validated(kind: Kind, id_: str, data: Any, file: Path, text: str, inside: prose.Loc) -> Strict:
    if not isinstance(data, dict):
        line, field = Place(file, text).find(inside)
        raise CatalogError(
            [Problem(file, line, field, "is not a set of keys", "Write `key: value` lines.")]
        )
    try:
        return kind.model.model_validate({**data, "id": id_})
    except ValidationError as error:
        raise CatalogError(problems_of(error, kind.model, file, text, inside)) from None


def _id_twice(file: Path, text: str) -> Problem:
    line, _ = Place(file, text).find(("id",))
    return Problem(file, line, "id", "is not written: the file name is the id", "Delete this line.")


def read_wording(file: Path) -> dict[str, str]:
    """The words of one language by key. Raises CatalogError where a value is not text."""
    text = read_text(file)
    data = read_yaml(file, text)
    place = Place(file, text)
    wrong = [key for key, words in data.items() if not isinstance(words, str)]
    if wrong:
        raise CatalogError(
            [
                Problem(
                    file,
                    place.find((key,))[0],
                    str(key),
                    "is not text",
                    "Write one line of text, in quotes.",
                )
                for key in wrong
            ]
        )
    return {str(key): words for key, words in data.items()}


def findings(file: Path) -> list[Problem]:
    """Every problem and remark about one file, from its form to its reading grade."""
    kind = kind_of(file)
    if kind is None and not is_wording(file):
        return [
            Problem(
                file,
                None,
                "",
                "lies in no folder of the content",
                "Put it under exercises/ or templates/ as its neighbours are.",
            )
        ]
    try:
        if kind is None:
            read_wording(file)
            return []
        values = read_values(file, kind)
    except CatalogError as error:
        return list(error.problems)
    text = read_text(file)
    place = Place(file, text)
    found = list(_form(file, text, kind))
    for id_, value in values.items():
        inside: prose.Loc = (kind.root, id_) if kind.root else ()
        found += _prose(file, place, value, inside)
    return found


def _form(file: Path, text: str, kind: Kind) -> Iterator[Problem]:
    """The first line, which every editor reads."""
    if not text.startswith(MODELINE):
        yield Remark(
            file,
            1,
            "",
            "does not name its schema",
            f"Begin with `{MODELINE}{schema_of(kind)}`, so that editors can help.",
        )


def schema_of(kind: Kind) -> str:
    """The schema that a file of this kind names, as seen from its folder."""
    return f"../schema/{Path(kind.where).stem}.json" if kind.root else "../schema.json"


def _prose(file: Path, place: Place, value: Strict, inside: prose.Loc) -> Iterator[Problem]:
    for loc, says, do in prose.faults_in(value):
        line, field = place.find((*inside, *loc))
        yield Problem(file, line, field, says, do)
    sentences = [text for _, text in prose.patient_text(value)]
    grade = prose.grade(sentences)
    if grade > prose.GRADE_AIMED_AT:
        worst = prose.hardest(sentences)
        loc = next(loc for loc, text in prose.patient_text(value) if text == worst)
        line, field = place.find((*inside, *loc))
        make = Problem if grade > prose.GRADE_REFUSED else Remark
        yield make(
            file,
            line,
            field,
            f"is the hardest line of a text at grade {grade:.1f}; the aim is 6",
            "Use shorter sentences and shorter words.",
        )
