"""What a plan's doses stand on, for the clinician: their lines in the protocols, sources, reporting items."""

from exercise_rx.model.program import Item, Reference
from exercise_rx.render.pdf import sheet
from exercise_rx.render.pdf.kit import Kit, filled
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.text import Run, Words

BLANK = "page.clinician.sure.blank"
CERT = range(1, 17)
FIRST_ROWS = 7
"""Lines that a title keeps with it: the head of the table and its first row."""


def doses(kit: Kit, flow: Flow) -> None:
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
                f"{source} ({sure})" if source else sure,
            )
        )
    sheet.title(kit, flow, say("page.clinician.doses"), need=FIRST_ROWS * kit.look.small.leading)
    head = [
        say("page.matrix.exercise"),
        *(say(f"page.clinician.{key}") for key in ("dose", "source")),
    ]
    sheet.table(kit, flow, head, rows, (2.2, 2.7, 2.6) if _several(kit) else (2.3, 3.7, 1.6))


def _dose_words(kit: Kit, item: Item) -> tuple[str, str, str]:
    words = " ".join(
        f"{choice.when + ': ' if choice.when else ''}{filled(choice.figures.words)}"
        for choice in item.choices
    )
    if item.adapted:
        words += f" ({item.adapted})"
    return words, _from(kit, item), _sure(kit, item)


def _from(kit: Kit, item: Item) -> str:
    """The protocol by its title where there are several, and the key under which the source is listed."""
    titles = {d.protocol: d.protocol_title for d in kit.program.diagnoses}
    named = _several(kit) or item.protocol not in titles
    title = (titles.get(item.protocol) or item.protocol) if named else None
    return " ".join(filter(None, (title, f"[{item.source}]" if item.source else None)))


def _several(kit: Kit) -> bool:
    """Whether the doses are lines of more than one protocol."""
    return len({item.protocol for step in kit.program.steps for item in step.items}) > 1


def _sure(kit: Kit, item: Item) -> str:
    """How sure the dose is; a dose that nobody published is nothing to be sure of."""
    open_ = all("work" in choice.figures.blanks for choice in item.choices)
    if open_:
        return kit.say(BLANK)
    return kit.say(f"page.clinician.{f'sure.{item.certainty}' if item.certainty else 'none'}")


def sources(kit: Kit, flow: Flow) -> None:
    """What each key stands for."""
    lines = [_source(kit, source) for source in kit.program.sources]
    sheet.listed(kit, flow, kit.say("page.clinician.sources"), lines)


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


def cert(kit: Kit, flow: Flow) -> None:
    """The reporting items of the Consensus on Exercise Reporting Template, and where each stands."""
    say, look = kit.say, kit.look
    pen = Pen(look.width)
    pen.words("; ".join(say(f"page.clinician.cert.{n}") for n in CERT) + ".", look.small)
    made = pen.finish()
    sheet.title(kit, flow, say("page.clinician.cert"), need=made.height + 2)
    flow.put(made, 1)
