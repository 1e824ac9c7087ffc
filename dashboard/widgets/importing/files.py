"""Which files does a person hand in? Kept in a folder of this session alone, until it ends."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

_FOLDER, _ASKED, _TURN = "import_folder", "import_asked", "import_turn"
_TABLES = ["csv", "tsv", "txt", "xlsx", "parquet"]
_LONGEST_NAME = 80

T = TypeVar("T")


@dataclass(frozen=True)
class Given:
    """The files of an import, and by what this import is told from another (`key`)."""

    episodes: Path
    complications: Path | None
    profile: Path | None
    key: str


def ask() -> Given | None:
    """Which files? None: none yet."""
    # The browser keeps what was handed in under a key: with another one, after an import, it is empty.
    turn = st.session_state.setdefault(_TURN, 0)
    episodes = st.file_uploader(
        "Episodes: one row per course of care, or per visit (CSV, XLSX or Parquet)",
        type=_TABLES,
        key=f"episodes_file:{turn}",
    )
    with st.expander("Complications in a file of their own, or a profile from before"):
        complications = st.file_uploader(
            "Complications (CSV, XLSX or Parquet)",
            type=_TABLES,
            key=f"complications_file:{turn}",
            help="With columns of any name: each is asked for, as those of the episodes are.",
        )
        profile = st.file_uploader(
            "Profile (TOML): which column of theirs is which of ours",
            type=["toml"],
            key=f"profile_file:{turn}",
            help="Saved at the end of an earlier import, or written by hand.",
        )
    if episodes is None:
        return None
    files = [file for file in (episodes, complications, profile) if file is not None]
    return Given(
        _kept(episodes),
        None if complications is None else _kept(complications),
        None if profile is None else _kept(profile),
        "/".join(file.file_id for file in files),
    )


def once(question: str, key: object, answer: Callable[[], T]) -> T:
    """What was answered to this question, about this very file? Asked once, and remembered for the session."""
    asked: dict[str, tuple[object, Any]] = st.session_state.setdefault(_ASKED, {})
    if question not in asked or asked[question][0] != key:
        asked[question] = (key, answer())
    told: T = asked[question][1]
    return told


def forget() -> None:
    """Remove the files, and what was said about them; the next ones are asked for anew."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_ASKED, None)
    folder = st.session_state.pop(_FOLDER, None)
    if folder is not None:
        folder.cleanup()


def _kept(file: UploadedFile) -> Path:
    """Where does the file stand? Written once; whoever runs the dashboard reads it, and nobody else."""
    if _FOLDER not in st.session_state:
        # Removed when the session, which holds it, is gone.
        st.session_state[_FOLDER] = tempfile.TemporaryDirectory(prefix="import-")
    place = Path(st.session_state[_FOLDER].name) / re.sub(r"\W", "", file.file_id)
    path = place / _safe(file.name)
    if not path.exists():
        place.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.getbuffer())
    return path


def _safe(name: str) -> str:
    """The file's own name, which messages repeat, without what a path or a pattern would read in it."""
    return re.sub(r"[^\w. ()-]", "_", Path(name).name)[-_LONGEST_NAME:].lstrip(".") or "file"
