"""The base of every value: frozen, strict about keys, and checked when it is made or changed.

A value that plainly fits is taken as it is. Whatever does not, and everything that a person wrote,
is pydantic's to read or to refuse; it is only imported then, because that takes longer than
making a program.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    dataclass_transform,
)

if TYPE_CHECKING:
    from pydantic import ValidationError

Method = TypeVar("Method", bound=Callable[[Any], None])
REQUIRED: Any = object()
"""Stands where a field has no default."""


class Rule:
    """Limits of a text, a number or a list, in pydantic's words: `min_length`, `pattern`, `ge` ..."""

    __slots__ = ("limits",)
    __is_annotated_types_grouped_metadata__ = True

    def __init__(self, **limits: Any) -> None:
        self.limits = limits

    def __iter__(self) -> Iterator[object]:
        from exercise_rx.model.asked import limits_of

        return limits_of(self.limits)


class Reader:
    """Reads what a person writes into the form that a field holds; a value in that form passes."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self.read, handler(source))


class Judge:
    """Looks at the value of a field: gives it back, or raises ValueError."""

    __slots__ = ("judge",)

    def __init__(self, judge: Callable[[Any], Any]) -> None:
        self.judge = judge

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self.judge, handler(source))


class Field:
    """One field of a value. `key` is the name that an author writes, where it is another."""

    __slots__ = ("annotation", "default", "description", "key", "limits")

    def __init__(self, default: Any, key: str | None, description: str | None, limits: Any) -> None:
        self.annotation: Any = None
        self.default, self.key, self.description, self.limits = default, key, description, limits

    @property
    def alias(self) -> str | None:
        """The author's name, as pydantic calls it."""
        return self.key


def field(
    *,
    default: Any = REQUIRED,
    key: str | None = None,
    description: str | None = None,
    **limits: Any,
) -> Any:
    """A field with limits, or with a name of its own in files."""
    return Field(default, key, description, limits)


def refusal() -> "type[ValidationError]":
    """Pydantic's error, for an `except` that imports it only when something went wrong."""
    from pydantic import ValidationError

    return ValidationError


def holds_together(method: Method) -> Method:
    """Marks a method that looks at the whole value and raises ValueError."""
    method.__dict__["holds_together"] = True
    return method


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Strict:
    """Frozen; an unknown key is an error."""

    __slots__ = ("__dict__", "_hash")

    model_fields: ClassVar[dict[str, Field]] = {}
    _defaults: ClassVar[dict[str, Any]] = {}
    _judges: ClassVar[tuple[Callable[[Any], None], ...]] = ()
    _hash: int

    def __init_subclass__(cls) -> None:
        cls.model_fields = dict(cls.model_fields)
        for name, annotation in cls.__annotations__.items():
            given = cls.__dict__.get(name, REQUIRED)
            one = given if isinstance(given, Field) else Field(given, None, None, {})
            one.annotation = annotation
            cls.model_fields[name] = one
            if given is not REQUIRED:
                delattr(cls, name)
        fields = cls.model_fields.items()
        cls._defaults = {n: f.default for n, f in fields if f.default is not REQUIRED}
        own = (value for value in cls.__dict__.values() if hasattr(value, "holds_together"))
        cls._judges = (*cls._judges, *own)

    def __init__(self, **values: Any) -> None:
        from exercise_rx.model.fits import fits

        if not fits(type(self), values):
            from exercise_rx.model.asked import validate

            values = validate(type(self), values).__dict__
        for name, value in values.items():
            if type(value) is dict:
                values[name] = value.copy()
        object.__setattr__(self, "__dict__", self._defaults | values)

    @classmethod
    def taken(cls, values: dict[str, Any]) -> Self:
        """A value of fields that have been checked already: all that have no default, and no other."""
        made = object.__new__(cls)
        object.__setattr__(made, "__dict__", cls._defaults | values)
        return made

    @classmethod
    def judged(cls, value: Self) -> Self:
        """`value`, when its parts hold together; else a ValueError."""
        for judge in cls._judges:
            judge(value)
        return value

    def but(self, **changes: object) -> Self:
        """A checked copy with `changes`."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} stays")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} stays")

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((name, self.__dict__[name]) for name in self.model_fields)

    def __eq__(self, other: object) -> bool:
        return self is other or (type(other) is type(self) and self.__dict__ == other.__dict__)

    def __hash__(self) -> int:
        """Worked out once: what follows from a dose is kept by the dose."""
        try:
            return self._hash
        except AttributeError:
            found = hash((type(self), itemgetter(*self.model_fields)(self.__dict__)))
            object.__setattr__(self, "_hash", found)
            return found

    def __getstate__(self) -> dict[str, Any]:
        """What another process is given: the fields alone, since each process hashes its own way."""
        return self.__dict__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self)})"

    # what people and files give, by pydantic

    @classmethod
    def model_validate(cls, given: object) -> Self:
        """A value from keys and values that a person wrote. Raises pydantic's ValidationError."""
        from exercise_rx.model.asked import validate

        return validate(cls, given)

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """A value from JSON that came from elsewhere. Raises pydantic's ValidationError."""
        from exercise_rx.model.asked import adapter

        return adapter(cls).validate_json(text)

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """What an author may write, by the names that an author writes."""
        from exercise_rx.model.asked import adapter

        return adapter(cls).json_schema(by_alias=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from exercise_rx.model.asked import schema

        return schema(cls, handler)

    # to JSON and back

    def model_dump(self) -> dict[str, Any]:
        """The value as JSON has it, by the names of its fields."""
        return {name: plain(value) for name, value in self}

    def stored(self) -> dict[str, Any]:
        """The value as JSON has it, by the names an author writes, without what is as usual."""
        return {
            one.key or name: plain(value, short=True)
            for name, one in self.model_fields.items()
            if (value := self.__dict__[name]) != one.default
        }

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """`stored` as text."""
        marks = (",", ":") if indent is None else None
        return json.dumps(self.stored(), indent=indent, ensure_ascii=False, separators=marks)


def plain(value: Any, *, short: bool = False) -> Any:
    """A part of a value as JSON has it; `short` as in `Strict.stored`."""
    if isinstance(value, Strict):
        return value.stored() if short else value.model_dump()
    if isinstance(value, tuple | list):
        return [plain(item, short=short) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item, short=short) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


Slug = Annotated[str, Rule(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A file name without its ending: lower case, digits, single hyphens."""

Text = Annotated[str, Rule(min_length=1, max_length=400, strip_whitespace=True)]
"""One sentence or a few, never empty."""

Certainty = Literal["verified", "R-hi", "R-med", "R-lo"]
"""How sure a figure is: read at its source, or recalled with high, medium or low confidence."""


class Source(Strict):
    """Where a figure comes from. One of `doi`, `pmid`, `url` or `article` finds it again."""

    cite: Text
    doi: str | None = field(default=None, pattern=r"^10\.\d{4,9}/\S+$")
    pmid: str | None = field(default=None, pattern=r"^\d+$")
    url: str | None = field(default=None, pattern=r"^https?://\S+$")
    says: Text
    certainty: Certainty
