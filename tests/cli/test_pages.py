"""`--pages` and `--fillable`: read and checked before anything is made."""

import pytest

from exercise_rx.cli.parts import ALL, Pages, read_pages
from exercise_rx.errors import UsageProblem


def test_parts_are_put_into_the_order_of_the_document() -> None:
    assert read_pages("pdf", "weeks, fridge", True) == Pages(("fridge", "weeks"), True)


def test_without_a_wish_every_form_is_made_whole() -> None:
    assert read_pages("txt", None, False) == ALL == Pages(None, False)


@pytest.mark.parametrize(
    ("kind", "listed", "fillable", "says"),
    [
        ("pdf", "fridge,week", False, r"no part 'week'. Did you mean weeks\?"),
        ("pdf", "", False, "no part ''"),
        ("pdf", "fridge", True, "the log is on the part `weeks`"),
        ("html", "fridge", False, "are for a PDF, not for html"),
        ("txt", None, True, "are for a PDF, not for txt"),
    ],
)
def test_what_cannot_be_made_is_told(
    kind: str, listed: str | None, fillable: bool, says: str
) -> None:
    with pytest.raises(UsageProblem, match=says):
        read_pages(kind, listed, fillable)
