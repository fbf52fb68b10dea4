"""`exercise-rx draw`: pictures from pose files, for those who write exercises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exercise_rx.errors import CatalogError, Problem, RxError, UsageProblem

if TYPE_CHECKING:
    from exercise_rx.draw.gallery import Posed
    from exercise_rx.draw.pose import Pose
    from exercise_rx.draw.studio import Studio

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("exercises", nargs=-1, metavar="[ID]...")
@click.option("--changed", is_flag=True, help="Draw only what changed since it was last drawn.")
@click.option("--check", is_flag=True, help="Only look for faults; draw nothing.")
@click.option(
    "--cameras", type=FILE, metavar="FILE.png", help="Show sixteen cameras to choose from."
)
@click.option("--sheet", type=FILE, metavar="FILE.png", help="Put the pictures on a contact sheet.")
@click.option("--no-titles", is_flag=True, help="Leave the names off the sheet.")
@click.option(
    "--clinic", type=click.Path(file_okay=False, path_type=Path), help="A clinic's folder."
)
@click.option("--fetch-body", is_flag=True, help="Download the body to draw with, once.")
def draw(
    exercises: tuple[str, ...],
    changed: bool,
    check: bool,
    cameras: Path | None,
    sheet: Path | None,
    no_titles: bool,
    clinic: Path | None,
    fetch_body: bool,
) -> None:
    """Draw the pictures of exercises from their pose files.

    \b
    Examples:
      exercise-rx draw --fetch-body
      exercise-rx draw heel-raise-double --sheet look.png
      exercise-rx draw heel-raise-double --cameras cameras.png
      exercise-rx draw --changed
      exercise-rx draw --check
    """
    try:
        from exercise_rx.draw import fetch, gallery
        from exercise_rx.draw.studio import Studio
    except ModuleNotFoundError as fault:
        raise RxError(
            f"Drawing needs {fault.name}.", tip="Install it with: pip install 'exercise-rx[draw]'"
        ) from fault
    if fetch_body:
        click.echo(f"The body is at {fetch.fetch_body()}", err=True)
        if not exercises:
            return
    if not exercises and not (changed or check or sheet):
        raise UsageProblem("Which exercise?", tip="Name one or more, or say --changed or --check.")
    found = gallery.find(_folders(clinic), exercises)
    studio = Studio(fetch.ready_body())
    poses = _read(found)
    if cameras:
        from exercise_rx.draw.sheet import camera_strip

        camera_strip(studio, poses[0][1], cameras)
        return
    if not check:
        _draw(studio, poses, only_changed=changed or (sheet is not None and not exercises))
    if sheet:
        _sheet(poses, sheet, titles=not no_titles)
    _report(studio, poses)


def _folders(clinic: Path | None) -> list[Path]:
    from exercise_rx.catalog.places import shipped

    own = [clinic / "exercises"] if clinic else []
    return [*own, shipped() / "exercises"]


def _read(found: list[Posed]) -> list[tuple[Posed, Pose]]:
    """Every pose, or every fault of every file at once."""
    problems: list[Problem] = []
    poses: list[tuple[Posed, Pose]] = []
    for posed in found:
        try:
            poses.append((posed, posed.pose))
        except CatalogError as fault:
            problems += fault.problems
    if problems:
        raise CatalogError(problems)
    return poses


def _draw(studio: Studio, poses: list[tuple[Posed, Pose]], *, only_changed: bool) -> None:
    for posed, pose in poses:
        if not only_changed or posed.is_stale(studio, pose):
            files = posed.draw(studio, pose)
            size = sum(file.stat().st_size for file in files) // 1000
            click.echo(f"{posed.exercise}: {len(files)} pictures, {size} kB", err=True)


def _sheet(poses: list[tuple[Posed, Pose]], target: Path, *, titles: bool) -> None:
    from exercise_rx.draw.sheet import contact_sheet

    rows = [(posed.exercise if titles else "", posed.texts(pose)) for posed, pose in poses]
    contact_sheet(rows, target)


def _report(studio: Studio, poses: list[tuple[Posed, Pose]]) -> None:
    from exercise_rx.draw.checks import findings

    lines = [
        f"{posed.exercise}: {found}" for posed, pose in poses for found in findings(studio, pose)
    ]
    if lines:
        tip = "Mend the pose, or write why it is right under `accept:` in the pose file."
        raise RxError("\n".join(lines), tip=tip)
