"""One Catmull-Clark step as a sparse matrix: smooth outlines from a coarse body."""

from typing import Any

import numpy as np
from scipy import sparse

from exercise_rx.draw.geometry import Array

Matrix = Any
"""A scipy sparse matrix; scipy has no types."""


def subdivide(faces: Array, count: int) -> tuple[Matrix, Array]:
    """The matrix from `count` old points to the new ones, and the new four-cornered faces."""
    used = np.unique(faces)
    edges, edge_of, cells = _edges(faces)
    face_count, edge_count = len(faces), len(edges)
    face_rows = np.repeat(np.arange(face_count), 4)
    face_points = _sparse(0.25, face_rows, faces.ravel(), (face_count, count))
    edge_rows = np.repeat(np.arange(edge_count), 2)
    middles = _sparse(0.5, edge_rows, edges.ravel(), (edge_count, count))
    touching = _sparse(1.0, edge_of.ravel(), face_rows, (edge_count, face_count))
    border = cells == 1
    edge_points = (
        sparse.diags(np.where(border, 1.0, 0.5)) @ middles
        + sparse.diags(np.where(border, 0.0, 0.25)) @ touching @ face_points
    )
    vertex_points = _vertex_points(faces, edges, border, face_points, middles, count)
    idle = np.ones(count)
    idle[used] = 0
    vertex_points = sparse.diags(1 - idle) @ vertex_points + sparse.diags(idle)
    a, b = faces, count + edge_of
    c = count + edge_count + np.arange(face_count)
    corners = [np.stack([a[:, i], b[:, i], c, b[:, i - 1]], axis=1) for i in range(4)]
    return sparse.vstack([vertex_points, edge_points, face_points]).tocsr(), np.concatenate(corners)


def smooth_patch(faces: Array, count: int, steps: int = 1) -> tuple[Matrix, Array]:
    """`steps` subdivisions of a patch: a matrix to its own points only, and its faces."""
    matrix: Matrix = sparse.identity(count, format="csr")
    for _ in range(steps):
        step, faces = subdivide(faces, matrix.shape[0])
        matrix = step @ matrix
    used = np.unique(faces)
    renumber = np.full(matrix.shape[0], -1)
    renumber[used] = np.arange(len(used))
    return matrix[used].tocsr(), renumber[faces]


def neighbours(faces: Array, count: int) -> Matrix:
    """The matrix that takes each point to the mean of the points it shares an edge with."""
    pairs = np.concatenate([faces[:, [i, (i + 1) % 4]] for i in range(4)])
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    links = sparse.csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (count, count))
    links.data[:] = 1
    degree = np.maximum(np.asarray(links.sum(1)).ravel(), 1)
    return (sparse.diags(1 / degree) @ links).tocsr()


def _sparse(value: float, rows: Array, columns: Array, shape: tuple[int, int]) -> Matrix:
    return sparse.csr_matrix((np.full(len(rows), value), (rows, columns)), shape)


def _edges(faces: Array) -> tuple[Array, Array, Array]:
    ends = np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2)
    edges, edge_of, cells = np.unique(
        np.sort(ends, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return edges, edge_of.reshape(len(faces), 4), cells


def _vertex_points(
    faces: Array, edges: Array, border: Array, face_points: Matrix, middles: Matrix, count: int
) -> Matrix:
    by_face = _sparse(1.0, faces.ravel(), np.repeat(np.arange(len(faces)), 4), (count, len(faces)))
    by_edge = _sparse(1.0, edges.ravel(), np.repeat(np.arange(len(edges)), 2), (count, len(edges)))
    face_degree = np.maximum(np.asarray(by_face.sum(1)).ravel(), 1)
    degree = np.maximum(np.asarray(by_edge.sum(1)).ravel(), 1)
    on_border = np.zeros(count)
    on_border[edges[border].ravel()] = 1
    inside = 1 - on_border
    inner = sparse.diags(inside / degree) @ (
        sparse.diags(1 / face_degree) @ by_face @ face_points
        + 2 * sparse.diags(1 / degree) @ by_edge @ middles
    ) + sparse.diags(inside * (degree - 3) / degree)
    rim = by_edge[:, np.nonzero(border)[0]]
    rim_degree = np.maximum(np.asarray(rim.sum(1)).ravel(), 1)
    outer = sparse.diags(on_border * 0.5 / rim_degree) @ rim @ middles[np.nonzero(border)[0]]
    return inner + outer + sparse.diags(on_border * 0.5)
