"""Words in, diagnoses out: every word must begin a word of the text, best fit first."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from exercise_rx.diagnosis.index import Row, below, dotted, find, read_row, text
from exercise_rx.diagnosis.reading import key_of
from exercise_rx.diagnosis.words import TOKEN, Clause, Reading, clauses, list_vocabulary, spelled

THERAPY_CHAPTERS = {"M": 0, "S": 0, "G": 1, "Z": 2, "R": 2, "Q": 3, "T": 4}
"""How near a chapter is to therapy; the others (birth, eyes, tumors) come last."""

OTHER_CHAPTER = 5
PARTIAL = 0.6
"""What a find is worth that answers all words but one."""

VAGUE = frozenset(
    ["pain", "sore", "ache", "hurts", "hurt", "painful", "problem", "trouble", "injury"]
)
CODE_BEGINNING = re.compile(r"[A-Z]\d[0-9AB][0-9A-Z]{0,3}")
RARE_IN_THERAPY = frozenset(
    """staphylococcal streptococcal pneumococcal gonococcal infective bacteria pathological
    laceration artery vein vessel juvenile postdysenteric postimmunization fistula neoplastic
    poliomyelitis foreign bite abrasion blister superficial congenital newborn hemarthrosis
    rheumatoid lead""".split()  # noqa: SIM905
)
"""Words that put a code behind its neighbours when nothing else tells them apart."""

SIDES = ("right", "left", "bilateral", "both", "unspecified")


class Document(NamedTuple):
    """Something else that words may find: a covered condition with its titles and other names."""

    id: str
    title: str
    names: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One find. `code` is a document's id or a dotted code; `score` is 1 for a perfect fit.

    A code may be a heading when its children are one condition in its sides (`M76.82`).
    """

    code: str
    title: str
    score: float
    is_document: bool


def search(query: str, limit: int = 10, documents: Iterable[Document] = ()) -> list[Hit]:
    """The best finds for `query` among the list's codes and `documents`, documents first on a tie.

    Case does not matter, a word may be cut short (`tend`), lay names are understood
    (`inner ankle`), and a word that occurs nowhere is read as its nearest neighbour.
    """
    if listed := _beginning_with(query):
        return listed[:limit]
    extra = tuple(documents)
    wanted = _corrected(clauses(query), extra)
    hits = _hits(wanted, query, extra)
    if not hits and len(wanted) > 1:
        hits = _partial_hits(wanted, query, extra)
    hits.sort(key=lambda hit: (-hit.score, not hit.is_document, hit.code))
    return hits[:limit]


def _hits(wanted: Sequence[Clause], query: str, documents: Sequence[Document]) -> list[Hit]:
    return [*score_documents(wanted, documents), *_score_codes(wanted, query)] if wanted else []


def _partial_hits(
    wanted: tuple[Clause, ...], query: str, documents: Sequence[Document]
) -> list[Hit]:
    """Finds for all words but the vague ones, else for all words but any one."""
    telling = tuple(clause for clause in wanted if clause[0].words[0] not in VAGUE)
    fewer = [telling] if 0 < len(telling) < len(wanted) else []
    if not (fewer and _hits(telling, query, documents)):
        fewer = [wanted[:i] + wanted[i + 1 :] for i in range(len(wanted))]
    best: dict[str, Hit] = {}
    for hit in (hit for some in fewer for hit in _hits(some, query, documents)):
        less = hit._replace(score=round(hit.score * PARTIAL, 4))
        if hit.code not in best or less.score > best[hit.code].score:
            best[hit.code] = less
    return list(best.values())


def _beginning_with(query: str) -> list[Hit]:
    """A code or its beginning instead of words: the line itself, or what stands below it."""
    key = key_of(query)
    row = find(key) if CODE_BEGINNING.fullmatch(key) else None
    if row is None:
        return []
    rows = [r for r in below(key) if not r.is_heading] if row.is_heading else [row]
    return [Hit(r.code, r.description, 1.0, False) for r in rows]


def score_documents(wanted: Sequence[Clause], documents: Iterable[Document]) -> list[Hit]:
    """Every document in which all clauses hold, with the score of its best name."""
    hits = []
    for document in documents:
        names = (document.title, *document.names)
        every = " ".join(names).lower()
        best = max((fit(wanted, name.lower()) for name in names), default=0.0)
        score = max(best, 0.8 * fit(wanted, every))
        if score:
            hits.append(Hit(document.id, document.title, score, True))
    return hits


