"""The clinic's row at the top of a page: its mark, its name and the number to call."""

from functools import lru_cache
from pathlib import Path
from zlib import compress

from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.picture import Picture
from exercise_rx.model.record import Record
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import telephone_link
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import MM, Theme
from exercise_rx.render.pdf.writer import Bitmap

BOX = (34 * MM, 13 * MM)
"""The most a mark may take."""
FINEST = 640
"""Points along the longer edge of a bitmap: 480 to the inch at the size it prints."""


class Logo(Record):
    """A clinic's mark, ready to place."""

    name: str
    picture: Picture | Bitmap


def read(name: str | None, folder: Path | None) -> Logo | None:
    """The mark of a clinic, or None when it has none.

    Raises:
        RxError: the file cannot be read, or holds what a page cannot draw.
    """
    if name is None or folder is None:
        return None
    file = folder / name
    try:
        content = file.read_bytes()
    except OSError as error:
        raise RxError(f"The logo {file} cannot be read: {error.strerror}.") from None
    picture = (
        _drawing(content, file.name)
        if file.suffix.lower() == ".svg"
        else _points(content, file.name)
    )
    return Logo("logo", picture)


@lru_cache(maxsize=16)
def _drawing(content: bytes, name: str) -> Picture:
    from exercise_rx.render.pdf.svg import read_svg

    return read_svg(content, name)


@lru_cache(maxsize=16)
def _points(content: bytes, name: str) -> Bitmap:
    """A PNG on white, no finer than paper shows."""
    from io import BytesIO

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            image.thumbnail((FINEST, FINEST))
            full = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError):
        raise RxError(f"The logo {name} is not a PNG picture that can be read.") from None
    white = Image.new("RGBA", full.size, "white")
    flat = Image.alpha_composite(white, full).convert("RGB")
    return Bitmap(flat.width, flat.height, compress(flat.tobytes(), 9))


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
    if clinic.email:
        number_width = max(number_width, width(clinic.email, look.quiet.size) + 23)
    number_width = min(number_width, look.width * 0.45)
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
    pen.words(
        (Run(number, True, telephone_link(number)),) if clinic.phone else number,
        look.phone,
        x=phone_x + 22,
        width=number_width,
    )
    if clinic.email:
        mail = Run(clinic.email, False, f"mailto:{clinic.email}")
        pen.words((mail,), look.quiet, x=phone_x + 22, width=number_width - 22)
    pen.y = max(left, pen.y, tall)
