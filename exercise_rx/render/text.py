"""The program as plain text: for a terminal, a chart note, or a screen reader of one's own."""

from collections.abc import Iterator
from textwrap import wrap

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Card, Check, Item, Program, SafetySheet, Step
from exercise_rx.model.wording import Wording
from exercise_rx.render.legend import reading
from exercise_rx.render.said_alike import disclaimer, fill_in_words, stay_words

WIDTH = 78


def program_text(program: Program, clinic: Clinic) -> str:
    """Every block of the handout in reading order."""
    say = Wording(program.wording, program.lang)
    return "\n".join(_lines(program, clinic, say)) + "\n"


def sheet_text(sheet: SafetySheet, clinic: Clinic) -> str:
    """The safety sheet in reading order."""
    say = Wording(sheet.wording, sheet.lang)
    lines = [
        *_heading(sheet.title),
        *_who(sheet.patient, sheet.side_words, say),
        "",
        *_wrapped(sheet.reason),
        "",
    ]
    lines += [f"- {line}" for line in sheet.what_to_do]
    lines += [
        "",
        say("text.emergency", number=clinic.emergency),
        _phone(clinic, say),
        "",
        say("text.signs"),
    ]
    lines += [f"- {sign.sign} {sign.tell}" for sign in sheet.signs]
    return "\n".join(lines) + "\n"


def _lines(program: Program, clinic: Clinic, say: Wording) -> Iterator[str]:
    if program.draft:
        yield say("text.draft")
    yield from _heading(program.title)
    yield from _who(program.patient, program.side_words, say)
    yield say(
        "text.plan",
        plan=program.plan_id,
        version=program.version,
        start=program.start.isoformat(),
        review=program.review_by.isoformat(),
    )
    if clinic.name:
        yield clinic.name
    yield _phone(clinic, say)
    if program.goal:
        yield say("text.goal", goal=program.goal)
    yield ""
    yield from _wrapped(program.summary)
    yield from _listed(
        say("text.needs"),
        [n.name + (f" ({n.instead})" if n.instead else "") for n in program.needs],
    )
    yield from _listed(say("text.support"), list(program.support))
    yield from _listed(
        say("text.pain"),
        [line for line in _pain(program) if line],
    )
    yield from _listed(say("text.stop"), list(program.stop))
    yield from _listed(
        say("text.emergency", number=clinic.emergency),
        [f"{sign.sign} {sign.tell}" for sign in program.emergency],
    )
    for card in program.cards:
        yield from _card(card, program, say)
    yield ""
    yield from _wrapped(" ".join(reading(program.steps, say)))
    for step in program.steps:
        yield from _step(step, program, say)
    advice = program.advice
    for key, lines in (
        ("extra", advice.extra),
        ("do", advice.do),
        ("do-not", advice.do_not),
        ("first-days", advice.first_days),
        ("see-doctor", advice.see_doctor),
        ("keep-away", advice.keep_away),
    ):
        yield from _listed(say(f"text.{key}"), list(lines))
    yield ""
    yield from _wrapped(disclaimer(program, say, "text.disclaimer"))


def _pain(program: Program) -> tuple[str, ...]:
    rule = program.pain
    return rule.words, rule.green, rule.amber, rule.red


def _heading(title: str) -> list[str]:
    return [title.upper(), "=" * len(title)]


def _who(patient: str | None, side_words: str | None, say: Wording) -> list[str]:
    return [" - ".join(part for part in (patient or say("text.name-line"), side_words) if part)]


def _phone(clinic: Clinic, say: Wording) -> str:
    return say("text.phone", phone=clinic.phone or "____________________")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield heading
        for line in lines:
            yield from wrap(line, WIDTH, initial_indent="- ", subsequent_indent="  ")


def _card(card: Card, program: Program, say: Wording) -> Iterator[str]:
    item = next(i for step in program.steps for i in step.items if i.exercise == card.id)
    yield ""
    title = f"{card.number}. {card.plain}"
    yield title
    yield "-" * len(title)
    yield f"{card.name}. {card.side_words}."
    for choice in item.choices:
        words = choice.figures.words[:1].upper() + choice.figures.words[1:]
        yield from _wrapped(f"{choice.when}: {words}" if choice.when else words)
    if item.note:
        yield from _wrapped(item.note)
    if card.needs:
        yield from _wrapped(say("text.card-needs", listed=", ".join(card.needs)))
    for n, step in enumerate(card.steps, 1):
        yield from wrap(step, WIDTH, initial_indent=f"  {n}. ", subsequent_indent="     ")
    yield from _wrapped(say("text.feel", text=card.feel))
    yield from _wrapped(say("text.mistake", text=card.mistake))
    if card.easier:
        yield from _wrapped(say("text.easier", text=card.easier.words))
    if card.harder:
        yield from _wrapped(say("text.harder", text=card.harder.words))
    yield from _wrapped(say("text.stop-if", text=card.stop_if))


def _step(step: Step, program: Program, say: Wording) -> Iterator[str]:
    yield ""
    title = f"{step.label}: {step.phase_name} ({step.first_day.isoformat()} - {step.last_day.isoformat()})"
    yield title
    yield "-" * len(title)
    yield from _wrapped(step.goal)
    yield from _wrapped(step.summary)
    for item in step.items:
        yield _dose_line(item, program)
    yield say("text.minutes", minutes=step.minutes_words)
    asked = say("text.ready")
    asked += " " + fill_in_words(program, step, say)
    yield from _listed(asked, [_asked(c, say) for c in step.ready if not c.clinician_only])
    theirs = [c.asks for c in step.ready if c.clinician_only]
    yield from _listed(say("page.week.clinician") + ":", theirs)
    if step.ready_words:
        yield step.ready_words
    yield from _wrapped(stay_words(program, step, say))
    yield step.back.words
    for item in step.back.items:
        yield f"    {_dose_line(item, program).strip()}"


def _asked(check: Check, say: Wording) -> str:
    return f"{check.asks} {say('page.week.about-pain')}" if check.about_pain else check.asks


def _dose_line(item: Item, program: Program) -> str:
    card = next((c for c in program.cards if c.id == item.exercise), None)
    doses = " / ".join(f"{c.when + ': ' if c.when else ''}{c.figures.short}" for c in item.choices)
    often = item.choices[0].figures.often
    mark = f"  [{item.change_words}]" if item.change_words else ""
    return f"  {card.number + '. ' + card.plain if card else item.exercise}: {doses}, {often}{mark}"
