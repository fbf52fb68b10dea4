"""The whole story as functions to be read aloud: read the codes, find what answers, plan, draw."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from exercise_rx.diagnosis.match import begins_with_any, longest_prefix, nearest, prefixes
from exercise_rx.diagnosis.reading import Reading, read_code
from exercise_rx.diagnosis.sides import agree
from exercise_rx.errors import UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Answer, Catalog
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.condition import RedFlag
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


def answering(codes: "Sequence[AskedCode]", catalog: "Catalog") -> "tuple[Matched, ...]":
    """Each code with the condition or the refused family that answers it, or the sign that it is.

    A code that only completes another (Z96.651 beside Z47.1) gives its side and stands back.

    Raises:
        UsageProblem: a code nobody answers, with the nearest that have a program; a pointer.
    """
    from exercise_rx.plan.matched import Matched

    matches: list[Matched] = []
    unanswered: list[AskedCode] = []
    completing: set[str] = set()
    for code in codes:
        paired = _paired(code, codes, catalog.paired_answers)
        match = longest_prefix(code.stem, catalog.answered, catalog.never_answered)
        family = longest_prefix(code.stem, catalog.refused_stems, catalog.never_refused)
        if (
            family
            and match
            and len(match.stem) > len(family.stem)
            and not catalog.refused[family.owner].clearable
        ):
            family = None
        owner = None
        if paired:
            owner, companions = paired
            completing.update(c.code for c in companions)
            code = _with_side_of(code, companions)
        elif match:
            owner = match.owner
        sign = None if owner or family else _sign(code, catalog)
        if not (owner or family or sign):
            unanswered.append(code)
            continue
        matches.append(
            Matched(
                code,
                catalog.conditions[owner] if owner else None,
                catalog.refused[family.owner] if family else None,
                sign,
            )
        )
    matches = [m for m in matches if m.asked.code not in completing or m.refused]
    unanswered = [code for code in unanswered if code.code not in completing]
    if any(m.refused or m.sign for m in matches):
        return tuple(matches)
    if unanswered:
        raise _nobody_answers(unanswered, catalog)
    _refuse_pointers(matches)
    return tuple({(m.asked.code, m.asked.asked_side): m for m in matches}.values())


FRESH_BREAK = "fracture-new"
"""The red flag that a fracture under its first treatment is, where no condition knows the bone."""


def _sign(code: "AskedCode", catalog: "Catalog") -> "RedFlag | None":
    """The red flag that a code says by itself: chest pain, a faint, a fresh fracture."""
    found = longest_prefix(code.stem, catalog.sign_stems)
    if found:
        return catalog.red_flags[found.owner]
    fresh_break = code.fracture and code.encounter == "initial"
    return catalog.red_flags.get(FRESH_BREAK) if fresh_break else None


def _paired(
    code: "AskedCode", codes: "Sequence[AskedCode]", answers: "Sequence[Answer]"
) -> "tuple[str, list[AskedCode]] | None":
    """The owner that answers `code` together with another given code, and those other codes."""
    best: tuple[int, str, list[AskedCode]] | None = None
    beginnings = prefixes(code.stem)
    for answer in answers:
        length = max((len(p) for p in beginnings if p in answer.codes), default=0)
        if not length:
            continue
        companions = [
            c for c in codes if c is not code and begins_with_any(c.stem, answer.with_codes)
        ]
        if companions and (best is None or length > best[0]):
            best = (length, answer.owner, companions)
    return (best[1], best[2]) if best else None


def _with_side_of(code: "AskedCode", companions: "Sequence[AskedCode]") -> "AskedCode":
    """An aftercare code takes its side from the code beside it."""
    if code.side != "none" or code.asked_side:
        return code
    sides = {
        c.asked_side or c.side
        for c in companions
        if c.side in ("right", "left", "both") or c.asked_side
    }
    if len(sides) == 1:
        return code.but(side=sides.pop())
    return code


def _nobody_answers(codes: "Sequence[AskedCode]", catalog: "Catalog") -> UsageProblem:
    lines = []
    for code in codes:
        near = nearest(code.stem, catalog.answered)
        hint = (
            f"The nearest that have one: {', '.join(near)}."
            if near
            else "No neighbor has one either."
        )
        lines.append(
            f"{code.code} ({code.description}) is a valid code, but no protocol answers it. {hint}"
        )
        lines += _signs_to_ask(code, catalog)
    return UsageProblem(
        "\n".join(lines),
        tip='Find what is covered: exercise-rx codes "words or the start of a code"',
    )


def _signs_to_ask(code: "AskedCode", catalog: "Catalog") -> list[str]:
    """The red flags that may stand behind a code nobody answers, each as a question for today."""
    signs = {flag.fact for flag in catalog.red_flags.values()}
    asked = (
        fact
        for precaution in catalog.precautions.values()
        if begins_with_any(code.stem, precaution.codes)
        for fact in precaution.ask
        if fact in signs
    )
    return [
        f"Ask today: {catalog.facts[fact].asks} If so, print the sheet: "
        f"exercise-rx safety-sheet {code.code} --fact {fact}=yes -o sheet.pdf"
        for fact in dict.fromkeys(asked)
    ]


def _refuse_pointers(matches: "Sequence[Matched]") -> None:
    lines = [
        f"{m.asked.code} ({m.asked.description}): {m.condition.pointer}"
        for m in matches
        if m.condition and m.condition.pointer
    ]
    if lines:
        raise UsageProblem("\n".join(lines))


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
