"""The whole story as functions to be read aloud: read the codes, find what answers, plan, draw."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from exercise_rx.answers import answering
from exercise_rx.diagnosis.match import longest_prefix
from exercise_rx.diagnosis.reading import Reading, read_code
from exercise_rx.diagnosis.sides import agree
from exercise_rx.errors import UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Catalog
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.program import Program, SafetySheet, Signature
    from exercise_rx.model.request import AskedCode, Request
    from exercise_rx.plan.matched import Matched


def read_codes(texts: Sequence[str]) -> "tuple[AskedCode, ...]":
    """Diagnosis codes as typed, understood. Every bad one is told, all at once.

    Raises:
        UsageProblem: what is wrong with each code and what to type instead.
    """
    readings, faults = [], []
    for text in texts:
        try:
            readings.append(read_code(text))
        except UsageProblem as problem:
            faults.append(problem)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise UsageProblem("\n".join(str(fault) for fault in faults))
    return tuple(as_asked(reading) for reading in readings)


def as_asked(reading: Reading) -> "AskedCode":
    """A reading as the request keeps it."""
    from exercise_rx.model.request import AskedCode

    return AskedCode(
        code=reading.code,
        stem=reading.stem,
        description=reading.description,
        side=reading.side,
        encounter=reading.encounter,
        character=reading.seventh,
        fracture=reading.is_fracture,
        asked_side=reading.asked_side,
        warnings=reading.warnings,
    )


def check_sides(request: "Request", matches: "Sequence[Matched]") -> "tuple[Matched, ...]":
    """Every match with its side stated, or the contradiction named.

    Raises:
        UsageProblem: `--side` against a code, or opposite sides in one region.
    """
    paired = [m for m in matches if m.condition and m.condition.sides]
    readings = [_reading(m.asked) for m in paired]
    agree(readings, [m.condition.region for m in paired if m.condition], request.side)
    return tuple(matches)


def _reading(asked: "AskedCode") -> Reading:
    return Reading(
        asked.code,
        asked.stem,
        asked.description,
        asked.side,
        asked.asked_side,
        asked.character,
        None,
        asked.encounter,
        asked.fracture,
        asked.warnings,
        "",
    )


def generate(request: "Request", catalog: "Catalog", clinic: "Clinic") -> "Program":
    """The program for a request: the pure heart, without reading or writing a file."""
    from exercise_rx.plan.compose import make_program

    matches = _answering_unless_signs(request, catalog)
    check_sides(request, matches)
    told = {match.asked.code for match in matches}
    beside = tuple(code for code in request.codes if code.code not in told)
    if beside:
        request = request.but(history=(*request.history, *beside))
    return make_program(
        request, matches, catalog, clinic, signature(catalog), _past(request, catalog)
    )


def _answering_unless_signs(request: "Request", catalog: "Catalog") -> "tuple[Matched, ...]":
    """What answers the codes; a stated red flag counts also where nobody answers."""
    from exercise_rx.plan.refusals import refuse_signs

    try:
        return answering(request.codes, catalog)
    except UsageProblem:
        refuse_signs(request, catalog)
        raise


def _past(request: "Request", catalog: "Catalog") -> "tuple[Matched, ...]":
    """The codes of the history with the refused family that each belongs to."""
    from exercise_rx.plan.matched import Matched

    found = []
    for code in request.history:
        family = longest_prefix(code.stem, catalog.refused_stems, catalog.never_refused)
        found.append(Matched(code, None, catalog.refused[family.owner] if family else None))
    return tuple(found)


def signature(catalog: "Catalog") -> "Signature":
    """What made the document: tool, content and code list."""
    from exercise_rx import __version__
    from exercise_rx.diagnosis.index import release
    from exercise_rx.model.program import Signature

    return Signature(
        tool=f"exercise-rx {__version__}",
        catalog=catalog.digest,
        codes_release=release(),
        content=(),
    )


def safety_sheet(
    codes: "Sequence[AskedCode]",
    facts: dict[str, str],
    catalog: "Catalog",
    clinic: "Clinic",
    *,
    today: date,
    patient: str | None = None,
    clinician: str | None = None,
    large_print: bool = False,
    paper: "Literal['letter', 'a4'] | None" = None,
    lang: str | None = None,
) -> "SafetySheet":
    """The one-page sheet for what is refused: by code family, by encounter, or by a stated sign.

    Raises:
        UsageProblem: nothing here is refused, so there is no sheet to print.
    """
    from exercise_rx.errors import Questions, Refused
    from exercise_rx.model.request import Request
    from exercise_rx.model.wording import Wording
    from exercise_rx.plan.gate import pass_gate
    from exercise_rx.plan.screen import active_precautions
    from exercise_rx.plan.sheet import make_sheet, side_and_part

    request = Request(codes=tuple(codes), start=today, today=today, facts=facts)
    part = None
    try:
        matches = _answering_unless_signs(request, catalog)
        say = Wording(catalog.wording[lang or clinic.lang], lang or clinic.lang)
        part = side_and_part(matches[0], say)
        pass_gate(request, matches, catalog, active_precautions(request, matches, catalog), ())
    except Refused as refusal:
        return make_sheet(
            codes[0],
            refusal.reasons,
            catalog,
            signature(catalog),
            today=today,
            lang=lang or clinic.lang,
            paper=paper or clinic.paper,
            large_print=large_print,
            patient=patient,
            clinician=clinician,
            side_words=part,
        )
    except Questions:
        pass
    raise UsageProblem(
        f"{codes[0].code} is not refused as it stands, so there is no safety sheet to print.",
        tip="If a sign was found, say it: exercise-rx safety-sheet CODE --fact clot-signs=yes -o sheet.pdf",
    )


def code_exists(stem: str) -> bool:
    """Whether a stem (with or without its last characters) stands in the code list."""
    from exercise_rx.diagnosis.index import below, find

    key = stem.replace(".", "").upper()
    return find(key) is not None or next(iter(below(key)), None) is not None
