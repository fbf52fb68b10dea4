"""The numbers of the list to go back to: a range only where none is missing in between."""

import pytest

from exercise_rx.render.pdf.ready import _listed

ORDER = ["1", "2a", "2b", "2c", "2d", "3", "4"]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (["2a", "2b", "2c", "2d"], "2a-2d"),
        (["1", "2a"], "1, 2a"),
        (["1", "2a", "2b", "2d"], "1, 2a, 2b, 2d"),
        (["3", "4"], "3, 4"),
    ],
)
def test_a_range_leaves_none_out(numbers: list[str], said: str) -> None:
    assert _listed(numbers, ORDER) == said
