"""Colours as a screen shows them and as eyes see them: WCAG's contrast, colour-vision deficiency, distance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]

# Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 1.0, on linear RGB.
DEFICIENCIES: dict[str, Colour] = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# sRGB (IEC 61966-2-1) to CIE XYZ, white D65.
_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> Colour:
    """What light do the channels of ``#RRGGBB`` give, from 0 to 1?"""
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: the ratio of the relative luminances."""
    darker, lighter = sorted(
        float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)
    )
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: str, other: str, deficiency: str) -> float:
    """CIE 1976: how far apart two colours look, seen with a deficiency. About 2.3 is just noticed."""
    seen = [DEFICIENCIES[deficiency] @ linear(colour) for colour in (one, other)]
    return float(np.linalg.norm(_lab(seen[0]) - _lab(seen[1])))


def _lab(light: Colour) -> Colour:
    xyz = (_XYZ @ np.clip(light, 0, 1)) / (_XYZ @ np.ones(3))
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array(
        [116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])], dtype=float
    )
