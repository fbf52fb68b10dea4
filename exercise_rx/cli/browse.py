"""`codes`, `exercises` and `explain`: look at what is covered and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exercise_rx.cli.options import CLINIC
from exercise_rx.errors import UsageProblem, did_you_mean

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Catalog
    from exercise_rx.model.condition import Condition


def _catalog(clinic: Path | None) -> "Catalog":
    from exercise_rx.catalog.load import load

    return load((clinic,) if clinic else ())


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]")
@click.option(
    "--limit", type=click.IntRange(1, 200), default=12, show_default=True, help="Most finds."
)
@CLINIC
def codes(words: tuple[str, ...], limit: int, clinic: Path | None) -> None:
    """Find diagnoses by words or by the start of a code; say what is covered and by which gate.

    \b
    Examples:
      exercise-rx codes "inner ankle tendon"
      exercise-rx codes M17
      exercise-rx codes
    """
    catalog = _catalog(clinic)
    if not words:
        for condition in catalog.conditions.values():
            click.echo(_condition_line(condition))
        for family in catalog.refused.values():
            click.echo(f"{', '.join(family.codes)}  {family.title}  REFUSE")
        for flag in catalog.red_flags.values():
            if flag.codes:
                click.echo(f"{', '.join(flag.codes)}  {flag.pt}  REFUSE")
        return
    query = " ".join(words)
    hits = _hits(query, limit, catalog)
    if not hits:
        raise UsageProblem(
            f"Nothing fits {query!r}.", tip="Try fewer or plainer words, or the start of a code."
        )
    for line in hits:
        click.echo(line)


def _hits(query: str, limit: int, catalog: "Catalog") -> list[str]:
    from exercise_rx.diagnosis.search import Document, search

    documents = [
        Document(c.id, c.title, (c.plain, *c.also_called)) for c in catalog.conditions.values()
    ]
    lines = []
    for hit in search(query, limit, documents):
        if hit.is_document:
            lines.append(_condition_line(catalog.conditions[hit.code]))
        else:
            lines.append(f"{hit.code}  {hit.title}  {_answer(hit.code, catalog)}")
    return lines


def _answer(code: str, catalog: "Catalog") -> str:
    """What a code leads to, in a few words."""
    from exercise_rx.diagnosis.match import longest_prefix

    refused = longest_prefix(code, catalog.refused_stems, catalog.never_refused)
    if refused:
        return "REFUSE: safety sheet only"
    found = longest_prefix(code, catalog.answered, catalog.never_answered)
    if found:
        return f"-> {found.owner}"
    sign = longest_prefix(code, catalog.sign_stems)
    return "REFUSE: safety sheet only" if sign else "no protocol"


def _condition_line(condition: "Condition") -> str:
    gates = list(dict.fromkeys(rule.gate for rule in condition.gate)) or ["OPEN"]
    answer = (
        f"protocol {condition.protocol}"
        if condition.protocol
        else "see its text"
        if condition.pointer
        else "-"
    )
    return f"{', '.join(condition.codes)}  {condition.title}  [{' / '.join(gates)}]  {answer}"


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]")
@CLINIC
def exercises(words: tuple[str, ...], clinic: Path | None) -> None:
    """Find exercises by words: name, region, kind, ladder, equipment.

    \b
    Examples:
      exercise-rx exercises calf step
      exercise-rx exercises LAD07
    """
    catalog = _catalog(clinic)
    wanted = [word.lower() for word in " ".join(words).split()]
    found = 0
    for exercise in catalog.exercises.values():
        text = " ".join(
            (
                exercise.id,
                exercise.name,
                exercise.plain,
                exercise.region,
                exercise.kind,
                exercise.ladder,
                exercise.purpose,
                *exercise.needs,
            )
        ).lower()
        if all(word in text for word in wanted):
            found += 1
            click.echo(
                f"{exercise.id:32} {exercise.name}  [{exercise.region}, {exercise.kind}, {exercise.ladder}; "
                f"needs {', '.join(exercise.needs) or 'nothing'}]"
            )
    if not found:
        raise UsageProblem(
            f"No exercise fits {' '.join(words)!r}.",
            tip="Try one word, such as `calf` or `bridge`.",
        )


@click.command()
@click.argument("name", metavar="ID")
@CLINIC
def explain(name: str, clinic: Path | None) -> None:
    """Show which file answers for an exercise, protocol or condition, and what uses it.

    \b
    Examples:
      exercise-rx explain heel-raise-single
      exercise-rx explain knee-osteoarthritis
    """
    catalog = _catalog(clinic)
    shelves: tuple[tuple[str, Any, Any], ...] = (
        ("exercise", catalog.exercises, _exercise_lines),
        ("protocol", catalog.protocols, _protocol_lines),
        ("condition", catalog.conditions, _condition_lines),
    )
    hits = [(kind, shelf, lines) for kind, shelf, lines in shelves if name in shelf]
    if not hits:
        every = [*catalog.exercises, *catalog.protocols, *catalog.conditions]
        raise UsageProblem(
            f"There is no exercise, protocol or condition `{name}`.",
            tip=did_you_mean(name, every) or "List them with `exercise-rx exercises` or `codes`.",
        )
    for kind, shelf, lines in hits:
        choice = catalog.origin.get(f"{kind} {name}")
        click.echo(f"{kind} {name}: {choice.winner if choice else ''}")
        for hidden in choice.hidden if choice else ():
            click.echo(f"  hides {hidden}: {choice.why if choice else ''}")
        for line in lines(shelf[name], catalog):
            click.echo(f"  {line}")


def _exercise_lines(exercise: Any, catalog: "Catalog") -> list[str]:
    from exercise_rx.model.written import format_prescribed

    users = [
        p.id
        for p in catalog.protocols.values()
        if any(
            exercise.id in (item.exercise, *item.card) for phase in p.phases for item in phase.do
        )
    ]
    return [
        exercise.name,
        f"easier: {exercise.easier or '-'}   harder: {exercise.harder or '-'}   ({exercise.ladder})",
        f"loads: {', '.join(exercise.loads) or '-'}",
        f"needs: {', '.join(exercise.needs) or '-'}",
        f"usual: {format_prescribed(exercise.usual)}",
        f"used by: {', '.join(users) or '-'}",
    ]


def _protocol_lines(protocol: Any, catalog: "Catalog") -> list[str]:
    users = [
        c.id
        for c in catalog.conditions.values()
        if protocol.id in (c.protocol, *c.offers)
        or any(protocol.id in (change.protocol, *change.offers) for change in c.changes)
    ]
    state = (
        f"reviewed by {protocol.review.by} on {protocol.review.on}"
        if protocol.review
        else ("not yet reviewed by a clinician")
    )
    return [
        f"{protocol.title} ({protocol.table or 'own'}; revision {protocol.revision}; {state})",
        *(
            f"phase {phase.id}, weeks {phase.weeks}: {', '.join(i.exercise for i in phase.do)}"
            for phase in protocol.phases
        ),
        *(
            f"source {key}: {s.cite} {s.doi or s.url or ''} [{s.certainty}]"
            for key, s in protocol.sources.items()
        ),
        f"answers: {', '.join(users) or '-'}",
    ]


def _condition_lines(condition: Any, _: "Catalog") -> list[str]:
    return [
        _condition_line(condition),
        f"also offered: {', '.join(condition.offers) or '-'}",
        *(
            f"gate: {rule.gate} if {dict(rule.when) or 'nothing else'} {rule.codes or ''}: {rule.because}"
            for rule in condition.gate
        ),
        *(
            f"fact {name}: {'asked' if need.ask else 'assumed ' + str(need.assume)}"
            f"{'; asked when the injury is fresh' if need.ask_when_fresh else ''}"
            for name, need in condition.facts.items()
        ),
    ]
