"""The clinician's sheet, last and to be taken off: what the plan stands on, and why it is as it is."""

import re
from functools import lru_cache, partial

from exercise_rx.model.program import Fact
from exercise_rx.render.pdf import evidence, shapes, sheet
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import heading, panel
from exercise_rx.render.pdf.pen import LIST, Fragment, Pen
from exercise_rx.render.pdf.text import Run, Words
from exercise_rx.render.pdf.theme import Theme, closer

RULES = "page.clinician.rules"
INDENT = 17.0
"""Room for the box that is ticked when a fact is confirmed."""


def pages(kit: Kit, flow: Flow) -> None:
    """The sheet, on as few pages as it takes."""
    kits = (kit, kit.but(look=closer(kit.look)))
    flow.fewest([partial(_draw, one, flow) for one in kits])


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
        evidence.doses(kit, flow)
        sheet.listed(
            kit,
            flow,
            say("page.clinician.bans"),
            [", ".join(kit.program.bans)] if kit.program.bans else (),
        )
        sheet.listed(kit, flow, say("page.clinician.criteria"), kit.program.criteria_for_clinician)
        evidence.sources(kit, flow)
        evidence.cert(kit, flow)
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


def _diagnoses(kit: Kit, flow: Flow) -> None:
    say = kit.say
    rows = []
    for d in kit.program.diagnoses:
        named = say("page.clinician.none")
        if d.protocol:
            key = "page.clinician.protocol-table" if d.table else "page.clinician.protocol-line"
            named = say(key, title=d.protocol_title, revision=d.protocol_revision, table=d.table)
        rows.append((d.code, d.description, d.gate, named))
    sheet.title(kit, flow, say("page.clinician.diagnosis"))
    head = [say(f"page.clinician.{key}") for key in ("code", "meaning", "gate", "protocol")]
    sheet.table(kit, flow, head, rows, (1, 2.4, 1.1, 2.2))


def _facts(kit: Kit, flow: Flow) -> None:
    """The facts, those that were assumed first and with a box to tick when they are confirmed."""
    if not kit.program.facts:
        return
    sheet.title(kit, flow, kit.say("page.clinician.facts"))
    with flow.inside("L", LIST):
        for fact in sorted(kit.program.facts, key=lambda fact: fact.given):
            words = (Run(fact.asks + " "), Run(fact.value, True), Run(f"  {_given(kit, fact)}"))
            flow.put(_fact(kit.look, words, given=fact.given), 2)


@lru_cache(maxsize=512)
def _fact(look: Theme, words: Words, *, given: bool) -> Fragment:
    """One fact: with a dot, or with a box to tick."""
    pen = Pen(look.width)
    size = look.small.size
    if given:
        pen.art(shapes.bullet(1 + size / 2, -look.small.leading * 0.53, size))
    else:
        pen.art(shapes.tick_box(1, -1.5, size))
    with pen.inside("LI"):
        pen.words(words, look.small, x=INDENT, role="LBody")
    return pen.finish()


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
    lines = [
        (
            Run(say(f"page.clinician.kind.{kind}") + ": ", True),
            Run(f"{'; '.join(what)} – {why} [{_rule(kit, rule)}]".replace("--fact ", "")),
        )
        for (kind, why, rule), what in alike.items()
    ]
    sheet.listed(kit, flow, say("page.clinician.decisions"), lines)


def _rule(kit: Kit, rule: str) -> str:
    """A rule in words: not the option of a command line, nor the name of a file."""
    named = dict(pair.split(": ", 1) for pair in kit.say(RULES).split(" / "))
    return named.get(rule, re.sub(r"^gate of `.*`$", kit.say("page.clinician.gate"), rule))


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
