"""How does a key become one that names nobody?

HMAC-SHA-256 with the salt of the data folder, computed by the database on all records at once; 32
hexadecimal digits of it are kept (128 bits: that any two of 10 million keys meet has a chance below
1e-24). Without the salt nobody can go back, or try out record numbers one by one.

Agrees with `hmac.new(salt, name + NUL + value, "sha256").hexdigest()[:32]`, exactly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from dashboard.intake.columns import KEYS

_BLOCK = 64
# What an episode without a key of its own is told apart by (RECORDS), and which of it may be blank.
_PARTS = ("patient_key", "start_month", "site", "treatment", "episode_order")
_OPTIONAL = ("site", "episode_order")
# Between two parts: control characters are refused in keys, so no two sets of parts run together.
_SEPARATOR = "chr(31)"


def key_parameters(salt: bytes) -> Mapping[str, bytes]:
    """Which parameters do the expressions of this module need for this salt?

    Raises
    ------
    ValueError
        If the salt is empty.
    """
    if not salt:
        raise ValueError("The salt is empty.")
    block = (hashlib.sha256(salt).digest() if len(salt) > _BLOCK else salt).ljust(_BLOCK, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
    return {"salt_outer": outer} | {f"salt_{key}": inner + key.encode() + b"\0" for key in KEYS}


def hashed(key: str, text: str) -> str:
    """Which SQL expression hashes the expression `text` as our column `key`? NULL stays NULL."""
    inner = f"unhex(sha256($salt_{key} || encode({text})))"
    return f"left(sha256($salt_outer || {inner}), 32)"


def derived_key() -> str:
    """Which SQL expression is the key of an episode without one? NULL where a needed part is."""
    parts = [f"coalesce({part}, '')" if part in _OPTIONAL else part for part in _PARTS]
    return hashed("episode_key", f" || {_SEPARATOR} || ".join(parts))
