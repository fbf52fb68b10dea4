"""Words on lines: runs of plain, bold and linked words, broken to a width.

A word longer than the line is cut where the line ends; nothing is ever left out.
"""

from functools import lru_cache
from typing import NamedTuple

from exercise_rx.render.pdf.fonts import pieces, tag_of, thousandths
from exercise_rx.render.pdf.theme import Style

NO_BREAK = "\u00a0"


class Run(NamedTuple):
    """Words that look alike. `link` is where they lead."""

    text: str
    bold: bool = False
    link: str | None = None


Words = str | tuple[Run, ...]


class Piece(NamedTuple):
    """A stretch of one line in one look."""

    text: str
    bold: bool
    link: str | None
    x: float
    width: float


def runs_of(words: Words, bold: bool) -> tuple[Run, ...]:
    """Words as runs; a style that is bold makes all of them bold."""
    if isinstance(words, str):
        return (Run(words, bold),)
    return tuple(Run(run.text, run.bold or bold, run.link) for run in words)


def text_of(words: Words) -> str:
    """The plain text of words."""
    return words if isinstance(words, str) else "".join(run.text for run in words)


def broken(words: Words, size: float, bold: bool, width: float) -> tuple[tuple[Piece, ...], ...]:
    """`words` as lines not wider than `width` points."""
    return _broken(words, size, bold, width, tag_of(bold))


@lru_cache(maxsize=8192)
def _broken(
    words: Words, size: float, bold: bool, width: float, face: str
) -> tuple[tuple[Piece, ...], ...]:
    """`face`: what it is kept for, because each face has its own widths."""
    if isinstance(words, str):
        texts, measures, space = _measured(words, bold, face)
        wides = [measure * size / 1000 for measure in measures]
        if max(wides, default=0.0) <= width + 0.01:
            return _filled(texts, wides, space * size / 1000, bold, width)
    return _general(words, size, bold, width)


@lru_cache(maxsize=4096)
def _measured(text: str, bold: bool, face: str) -> tuple[list[str], list[float], float]:  # noqa: ARG001 (kept for each)
    """The words of a text, their widths and that of a space, at size 1000."""
    texts = text.replace("\n", " ").split(" ")
    texts = [word for word in texts if word]
    return texts, [thousandths(word, bold) for word in texts], thousandths(" ", bold)


def _filled(
    texts: list[str], wides: list[float], space: float, bold: bool, width: float
) -> tuple[tuple[Piece, ...], ...]:
    """Lines of words in one look, none of which is wider than a line."""
    lines: list[tuple[Piece, ...]] = []
    start, x = 0, 0.0
    for i, wide in enumerate(wides):
        if i == start:
            x = wide
        elif x + space + wide > width + 0.01:
            lines.append((Piece(" ".join(texts[start:i]), bold, None, 0.0, x),))
            start, x = i, wide
        else:
            x = x + space + wide
    lines.append((Piece(" ".join(texts[start:]), bold, None, 0.0, x),) if texts else ())
    return tuple(lines)


def _general(words: Words, size: float, bold: bool, width: float) -> tuple[tuple[Piece, ...], ...]:
    """Lines of words in any look; a word that is wider than a line is cut."""
    lines: list[tuple[Piece, ...]] = []
    current: list[Piece] = []
    x = 0.0
    for word, run, spaced in _words(runs_of(words, bold)):
        space = thousandths(" ", run.bold) * size / 1000 if spaced else 0.0
        wide = thousandths(word, run.bold) * size / 1000
        if current and x + space + wide > width + 0.01:
            lines.append(tuple(current))
            current, x, space = [], 0.0, 0.0
        while wide > width + 0.01 and len(word) > 1:
            head = _head(word, run.bold, size, width)
            lines.append(
                (Piece(head, run.bold, run.link, 0.0, thousandths(head, run.bold) * size / 1000),)
            )
            word = word[len(head) :]
            wide = thousandths(word, run.bold) * size / 1000
        text = (" " if space else "") + word
        last = current[-1] if current else None
        if last and last.bold == run.bold and last.link == run.link:
            current[-1] = Piece(
                last.text + text, run.bold, run.link, last.x, last.width + space + wide
            )
        else:
            current.append(Piece(text, run.bold, run.link, x, space + wide))
        x += space + wide
    if current or not lines:
        lines.append(tuple(current))
    return tuple(lines)


def _words(runs: tuple[Run, ...]) -> list[tuple[str, Run, bool]]:
    """Each word with its run, and whether a space stands before it."""
    found: list[tuple[str, Run, bool]] = []
    spaced = False
    for run in runs:
        parts = run.text.replace("\n", " ").split(" ")
        for i, part in enumerate(parts):
            if i:
                spaced = True
            if part:
                found.append((part, run, spaced and bool(found)))
                spaced = False
    return found


def _head(word: str, bold: bool, size: float, width: float) -> str:
    """As much of a long word as fits a line, cut after a mark inside it where there is one."""
    end = 1
    while end < len(word) and thousandths(word[: end + 1], bold) * size / 1000 <= width:
        end += 1
    for mark in range(end, max(1, end // 2), -1):
        if word[mark - 1] in "-/.;,)@_":
            return word[:mark]
    return word[:end]


def height(words: Words, style: Style, width: float) -> float:
    """The height of a paragraph, in points; of no words, nothing."""
    if not words:
        return 0.0
    return len(broken(words, style.size, style.bold, width)) * style.leading


def shown(text: str, size: float, bold: bool) -> str:
    """The operators that show `text` where the pen stands; the face of the bold is set each time."""
    return "".join(
        f"/{tag} {size:g} Tf <{part.encode('utf-16-be').hex()}> Tj "
        for tag, part in pieces(text, bold)
    )
