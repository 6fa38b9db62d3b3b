"""Digits that a program draws: small noisy pictures for a small network to read."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

SIDE = 8
_SHAPES = (
    ".###.|#...#|#...#|#...#|#...#|#...#|.###.",
    "..#..|.##..|..#..|..#..|..#..|..#..|.###.",
    ".###.|#...#|....#|...#.|..#..|.#...|#####",
    ".###.|#...#|....#|..##.|....#|#...#|.###.",
    "...#.|..##.|.#.#.|#..#.|#####|...#.|...#.",
    "#####|#....|####.|....#|....#|#...#|.###.",
    ".###.|#....|#....|####.|#...#|#...#|.###.",
    "#####|....#|...#.|..#..|..#..|.#...|.#...",
    ".###.|#...#|#...#|.###.|#...#|#...#|.###.",
    ".###.|#...#|#...#|.####|....#|....#|.###.",
)
_NOISE = 0.3
"""Standard deviation of the noise on a pixel, where ink is 1 and paper 0: enough for some digits to be misread."""


def pictures(count: int, seed: int) -> tuple[Floats, Labels]:
    """Return (count, 64) pictures and (count,) digits, each digit shifted at random and blurred by noise."""
    rng = np.random.default_rng(seed)
    shapes = np.array([[[dot == "#" for dot in row] for row in shape.split("|")] for shape in _SHAPES])
    labels = rng.integers(0, len(_SHAPES), count)
    across, down = rng.integers(0, SIDE - 4, count), rng.integers(0, SIDE - 6, count)
    drawn = np.zeros((count, SIDE, SIDE), np.float32)
    for picture, label, x, y in zip(drawn, labels, across, down, strict=True):
        picture[y : y + 7, x : x + 5] = shapes[label]
    drawn += _NOISE * rng.standard_normal(drawn.shape, np.float32)
    return drawn.reshape(count, -1), labels
