"""Blocks onto pages: each is placed whole, and the reading order is the order of placing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from exercise_rx.render.pdf.pen import ROOT, Fragment, Group
from exercise_rx.render.pdf.theme import MARGIN, Theme


class Placed(NamedTuple):
    """A block on a page: its top left corner from the top left of the paper, and its parent."""

    fragment: Fragment
    x: float
    y: float
    parent: int


class Flow:
    """Fills pages from the top. `top` and `bottom` bound what a page holds, from the paper's top."""

    def __init__(self, look: Theme, header: float) -> None:
        self.look = look
        self.top = MARGIN + header
        self.bottom = look.page_height - MARGIN
        self.pages: list[list[Placed]] = []
        self.groups: list[Group] = []
        """Elements that gather blocks of several pages: sections and long lists."""
        self._open = [ROOT]
        self.y = self.bottom

    @property
    def height(self) -> float:
        """What one page holds."""
        return self.bottom - self.top

    @property
    def left(self) -> float:
        """What is still free on this page."""
        return self.bottom - self.y

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append([])
        self.y = self.top

    @contextmanager
    def inside(self, role: str, attributes: str = "") -> Iterator[None]:
        """The blocks placed meanwhile belong to one element, over as many pages as they take."""
        number = len(self.groups)
        self.groups.append(Group(role, self._open[-1], attributes))
        self._open.append(number)
        yield
        self._open.pop()

    def fewest(self, draws: Sequence[Callable[[], None]]) -> None:
        """Draw the first way. Where that takes several pages, or more height than a page has, try the
        next ways, and keep the one that takes least, the earlier of two alike."""
        before = self._state()
        draws[0]()
        for draw in draws[1:]:
            least, best = self._taken(), self._state()
            if not least[0] and len(self.pages) - len(before[0]) < 2:
                return
            self._restore(before)
            draw()
            if self._taken() >= least:
                self._restore(best)

    def _taken(self) -> tuple[int, int]:
        """Blocks that reach below the margin, and pages."""
        low = [p for page in self.pages for p in page if p.y + p.fragment.height > self.bottom + 1]
        return len(low), len(self.pages)

    def _state(self) -> tuple[list[list[Placed]], list[Group], float]:
        return [list(page) for page in self.pages], list(self.groups), self.y

    def _restore(self, state: tuple[list[list[Placed]], list[Group], float]) -> None:
        self.pages, self.groups, self.y = (
            [list(page) for page in state[0]],
            list(state[1]),
            state[2],
        )

    def put(self, fragment: Fragment, gap: float = 0.0, need: float = 0.0) -> None:
        """Place a block below the last one, or on a new page when it does not fit whole.

        `gap`: white above it, dropped at the top of a page. `need`: room that must remain below it
        for what may not stand apart from it.
        """
        fresh = not self.pages or self.y <= self.top
        if not self.pages or (
            not fresh and self.y + gap + fragment.height + need > self.bottom + 0.5
        ):
            self.turn()
            fresh = True
        at = self.y + (0 if fresh else gap)
        self.pages[-1].append(Placed(fragment, MARGIN, at, self._open[-1]))
        self.y = at + fragment.height
