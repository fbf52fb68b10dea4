"""Who may import whom. The table is the architecture; a new arrow is a decision."""

import ast
from pathlib import Path

import exercise_rx

CORE = {"errors", "model"}
STAGES = {"catalog", "diagnosis", "plan", "render", "deliver", "draw"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "model": {"errors"},
    **dict.fromkeys(STAGES, CORE),
    "answers": CORE | {"diagnosis", "plan"},
    "pipeline": CORE | STAGES - {"draw"} | {"answers"},
    "cli": CORE | STAGES | {"pipeline"},
}


def arrows(source: str) -> set[str]:
    """The rooms that a module's source imports."""
    nodes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Import | ast.ImportFrom)]
    names = [f"{getattr(n, 'module', '')}.{a.name}".strip(".") for n in nodes for a in n.names]
    return {name.split(".")[1] for name in names if name.startswith("exercise_rx.")} - {
        "__version__"
    }


def test_every_room_imports_only_what_it_may():
    home, seen = Path(exercise_rx.__file__).parent, set()
    for file in home.rglob("*.py"):
        room = file.relative_to(home).parts[0].removesuffix(".py")
        if not room.startswith("_"):
            seen.add(room)
            extra = arrows(file.read_text()) - MAY_IMPORT[room] - {room}
            assert not extra, f"{file.relative_to(home)} imports {extra}"
    assert seen == set(MAY_IMPORT), "the table and the folders disagree"


def test_the_guard_sees_all_three_ways_to_import():
    code = "import exercise_rx.cli; from exercise_rx import plan; from exercise_rx.model.x import y"
    assert arrows(code) == {"cli", "plan", "model"}
