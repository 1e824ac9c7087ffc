"""How does a report fit into one file, and under which name does the browser fetch it?"""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Mapping

from dashboard.exports.metadata import SYNTHETIC

# The earliest moment that a ZIP file can name: its bytes must not depend on when it was packed.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16


def bundle(files: Mapping[str, bytes]) -> bytes:
    """How are the files of a report packed into one ZIP file? The same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, data)
    return packed.getvalue()


def download_name(topic: str, part: str, ending: str, *, synthetic: bool) -> str:
    """Under which name does the browser fetch a file?

    ``recurrence_estimates_SYNTHETIC_<random>.csv``. The random part (64 bits) keeps the address
    from being guessed: Streamlit serves a download to whoever asks, at an address made from
    length, content and file name. Synthetic records carry their word in the name, since the
    columns of the tables are fixed.
    """
    label = f"_{SYNTHETIC}" if synthetic else ""
    return f"{topic}_{part}{label}_{secrets.token_hex(8)}.{ending}"
