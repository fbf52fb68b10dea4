"""`Ready for the next step?`: yes-or-no checks, then move on, stay or go back, without arithmetic."""

from exercise_rx.model.program import Check, Item, Step
from exercise_rx.model.wording import Wording
from exercise_rx.render.boxes import is_open
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.kit import Kit, call_line, known_dose
from exercise_rx.render.pdf.parts import bullets, side_by_side
from exercise_rx.render.pdf.pen import COLUMN, ROW, Fragment, Pen
from exercise_rx.render.pdf.text import Run, Words, height
from exercise_rx.render.pdf.theme import LINE
from exercise_rx.render.said_alike import fill_in_words, stay_words


def ready(kit: Kit, step: Step) -> Fragment:
    """The checks of a step over the whole column, and its three ways on."""
    return under(kit, checks(kit, step, kit.look.width), ways(kit, step))


def under(kit: Kit, upper: Fragment, lower: Fragment) -> Fragment:
    """One block of two."""
    pen = Pen(kit.look.width)
    pen.place(upper)
    pen.place(lower, 0, upper.height + 10)
    return pen.finish(upper.height + 10 + lower.height)


def checks(kit: Kit, step: Step, total: float) -> Fragment:
    """The questions, and what only the therapist can test."""
    look, say = kit.look, kit.say
    pen = Pen(total)
    title = say("page.week.ready")
    pen.words(title, look.heading, role="H3")
    pen.words(fill_in_words(kit.program, step, say), look.small)
    pen.y += 2
    _checks(kit, pen, [check for check in step.ready if not check.clinician_only])
    theirs = [check.asks for check in step.ready if check.clinician_only]
    if theirs:
        pen.y += 5
        pen.words(say("page.week.clinician") + ":", look.small_strong)
        bullets(pen, theirs, look.small)
    return pen.finish()


def _asked(check: Check, say: Wording) -> Words:
    """The question, marked where a No leads back."""
    if not check.about_pain:
        return check.asks
    return (Run(check.asks + " "), Run(say("page.week.about-pain"), True))


def _checks(kit: Kit, pen: Pen, checks: list[Check]) -> None:
    """A table: the question, yes, no."""
    look, say = kit.look, kit.say
    edge = look.tick
    narrow = pen.width < look.width
    column = edge + (8 if narrow else 26)
    room = pen.width - 2 * column
    style = look.small if narrow else look.body
    with pen.inside("Table"):
        with pen.inside("TR"):
            top = pen.y
            for i, key in enumerate(("check", "yes", "no")):
                with pen.inside("TH", COLUMN):
                    pen.y = top
                    x = 0.0 if i == 0 else room + (i - 1) * column
                    pen.words(
                        say(f"page.week.{key}"),
                        look.small_strong,
                        x=x,
                        width=column if i else room,
                        align="center" if i else "left",
                        role=None,
                    )
        pen.rule(pen.y + 1, grey=LINE)
        for check in checks:
            pen.y += 5
            top = pen.y
            asks = _asked(check, say)
            words = height(asks, style, room - 8)
            tall = max(words, edge)
            with pen.inside("TR"):
                with pen.inside("TH", ROW):
                    pen.y = top + (tall - words) / 2
                    pen.words(asks, style, width=room - 8, role=None)
                for i in range(2):
                    with pen.inside("TD"):
                        x = room + i * column + (column - edge) / 2
                        pen.art(shapes.tick_box(x, -top - (tall - edge) / 2, edge))
            pen.y = top + tall
            pen.rule(pen.y + 3, grey=LINE, weight=0.6)


def ways(kit: Kit, step: Step) -> Fragment:
    """Move on, stay, go back."""
    look, say = kit.look, kit.say
    style = look.small if not look.large else look.body
    last = step.number == kit.program.steps[-1].number

    def titled(pen: Pen, title: str) -> None:
        pen.words(title, look.strong)

    def move_on(pen: Pen) -> None:
        titled(pen, say("page.week.move-on-last" if last else "page.week.move-on"))
        pen.words(step.ready_words or say("ready.last", n=step.last_week), style)

    def stay(pen: Pen) -> None:
        titled(pen, say("page.week.stay"))
        pen.words(stay_words(kit.program, step, say), style)

    def back(pen: Pen) -> None:
        titled(pen, say("page.week.back"))
        pen.words(step.back.words, style)
        if doses := _back_doses(kit, step):
            bullets(pen, doses, style, gap=0)
        if phone := kit.clinic.phone:
            pen.words(call_line(phone, say), style)

    if look.large:
        pen = Pen(look.width)
        for draw in (move_on, stay, back):
            box = side_by_side(look.width, [draw], weight=1.2)
            pen.place(box, 0)
            pen.y += box.height + 6
        return pen.finish()
    return side_by_side(
        look.width, [move_on, stay, back], gap=8, shares=[0.85, 1, 1.35], weight=1.2, pad=7.0
    )


def _back_doses(kit: Kit, step: Step) -> list[str]:
    """`1: 2 x 10, once a day`, with those that go back alike in one line."""
    found: dict[str, list[str]] = {}
    names = {card.id: card for card in kit.program.cards}
    order = [card.number for card in kit.program.cards]
    going_back = [item for item in step.back.items if item.exercise in names]
    for item in sorted(going_back, key=lambda item: order.index(names[item.exercise].number)):
        found.setdefault(_back_dose(kit, item), []).append(names[item.exercise].number)
    lines = []
    for dose, numbers in found.items():
        if dose:
            number = _listed(numbers, order)
            lines.append(kit.say("page.week.back-item", number=number, dose=dose))
    return lines


def _back_dose(kit: Kit, item: Item) -> str:
    """A dose, its load and how often, as far as they are known."""
    said = f" {kit.say('page.or')} ".join(known_dose(item))
    if not said:
        return ""
    figures = item.choices[0].figures
    load = "" if "load" in figures.blanks else figures.load
    return ", ".join(filter(None, (said, load, "" if is_open(item) else figures.often)))


def _listed(numbers: list[str], order: list[str]) -> str:
    """`1, 3`, or `2a-2d` where four or more follow each other on the page with none between."""
    at = order.index(numbers[0])
    if len(numbers) < 4 or order[at : at + len(numbers)] != numbers:
        return ", ".join(numbers)
    return f"{numbers[0]}-{numbers[-1]}"
