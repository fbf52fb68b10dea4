"""The clinician's sheet, last and to be taken off: what the plan stands on, and why it is as it is."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from exercise_rx.model.program import Fact, Item, Reference
from exercise_rx.render.pdf.kit import Kit, filled
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullet, bullets, heading, panel, table
from exercise_rx.render.pdf.pen import LIST, Pen
from exercise_rx.render.pdf.text import Run, Words
from exercise_rx.render.pdf.theme import closer

CERT = range(1, 17)


def pages(kit: Kit, flow: Flow) -> None:
    """The sheet, on as few pages as it takes."""

    kits = (kit, replace(kit, look=closer(kit.look)))
    flow.fewest([partial(_draw, one, flow) for one in kits], bare=1.0)


def _draw(kit: Kit, flow: Flow) -> None:
    look, say = kit.look, kit.say
    flow.turn()
    with flow.inside("Sect"):
        flow.put(
            heading(
                look,
                say("page.clinician.heading"),
                2,
                look.width,
                entry=(say("page.clinician.bookmark"), 0),
                style=look.title,
            )
        )

        def take_off(pen: Pen) -> None:
            pen.words(say("page.clinician.take-off"), look.strong)
            for line in _review_state(kit):
                pen.words(line, look.small)

        flow.put(panel(look.width, take_off, weight=1.6, pad=7), 4)
        _diagnoses(kit, flow)
        _facts(kit, flow)
        _decisions(kit, flow)
        _doses(kit, flow)
        _list(
            kit,
            flow,
            say("page.clinician.bans"),
            [", ".join(kit.program.bans)] if kit.program.bans else (),
        )
        _list(kit, flow, say("page.clinician.criteria"), kit.program.criteria_for_clinician)
        _sources(kit, flow)
        _cert(kit, flow)
        _signature(kit, flow)


def _review_state(kit: Kit) -> list[str]:
    """Whether a clinician has reviewed each protocol."""
    say = kit.say
    served = [d for d in kit.program.diagnoses if d.protocol]
    open_ = [d.protocol_title or d.protocol or "" for d in served if not d.reviewed_by]
    lines = (
        [say("page.clinician.not-reviewed", listed="; ".join(dict.fromkeys(open_)))]
        if open_
        else []
    )
    lines += [
        say("page.clinician.reviewed", title=d.protocol_title, name=d.reviewed_by)
        for d in served
        if d.reviewed_by
    ]
    return lines


def _title(kit: Kit, flow: Flow, text: str, need: float = 40) -> None:
    """`need`: the room below it for the first of what it stands over."""
    flow.put(
        heading(kit.look, text, 3, kit.look.width, style=kit.look.strong), kit.look.gap, need=need
    )


def _table(
    kit: Kit,
    flow: Flow,
    head: Sequence[str],
    rows: Sequence[Sequence[Words]],
    widths: Sequence[float],
) -> None:
    with flow.inside("Table"):
        for row in table(kit.look.width, head, rows, widths, kit.look.small):
            flow.put(row)


def _diagnoses(kit: Kit, flow: Flow) -> None:
    say = kit.say
    rows = []
    for d in kit.program.diagnoses:
        named = say("page.clinician.none")
        if d.protocol:
            key = "page.clinician.protocol-table" if d.table else "page.clinician.protocol-line"
            named = say(key, title=d.protocol_title, revision=d.protocol_revision, table=d.table)
        rows.append((d.code, d.description, d.gate, named))
    _title(kit, flow, say("page.clinician.diagnosis"))
    head = [say(f"page.clinician.{key}") for key in ("code", "meaning", "gate", "protocol")]
    _table(kit, flow, head, rows, (1, 2.4, 1.1, 2.2))


def _facts(kit: Kit, flow: Flow) -> None:
    say = kit.say
    if not kit.program.facts:
        return
    alike: dict[tuple[str, str], list[str]] = {}
    for fact in kit.program.facts:
        alike.setdefault((fact.value, _given(kit, fact)), []).append(fact.asks)
    rows = [(" ".join(asks), value, stated) for (value, stated), asks in alike.items()]
    _title(kit, flow, say("page.clinician.facts"))
    _table(
        kit,
        flow,
        [say(f"page.clinician.{key}") for key in ("fact", "value", "given")],
        rows,
        (3.6, 1.0, 2.2),
    )


def _given(kit: Kit, fact: Fact) -> str:
    """Whether a fact was stated, and if not, why it was assumed."""
    if fact.given:
        return kit.say("page.clinician.given-yes")
    why = _assumed(kit).get(fact.name)
    return (
        kit.say("page.clinician.given-no-why", why=why)
        if why
        else kit.say("page.clinician.given-no")
    )


def _assumed(kit: Kit) -> dict[str, str]:
    """Why each assumed fact was assumed, by its name."""
    return {d.what.partition(" ")[0]: d.why for d in kit.program.decisions if d.kind == "assumed"}


def _decisions(kit: Kit, flow: Flow) -> None:
    say = kit.say
    listed = {fact.name for fact in kit.program.facts}
    decisions = [
        d
        for d in kit.program.decisions
        if d.kind != "assumed" or d.what.partition(" ")[0] not in listed
    ]
    if not decisions:
        return
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in decisions:
        alike.setdefault((one.kind, one.why, one.rule), []).append(one.what)
    rows = [
        ((Run(say(f"page.clinician.kind.{kind}") + ": ", True), Run("; ".join(what))), why, rule)
        for (kind, why, rule), what in alike.items()
    ]
    _title(kit, flow, say("page.clinician.decisions"))
    _table(
        kit,
        flow,
        [say(f"page.clinician.{key}") for key in ("what", "why", "rule")],
        rows,
        (2.4, 2.6, 1.5),
    )


def _doses(kit: Kit, flow: Flow) -> None:
    """Each exercise with every dose it gets, the line of the protocol and how sure it is."""
    say = kit.say
    said: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for card in kit.program.cards:
        for step in kit.program.steps:
            for item in step.items:
                if item.exercise == card.id:
                    whose = said.setdefault(_dose_words(kit, item), {})
                    whose.setdefault(f"{card.number} {card.name}", []).append(step.label)
    rows: list[tuple[Words, ...]] = []
    for (dose, source, sure), whose in said.items():
        weeks = {", ".join(labels) for labels in whose.values()}
        names = (
            "; ".join(whose)
            if len(weeks) == 1
            else "; ".join(f"{name} ({', '.join(labels)})" for name, labels in whose.items())
        )
        rows.append(
            (
                (Run(names, True), Run("  " + weeks.pop() if len(weeks) == 1 else "")),
                dose,
                source,
                sure,
            )
        )
    _title(kit, flow, say("page.clinician.doses"))
    head = [
        say("page.matrix.exercise"),
        *(say(f"page.clinician.{key}") for key in ("dose", "source", "sure")),
    ]
    _table(kit, flow, head, rows, (2.1, 3, 1.5, 1.3))


def _dose_words(kit: Kit, item: Item) -> tuple[str, str, str]:
    say = kit.say
    words = " ".join(
        f"{choice.when + ': ' if choice.when else ''}{filled(choice.figures.words)}"
        for choice in item.choices
    )
    if item.adapted:
        words += f" ({item.adapted})"
    sure = (
        say(f"page.clinician.sure.{item.certainty}")
        if item.certainty
        else say("page.clinician.none")
    )
    return words, " / ".join(filter(None, (item.protocol, item.phase, item.source))), sure


def _list(kit: Kit, flow: Flow, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    _title(kit, flow, title)
    _bulleted(kit, flow, lines)


def _bulleted(kit: Kit, flow: Flow, lines: Sequence[Words]) -> None:
    with flow.inside("L", LIST):
        for line in lines:
            pen = Pen(kit.look.width)
            bullet(pen, line, kit.look.small)
            flow.put(pen.finish(), 1.5)


def _sources(kit: Kit, flow: Flow) -> None:
    if not kit.program.sources:
        return
    _title(kit, flow, kit.say("page.clinician.sources"))
    _bulleted(kit, flow, [_source(kit, source) for source in kit.program.sources])


def _source(kit: Kit, source: Reference) -> Words:
    say = kit.say
    sure = say(f"page.clinician.sure.{source.certainty}")
    runs = [
        Run(say("page.clinician.source-line", ref=source.key, cite=source.cite) + " "),
        Run(say("page.clinician.source-says", says=source.says, sure=sure) + " "),
    ]
    link = source.url
    if source.doi:
        link = say("page.clinician.doi", doi=source.doi)
    elif source.pmid:
        link = say("page.clinician.pmid", pmid=source.pmid)
    if link:
        runs.append(Run(link, False, link))
    return tuple(runs)


def _cert(kit: Kit, flow: Flow) -> None:
    """The reporting items of the Consensus on Exercise Reporting Template, and where each stands."""
    say, look = kit.say, kit.look
    if look.large:
        _title(kit, flow, say("page.clinician.cert"))
        _bulleted(kit, flow, [say(f"page.clinician.cert.{n}") for n in CERT])
        return
    pen = Pen(look.width)
    items = [say(f"page.clinician.cert.{n}") for n in CERT]
    half = len(items) // 2
    room = (look.width - 14) / 2
    columns = []
    for part in (items[:half], items[half:]):
        column = Pen(room)
        bullets(column, part, look.small, gap=0.5)
        columns.append(column.finish())
    pen.place(columns[0], 0, 0)
    pen.place(columns[1], room + 14, 0)
    pen.y = max(column.height for column in columns)
    made = pen.finish()
    _title(kit, flow, say("page.clinician.cert"), need=made.height + 2)
    flow.put(made, 2)


def _signature(kit: Kit, flow: Flow) -> None:
    say, look, program = kit.say, kit.look, kit.program
    pen = Pen(look.width)
    pen.words(say("page.clinician.sign"), look.strong)
    pen.y += 12
    pen.words(say("page.clinician.sign-line"), look.small)
    pen.y += 6
    signed = program.signed
    pen.words(
        say(
            "page.clinician.signed",
            tool=signed.tool,
            catalog=signed.catalog,
            codes=signed.codes_release,
        ),
        look.quiet,
    )
    flow.put(pen.finish(), look.gap)
