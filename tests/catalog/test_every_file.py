"""Every content file keeps the same promises, and the content as a whole keeps its own."""

import re
from pathlib import Path
from typing import Any

import pytest

from exercise_rx.catalog import places, schema
from exercise_rx.catalog.check import check
from exercise_rx.catalog.findings import faults
from exercise_rx.catalog.kinds import content_files, kind_of
from exercise_rx.catalog.one_file import MODELINE, findings, read_values, schema_of
from exercise_rx.diagnosis.index import find
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.protocol import Protocol
from exercise_rx.model.written import format_prescribed

ROOT = places.shipped()
FILES = content_files(ROOT / "exercises") + content_files(ROOT / "templates")
NAMED = {str(file.relative_to(ROOT)): file for file in FILES}


@pytest.mark.parametrize("name", NAMED)
def test_a_file_is_sound_on_its_own(name: str) -> None:
    """Its form, its model, its words and its reading grade."""
    assert [str(problem) for problem in faults(findings(NAMED[name]))] == []


@pytest.mark.parametrize("name", [name for name in NAMED if kind_of(NAMED[name])])
def test_editors_find_the_schema_of_a_file(name: str) -> None:
    file, kind = NAMED[name], kind_of(NAMED[name])
    assert kind is not None
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == MODELINE + schema_of(kind)
    assert (file.parent / schema_of(kind)).is_file()


@pytest.mark.parametrize("name", [name for name in NAMED if kind_of(NAMED[name])])
def test_every_dose_survives_being_written(name: str) -> None:
    """The notation that an author reads in a message is the dose that was meant."""
    kind = kind_of(NAMED[name])
    assert kind is not None
    doses = [dose for value in read_values(NAMED[name], kind).values() for dose in _doses(value)]
    assert [parse_prescribed(format_prescribed(dose)) for dose in doses] == doses


def _doses(value: Any) -> list[Any]:
    items = [item for phase in getattr(value, "phases", ()) for item in phase.do]
    items += [item for change in getattr(value, "changes", ()) for item in change.do]
    items += getattr(value, "protected", ())
    found = [item.dose for item in items] + [step.dose for item in items for step in item.by_week]
    found += [phase.each for phase in getattr(value, "phases", ())]
    found.append(getattr(value, "usual", None))
    return [dose for dose in found if dose is not None]


NAMES_AN_EXERCISE = re.compile(
    r"heel raise|both heels|on (one|this) leg\b|straight leg|\bsquat|step (up|down)|lunge"
    r"|heel to toe|press-up|\bhop |\bband\b|on your toes",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", [name for name in NAMED if "/protocols/" in name])
def test_a_check_that_names_an_exercise_says_which_one_teaches_it(name: str) -> None:
    """Without it a patient could be asked for what the cap, the home or a ban took away."""
    kind = kind_of(NAMED[name])
    assert kind is not None
    loose = [
        check.patient
        for protocol in read_values(NAMED[name], kind).values()
        if isinstance(protocol, Protocol)
        for phase in protocol.phases
        for check in (*phase.enter, *phase.leave)
        if check.patient and NAMES_AN_EXERCISE.search(check.patient) and not check.of
    ]
    assert loose == []


def test_the_content_as_a_whole_passes_every_check() -> None:
    found = check([ROOT], lambda stem: find(stem.replace(".", "")) is not None)
    assert [str(problem) for problem in faults(found)] == []


def test_schemas_are_what_the_models_say() -> None:
    """Stale? python -m exercise_rx.catalog.schema"""
    assert schema.stale(ROOT) == []


def test_a_stale_schema_is_seen(tmp_path: Path) -> None:
    names = list(schema.schemas())
    assert schema.stale(tmp_path) == names
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / names[0]).write_text("{}\n", encoding="utf-8")
    assert schema.stale(tmp_path) == names[:1]
