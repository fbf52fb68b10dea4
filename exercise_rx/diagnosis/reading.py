"""What a typed code says: condition, side and encounter, forgiving of form and never guessing."""

from typing import Literal, NamedTuple
from unicodedata import normalize

from exercise_rx.diagnosis.index import Row, Side, find, meanings, release

Encounter = Literal["initial", "subsequent", "delayed", "nonunion", "malunion", "sequela"]
"""What the 7th character of an injury code means for exercise; `subsequent` heals routinely."""

StatedSide = Literal["right", "left", "both"]

SIDE_WORDS: dict[str, StatedSide] = {
    "right": "right",
    "r": "right",
    "left": "left",
    "l": "left",
    "both": "both",
    "b": "both",
    "bilateral": "both",
}
DASHES = "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
FORGIVEN = str.maketrans("", "", f"{DASHES}. \t\r\n\u00a0\u200b\ufeff")
"""Left out of a code before it is read: its dot, spaces, and the dash of `M17.-`."""

ENCOUNTER_LETTERS = "ADS"
"""7th characters that people add by habit where none belongs."""


class Reading(NamedTuple):
    """A billable code as it was understood.

    `stem` is the code without its 7th character and its padding: what protocols are matched
    by. `seventh` and `meaning` are the 7th character and the list's words for it; `encounter`
    is its class, None for codes that take none (or one that is no encounter: gout's tophus).
    `side` is the code's own; `asked_side` is one typed after it, as in `M72.2:left`.
    """

    code: str
    stem: str
    description: str
    side: Side
    asked_side: StatedSide | None
    seventh: str | None
    meaning: str | None
    encounter: Encounter | None
    is_fracture: bool
    warnings: tuple[str, ...]
    release: str

    @property
    def stated_side(self) -> StatedSide | None:
        """The side that the code or the word typed after it gives, or None when neither does."""
        return self.side if self.side in ("right", "left", "both") else self.asked_side


def read_code(text: str) -> Reading:
    """The code in `text`, in any case, with or without its dot, perhaps with `:left` after it.

    Raises `UsageProblem`, with what is wrong and what to type, for whatever is not exactly
    one billable code of the shipped list.
    """
    written, _, word = _without_name(normalize("NFKC", text)).partition(":")
    asked = SIDE_WORDS.get(word.strip().casefold())
    key = key_of(written)
    reading = _read(key, asked)
    if reading is None or (word.strip() and asked is None) or _against(reading, asked):
        from exercise_rx.diagnosis.mistakes import explain

        raise explain(text, key, word.strip(), reading)
    return reading


def _without_name(text: str) -> str:
    """`ICD-10-CM: M76.821`, as pasted from a note, without the name of the list."""
    start = text.lstrip()
    for name in ("ICD-10-CM", "ICD10CM", "ICD-10", "ICD10"):
        if start.upper().startswith(name):
            return start[len(name) :].lstrip(" :")
    return text


def key_of(written: str) -> str:
    """The letters and digits of a code: upper case, undotted, without spaces and dashes."""
    return written.translate(FORGIVEN).strip(",;'\"()[]").upper()


def split_seventh(key: str) -> tuple[Row, str] | None:
    """The line and the 7th character of a full-length code, when that character is allowed."""
    if len(key) != 7:
        return None
    row = find(key[:6]) or find(key[:6].rstrip("X"))
    return (row, key[6]) if row and key[6] in row.letters else None


def full_code(row: Row, seventh: str) -> str:
    """`S13.4` and `D` as `S13.4XXD`."""
    key = f"{row.key:X<6}{seventh}"
    return f"{key[:3]}.{key[3:]}"


def encounter_of(row: Row, seventh: str) -> Encounter | None:
    """The class of a 7th character, from its meaning in this code's own table."""
    meaning = meanings(row)[seventh]
    if meaning.startswith("sequela"):
        return "sequela"
    if meaning.startswith("initial encounter"):
        return "initial"
    if not meaning.startswith("subsequent encounter"):
        return None
    for word, encounter in _HEALING:
        if word in meaning:
            return encounter
    return "subsequent"


_HEALING: tuple[tuple[str, Encounter], ...] = (
    ("delayed", "delayed"),
    ("nonunion", "nonunion"),
    ("malunion", "malunion"),
)


def _read(key: str, asked: StatedSide | None) -> Reading | None:
    row = find(key)
    if row and row.kind == "B":
        return _reading(row, None, asked, ())
    if extended := split_seventh(key):
        return _reading(*extended, asked, ())
    stem, letter = key[:-1], key[-1:]
    plain = find(stem) if letter and letter in ENCOUNTER_LETTERS else None
    if row is None and plain and plain.kind == "B":
        return _reading(plain, None, asked, (_no_seventh(plain, letter),))
    return None


def _no_seventh(row: Row, letter: str) -> str:
    return f"{row.code} takes no 7th character: the {letter} is left out. Read as {row.code}."


def _reading(
    row: Row, seventh: str | None, asked: StatedSide | None, warnings: tuple[str, ...]
) -> Reading:
    return Reading(
        code=full_code(row, seventh) if seventh else row.code,
        stem=row.code,
        description=row.description,
        side=row.side,
        asked_side=asked,
        seventh=seventh,
        meaning=meanings(row)[seventh] if seventh else None,
        encounter=encounter_of(row, seventh) if seventh else None,
        is_fracture=row.is_fracture,
        warnings=warnings,
        release=release(),
    )


def _against(reading: Reading, asked: StatedSide | None) -> bool:
    """Whether a side typed after the code contradicts the code."""
    return asked is not None and reading.side in ("right", "left", "both") and asked != reading.side