def fit(wanted: Sequence[Clause], name: str) -> float:
    """How well a lower-case text answers: 0 when a clause fails, 1 for the same words.

    Typed words count more than their lay readings, whole words more than beginnings, and a
    text with few other words more than a long one.
    """
    words = TOKEN.findall(name)
    value, used = 0.0, 0
    for clause in wanted:
        fits = [(_reading_fit(reading, words), len(reading.words)) for reading in clause]
        best, size = max(fits)
        if not best:
            return 0.0
        value += best
        used += size
    spare = max(0, len(words) - used)
    return round(value / len(wanted) * (1 - min(spare, 20) * 0.02), 4)


def _reading_fit(reading: Reading, words: Sequence[str]) -> float:
    total = 0.0
    for part in reading.words:
        if part in words:
            total += 1.0
        elif not reading.whole_words and any(word.startswith(part) for word in words):
            total += 0.9
        else:
            return 0.0
    return total / len(reading.words) * (1.0 if reading.as_typed else 0.9)


def _score_codes(wanted: Sequence[Clause], query: str) -> list[Hit]:
    rows = _candidates(wanted)
    headings = {row.key for row in rows if row.is_one_condition}
    says_side = any(side in query.lower().split() for side in SIDES)
    hits = []
    for row in rows:
        if row.kind == "H" or (row.is_one_condition and says_side):
            continue
        if not says_side and not headings.isdisjoint((row.key[:-1], row.key[:-2])):
            continue
        if score := _row_score(wanted, row):
            hits.append(Hit(dotted(row.key), row.description, score, False))
    return hits


def _row_score(wanted: Sequence[Clause], row: Row) -> float:
    names = [row.description.lower(), *row.terms.lower().split("; ")]
    own = fit(wanted, names[0])
    other = max((0.95 * fit(wanted, name) for name in names[1:]), default=0.0)
    together = 0.9 * fit(wanted, " ".join(names))
    chapter = THERAPY_CHAPTERS.get(row.key[0], OTHER_CHAPTER)
    rare = 0.15 if not RARE_IN_THERAPY.isdisjoint(TOKEN.findall(names[0])) else 0.0
    return round(max(own, other, together) * (1 - 0.04 * chapter - rare), 4)


def _candidates(wanted: Sequence[Clause]) -> list[Row]:
    """The lines in which every clause can hold, found word by word in the mapped file."""
    lines: set[int] | None = None
    for clause in wanted:
        found: set[int] = set()
        for reading in clause:
            found |= frozenset.intersection(*(_lines_with(word) for word in reading.words))
        lines = found if lines is None else lines & found
        if not lines:
            return []
    whole = text()
    starts = sorted(lines or ())
    return [read_row(whole[start : whole.find(b"\n", start)]) for start in starts]


@cache
def _lines_with(word: str) -> frozenset[int]:
    """Where the lines start that hold a word beginning with `word`."""
    whole, wanted, starts = _folded(), word.encode(), set()
    at = whole.find(wanted)
    while at >= 0:
        if not whole[at - 1 : at].isalnum():
            starts.add(whole.rfind(b"\n", 0, at) + 1)
        at = whole.find(wanted, at + 1)
    return frozenset(start for start in starts if whole[start : start + 1] != b"#")


@cache
def _folded() -> bytes:
    """The list in lower case: what is searched, byte for byte as long as the file."""
    return text()[:].lower()


def _corrected(wanted: tuple[Clause, ...], documents: Sequence[Document]) -> tuple[Clause, ...]:
    """The clauses, with each word that occurs nowhere replaced by its likely spelling."""
    names = " ".join(" ".join((d.title, *d.names)) for d in documents).lower()
    known = set(TOKEN.findall(names))
    return tuple(_corrected_clause(clause, known) for clause in wanted)


def _corrected_clause(clause: Clause, known: set[str]) -> Clause:
    typed = clause[0].words
    if (
        len(typed) == 1
        and len(typed[0]) > 3
        and typed[0].endswith("s")
        and not _lines_with(typed[0])
    ):
        return _corrected_clause(clauses(typed[0].removesuffix("s"))[0], known)
    if len(clause) > 1 or any(w.startswith(typed[0]) for w in known) or _lines_with(typed[0]):
        return clause
    right = spelled(typed[0], known | list_vocabulary())
    return clauses(right)[0] if right else clause
