"""The words of a mail, from templates that a clinic may lay its own over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exercise_rx.errors import RxError
from exercise_rx.model.mail import Letter
from exercise_rx.model.wording import Wording, long_date

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Words:
    """What the patient reads: subject, plain text, HTML, and the name of a calendar entry."""

    subject: str
    text: str
    html: str
    calendar: str


def written(letter: Letter, folders: Sequence[Path], say: Wording) -> Words:
    """The letter in words. `folders` hold `mail/<language>/`, the clinic's before ours.

    `say` writes dates as the program itself does.
    The nearest file wins, whole; a clinic's file may say
    `{% extends "shipped:body.html.j2" %}`.
    """
    environment = _environment(letter.language, folders, say)
    subject = _filled(environment, "subject.txt.j2", {"letter": letter}).strip()
    if not subject.isprintable():
        raise RxError(
            f"The mail subject for {letter.language!r} is not one line of text.",
            tip="Put the subject on a single line in subject.txt.j2.",
        )
    facts = {"letter": letter, "subject": subject}
    return Words(
        subject=subject,
        text=_filled(environment, "body.txt.j2", facts),
        html=_filled(environment, "body.html.j2", facts),
        calendar=_filled(environment, "calendar.txt.j2", facts).strip(),
    )


def _environment(language: str, folders: Sequence[Path], say: Wording) -> "Environment":
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    found = [path for folder in folders if (path := folder / "mail" / language).is_dir()]
    if not found:
        known = sorted({p.name for folder in folders for p in folder.glob("mail/*") if p.is_dir()})
        raise RxError(
            f"There is no mail in the language {language!r}.",
            tip=f"Languages there are: {', '.join(known) or 'none'}. A clinic adds its own in "
            f"templates/mail/{language}/.",
        )
    shipped = FileSystemLoader(found[-1])
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(found), PrefixLoader({"shipped": shipped}, ":")]),
        undefined=StrictUndefined,
        autoescape=lambda name: ".html" in (name or ""),  # noqa: S701 - text is not HTML
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["long_date"] = lambda day: long_date(day, say)
    return environment


def _filled(environment: "Environment", name: str, facts: Mapping[str, object]) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    try:
        return environment.get_template(name).render(facts)
    except TemplateNotFound as error:
        raise RxError(
            f"The mail template {error.name} is missing.",
            tip="A language folder holds subject.txt.j2, body.txt.j2, body.html.j2 and "
            "calendar.txt.j2.",
        ) from None
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{name}, line {line}" if line else name
        raise RxError(
            f"The mail template {where} cannot be filled: {error.message}",
            tip=f"It may use: {', '.join(f'letter.{field}' for field in Letter.model_fields)}.",
        ) from None
