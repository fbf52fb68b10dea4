"""The catalog as commands get it: compiled, never stale, with a clinic's folder laid over it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from exercise_rx.catalog import compiled, load, places
from exercise_rx.catalog.build_hook import shipped_files
from exercise_rx.catalog.live import read
from exercise_rx.errors import CatalogError, RxError, UsageProblem
from exercise_rx.model.catalog import Catalog, Shelf
from exercise_rx.model.picture import pack, unpack

Edit = Callable[[str, str, str], Path]
SLIDE = "exercises/knee/heel-slide.yaml"


@pytest.fixture
def build(sound: Path, tmp_path: Path) -> Callable[[], Catalog]:
    """The catalog of the sound content, through its compiled form."""
    return lambda: compiled.catalog(sound, tmp_path / "_compiled")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    folder = tmp_path / "our-clinic"
    (folder / "exercises" / "knee").mkdir(parents=True)
    return folder


def laid_over(build: Callable[[], Catalog], clinic: Path) -> Catalog:
    content = read([clinic], build())
    assert content.problems == []
    return content.catalog()


def replacing(sound: Path, clinic: Path, **changes: str) -> Path:
    text = (sound / SLIDE).read_text(encoding="utf-8")
    for key, value in changes.items():
        before = next(line for line in text.splitlines() if line.startswith(f"{key}:"))
        text = text.replace(before, f"{key}: {value}")
    file = clinic / SLIDE
    text += "replaces: {revision: 1, why: We word it so.}\n"
    file.write_text(text, encoding="utf-8")
    return file


def as_data(catalog: Catalog) -> dict[str, Any]:
    shelves = {name: value for name, value in vars(catalog).items() if isinstance(value, Shelf)}
    rest = {n: v for n, v in vars(catalog).items() if n not in shelves and n not in ("draw",)}
    return {**{name: dict(shelf) for name, shelf in shelves.items()}, **rest}


def test_compiled_content_is_the_content(sound: Path, build: Callable[[], Catalog]) -> None:
    """Read live, compiled anew, and read from the compiled file: one value."""
    live = as_data(read([sound]).catalog())
    assert as_data(build()) == live
    assert as_data(build()) == live


def test_shipped_content_is_the_same_compiled_and_live(tmp_path: Path) -> None:
    root = places.shipped()
    content = read([root])
    assert as_data(compiled.catalog(root, tmp_path)) == as_data(content.catalog())


def test_a_drawing_comes_out_as_it_went_in(sound: Path, build: Callable[[], Catalog]) -> None:
    catalog = build()
    frames = catalog.pictures["heel-slide"].frames
    assert [frame.name for frame in frames] == ["start", "end"]
    file = sound / "exercises/knee/heel-slide.end.svg"
    assert build().draw("heel-slide.end") == pack(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("change", ["edit", "add", "remove", "same size", "draw"])
def test_a_changed_file_is_never_read_stale(
    change: str, sound: Path, edit: Edit, build: Callable[[], Catalog]
) -> None:
    before = as_data(build())
    if change == "edit":
        edit(SLIDE, "Heel slide", "Slide of the heel")
    elif change == "same size":
        file = sound / SLIDE
        date = file.stat().st_mtime_ns
        edit(SLIDE, "Heel slide", "Heel glide")
        os.utime(file, ns=(date + 1, date + 1))
    elif change == "add":
        copytree(sound / "exercises/knee", sound / "exercises/hip")
        for file in (sound / "exercises/hip").glob("*.yaml"):
            file.rename(file.with_name(f"hip-{file.name}"))
    elif change == "remove":
        (sound / "templates/protocols/knee/knee-range.yaml").unlink()
    else:
        (sound / "exercises/knee/heel-slide.end.svg").unlink()
    assert as_data(build()) != before
    assert as_data(build()) == as_data(read([sound]).catalog())


def test_changed_code_compiles_anew(
    build: Callable[[], Catalog], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    file = tmp_path / "_compiled" / compiled.NAME
    old = file.read_bytes()
    monkeypatch.setattr(places, "code_stamp", lambda: "another")
    build()
    assert file.read_bytes() != old


@pytest.mark.parametrize("name", [compiled.NAME, "content-*.txt"])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_compiled_file_is_made_again(
    damage: str, name: str, build: Callable[[], Catalog], tmp_path: Path
) -> None:
    whole = as_data(build())
    (file,) = (tmp_path / "_compiled").glob(name)
    if damage == "cut":
        part = file.read_bytes()[:100]
        file.unlink()
        file.write_bytes(part)
    else:
        file.unlink()
    assert as_data(build()) == whole


def test_content_in_use_stays_whole_while_another_process_compiles(
    edit: Edit, build: Callable[[], Catalog]
) -> None:
    before = build()
    edit(SLIDE, "Heel slide", "Slide of the heel")
    assert build().exercises["heel-slide"].name == "Slide of the heel"
    assert before.exercises["heel-slide"].name == "Heel slide"


def test_where_nothing_may_be_written_content_is_read_live(sound: Path, tmp_path: Path) -> None:
    """A file stands where the folder should be: nobody, root included, can write there."""
    (tmp_path / "no-folder").write_text("", encoding="utf-8")
    catalog = compiled.catalog(sound, tmp_path / "no-folder")
    assert catalog.exercises["heel-slide"].name == "Heel slide"
    assert unpack(catalog.draw("heel-slide.end")).width == 10


def test_content_with_a_fault_is_not_compiled(edit: Edit, build: Callable[[], Catalog]) -> None:
    edit(SLIDE, "region: knee", "region: kneee")
    with pytest.raises(CatalogError, match=r"heel-slide\.yaml:4: `region`"):
        build()


def test_a_wheel_finds_its_own_compiled_content(sound: Path, tmp_path: Path) -> None:
    """Copied without drawings and with new dates, as an installer does, it is still fresh."""
    folder = tmp_path / "_compiled"
    compiled.for_wheel(sound, folder)
    installed = tmp_path / "_shipped"
    for file in shipped_files(sound):
        target = installed / file.relative_to(sound)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    made = (folder / compiled.NAME).stat().st_mtime_ns
    catalog = compiled.catalog(installed, folder)
    assert (folder / compiled.NAME).stat().st_mtime_ns == made
    assert unpack(catalog.draw("heel-slide.end")).width == 10
    assert catalog.digest == places.digest(sound)


def test_the_digest_follows_words_and_not_dates(sound: Path, edit: Edit) -> None:
    first = places.digest(sound)
    os.utime(sound / SLIDE)
    assert places.digest(sound) == first
    (sound / SLIDE).write_bytes((sound / SLIDE).read_bytes().replace(b"\n", b"\r\n"))
    assert places.digest(sound) == first
    edit(SLIDE, "Heel slide", "Heel glide")
    assert places.digest(sound) != first


def test_an_item_is_built_only_when_taken(build: Callable[[], Catalog], tmp_path: Path) -> None:
    build()
    file = tmp_path / "_compiled" / compiled.NAME
    data = json.loads(file.read_bytes())
    place = data["values"]["exercises"]["knee-bend-sitting"]
    data["values"]["exercises"]["knee-bend-sitting"] = [place[0], 2]
    file.write_text(json.dumps(data), encoding="utf-8")
    catalog = build()
    assert catalog.exercises["heel-slide"] is catalog.exercises["heel-slide"]
    with pytest.raises(json.JSONDecodeError):
        catalog.exercises["knee-bend-sitting"]


def test_the_light_index_imports_no_heavy_library() -> None:
    """Completion reads titles and stems at each key press."""
    code = (
        "import sys; from exercise_rx.catalog import compiled; compiled.index();"
        "compiled_now = [m for m in ('pydantic', 'yaml', 'reportlab') if m in sys.modules];"
        "print(compiled_now)"
    )
    compiled.index()
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_wrong_id_is_answered_with_near_ones(build: Callable[[], Catalog]) -> None:
    with pytest.raises(UsageProblem, match="Did you mean heel-slide"):
        build().exercises.named("heel-slid")


def test_the_code_index_stands_beside_the_conditions(build: Callable[[], Catalog]) -> None:
    catalog = build()
    assert [(line.owner, line.codes) for line in catalog.answers] == [("stiff-knee", ("M25.66",))]
    assert [line.owner for line in catalog.refusals] == ["knee-infection"]


# A clinic's folder


def test_the_clinics_file_wins_and_says_what_it_hides(
    sound: Path, clinic: Path, build: Callable[[], Catalog]
) -> None:
    file = replacing(sound, clinic, plain="Our own words", stop_if="It hurts.")
    catalog = laid_over(build, clinic)
    exercise = catalog.exercises["heel-slide"]
    assert exercise.plain == "Our own words"
    assert exercise.stop_if == "It hurts. The knee locks or the pain is sharp."
    origin = catalog.origin["exercise heel-slide"]
    assert origin == (file.as_posix(), (f"shipped:{SLIDE}",), "We word it so.")
    assert catalog.exercises["knee-bend-sitting"].name == "Knee bend in sitting"
    assert list(catalog.exercises) == ["heel-slide", "knee-bend-sitting"]
    assert unpack(catalog.draw("heel-slide.end")).width == 10
    assert catalog.digest != build().digest


def test_over_compiled_or_over_live_content_a_clinic_sees_the_same(
    sound: Path, clinic: Path, build: Callable[[], Catalog]
) -> None:
    replacing(sound, clinic, plain="Our own words")
    assert as_data(laid_over(build, clinic)) == as_data(read([clinic, sound]).catalog())


def test_a_nearer_clinic_hides_a_farther_one(
    sound: Path, clinic: Path, tmp_path: Path, build: Callable[[], Catalog]
) -> None:
    replacing(sound, clinic, plain="Our own words", stop_if="It hurts.")
    branch = copytree(clinic, tmp_path / "branch")
    replacing(sound, branch, plain="The branch", stop_if="It aches.")
    content = read([branch, clinic], build())
    assert content.problems == []
    exercise = content.catalog().exercises["heel-slide"]
    assert exercise.plain == "The branch"
    assert exercise.stop_if == "It aches. It hurts. The knee locks or the pain is sharp."


OWN = '<svg viewBox="0 0 20 20"><path fill="#000" d="M1 1L19 1L19 19Z"/></svg>'


def test_a_clinics_drawing_takes_the_place_of_ours(
    sound: Path, clinic: Path, build: Callable[[], Catalog]
) -> None:
    file = replacing(sound, clinic)
    for frame in ("start", "end"):
        file.with_name(f"heel-slide.{frame}.svg").write_text(OWN, encoding="utf-8")
    file.with_name("heel-slide.pose.yaml").write_text(
        "alt: {start: One., end: Two.}\n", encoding="utf-8"
    )
    catalog = laid_over(build, clinic)
    assert catalog.draw("heel-slide.start") == pack(OWN)
    assert catalog.pictures["heel-slide"].frames[1].alt == "Two."
    assert catalog.draw("knee-bend-sitting.start") != pack(OWN)


def test_a_clinic_adds_signs_words_and_a_language(
    sound: Path, clinic: Path, build: Callable[[], Catalog]
) -> None:
    flags = (sound / "templates/safety/red-flags.yaml").read_text(encoding="utf-8")
    words = clinic / "templates/wording"
    words.mkdir(parents=True)
    (clinic / "templates/safety").mkdir()
    (clinic / "templates/safety/red-flags.yaml").write_text(
        flags.replace("locked-knee:", "hot-knee:"), encoding="utf-8")  # fmt: skip
    (words / "en.yaml").write_text('sets.one: "One set"\n', encoding="utf-8")
    (words / "cy.yaml").write_text("stop: Stopiwch\n", encoding="utf-8")
    catalog = laid_over(build, clinic)
    assert list(catalog.red_flags) == ["locked-knee", "hot-knee"]
    assert catalog.wording["en"] == {**build().wording["en"], "sets.one": "One set"}
    assert catalog.wording["cy"] == {"stop": "Stopiwch"}


def test_load_refuses_a_clinic_that_names_what_is_not_there(
    sound: Path, clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped content is beneath; the clinic's own fault stops the command with its line."""
    monkeypatch.setattr(places, "shipped", lambda: sound)
    monkeypatch.setattr(places, "COMPILED", tmp_path / "_compiled")
    (clinic / "exercises/knee").rmdir()
    (clinic / "exercises").rmdir()
    folder = clinic / "templates/conditions/knee"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(
        "title: Ours\nplain: Ours\nregion: knee\nsides: true\ncodes: [M25.869]\n"
        "protocol: no-such-protocol\nadvice: {expect: It takes weeks.}\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogError, match=r"ours\.yaml:6: `protocol` names the protocol"):
        load.load([clinic])


def test_a_clinic_with_only_its_name_costs_nothing(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clinic / "exercises" / "knee").rmdir()
    (clinic / "exercises").rmdir()
    (clinic / "clinic.yaml").write_text("name: Our clinic\n", encoding="utf-8")
    assert not load.has_content(clinic)
    assert load.read_clinic(clinic).name == "Our clinic"


def test_a_clinic_says_who_it_is(clinic: Path) -> None:
    (clinic / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (clinic / "clinic.yaml").write_text(
        "name: North Street Clinic\naddress: [1 North Street, Springfield]\n"
        "phones: [555 0100]\nemail: desk@example.org\nweb: https://example.org\n"
        "emergency: '112'\nlogo: logo.svg\npaper: a4\naccent: '#0a5c8a'\nfooter: Open on weekdays\n"
        "thresholds: {max_exercises: 3, review_weeks: 4, pain_limit: 3}\n"
        "mail: {host: smtp.example.org, from: desk@example.org, reply_to: desk@example.org}\n",
        encoding="utf-8",
    )
    clinic_ = load.read_clinic(clinic)
    assert (clinic_.phone, clinic_.emergency, clinic_.paper) == ("555 0100", "112", "a4")
    assert clinic_.thresholds.max_exercises == 3
    assert clinic_.mail is not None
    assert clinic_.mail["host"] == "smtp.example.org"
    assert load.read_clinic(None).emergency == "911"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nme: X\n", "clinic.yaml:1: `nme` is not a known key\n    Did you mean name?"),
        ("logo: lost.png\n", "clinic.yaml:1: `logo` names lost.png, which is not in"),
        ("accent: blue\n", "clinic.yaml:1: `accent` is `blue`, which has the wrong form"),
        (
            "phones: [call us]\n",
            "clinic.yaml:1: `phones #1` is `call us`, which has the wrong form",
        ),
        (
            "name: X\nmail:\n  host: smtp.example.org\n  from: desk@example.org\n"
            "  reply_to: desk at example\n",
            "clinic.yaml:5: `mail.reply_to`",
        ),
        ("thresholds:\n  minutes: 1\n", "clinic.yaml:2: `thresholds.minutes` is `1`, too small"),
    ],
)
def test_a_fault_in_the_clinics_file_has_its_line(text: str, says: str, clinic: Path) -> None:
    (clinic / "clinic.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load.read_clinic(clinic)
    assert says in str(raised.value)


def test_a_folder_that_is_no_clinic_is_said_to_be_none(clinic: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RxError, match=r"it has no clinic\.yaml"):
        load.read_clinic(tmp_path / "empty")
    with pytest.raises(RxError, match=r"There is no clinic folder(.|\n)*Did you mean our-clinic"):
        load.read_clinic(tmp_path / "our-clinc")
