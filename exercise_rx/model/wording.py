"""Every word the product itself says, by key and language; numbers choose the plural."""

from collections.abc import Mapping
from datetime import date

from exercise_rx.errors import RxError


class Wording:
    """Looks up a phrase and fills it in. A missing key or placeholder is an error, never a blank.

    A key may have forms `key.one` and `key.other`, chosen by `n`. Two are equal when they hold the
    same texts, so that what was worked out once for a language is kept.
    """

    __slots__ = ("_texts", "lang")

    def __init__(self, texts: Mapping[str, str], lang: str = "en") -> None:
        self._texts = texts
        self.lang = lang

    def __call__(self, key: str, n: float | None = None, **values: object) -> str:
        text = self._texts.get(key)
        if text is None and n is not None:
            text = self._texts.get(f"{key}.{'one' if n == 1 else 'other'}")
        if text is None:
            raise RxError(f"The wording file for `{self.lang}` has no `{key}`.")
        if n is None and not values:
            return text
        try:
            return text.format(n=_number(n), **values)
        except (KeyError, IndexError) as error:
            raise RxError(f"The wording `{key}` for `{self.lang}` asks for {error}.") from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wording) and self._texts is other._texts

    def __hash__(self) -> int:
        return id(self._texts)

    def __contains__(self, key: str) -> bool:
        return key in self._texts


def long_date(day: date, say: Wording) -> str:
    """`Monday, December 7, 2026`: no two countries read 7/12 the same way."""
    return say(
        "date.long",
        weekday=say(f"weekday.{day.isoweekday()}"),
        month=say(f"month.{day.month}"),
        day=day.day,
        year=day.year,
    )


def side_and_region(side: str, region: str, say: Wording) -> str:
    """`right knee`, `both feet`, `back and right leg`."""
    if (key := f"side-of.{side}.{region}") in say:
        return say(key)
    return say(f"side-of.{side}", region=say(f"region{'s' if side == 'both' else ''}.{region}"))


def _number(n: float | None) -> str:
    if n is None:
        return ""
    return str(int(n)) if n == int(n) else str(n)
