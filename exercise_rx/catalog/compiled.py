"""The shipped content in two files that are read in a few milliseconds, and are never stale.

`_compiled/catalog.json` is the index: codes, wording, and where each item and drawing stands in
`content-<fingerprint>.txt`, which holds them end to end. So only the dozen items of a program are
ever read and decoded. A wheel brings both files, which change with it alone. A checkout writes
them on first use and whenever a file has changed; where it may not write, the content is read live.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercise_rx.catalog import places

if TYPE_CHECKING:
    from exercise_rx.catalog.content import Content
    from exercise_rx.model.base import Strict
    from exercise_rx.model.catalog import Catalog

FORMAT = 3
IN_A_WHEEL = f"{FORMAT} in a wheel"
"""Stands for the dates of the files where nobody edits them."""
NAME = "catalog.json"


def index(root: Path | None = None, folder: Path | None = None) -> dict[str, Any]:
    """The compiled content as plain data: `answers`, `values` and the rest.

    Raises CatalogError when it must be compiled and the content has problems.
    """
    root, folder = root or places.shipped(), folder or places.COMPILED
    return _fresh(root, folder) or _compile(root, folder)


def catalog(root: Path | None = None, folder: Path | None = None) -> "Catalog":
    """The shipped content as a value whose items are built when they are taken."""
    from exercise_rx.catalog.kinds import KINDS
    from exercise_rx.model.catalog import Answer, Catalog, Choice, Frame, Late, Pictures, Shelf
    from exercise_rx.model.kept import restored

    data = index(root, folder)
    text = partial(_text_at, _content_of(data, folder or places.COMPILED))

    def item(model: type["Strict"], where: dict[str, Any], id_: str) -> Any:
        return restored(model, json.loads(text(where[id_])))

    def pictures(id_: str) -> Pictures:
        return Pictures(tuple(Frame(*frame) for frame in json.loads(text(data["pictures"][id_]))))

    drawings = Shelf("drawing", data["drawings"], lambda name: text(data["drawings"][name]))
    shelves: dict[str, Any] = {}
    for kind in KINDS:
        where = data["values"][kind.field]
        build = partial(item, kind.model, where)
        shelves[kind.field] = Shelf(kind.name, where, build)
    return Catalog(
        **shelves,
        wording=data["wording"],
        digest=data["digest"],
        pictures=Shelf("picture", data["pictures"], pictures),
        answers=tuple(_answer(Answer, line) for line in data["answers"]),
        refusals=tuple(_answer(Answer, line) for line in data["refusals"]),
        origin=Late(
            lambda: {n: Choice(file) for n, file in json.loads(text(data["origin"])).items()}
        ),
        draw=drawings.__getitem__,
    )


def _answer(make: Callable[..., Any], line: list[Any]) -> Any:
    return make(line[0], *map(tuple, line[1:]))


def _content_of(data: dict[str, Any], folder: Path) -> mmap | None:
    """The content file, mapped at once: it stays whole though another process compiles anew."""
    if "content_file" not in data:
        return None
    with (folder / data["content_file"]).open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _text_at(content: mmap | None, where: str | list[int]) -> str:
    """A text by its place in the content file; the text itself, where no file could be written."""
    if content is None or isinstance(where, str):
        return str(where)
    start, length = where
    return content[start : start + length].decode()


def _fresh(root: Path, folder: Path) -> dict[str, Any] | None:
    """The compiled index, when it is of this content and this code and its content is there."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        whole = (folder / data["content_file"]).stat().st_size == data["content_size"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return data if whole and data["stamp"] == _stamp(root) else None


def _stamp(root: Path) -> str:
    if places.is_installed(root):
        return IN_A_WHEEL
    return f"{FORMAT} {places.stamp(root)} {places.code_stamp()}"


def _compile(root: Path, folder: Path) -> dict[str, Any]:
    """Read everything, keep it on disk if that may be written, and give it."""
    from exercise_rx.catalog.live import read

    data = as_data(read([root]), _stamp(root))
    try:
        return write(data, folder)
    except OSError:
        return data


def for_wheel(root: Path, folder: Path) -> None:
    """Compile the content of a checkout as an installed package will look for it.

    Raises CatalogError when the content has problems: a wheel with a fault is not built.
    """
    from exercise_rx.catalog.live import read

    write(as_data(read([root]), IN_A_WHEEL), folder)


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
        "pictures": {id_: compact(pictures.frames) for id_, pictures in value.pictures.items()},
        "origin": compact({name: choice.winner for name, choice in value.origin.items()}),
        "values": {
            kind.field: {id_: _text(item) for id_, item in content.values[kind.field].items()}
            for kind in KINDS
        },
        "drawings": {name: content.draw(name) for name in sorted(content.drawings)},
    }


def _text(item: Any) -> str:
    """An item as JSON that is read back as the same value."""
    from exercise_rx.model.kept import restored

    text: str = item.model_dump_json()
    if restored(type(item), json.loads(text)) != item:
        raise AssertionError(f"{item.id} does not survive being stored")
    return text


def write(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Both files, whole or not at all: the content first, then the index that names it."""
    folder.mkdir(parents=True, exist_ok=True)
    content = bytearray()

    def placed(texts: dict[str, str]) -> dict[str, list[int]]:
        where = {}
        for name, text in texts.items():
            part = text.encode()
            where[name] = [len(content), len(part)]
            content.extend(part)
        return where

    stored = {
        **data,
        "values": {field: placed(texts) for field, texts in data["values"].items()},
        "drawings": placed(data["drawings"]),
        "pictures": placed(data["pictures"]),
        "origin": placed({"": data["origin"]})[""],
    }
    stored["content_size"] = len(content)
    stored["content_file"] = f"content-{places.fingerprint(content)}.txt"
    _replace(folder / stored["content_file"], content)
    _replace(folder / NAME, compact(stored).encode())
    for old in folder.glob("*-*.txt"):
        if old.name != stored["content_file"]:
            with suppress(OSError):
                old.unlink()
    return stored


def compact(data: Any) -> str:
    """Data as JSON without white."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _replace(file: Path, content: bytes | bytearray) -> None:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as new:
        new.write(content)
    try:
        Path(new.name).chmod(0o644)
        Path(new.name).replace(file)
    except OSError:
        Path(new.name).unlink(missing_ok=True)
        raise
