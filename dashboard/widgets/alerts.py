"""Alerts of the overview: what is new on the charts, what it means, where it stands, and a caution."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.answers.alerts import Alert


def show(alerts: Sequence[Alert]) -> None:
    """The alerts, each with a link to its chart that keeps the cohort of this view."""
    told = "".join(_alert(alert) for alert in alerts)
    if told:
        st.html(f'<ul class="alerts">{told}</ul>')


def _alert(alert: Alert) -> str:
    chosen = dict(alert.where)
    kept = [
        (name, value)
        for name in st.query_params
        if name not in chosen
        for value in st.query_params.get_all(name)
    ]
    address = f"{alert.page}?{urlencode([*kept, *alert.where])}"
    caution = f"<small>{escape(alert.caution)}</small>" if alert.caution else ""
    return (
        f"<li><b>{escape(alert.state)}:</b> {escape(alert.said)} {escape(alert.meaning)} "
        f'<a href="{escape(address)}" target="_self">Its chart</a>{caution}</li>'
    )
