"""The overview's table: every figure a link to its page, with its interval as a small picture."""

from __future__ import annotations

import math
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.tables.overview import Cell, Column, Grid


def show(grid: Grid, dimension: str) -> None:
    """The table; its links keep the cohort of this view."""
    kept = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    st.html(_table(grid, dimension, urlencode(kept)))


def _table(grid: Grid, dimension: str, query: str) -> str:
    headers = "".join(
        f'<th scope="col">{escape(header)}{_good(column)}</th>'
        for header, column in zip(grid.headers, grid.columns, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="words">{escape(patients)}</td>'
        f"{_cells(grid, cells, query)}</tr>"
        for name, patients, cells in zip(grid.names, grid.patients, grid.cells, strict=True)
    )
    return (
        '<div class="figures grid" role="group" tabindex="0" aria-label="Main figures">'
        "<table><caption>Each figure with its 95% interval; it leads to the page that says more</caption>"
        f'<thead><tr><th scope="col">{escape(dimension)}</th><th scope="col">Patients</th>{headers}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _good(column: Column) -> str:
    return f"<small>{escape(column.good)}</small>" if column.good else ""


def _cells(grid: Grid, cells: tuple[Cell, ...], query: str) -> str:
    return "".join(
        f"<td{_kind(cell)}>{_cell(cell, column, query)}</td>"
        for cell, column in zip(cells, grid.columns, strict=True)
    )


def _kind(cell: Cell) -> str:
    """Words for a missing figure may wrap, figures may not."""
    return ' class="words"' if math.isnan(cell.at) else ""


def _cell(cell: Cell, column: Column, query: str) -> str:
    said = escape(cell.figure)
    if column.page and not math.isnan(cell.at):
        address = f"{column.page}?{query}" if query else column.page
        said = f'<a href="{escape(address)}" target="_self">{said}</a>'
    interval = f"<small>{escape(cell.interval)}</small>" if cell.interval else ""
    return f"{said}{interval}{_picture(cell)}"


def _picture(cell: Cell) -> str:
    if math.isnan(cell.at):
        return ""
    low, high = (cell.at, cell.at) if math.isnan(cell.low) else (cell.low, cell.high)
    return (
        '<span class="track" aria-hidden="true">'
        f'<i style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></i>'
        f'<b style="left:{100 * cell.at:.1f}%"></b></span>'
    )
