"""The `get checked` sheet for what is refused: why, what to do now, whom to call. No exercises."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from exercise_rx.errors import RxError
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import RedFlag, RefusedFamily
from exercise_rx.model.program import SafetySheet, Sign, Signature
from exercise_rx.model.request import AskedCode
from exercise_rx.model.vocabulary import Urgency
from exercise_rx.model.wording import Wording

SOONEST: tuple[Urgency, ...] = ("emergency", "same-day", "urgent", "this-week")


def make_sheet(
    asked: AskedCode | None,
    reasons: Sequence[str],
    catalog: Catalog,
    signed: Signature,
    *,
    today: date,
    lang: str,
    paper: Literal["letter", "a4"],
    large_print: bool = False,
    patient: str | None = None,
    clinician: str | None = None,
    side_words: str | None = None,
) -> SafetySheet:
    """The sheet for `reasons`: ids of red flags or refused families, the most urgent first.

    Raises:
        RxError: no reason is known, so there is nothing true to print.
    """
    say = Wording(catalog.wording[lang], lang)
    flags = [catalog.red_flags[r] for r in reasons if r in catalog.red_flags]
    families = [catalog.refused[r] for r in reasons if r in catalog.refused]
    if not flags and not families:
        raise RxError("There is nothing to print a safety sheet for.")
    urgencies = [family.urgency for family in families] + [flag.urgency for flag in flags]
    urgency = min(urgencies, key=SOONEST.index)
    return SafetySheet(
        title=say(f"sheet.title-{urgency}"),
        patient=patient,
        clinician=clinician,
        lang=lang,
        paper=paper,
        large_print=large_print,
        made_on=today,
        code=asked.code if asked else None,
        description=asked.description if asked else None,
        side_words=side_words,
        urgency=urgency,
        reason=_reason(flags, families),
        what_to_do=_what_to_do(flags, families, urgency, say),
        signs=_signs(flags, catalog),
        wording=dict(catalog.wording[lang]),
        signed=signed,
    )


def _reason(flags: Sequence[RedFlag], families: Sequence[RefusedFamily]) -> str:
    return " ".join(dict.fromkeys([*(f.patient[0] for f in families), *(f.patient for f in flags)]))


def _what_to_do(
    flags: Sequence[RedFlag], families: Sequence[RefusedFamily], urgency: Urgency, say: Wording
) -> tuple[str, ...]:
    lines = [
        say(f"sheet.do-{urgency}"),
        *(line for f in families for line in f.patient[1:]),
        *(f.tell for f in flags),
        say("sheet.no-exercise"),
    ]
    return tuple(dict.fromkeys(lines))


def _signs(flags: Sequence[RedFlag], catalog: Catalog) -> tuple[Sign, ...]:
    """The signs to watch for: those that raised the sheet, then the universal emergencies."""
    listed = [
        *flags,
        *(f for f in catalog.red_flags.values() if not f.regions and f.urgency == "emergency"),
    ]
    unique = {f.id: f for f in listed}
    return tuple(
        Sign(id=f.id, sign=f.patient, tell=f.tell, urgency=f.urgency) for f in unique.values()
    )
