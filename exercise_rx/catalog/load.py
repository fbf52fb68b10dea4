"""The catalog that a command works with: what we ship, compiled, and a clinic's folder read live."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercise_rx.catalog import compiled, places
from exercise_rx.errors import CatalogError, Problem, RxError, did_you_mean

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Catalog
    from exercise_rx.model.clinic import Clinic

KNOWN_PARTS = ("clinic.yaml", "exercises", "templates")


def load(overlays: Sequence[Path] = ()) -> "Catalog":
    """The content in use; `overlays` are clinics' folders, nearest first.

    Raises:
        CatalogError: every problem in a clinic's files, or in ours in a checkout.
    """
    base = compiled.catalog()
    folders = [folder for folder in overlays if has_content(folder)]
    if not folders:
        return base
    from exercise_rx.catalog.check import at_once
    from exercise_rx.catalog.findings import faults
    from exercise_rx.catalog.live import read

    content = read(folders, base)
    wrong = faults(content.problems) or faults(at_once(content))
    if wrong:
        raise CatalogError(wrong)
    return content.catalog()


def has_content(folder: Path) -> bool:
    """Whether a clinic's folder brings content of its own, besides its name and logo."""
    return any((folder / part).is_dir() for part in places.PARTS)


def read_clinic(folder: Path | None) -> "Clinic":
    """What `clinic.yaml` in `folder` says; a clinic without a name when there is none.

    Raises:
        RxError: there is no such folder, or nothing of a clinic's in it.
        CatalogError: every problem of the file, and a logo or a font that is not there.
    """
    from exercise_rx.model.clinic import Clinic

    if folder is None:
        return Clinic()
    from pydantic import ValidationError

    from exercise_rx.catalog.author_words import problems_of
    from exercise_rx.catalog.kinds import CLINIC
    from exercise_rx.catalog.yaml_file import read_text, read_yaml

    _must_be_a_clinic(folder)
    file = folder / CLINIC
    if not file.is_file():
        return Clinic()
    text = read_text(file)
    try:
        clinic = Clinic.model_validate(read_yaml(file, text))
    except ValidationError as error:
        raise CatalogError(problems_of(error, Clinic, file, text)) from None
    if clinic.mail is not None:
        _check_mail(clinic.mail, file, text)
    _check_files(clinic, folder, file, text)
    return clinic


def _check_files(clinic: "Clinic", folder: Path, file: Path, text: str) -> None:
    """The logo and the fonts that clinic.yaml names lie beside it."""
    from exercise_rx.catalog.place import Place

    named: dict[tuple[str, ...], str | None] = {("logo",): clinic.logo}
    if clinic.fonts:
        named[("fonts", "regular")] = clinic.fonts.regular
        named[("fonts", "bold")] = clinic.fonts.bold
    problems = [
        Problem(
            file,
            Place(file, text).find(where)[0],
            ".".join(where),
            f"names {name}, which is not in {folder}",
            f"Put the {'picture' if where == ('logo',) else 'font'} beside clinic.yaml, or correct "
            "the name.",
        )
        for where, name in named.items()
        if name and not (folder / name).is_file()
    ]
    if problems:
        raise CatalogError(problems)


def _check_mail(settings: dict[str, Any], file: Path, text: str) -> None:
    """The `mail:` block against its own model, so that its faults have their lines too."""
    from pydantic import ValidationError

    from exercise_rx.catalog.author_words import problems_of
    from exercise_rx.model.mail import MailSettings

    try:
        MailSettings.model_validate(settings)
    except ValidationError as error:
        raise CatalogError(problems_of(error, MailSettings, file, text, ("mail",))) from None


def _must_be_a_clinic(folder: Path) -> None:
    if not folder.is_dir():
        near = did_you_mean(folder.name, [f.name for f in folder.absolute().parent.glob("*/")])
        raise RxError(f"There is no clinic folder {folder}.", tip=near or None)
    if not any((folder / part).exists() for part in KNOWN_PARTS):
        raise RxError(
            f"{folder} is not a clinic folder: it has no {', '.join(KNOWN_PARTS)}.",
            tip="Write at least a clinic.yaml with a `name:` into it.",
        )
