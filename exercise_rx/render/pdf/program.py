"""The whole program: which pages, in which order, and one file of them."""

from pathlib import Path

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program
from exercise_rx.render.pdf import clinician, exercise, fridge, last, logo, running, week
from exercise_rx.render.pdf.document import About, Bound, assemble
from exercise_rx.render.pdf.kit import Kit, words_of
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.theme import theme


def draw(program: Program, clinic: Clinic, clinic_folder: Path | None) -> bytes:
    """The pages of a program as a PDF."""
    look = theme(program.paper, program.large_print, clinic.accent)
    kit = Kit(program, clinic, look, words_of(tuple(program.wording.items()), program.lang))
    flow = Flow(look, running.reserved(kit))
    mark = logo.read(clinic.logo, clinic_folder)
    needs_stayed = fridge.pages(kit, flow, mark)
    exercise.pages(kit, flow)
    week.pages(kit, flow)
    last.pages(kit, flow, with_needs=not needs_stayed)
    clinician.pages(kit, flow)
    heads = [running.head(kit, n, len(flow.pages)) for n in range(1, len(flow.pages) + 1)]
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
