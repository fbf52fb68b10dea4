"""The whole program: which pages, in which order, and one file of them."""

from collections.abc import Collection
from pathlib import Path

from exercise_rx.errors import UsageProblem
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program
from exercise_rx.render.pdf import (
    PARTS,
    advice,
    clinician,
    exercise,
    fonts,
    fridge,
    house,
    last,
    logo,
    running,
    week,
)
from exercise_rx.render.pdf.document import About, Bound, assemble
from exercise_rx.render.pdf.kit import Kit, words_of
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.theme import Theme, theme


def draw(
    program: Program,
    clinic: Clinic,
    clinic_folder: Path | None,
    parts: Collection[str] | None = None,
    *,
    fillable: bool = False,
) -> bytes:
    """The pages of a program as a PDF: all of them, or those of the parts that are named."""
    chosen = PARTS if parts is None else parts
    if not chosen or not set(chosen) <= set(PARTS):
        raise UsageProblem(f"A PDF has the parts {', '.join(PARTS)}; name one of them or more.")
    own = house.read(clinic.fonts, clinic_folder)
    with fonts.set_in(own):
        look = theme(program.paper, program.large_print, clinic.accent, house.name_of(own))
        return _drawn(
            program, clinic, look, logo.read(clinic.logo, clinic_folder), chosen, fillable
        )


def _drawn(
    program: Program,
    clinic: Clinic,
    look: Theme,
    mark: logo.Logo | None,
    chosen: Collection[str],
    fillable: bool,
) -> bytes:
    kit = Kit(
        program, clinic, look, words_of(tuple(program.wording.items()), program.lang), fillable
    )
    flow = Flow(look, running.reserved(kit))
    needs_stayed = "fridge" in chosen and fridge.pages(kit, flow, mark)
    said: frozenset[str] = frozenset()
    if "last" in chosen and len(flow.pages) > 1:
        said = advice.fill(kit, flow)
    if "exercises" in chosen:
        exercise.pages(kit, flow)
        if "last" in chosen:
            said = advice.fill(kit, flow, said)
    if "weeks" in chosen:
        week.pages(kit, flow)
    if "last" in chosen:
        last.pages(kit, flow, with_needs=not needs_stayed, said=said)
    patients = len(flow.pages)
    if "clinician" in chosen:
        clinician.pages(kit, flow)
    titled = "fridge" in chosen
    if not titled:
        flow.pages[0].insert(0, running.as_title(kit))
    heads = running.heads(kit, patients, len(flow.pages) - patients, titled=titled)
    about = About(
        title=kit.say("page.title", title=program.title),
        author=clinic.name or program.signed.tool,
        lang=language(program.lang),
        tool=program.signed.tool,
        day=program.made_on,
    )
    pictures = {**kit.pictures, mark.name: mark.picture} if mark else kit.pictures
    return assemble(Bound(look, flow.pages, flow.groups, heads, pictures, about))


def language(lang: str) -> str:
    """The language tag of the file: plain English is American here, as the content is."""
    return "en-US" if lang == "en" else lang
