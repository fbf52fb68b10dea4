"""The clinic's row at the top of a page: its mark, its name and the number to call."""

from dataclasses import dataclass
from pathlib import Path

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.picture import Picture
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import telephone_link
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import MM, Theme

BOX = (34 * MM, 13 * MM)
"""The most a mark may take."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A clinic's mark, ready to place."""

    name: str
    picture: Picture


def read(name: str | None, folder: Path | None) -> Logo | None:
    """The mark of a clinic, or None when it has none."""
    return None


def name_row(pen: Pen, clinic: Clinic, look: Theme, say: Wording, mark: Logo | None) -> None:
    """The clinic's name and mark on the left, the number to call on the right."""
    x = tall = 0.0
    if mark:
        scale = min(BOX[0] / mark.picture.width, BOX[1] / mark.picture.height)
        wide, tall = mark.picture.width * scale, mark.picture.height * scale
        alt = say("page.logo", clinic=clinic.name or say("page.clinic"))
        pen.picture(mark.name, mark.picture, alt, 0, 0, wide, tall, mirrored=False)
        x = wide + 10
    number = clinic.phone or say("page.phone-write")
    number_width = width(number, look.phone.size, True) + 22
    room = look.width - x - number_width - 16
    pen.y = 0
    if clinic.name:
        pen.words(clinic.name, look.lead.but(bold=True), x=x, width=room)
    else:
        pen.words(say("page.clinic-write"), look.body, x=x, width=room)
    for line in clinic.address if not look.large else ():
        if pen.y + look.quiet.leading <= 40:
            pen.words(line, look.quiet, x=x, width=room)
    left = pen.y
    pen.y = 0
    phone_x = look.width - number_width
    pen.words(say("page.questions"), look.quiet, x=phone_x + 22, width=number_width)
    pen.art("0 g " + shapes.telephone(phone_x, -(pen.y + look.phone.leading - 4.5), 14))
    pen.words((Run(number, True, telephone_link(number)),) if clinic.phone else number, look.phone, x=phone_x + 22,
              width=number_width)
    pen.y = max(left, pen.y, tall)
