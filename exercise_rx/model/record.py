"""Plain frozen records for what the rooms hand to each other: made by ourselves, so unchecked.

They do what a frozen dataclass does. The standard one compiles its methods anew for each class at
each start, which for thirty classes takes as long as making a program.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """Fields by place or by name. With `eq=False` two are the same only when they are one object."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _usual: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, *, eq: bool = True) -> None:
        own = tuple(cls.__annotations__)
        cls._fields = (*cls._fields, *own)
        cls._usual = cls._usual | {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        if not eq:
            cls.__eq__, cls.__hash__ = object.__eq__, object.__hash__  # type: ignore[method-assign]

    def __init__(self, *values: Any, **named: Any) -> None:
        given = self.__dict__
        given.update(self._usual)
        if values:
            given.update(zip(self._fields, values, strict=False))
        given.update(named)
        if len(given) != len(self._fields) or len(values) > len(self._fields):
            wrong = sorted(set(self._fields) ^ given.keys())
            raise TypeError(f"{type(self).__name__} takes {self._fields}, not so {wrong}")

    def but(self, **changes: Any) -> Self:
        """A copy with `changes`."""
        own = self.__dict__
        return type(self)(**{**{name: own[name] for name in self._fields}, **changes})

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((name, self.__dict__[name]) for name in self._fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} stays")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self._fields)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self)})"
