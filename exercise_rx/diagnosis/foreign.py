"""Codes of other systems that get typed by habit: named for what they are, never converted."""

import re
from functools import cache
from pathlib import Path

from exercise_rx.diagnosis.index import DATA, Row, Side, below, dotted, find
from exercise_rx.diagnosis.reading import full_code
from exercise_rx.diagnosis.sides import counterpart
from exercise_rx.diagnosis.wording import SEARCH, listed, quoted
from exercise_rx.errors import UsageProblem

ICD_9 = re.compile(r"\d{3,5}")
BILLING = re.compile(r"97\d{3}|9716[1-8]|G0283")
"""Therapy procedure codes (CPT, HCPCS): the other numbers on a therapist's claim."""

SNOMED = re.compile(r"\d{6,18}")
ICD_11 = re.compile(r"[0-9A-Z][A-HJ-NP-Z]\d[0-9A-Z](\.[0-9A-Z]{1,2})?([/&][0-9A-Z./&]+)?")
GERMAN = re.compile(r"([A-Z]\d\d(?:\.\d{1,3})?)[-+*!# ]*[VGAZ]? ?([RLB]?) ?[VGAZ]?")
GERMAN_SIDES: dict[str, Side] = {"R": "right", "L": "left", "B": "both"}
READS = "This tool reads ICD-10-CM"


def crosswalk(name: str, key: str) -> UsageProblem | None:
    """An old ICD-9-CM code that CMS's mapping lists, with what the mapping offers."""
    if key not in _icd_9():
        return None
    title, stems = _icd_9()[key]
    rows = [row for stem in stems if (row := find(stem))]
    offers = [(_usual_form(row), row.description) for row in rows]
    words = quoted(" ".join(re.findall(r"[a-z]{3,}", title.lower())))
    old = f"{name} looks like ICD-9-CM ({title}), which ICD-10-CM replaced in 2015."
    if not offers:
        return UsageProblem(old, tip=f"To search by words: exercise-rx codes {words}")
    return UsageProblem(
        f"{old} The CMS crosswalk offers:\n{listed(offers)}",
        tip=f"Type the one that fits, such as {offers[0][0]}, or search: exercise-rx codes {words}",
    )


def foreign(text: str, name: str, key: str) -> UsageProblem | None:
    """The problem with a code of another system, or None when it looks like none of them."""
    if BILLING.fullmatch(key):
        return _other(name, "a billing code for a therapy procedure, not a diagnosis")
    if ICD_9.fullmatch(key):
        return _other(name, "an ICD-9-CM code, which ICD-10-CM replaced in 2015")
    if SNOMED.fullmatch(key):
        return _other(name, "a SNOMED CT number")
    written = " ".join(text.upper().split())
    german = GERMAN.fullmatch(written)
    if german and written[-1].isalpha():
        return _german(name, *german.groups())
    if ICD_11.fullmatch(written):
        return _other(name, "an ICD-11 code")
    return None


def _other(name: str, what: str) -> UsageProblem:
    return UsageProblem(f"{name} looks like {what}. {READS}.", tip=SEARCH)


def _german(name: str, stem: str, side: str) -> UsageProblem | None:
    """ICD-10-GM writes the side and how sure it is behind the code: `M76.6 G R`."""
    row = find(stem.replace(".", ""))
    if row is None:
        return _other(name, "the German ICD-10-GM")
    said = f", {GERMAN_SIDES[side]} side" if side else ""
    says = f"{name} looks like the German ICD-10-GM: {stem}{said}. {READS}"
    if not row.is_heading:
        if side and row.side in ("right", "left"):
            row = counterpart(row, GERMAN_SIDES[side]) or row
        code = _usual_form(row)
        suffix = f":{GERMAN_SIDES[side]}" if side and row.side == "none" else ""
        meaning = f"{says}, where {code} is: {row.description}."
        return UsageProblem(meaning, tip=f"Type {code}{suffix}.")
    fitting = [r for r in below(row.key) if not r.is_heading]
    sided = [r for r in fitting if side and r.side == GERMAN_SIDES[side]] or fitting
    codes = [(_usual_form(r), r.description) for r in sided]
    more = f"exercise-rx codes {dotted(row.key)}"
    return UsageProblem(
        f"{says}, which has:\n{listed(codes, more=more)}",
        tip=f"Type the one that fits, such as {codes[0][0]}.",
    )


def _usual_form(row: Row) -> str:
    """The code as therapy would bill it: with D where a 7th character is needed."""
    if row.kind != "7":
        return row.code
    return full_code(row, "D" if "D" in row.letters else row.letters[0])


@cache
def _icd_9() -> dict[str, tuple[str, list[str]]]:
    """Old codes by key: name and the stems that CMS's General Equivalence Mappings offer."""
    lines = Path(DATA, "icd9cm.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {code: (title, stems.split()) for code, title, stems in rows}
