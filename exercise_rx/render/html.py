"""The program as one file for a browser: reads well on a phone, asks the network for nothing."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program, SafetySheet
from exercise_rx.model.wording import Wording
from exercise_rx.render.page import BLANK, Page
from exercise_rx.render.page_facts import program_facts, sheet_facts
from exercise_rx.render.said_alike import disclaimer

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).resolve().parent.parent
PAGES = Path("templates") / "pages"


def program_page(program: Program, clinic: Clinic, folder: Path | None = None) -> str:
    """The whole handout. `folder` is the clinic's: its logo, and pages laid over ours.

    Raises:
        RxError: a clinic's page cannot be filled, or leaves out safety text.
    """
    say = Wording(program.wording, program.lang)
    html = _filled("program.html.j2", program_facts(program, clinic, folder, say), say, folder)
    signs = [words for sign in program.emergency for words in (sign.sign, sign.tell)]
    draft = [say("text.draft")] if program.draft else []
    _keeps(html, [*draft, *program.stop, program.pain.red, *signs])
    if not _stands_in(
        html, say("text.disclaimer")
    ):  # A page of the clinic may keep the plain form.
        _keeps(html, [disclaimer(program, say, "text.disclaimer")])
    return html


def sheet_page(sheet: SafetySheet, clinic: Clinic, folder: Path | None = None) -> str:
    """The safety sheet. Raises RxError as `program_page` does."""
    say = Wording(sheet.wording, sheet.lang)
    html = _filled("sheet.html.j2", sheet_facts(sheet, clinic, folder, say), say, folder)
    _keeps(html, [sheet.reason, *sheet.what_to_do, *(sign.sign for sign in sheet.signs)])
    return html


def shipped_pages() -> Path:
    """Our own pages: beside the code in a wheel, above it in a checkout."""
    for root in (PACKAGE / "_shipped", PACKAGE.parent):
        if (root / PAGES).is_dir():
            return root / PAGES
    raise RxError(f"There are no pages in {PACKAGE}.", tip="Reinstall exercise-rx.")


def _filled(name: str, page: Page, say: Wording, folder: Path | None) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    own = folder / PAGES if folder and (folder / PAGES).is_dir() else None
    environment = _environment(own) if own else _shipped_environment()
    try:
        return environment.get_template(name).render(dict(page), say=say)
    except TemplateNotFound as error:
        raise RxError(
            f"The page {name} asks for {error.name}, which is not there.",
            tip='Reach ours with {% extends "shipped:program.html.j2" %}.',
        ) from None
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{getattr(error, 'name', None) or name}{f', line {line}' if line else ''}"
        raise RxError(
            f"The page {where} cannot be filled: {error.message}",
            tip=f'It may use: {", ".join(type(page).model_fields)}, and say("key").',
        ) from None


@cache
def _shipped_environment() -> "Environment":
    """Our pages, compiled once in a process: they do not change while it runs."""
    return _environment(None)


def _environment(own: Path | None) -> "Environment":
    """Reads pages from a clinic's folder `own` before ours; `shipped:` reaches ours by name."""
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FileSystemLoader,
        PrefixLoader,
        StrictUndefined,
        pass_context,
    )

    shipped = FileSystemLoader(shipped_pages())
    near = [FileSystemLoader(own)] if own else []
    environment = Environment(
        loader=ChoiceLoader([*near, shipped, PrefixLoader({"shipped": shipped}, ":")]),
        undefined=StrictUndefined,
        autoescape=lambda name: not (name or "").endswith(".css"),  # noqa: S701 - CSS is not HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lines"] = pass_context(
        lambda context, text: lines_to_write_on(text, context["say"])
    )
    return environment


def lines_to_write_on(text: str, say: Wording) -> Markup:
    """`text` with every `__` as a line, read aloud as one."""
    line = Markup('<span class="line" role="img" aria-label="{}"></span>').format(say("html.blank"))
    return Markup(str(escape(text)).replace(BLANK, str(line)))  # noqa: S704 - escaped above


def _keeps(html: str, texts: Sequence[str]) -> None:
    """A clinic may change everything but the presence of the safety text."""
    lost = [text for text in texts if not _stands_in(html, text)]
    if lost:
        raise RxError(
            f"The clinic's page leaves out safety text: {_first(lost)!r}.",
            tip="Keep the blocks `draft`, `safety` and `footer` of the shipped page.",
        )


def _stands_in(html: str, text: str) -> bool:
    return str(escape(text)) in html


def _first(texts: Iterable[Any]) -> Any:
    return next(iter(texts))
