"""File names that every disk takes, that tell patients apart, and that tell no diagnosis."""

import re
import unicodedata
from collections.abc import Iterable

from exercise_rx.deliver.batch_notes import Notes

LONGEST = 60
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|report|print-all(-\d+)?)", re.IGNORECASE)
"""Names of devices on Windows, and of the files that a batch writes itself."""

LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
     "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
     "'": "", "\u2019": "", "\u2018": "", "\u02bc": "", "`": "", "\u00b4": ""}
)  # fmt: skip
"""Letters that do not come apart into a plain letter and an accent; apostrophes leave no gap."""


def stem(text: str, codes: Iterable[str] = ()) -> str:
    """`text` as a file's name without its ending, in plain letters; empty when nothing is left.

    `codes` are struck out, because a folder's listing is read by everyone.

    >>> stem("Renée O'Neill"), stem("../Łucja/M76.821", ["M76.821"]), stem("con"), stem("李")
    ('Renee-ONeill', 'Lucja', 'con-plan', '')
    """
    for code in codes:
        bare = re.escape(code).replace(r"\.", r"\.?")
        text = re.sub(rf"(?<![^\W_]){bare}(?![^\W_])", " ", text, flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    name = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:LONGEST].strip("-")
    return f"{name}-plan" if RESERVED.fullmatch(name) else name


class Names:
    """Gives each patient of a list a name of its own: Sam, Sam-2, Sam-3.

    The same list gets the same names each time.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def own(self, name: str) -> str:
        """`name`, or `name-2` and on, whichever is free. `Sam` and `sam` are one to some disks."""
        key = given = name.casefold()
        count = self._notes.find("name", key) or 1
        while self.has(given):
            count += 1
            given = f"{key}-{count}"
        self._notes.put("name", key, count)
        self._notes.first("name", given, 1)
        return name + given[len(key) :]

    def has(self, name: str) -> bool:
        """Whether a patient of this list has `name`."""
        return self._notes.find("name", name.casefold()) is not None
