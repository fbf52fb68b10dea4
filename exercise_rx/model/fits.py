"""Whether a value plainly fits its model: no conversion, no doubt. The rest is pydantic's to judge."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import NoneType
from typing import Any, Literal, Union

from exercise_rx.model.base import Judge, Rule, Strict

Test = Callable[[Any], bool]
PLAIN = (str, int, float, bool, date, NoneType)


def fits(model: type[Strict], values: Mapping[str, Any]) -> bool:
    """Whether these fields make a value as they are. False means: unsure."""
    if model not in _TESTS:
        _TESTS[model] = _tests(model)
    tests, required = _TESTS[model]
    if not required <= values.keys() <= tests.keys():
        return False
    try:
        for name, value in values.items():
            if not tests[name](value):
                return False
        if model._judges:
            model.judged(model.taken(dict(values)))
    except ValueError:
        return False
    return True


_TESTS: dict[type[Strict], tuple[dict[str, Test], frozenset[str]]] = {}


def _tests(model: type[Strict]) -> tuple[dict[str, Test], frozenset[str]]:
    """A test for each field, and the fields that must be given."""
    fields = model.model_fields
    tests = {name: _limited(_test(one.annotation), one.limits) for name, one in fields.items()}
    return tests, frozenset(fields.keys() - model._defaults)


def _test(annotation: Any) -> Test:
    """The test of a type. A type that is not known here fits nothing."""
    if annotation is Any:
        return lambda _: True
    if annotation is None:
        annotation = NoneType
    if annotation in PLAIN:
        return lambda value: type(value) is annotation
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return lambda value: type(value) is annotation
    origin = getattr(annotation, "__origin__", None)
    inner: tuple[Any, ...] = getattr(annotation, "__args__", ())
    if hasattr(annotation, "__metadata__"):
        return _annotated(annotation)
    if origin is Literal:
        return lambda value: any(value == one and type(value) is type(one) for one in inner)
    if origin is tuple:
        return _tuple(inner)
    if origin is list:
        every = _every(inner[0])
        return lambda value: type(value) is list and every(value)
    if origin is dict:
        keys, items = map(_every, inner)
        return lambda value: type(value) is dict and keys(value) and items(value.values())
    if origin is Union or (origin is None and inner):
        return _either(list(map(_test, inner)))
    return lambda _: False


def _every(annotation: Any) -> Test:
    """The test of many values of one type."""
    if annotation in PLAIN:
        only = {annotation}
        return lambda values: only.issuperset(map(type, values))
    test = _test(annotation)
    return lambda values: all(map(test, values))


def _either(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda value: first(value) or second(value)
    return lambda value: any(test(value) for test in tests)


def _annotated(annotation: Any) -> Test:
    test = _test(annotation.__origin__)
    for mark in annotation.__metadata__:
        if isinstance(mark, Rule):
            test = _limited(test, mark.limits)
        elif isinstance(mark, Judge):
            test = _judged(test, mark.judge)
    return test


def _judged(test: Test, judge: Callable[[Any], Any]) -> Test:
    return lambda value: test(value) and judge(value) == value


def _tuple(inner: tuple[Any, ...]) -> Test:
    if inner[-1] is Ellipsis:
        every = _every(inner[0])
        return lambda value: type(value) is tuple and every(value)
    tests = list(map(_test, inner))
    return lambda value: (
        type(value) is tuple
        and len(value) == len(tests)
        and all(test(item) for test, item in zip(tests, value, strict=True))
    )


def _limited(test: Test, limits: Mapping[str, Any]) -> Test:
    """The test with limits on what is given; None has none."""
    if not limits:
        return test
    within = [_LIMITS[name](limit) for name, limit in limits.items()]
    if len(within) == 1:
        only = within[0]
        return lambda value: test(value) and (value is None or only(value))
    return lambda value: test(value) and (value is None or all(one(value) for one in within))


_LIMITS: dict[str, Callable[[Any], Test]] = {
    "min_length": lambda least: lambda value: len(value) >= least,
    "max_length": lambda most: lambda value: len(value) <= most,
    "ge": lambda least: lambda value: bool(value >= least),
    "le": lambda most: lambda value: bool(value <= most),
    "strip_whitespace": lambda _: lambda value: value == value.strip(),
    "pattern": lambda form: lambda value: "\n" not in value and bool(re.search(form, value)),
}
