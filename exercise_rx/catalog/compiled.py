"""The shipped content in one file that is read in a few milliseconds, and is never stale.

`_compiled/catalog.json` holds each item as its own JSON text, so that only the dozen items of a
program are ever decoded, and `drawings-<digest>.txt` all drawings end to end. A wheel brings both.
A checkout writes them on first use and whenever a file has changed; where it may not write, the
content is read live. This module is light: no pydantic until an item is taken.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from exercise_rx.catalog import places

if TYPE_CHECKING:
    from exercise_rx.catalog.live import Content
    from exercise_rx.model.catalog import Catalog

FORMAT = 1
NAME = "catalog.json"


def index(root: Path | None = None, folder: Path | None = None) -> dict[str, Any]:
    """The compiled content as plain data: `titles`, `answers`, `values` and the rest.

    Raises CatalogError when it must be compiled and the content has problems.
    """
    root, folder = root or places.shipped(), folder or places.COMPILED
    return _fresh(root, folder) or _compile(root, folder)


def catalog(root: Path | None = None, folder: Path | None = None) -> "Catalog":
    """The shipped content as a value whose items are built when they are taken."""
    from exercise_rx.catalog.kinds import KINDS
    from exercise_rx.model.catalog import Answer, Catalog, Choice, Frame, Pictures, Shelf

    data = index(root, folder)
    shelves: dict[str, Any] = {
        kind.field: Shelf(
            kind.name,
            data["values"][kind.field],
            partial(_item, kind.model.model_validate_json, data["values"][kind.field]),
        )
        for kind in KINDS
    }
    return Catalog(
        **shelves,
        wording=data["wording"],
        digest=data["digest"],
        pictures={
            id_: Pictures(tuple(Frame(*frame) for frame in frames))
            for id_, frames in data["pictures"].items()
        },
        answers=tuple(_answer(Answer, line) for line in data["answers"]),
        refusals=tuple(_answer(Answer, line) for line in data["refusals"]),
        origin={name: Choice(file) for name, file in data["origin"].items()},
        draw=partial(_drawing, data, folder or places.COMPILED),
    )


def _item(build: Callable[[str], Any], texts: dict[str, str], id_: str) -> Any:
    return build(texts[id_])


def _answer(make: Callable[..., Any], line: list[Any]) -> Any:
    return make(line[0], *map(tuple, line[1:]))


def _drawing(data: dict[str, Any], folder: Path, name: str) -> str:
    if "read" in data:
        return str(data["read"](name))
    start, length = data["drawings"][name]
    with (folder / data["drawings_file"]).open("rb") as file:
        file.seek(start)
        return str(file.read(length), "utf-8")


def _fresh(root: Path, folder: Path) -> dict[str, Any] | None:
    """The compiled file, when it is of this content and this code."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return None
    return data if data.get("stamp") == _stamp(root) else None


def _stamp(root: Path) -> str:
    code = "" if places.is_installed(root) else places.code_stamp()
    return f"{FORMAT} {places.stamp(root)} {code}"


def _compile(root: Path, folder: Path) -> dict[str, Any]:
    """Read everything, keep it on disk if that may be written, and give it."""
    from exercise_rx.catalog.live import read

    content = read([root])
    data = as_data(content, _stamp(root))
    try:
        write(data, content, folder)
    except OSError:
        data["read"] = content.draw
    return data


def for_wheel(root: Path, folder: Path) -> None:
    """Compile the content of a checkout as an installed package will look for it.

    Raises CatalogError when the content has problems: a wheel with a fault is not built.
    """
    from exercise_rx.catalog.live import read

    content = read([root])
    write(as_data(content, f"{FORMAT} {places.stamp(root, installed=True)} "), content, folder)


def as_data(content: "Content", stamp: str) -> dict[str, Any]:
    """Content as it is stored. Raises CatalogError with every problem, so nothing wrong is stored."""
    from exercise_rx.catalog.findings import faults
    from exercise_rx.catalog.kinds import KINDS
    from exercise_rx.errors import CatalogError

    if wrong := faults(content.problems):
        raise CatalogError(wrong)
    value = content.catalog()
    return {
        "stamp": stamp,
        "digest": value.digest,
        "wording": value.wording,
        "answers": value.answers,
        "refusals": value.refusals,
        "titles": {
            kind.field: _titles(content.values[kind.field]) for kind in KINDS if not kind.root
        },
        "pictures": {id_: pictures.frames for id_, pictures in value.pictures.items()},
        "origin": {name: choice.winner for name, choice in value.origin.items()},
        "values": {
            kind.field: {id_: _text(item) for id_, item in content.values[kind.field].items()}
            for kind in KINDS
        },
    }


def _titles(values: dict[str, Any]) -> dict[str, list[str]]:
    """Id to the names a person may search for; completion and browsing need no more."""
    return {
        id_: [
            getattr(value, "title", None) or value.name,
            getattr(value, "plain", ""),
            *getattr(value, "also_called", ()),
        ]
        for id_, value in values.items()
    }


def _text(item: Any) -> str:
    """An item as JSON that is read back as the same value."""
    text: str = item.model_dump_json(by_alias=True, exclude_defaults=True)
    if type(item).model_validate_json(text) != item:
        raise AssertionError(f"{item.id} does not survive being stored")
    return text


def write(data: dict[str, Any], content: "Content", folder: Path) -> None:
    """Both files, whole or not at all: the drawings first, then the index that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    parts, where, position = [], {}, 0
    for name in sorted(content.drawings):
        part = content.draw(name).encode()
        where[name] = [position, len(part)]
        position += len(part)
        parts.append(part)
    blob = b"".join(parts)
    data["drawings"] = where
    data["drawings_file"] = f"drawings-{places.fingerprint(blob)}.txt"
    _replace(folder / data["drawings_file"], blob)
    _replace(folder / NAME, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
    for old in folder.glob("drawings-*.txt"):
        if old.name != data["drawings_file"]:
            with suppress(OSError):
                old.unlink()


def _replace(file: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as new:
        new.write(content)
    try:
        Path(new.name).chmod(0o644)
        Path(new.name).replace(file)
    except OSError:
        Path(new.name).unlink(missing_ok=True)
        raise
