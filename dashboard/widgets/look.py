"""How a page looks where the theme cannot say it: tables, the width of a line, and paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.figures.theme import GROUNDS, Mode

_STYLES = Path(__file__).with_name("look.css")


def apply(mode: Mode) -> None:
    """Give the page its styles; they take no place in it."""
    st.html(f"<style>:root {{ --ground: {GROUNDS[mode].paper}; }}\n{_styles()}</style>")


@cache
def _styles() -> str:
    return _STYLES.read_text(encoding="utf-8")
