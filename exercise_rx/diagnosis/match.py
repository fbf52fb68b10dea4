"""Whose a code is: the longest stem wins, and an owner never answers what it is told not to."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from exercise_rx.diagnosis.index import find

BODY_WORDS = frozenset(
    """ankle foot toe heel calf leg shin achilles tibial tibia fibula knee patella meniscus hip
    thigh femur groin pelvis trochanteric gluteal back lumbar lumbosacral spine spinal disc sciatica
    neck cervical thoracic shoulder rotator arm elbow forearm wrist hand finger thumb
    jaw""".split()  # noqa: SIM905
)
"""Parts of the body as the list's descriptions name them: what makes two codes neighbours."""


class Match(NamedTuple):
    """The stem that answered, and whose it is."""

    stem: str
    owner: str


def longest_prefix(
    stem: str, table: Mapping[str, str], never: Mapping[str, Collection[str]] | None = None
) -> Match | None:
    """The owner of the longest stem in `table` that begins `stem`, or None.

    Stems are dotted (`M76.82`, `S93.42`, `I82.4`). `never` holds, per owner, the stems it
    must not answer; a shorter stem of another owner may still do.
    """
    beginnings = prefixes(stem)
    for prefix in beginnings:
        owner = table.get(prefix)
        if owner is not None and not _any_of(beginnings, (never or {}).get(owner, ())):
            return Match(prefix, owner)
    return None


def prefixes(stem: str) -> list[str]:
    """`S93.421`, `S93.42`, `S93.4`, `S93`: every stem that may answer, the longest first."""
    key = stem.replace(".", "").upper()
    cuts = (key[:length] for length in range(len(key), 2, -1))
    tidy = (cut if len(cut) < 4 else cut.rstrip("X") for cut in cuts)
    return [f"{cut[:3]}.{cut[3:]}" if len(cut) > 3 else cut for cut in dict.fromkeys(tidy)]


def begins_with_any(stem: str, starts: Iterable[str]) -> bool:
    """Whether one of the dotted stems `starts` covers `stem`."""
    return _any_of(prefixes(stem), starts)


def _any_of(beginnings: Collection[str], starts: Iterable[str]) -> bool:
    return any(start in beginnings for start in starts)


def nearest(code: str, stems: Iterable[str], limit: int = 3) -> list[str]:
    """The stems closest to `code`, best first: the longest common beginning, then the body part.

    A stem that shares neither its first three characters nor a part of the body is no
    neighbour and is left out.
    """
    here, part = code.replace(".", "").upper(), body_parts(code)
    ranked = []
    for stem in set(stems):
        key = stem.replace(".", "")
        common = common_beginning(here, key)
        shared = len(part & body_parts(stem))
        if common >= 3 or shared:
            apart = _distance(here, key)
            ranked.append((-max(common, 2), -shared, -common, apart, len(key), stem))
    return [rank[-1] for rank in sorted(ranked)[:limit]]


def body_parts(code: str) -> frozenset[str]:
    """The parts of the body that a code's description names."""
    row = find(code.replace(".", "").upper())
    if row is None:
        return frozenset()
    words = re.findall(r"[a-z]+", f"{row.description} {row.terms}".lower())
    return BODY_WORDS.intersection(words)


def common_beginning(one: str, other: str) -> int:
    """How many characters two codes begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _distance(one: str, other: str) -> int:
    """How far apart two categories stand in the list; another chapter is farther than any."""
    if one[:1] != other[:1]:
        return 1000
    return abs(int(one[1:3], 36) - int(other[1:3], 36))
