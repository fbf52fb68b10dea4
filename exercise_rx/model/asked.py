"""What people write, read by pydantic: from the models as they stand, only where it is needed."""

from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
    TypeAdapter,
    create_model,
)
from pydantic import Field as PydanticField
from pydantic_core import CoreSchema, core_schema

from exercise_rx.model.base import REQUIRED, Field, Strict

Value = TypeVar("Value", bound=Strict)


class Twin(BaseModel):
    """Pydantic's view of a model: it reads the fields, and our own class holds them."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def validate(model: type[Value], given: object) -> Value:
    """A value from what was given. Raises ValidationError with every fault and its place."""
    return adapter(model).validate_python(given)


def adapter(model: type[Value]) -> TypeAdapter[Value]:
    """Pydantic's reader of a model."""
    if model not in _ADAPTERS:
        # A traceback may end up in a log, and what was given may be a patient's.
        _ADAPTERS[model] = TypeAdapter(model, config=ConfigDict(hide_input_in_errors=True))
    return _ADAPTERS[model]


_ADAPTERS: dict[type[Strict], TypeAdapter[Any]] = {}
_TWINS: dict[type[Strict], type[BaseModel]] = {}


def schema(model: type[Strict], handler: GetCoreSchemaHandler) -> CoreSchema:
    """How pydantic reads a model inside of another."""
    inner = handler.generate_schema(_twin(model))
    return core_schema.no_info_wrap_validator_function(partial(_read, model), inner)


def _read(model: type[Strict], given: Any, read: Any) -> Strict:
    if type(given) is model:
        return given
    return model.judged(model.taken(dict(read(given).__dict__)))


def _twin(model: type[Strict]) -> type[BaseModel]:
    if model in _TWINS:
        return _TWINS[model]
    fields: Any = {name: (one.annotation, _field(one)) for name, one in model.model_fields.items()}
    _TWINS[model] = create_model(
        model.__name__,
        __base__=Twin,
        __module__=model.__module__,
        __doc__=model.__doc__,
        **fields,
    )
    return _TWINS[model]


def _field(one: Field) -> Any:
    default = ... if one.default is REQUIRED else one.default
    return PydanticField(default, alias=one.key, description=one.description, **one.limits)


def limits_of(limits: dict[str, Any]) -> Iterator[object]:
    """Limits as pydantic knows them: of a text, or of a number or a list."""
    if limits.keys() & {"pattern", "strip_whitespace"}:
        yield from StringConstraints(**limits)
    else:
        yield from PydanticField(**limits).metadata
