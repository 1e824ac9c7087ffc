"""How are the dates of a column written? Where they can be read both ways, both readings are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from dashboard.widgets.importing.columns import title
from dashboard.widgets.importing.parts import Part
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_label, as_text

# As our own months are written: nothing needs to be said of these.
_OURS = "%Y-%m"
_SAMPLE = datetime(2026, 12, 31, 14, 30)  # noqa: DTZ001 - shown as an example, of no place


def choose(parts: Sequence[Part]) -> tuple[dict[str, str], ...] | None:
    """Of each part, our column → the format of its dates. None: something is still to be said.

    The first part is that of the episodes, or of their visits.
    """
    forms: dict[tuple[str, int], str | None] = {}
    plain: dict[str, list[str]] = {}
    for part in parts:
        for index in part.dated().values():
            # A column that fills several of ours is asked for once.
            if (part.looked.key, index) in forms:
                continue
            first, *others = part.looked.columns[index].formats
            if not others:
                plain.setdefault(first, []).append(part.looked.called(index))
            chosen = _format(part.looked, index) if others else first
            forms[part.looked.key, index] = chosen
    # They can be read in one way only.
    for only, called in plain.items():
        st.markdown(as_text(f"Written as {_example(only)}: {', '.join(called)}."))
    if None in forms.values():
        return None
    told = tuple(
        {
            name: form
            for name, index in part.dated().items()
            if (form := forms[part.looked.key, index]) is not None and form != _OURS
        }
        for part in parts
    )
    return told if _can_be_counted(parts[0], told) else None


def _format(looked: Looked, index: int) -> str | None:
    column = looked.columns[index]
    # Nothing is guessed: where the day and the month could change places, a person says which is which.
    both = bool(column.doubtful) and _other_order(column.formats)
    form = st.selectbox(
        as_label(f"How are the dates in {looked.called(index)} written?"),
        column.formats,
        index=None if both else 0,
        format_func=_example,
        placeholder="please choose: they can be read both ways",
        key=f"{looked.key}:date:{index}",
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


def _can_be_counted(first: Part, told: Sequence[Mapping[str, str]]) -> bool:
    """Is there a day 0 where days are taken from dates? A month alone is none."""
    zero = "visit_date" if "visit_date" in first.chosen else "start_month"
    if zero in first.chosen and zero not in first.dated():
        st.warning(
            f"{title(zero)}: in the column chosen for it nothing can be read as a date"
            f"{'' if zero == 'visit_date' else ' or a month'}. Choose another column."
        )
        return False
    days = [name for formats in told for name in formats if name != "start_month"]
    if days and "%d" not in told[0].get(zero, ""):
        st.warning(
            f"{title(days[0])} is taken from dates, and days are counted from the date of the first "
            f"session: choose a column with whole dates for it.",
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
