"""The content folders read file by file into one value, with every problem met on the way."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exercise_rx.catalog import one_file, overlay
from exercise_rx.catalog.author_words import explain
from exercise_rx.catalog.content import SHIPPED, Content, Loc
from exercise_rx.catalog.kinds import KINDS, WORDING, Kind
from exercise_rx.catalog.pictures import read_pictures
from exercise_rx.catalog.place import Place
from exercise_rx.catalog.tighten import tightened
from exercise_rx.catalog.yaml_file import read_text
from exercise_rx.errors import CatalogError, Problem
from exercise_rx.model.base import Strict
from exercise_rx.model.catalog import Catalog, Choice


def read(roots: Sequence[Path], base: Catalog | None = None) -> Content:
    """The content of `roots`, nearest first. Problems are gathered and not raised."""
    content = Content(tuple(roots), base)
    for kind in KINDS:
        if kind.root:
            _shared_list(content, kind)
        else:
            _one_file_each(content, kind)
    _wording(content)
    _pictures(content)
    return content


def _values(content: Content, file: Path, kind: Kind) -> dict[str, Strict]:
    try:
        return one_file.read_values(file, kind)
    except CatalogError as error:
        content.problems += error.problems
        content.unread.add(kind.name)
        return {}


def _one_file_each(content: Content, kind: Kind) -> None:
    chosen, problems = overlay.choose(kind, content.roots)
    content.problems += problems
    for id_, standing in chosen.items():
        content.files[kind.name, id_] = (standing.winner, ())
        value: Any = _values(content, standing.winner, kind).get(id_)
        if value is None:
            continue
        ours = _under(content, kind, id_, standing.hidden)
        content.problems += overlay.said_aloud(id_, value, standing, ours, _line)
        if ours is not None:
            value = _tighten(content, value, ours, standing.winner)
        content.values[kind.field][id_] = value
        hidden = [spoken(file, content) for file in standing.hidden]
        if ours is not None and content.base:
            below = content.base.origin[f"{kind.name} {id_}"]
            hidden += [below.winner, *below.hidden]
        content.origin[f"{kind.name} {id_}"] = Choice(
            spoken(standing.winner, content),
            tuple(hidden),
            value.replaces.why if value.replaces else None,
        )


def _under(content: Content, kind: Kind, id_: str, hidden: Sequence[Path]) -> Any:
    """The value that a file hides, itself tightened by all that lie under it; None if none do."""
    under = getattr(content.base, kind.field).get(id_) if content.base else None
    for file in reversed(hidden):
        value: Any = _values(content, file, kind).get(id_)
        if value is not None:
            under = value if under is None else _tighten(content, value, under, file)
    return under


def _tighten(content: Content, value: Strict, ours: Strict, file: Path) -> Strict:
    try:
        return tightened(value, ours)
    except ValidationError as error:
        fault = error.errors()[0]
        key = str(fault["loc"][0]) if fault["loc"] else ""
        says = f"{explain(fault, [])[0]} with the safety text of the file it hides, which stays"
        content.problems.append(
            Problem(
                file, _line(file, (key,)), key, says, "Shorten your own, or leave ours out of it."
            )
        )
        return ours


def _shared_list(content: Content, kind: Kind) -> None:
    """Entries of a safety file: ours first, then what a clinic adds."""
    below: dict[str, Strict] = dict(getattr(content.base, kind.field)) if content.base else {}
    own: dict[str, Strict] = {}
    for root in reversed(content.roots):
        file = root / kind.where
        if not file.is_file():
            continue
        entries = _values(content, file, kind)
        content.problems += overlay.kept_as_shipped(kind, file, entries, {**below, **own}, _line)
        for id_, entry in entries.items():
            if id_ not in below and id_ not in own:
                own[id_] = entry
                content.files[kind.name, id_] = (file, (kind.root or "", id_))
                content.origin[f"{kind.name} {id_}"] = Choice(spoken(file, content))
    content.values[kind.field] = own


def _wording(content: Content) -> None:
    """Words by language, from `en.yaml` and every `en.<part>.yaml` beside it.

    A clinic's file may reword single keys, or add a language.
    """
    if content.base:
        content.wording = {lang: dict(words) for lang, words in content.base.wording.items()}
    for root in reversed(content.roots):
        under = dict(content.wording)
        for file in sorted((root / WORDING).glob("*.yaml")):
            try:
                words = one_file.read_wording(file)
            except CatalogError as error:
                content.problems += error.problems
                continue
            lang = file.name.partition(".")[0]
            content.problems += overlay.safety_words_stay(file, words, under.get(lang, {}), _line)
            content.problems += _phrases_twice(content, root, file, lang, words)
            content.wording[lang] = {**content.wording.get(lang, {}), **words}
            content.files["wording", lang] = (file, ())
            content.files |= {("phrase", f"{lang} {key}"): (file, (key,)) for key in words}


def _phrases_twice(
    content: Content, root: Path, file: Path, lang: str, words: Mapping[str, str]
) -> Iterator[Problem]:
    """A phrase stands in one file of a folder; of two, one would be lost without a word."""
    for key in words:
        other = content.files.get(("phrase", f"{lang} {key}"), (file, ()))[0]
        if other != file and other.is_relative_to(root):
            says = f"stands in {other.name} too"
            yield Problem(file, _line(file, (key,)), key, says, "Keep it in one of the two files.")


def _pictures(content: Content) -> None:
    """Drawings lie beside their exercise; where a clinic drew none, ours still show its namesake."""
    for id_ in content.values["exercises"]:
        for folder in _folders(content, id_):
            try:
                found, drawings = read_pictures(id_, folder)
            except CatalogError as error:
                content.problems += error.problems
                break
            if found:
                content.pictures[id_] = found
                content.drawings |= drawings
                break


def _folders(content: Content, id_: str) -> list[Path]:
    """Where drawings of an exercise may lie: beside its file, then beside those it hides."""
    choice = content.origin[f"exercise {id_}"]
    names = [
        name
        for name in (choice.winner, *choice.hidden)
        if content.base is None or not name.startswith(SHIPPED)
    ]
    return [
        (
            content.roots[-1] / name.removeprefix(SHIPPED)
            if name.startswith(SHIPPED)
            else Path(name)
        ).parent
        for name in names
    ]


def _line(file: Path, loc: Loc) -> int | None:
    return Place(file, read_text(file)).find(loc)[0]


def spoken(file: Path, content: Content) -> str:
    """A file as its author knows it: ours as `shipped:exercises/...`, a clinic's by its own path."""
    farthest = content.roots[-1]
    if content.base is None and file.is_relative_to(farthest):
        return SHIPPED + file.relative_to(farthest).as_posix()
    return file.as_posix()
