"""The guards themselves: a good file is damaged in each way, and each damage is seen."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest
from pikepdf import Array, Name, String
from render.pdf import made, seen

from exercise_rx.render.pdf import draw_program
from exercise_rx.render.pdf.document import About, Bound, assemble
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.theme import Style, theme

Damage = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def good() -> bytes:
    return draw_program(made.program(), made.HOUSE)


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    found = []

    def walk(node: Any) -> None:
        if node.get("/S") == Name("/" + role):
            found.append(node)
        for kid in node.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def change(pdf: pikepdf.Pdf, number: int, how: Callable[[bytes], bytes]) -> None:
    """Change the first stream of a page that `how` changes."""
    for i, part in enumerate(pdf.pages[number].obj.Contents):
        before = part.read_bytes()
        after = how(before)
        if after != before:
            pdf.pages[number].obj.Contents[i] = pdf.make_stream(after)
            return
    raise AssertionError("nothing was damaged")


def a_mark_twice(pdf: pikepdf.Pdf) -> None:
    change(pdf, 1, lambda b: re.sub(rb"/LBody <</MCID \d+>>", b"/LBody <</MCID 0>>", b, count=1))


def a_mark_that_belongs_nowhere(pdf: pikepdf.Pdf) -> None:
    change(pdf, 1, lambda b: re.sub(rb"/LBody <</MCID \d+>>", b"/LBody <</MCID 9999>>", b, count=1))


def a_wrong_tag(pdf: pikepdf.Pdf) -> None:
    change(pdf, 1, lambda b: b.replace(b"/LBody <</MCID", b"/Figure <</MCID", 1))


def words_as_decoration(pdf: pikepdf.Pdf) -> None:
    change(pdf, 1, lambda b: re.sub(rb"/LBody <</MCID \d+>> BDC", b"/Artifact BMC", b, count=1))


def pages_swapped_for_readers(pdf: pikepdf.Pdf) -> None:
    one, two = pdf.pages[1].obj, pdf.pages[2].obj
    one.StructParents, two.StructParents = two.StructParents, one.StructParents


def a_page_without_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj.StructParents


def a_table_without_heads(pdf: pikepdf.Pdf) -> None:
    for head in elements(pdf, "TH"):
        head.S = Name.TD


def heads_without_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0].A


def a_file_name_as_words(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0].Alt = String("IMG_0042.png")


def a_figure_without_words(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


def a_file_name_as_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "handout_final_v2.pdf"


def an_empty_heading(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].K = Array([])


def steps_swapped_for_readers(pdf: pikepdf.Pdf) -> None:
    items = max(elements(pdf, "L"), key=lambda one: len(one.K)).K
    items[0], items[1] = items[1], items[0]


def exercises_swapped_for_readers(pdf: pikepdf.Pdf) -> None:
    blocks = elements(pdf, "Sect")[0].K
    blocks[0], blocks[1] = blocks[1], blocks[0]


def marks_that_lead_nowhere(pdf: pikepdf.Pdf) -> None:
    """The entry of page two goes from the table that leads from marks to the tree."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    at = next(i for i in range(0, len(numbers), 2) if int(numbers[i]) == 1)
    del numbers[at + 1]
    del numbers[at]


def an_owner_that_is_another(pdf: pikepdf.Pdf) -> None:
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[0], owners[1] = owners[1], owners[0]


def no_title_at_all(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


SEEN_BY_US = (
    steps_swapped_for_readers, exercises_swapped_for_readers, marks_that_lead_nowhere,
    an_owner_that_is_another, no_title_at_all,
    a_mark_twice, a_mark_that_belongs_nowhere, a_wrong_tag, words_as_decoration,
    pages_swapped_for_readers, a_page_without_structure, a_table_without_heads,
    heads_without_scope, a_file_name_as_words, a_figure_without_words, a_file_name_as_title,
    an_empty_heading,
)  # fmt: skip


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def no_marks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_shown_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def no_title_in_the_metadata(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes()
    told = re.sub(rb"<dc:title>.*?</dc:title>", b"", text, flags=re.S)
    assert told != text
    pdf.Root.Metadata.write(told)


def no_letters_for_codes(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/ToUnicode"):
            del one.ToUnicode


def a_font_left_out(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/FontFile2"):
            del one.FontFile2


def a_link_outside_the_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Annots[0].StructParent


SEEN_BY_THE_VALIDATOR = (
    no_title_in_the_metadata, no_language, no_marks, no_tree, no_shown_title, no_metadata, no_letters_for_codes,
    a_font_left_out, a_link_outside_the_tree,
)  # fmt: skip


def damaged(good: bytes, damage: Damage) -> bytes:
    with pikepdf.open(BytesIO(good)) as pdf:
        damage(pdf)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def test_the_good_file_is_good(good: bytes) -> None:
    assert seen.structure_faults(damaged(good, lambda pdf: None)) == []
    assert page.validate_pdf_bytes(damaged(good, lambda pdf: None), profile="ua1").is_compliant


@pytest.mark.parametrize("damage", SEEN_BY_US, ids=lambda d: d.__name__)
def test_each_damage_that_validators_may_pass_is_seen(good: bytes, damage: Damage) -> None:
    assert seen.structure_faults(damaged(good, damage))


@pytest.mark.parametrize("damage", SEEN_BY_THE_VALIDATOR, ids=lambda d: d.__name__)
def test_each_damage_of_the_standard_is_seen(good: bytes, damage: Damage) -> None:
    assert not page.validate_pdf_bytes(damaged(good, damage), profile="ua1").is_compliant


def spoilt(*places: tuple[float, float], size: float = 12) -> bytes:
    """A page with words at these places."""
    look = theme("letter", False)
    flow = Flow(look, 0)
    flow.turn()
    pen = Pen(look.width)
    for x, y in places:
        pen.y = y
        pen.words("Some words of a line", Style(size, size * 1.2), x=x, width=400)
    flow.put(pen.finish())
    about = About("A title", "An author", "en", "a tool", made.MONDAY)
    return assemble(Bound(look, flow.pages, flow.groups, [Pen(9).finish()], {}, about))


def test_words_outside_the_margins_are_seen() -> None:
    assert seen.layout_faults(spoilt((0, 20))) == []
    assert seen.layout_faults(spoilt((480, 20)))
    assert seen.layout_faults(spoilt((0, 715)))


def test_words_over_words_are_seen() -> None:
    assert seen.layout_faults(spoilt((0, 20), (0, 40))) == []
    assert seen.layout_faults(spoilt((0, 20), (30, 24)))


def test_small_words_are_seen() -> None:
    assert min(seen.sizes(spoilt((0, 20), size=9))) == 9
