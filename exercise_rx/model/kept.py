"""Values back from the JSON that `Strict.stored` wrote. They were checked then, and are not again."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, Union

from exercise_rx.model.base import Strict

Turn = Callable[[Any], Any]
Value = TypeVar("Value", bound=Strict)


def restored(model: type[Value], data: dict[str, Any]) -> Value:
    """The value that was stored as `data`."""
    if model not in _TABLES:
        _TABLES[model] = _table(model)
    table = _TABLES[model]
    values = {}
    for key, given in data.items():
        name, turn = table[key]
        values[name] = given if turn is None else turn(given)
    made = model.taken(values)
    if len(made.__dict__) != len(model.model_fields):
        raise ValueError(f"a stored {model.__name__} lacks a field")
    return made


_TABLES: dict[type[Strict], dict[str, tuple[str, Turn | None]]] = {}


def _table(model: type[Strict]) -> dict[str, tuple[str, Turn | None]]:
    """By key in JSON: the field, and how its value is turned back where it is not itself."""
    return {f.key or name: (name, _turn(f.annotation)) for name, f in model.model_fields.items()}


def _turn(annotation: Any) -> Turn | None:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return lambda data: restored(annotation, data)
    if annotation is date:
        return date.fromisoformat
    if hasattr(annotation, "__metadata__"):
        return _turn(annotation.__origin__)
    origin = getattr(annotation, "__origin__", None)
    inner: tuple[Any, ...] = getattr(annotation, "__args__", ())
    if origin is tuple:
        every = _turn(inner[0])
        return tuple if every is None else lambda items: tuple(map(every, items))
    if origin is dict:
        item = _turn(inner[1])
        return item and (lambda data: {key: item(value) for key, value in data.items()})
    turns = [turn for turn in map(_turn, inner) if turn] if origin in (None, Union) else []
    return (lambda value: value if value is None else turns[0](value)) if turns else None
