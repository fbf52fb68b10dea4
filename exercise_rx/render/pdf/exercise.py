"""The exercise pages: two blocks to a page, one in large print; a block is never split."""

from collections.abc import Sequence

from exercise_rx.render.pdf.block import block
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.theme import Theme, closer, closest
from exercise_rx.render.pdf.told import Told, told_of

ENOUGH = 2
"""Blocks on a page for which lines need not be closer."""
GAP = 5.0
"""The least white between two blocks."""


def pages(kit: Kit, flow: Flow) -> None:
    """Every exercise in the order of the plan."""
    entry = kit.say("page.exercises.bookmark")
    told = [one for unit in kit.units for one in told_of(kit, unit)]
    with flow.inside("Sect"):
        while told:
            blocks = _page_full(kit, flow, told, entry)
            told, entry = told[len(blocks) :], ""
            _place(kit, flow, blocks)


def _page_full(kit: Kit, flow: Flow, told: Sequence[Told], entry: str) -> list[Fragment]:
    """As many blocks from the front as fit on a page, with lines a little closer if that takes one
    more; their pictures grow into what is left."""
    best: list[Fragment] = []
    for look in (kit.look, closer(kit.look)):
        if len(best) >= min(ENOUGH, len(told)):
            break
        blocks = _fitting(kit, flow, told, entry, look)
        if len(blocks) > len(best):
            rooms = _rooms(flow, look, blocks, last=len(blocks) == len(told))
            best = [
                block(one, look, kit.say, "" if i else entry, room)
                for i, (one, room) in enumerate(zip(told, rooms, strict=False))
            ]
    return best or [block(told[0], closest(kit.look), kit.say, entry, flow.height)]


def _fitting(kit: Kit, flow: Flow, told: Sequence[Told], entry: str, look: Theme) -> list[Fragment]:
    """Blocks with pictures as small as they may be."""
    blocks: list[Fragment] = []
    used = 0.0
    for i, one in enumerate(told):
        made = block(one, look, kit.say, "" if i else entry)
        gap = GAP if blocks else 0.0
        if used + gap + made.height > flow.height:
            break
        used += gap + made.height
        blocks.append(made)
    return blocks


def _rooms(flow: Flow, look: Theme, blocks: Sequence[Fragment], *, last: bool) -> list[float]:
    """The height each block may take: half a page, or what the others leave. One that has a page to
    itself in the middle of the plan takes it; below the last one there is room for advice."""
    half = (flow.height - look.gap) / 2
    if look.large or not blocks:
        return [flow.height] * len(blocks)
    if len(blocks) == 1 and not last:
        return [flow.height * 0.95]
    if len(blocks) <= 2 and all(made.height <= half for made in blocks):
        return [half] * len(blocks)
    used = sum(made.height for made in blocks) + GAP * (len(blocks) - 1)
    share = (flow.height - used) // len(blocks) if len(blocks) > 1 else 0.0
    return [made.height + share for made in blocks]


def _place(kit: Kit, flow: Flow, blocks: Sequence[Fragment]) -> None:
    """Blocks on a page of their own, a hairline between them; two halves meet in the middle."""
    flow.turn()
    free = flow.height - sum(made.height for made in blocks)
    gap = min(free / max(1, len(blocks) - 1), 46.0)
    above = gap / 2
    if len(blocks) == 2 and max(made.height for made in blocks) < flow.height / 2 - 3:
        above = flow.height / 2 - blocks[0].height
        gap = above + min(flow.height / 2 - blocks[1].height, kit.look.gap / 2)
    for i, made in enumerate(blocks):
        if i:
            flow.put(_hairline(kit.look), above)
        flow.put(made, gap - above)


def _hairline(look: Theme) -> Fragment:
    pen = Pen(look.width)
    pen.rule(0, grey=0.75, weight=0.5)
    return pen.finish(0.0)
