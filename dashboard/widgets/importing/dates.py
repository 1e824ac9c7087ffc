"""How are the dates of a column written? Where they can be read both ways, both readings are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from dashboard.intake.mapping import ours
from dashboard.widgets.importing.columns import title
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_label, as_text

# As our own months are written: nothing needs to be said of these.
_OURS = "%Y-%m"
_SAMPLE = datetime(2026, 12, 31, 14, 30)  # noqa: DTZ001 - shown as an example, of no place


def choose(looked: Looked, chosen: Mapping[str, int], key: str) -> dict[str, str] | None:
    """Our column → the format of its dates. None: something is still to be said."""
    dated = {
        one.name: chosen[one.name]
        for one in ours("episodes")
        if one.name in chosen and one.column.takes_dates
    }
    with_dates = {name: index for name, index in dated.items() if looked.columns[index].formats}
    formats: dict[str, str] = {}
    open_ = False
    for index in dict.fromkeys(with_dates.values()):
        form = _format(looked, index, key)
        open_ = open_ or form is None
        for name in (name for name, at in with_dates.items() if at == index):
            if form is not None and form != _OURS:
                formats[name] = form
    if open_:
        return None
    return formats if _can_be_counted(dated, with_dates, formats) else None


def _format(looked: Looked, index: int, key: str) -> str | None:
    column = looked.columns[index]
    if column.formats == (_OURS,):
        return _OURS
    # Nothing is guessed: where the day and the month could change places, a person says which is which.
    both = bool(column.doubtful) and _other_order(column.formats)
    form = st.selectbox(
        as_label(f"How are the dates in {looked.called(index)} written?"),
        column.formats,
        index=None if both else 0,
        format_func=_example,
        placeholder="please choose: they can be read both ways",
        key=f"{key}:date:{index}",
    )
    if column.doubtful and form is not None:
        st.caption(as_text(f"So “{column.doubtful}” is {_in_words(column.doubtful, form)}."))
    elif column.doubtful:
        readings = [_in_words(column.doubtful, one) for one in column.formats]
        told = " or ".join(dict.fromkeys(readings))
        st.caption(as_text(f"“{column.doubtful}” can be read both ways: {told}."))
    return form


def _other_order(formats: tuple[str, ...]) -> bool:
    orders = {tuple(part for part in form if part in "dm") for form in formats}
    return len(orders) > 1


def _can_be_counted(
    dated: Mapping[str, int], with_dates: Mapping[str, int], formats: Mapping[str, str]
) -> bool:
    """Is there a day 0 where days are taken from dates? A month alone is none."""
    days = [name for name in formats if name != "start_month"]
    whole = "%d" in formats.get("start_month", "")
    if days and not whole:
        st.warning(
            f"{title(days[0])} is taken from dates, and days are counted from the date of the first "
            f"session: choose a column with whole dates for it.",
        )
        return False
    if "start_month" in dated and "start_month" not in with_dates:
        st.warning(
            "In the column chosen for the start month nothing can be read as a date or a month: "
            "choose another column."
        )
        return False
    return True


def _example(form: str) -> str:
    names = {"d": "day", "m": "month", "b": "month", "B": "month"}
    first = next((names[part] for part in form if part in names), "year")
    order = "year" if form.startswith("%Y") else first
    return f"{_SAMPLE:{form}} ({order} first)"


def _in_words(value: str, form: str) -> str:
    try:
        return f"{datetime.strptime(value, form):%-d %B %Y}"  # noqa: DTZ007 - a day, of no place
    except ValueError:
        return "no date"
