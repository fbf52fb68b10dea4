"""What the library promises: its public names, sorted, real, and cheap to import."""

import subprocess
import sys

import pytest

import exercise_rx


def test_public_names_are_sorted_and_there() -> None:
    assert list(exercise_rx.__all__) == sorted(exercise_rx.__all__)
    for name in exercise_rx.__all__:
        assert getattr(exercise_rx, name) is not None


@pytest.mark.parametrize(
    "first", ["exercise_rx", "exercise_rx.render.formats", "exercise_rx.cli.generate"]
)
def test_the_function_render_keeps_its_name_beside_the_room_render(first: str) -> None:
    code = f"import {first}, exercise_rx, exercise_rx.render.text; assert exercise_rx.render.__doc__.startswith('The bytes')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_public_is_left_out() -> None:
    ours = {
        name
        for name, value in vars(exercise_rx).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == "exercise_rx"
    }
    assert ours <= set(exercise_rx.__all__)


def test_public_functions_say_what_they_do() -> None:
    for name in exercise_rx.__all__:
        value = getattr(exercise_rx, name)
        assert isinstance(value, str) or value.__doc__


def test_help_and_import_stay_light() -> None:
    """Neither pydantic nor reportlab is loaded to print help."""
    code = (
        "import sys; from exercise_rx.cli.main import cli; cli.main(['--help'], standalone_mode=False);"
        "heavy = {'pydantic', 'reportlab', 'jinja2', 'yaml'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "generate" in done.stdout
