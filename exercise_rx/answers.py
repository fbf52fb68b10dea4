"""What answers each diagnosis code: a condition, a refused family, the sign that it is, or nobody."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exercise_rx.diagnosis.match import begins_with_any, longest_prefix, nearest, prefixes
from exercise_rx.errors import UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Answer, Catalog
    from exercise_rx.model.condition import RedFlag
    from exercise_rx.model.request import AskedCode
    from exercise_rx.plan.matched import Matched


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
