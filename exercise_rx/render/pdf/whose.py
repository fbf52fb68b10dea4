"""The top of page one: whom to call, the plan's name, whose it is, which side, the dates, the goal."""

from exercise_rx.render.pdf import bodies
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.logo import Logo, name_row
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, Run
from exercise_rx.render.pdf.theme import Style
from exercise_rx.render.said_alike import recently_operated


def clinic_row(kit: Kit, logo: Logo | None) -> Fragment:
    """The clinic's name and mark on the left, the number to call on the right."""
    pen = Pen(kit.look.width)
    pen.entry(kit.say("page.fridge.bookmark"), 0)
    name_row(pen, kit.clinic, kit.look, kit.say, logo)
    return pen.finish()


def who(kit: Kit, *, tight: bool) -> Fragment:
    """The plan's name, whose it is, which side, the dates, the goal, and the body mark."""
    program, look, say = kit.program, kit.look, kit.say
    pen = Pen(look.width)
    body = bodies.marked(kit)
    room = look.width - body.width - 12
    pen.rule(0, grey=0, weight=1.6)
    pen.y = 6
    title = (
        look.title if width(program.title, look.title.size, True) <= room else _smaller(look.title)
    )
    pen.words(program.title, title, width=room, role="H1")
    if program.kind == "protected":
        pen.words(say("page.protected"), look.heading, width=room, role="H2")
        pen.words(say("page.protected-line"), look.body, width=room)
    pen.words(_for_whom(kit), look.lead.but(bold=True), width=room)
    # A date, a name or a line to write on stays beside its label.
    dates = "  ·  ".join(one.replace(" ", NO_BREAK) for one in _dates(kit))
    pen.words(dates, look.small, width=room)
    if program.replaces:
        pen.words(
            say(
                "page.plan-replaces",
                id=program.plan_id,
                version=program.version,
                old=program.replaces,
            ),
            look.small_strong,
            width=room,
        )
    if program.draft:
        pen.words(say("page.draft-line"), look.small_strong, width=room)
    pen.y += 2 if tight else 4
    style = look.small if tight else look.body
    if program.goal:
        pen.words((Run(say("page.goal"), True), Run(" " + program.goal)), style, width=room)
    else:
        pen.words(say("page.goal-write"), style, width=room)
    pen.words(program.summary, style, width=room)
    pen.place(body, look.width - body.width, 0)
    pen.y = max(pen.y, body.height)
    return pen.finish()


def _smaller(style: Style) -> Style:
    """For a title that would take two lines."""
    return style._replace(size=style.size * 0.8, leading=style.leading * 0.8)


def _for_whom(kit: Kit) -> str:
    """Whose plan it is, and which side."""
    patient, side = kit.program.patient, kit.program.side_words
    return f"{kit.say('page.for', name=patient)}  ·  {side}" if patient else side


def _dates(kit: Kit) -> list[str]:
    """The operation where it is not long ago, the first day, the check-up, and who signs."""
    program, say = kit.program, kit.say
    told = [
        say("page.starts", date=kit.short_date(program.start, year=True)),
        say("page.review", date=kit.short_date(program.review_by, year=True)),
        say("page.therapist", name=program.clinician)
        if program.clinician
        else say("page.therapist-write"),
    ]
    if program.surgery_date and recently_operated(program):
        told.insert(0, say("page.surgery", date=kit.short_date(program.surgery_date, year=True)))
    return told
