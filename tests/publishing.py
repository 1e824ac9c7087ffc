"""The rules of what may be published, written anew: each check recounts a published answer from the exact one and
yields what is wrong. No line of the program's own disclosure.

The rules (MEASURES, "Small numbers", `publication`): no count of 1 to 7, others to the nearest 5; whole percents; two
digits of a test; a curve steps only where at least 6 events have gathered; nothing that is hidden can be worked out
from what is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from dashboard.answers.answer import Answer

COUNTS = ("patients", "episodes", "events", "competing", "censored", "at_risk", "denominator")
SHARES = ("estimate", "std_error", "ci_lower", "ci_upper")
KEY = ("measure", "kind", "group", "subgroup_by", "subgroup", "horizon_days")
# The row of groups that are too small to stand alone.
TOGETHER = "small_together"
Row = dict[str, Any]
Check = Callable[[Answer, Answer], Iterator[str]]


def near(count: float) -> int:
    """To the nearest 5: up to two away."""
    return 5 * int((count + 2) // 5)


def rows(table: pd.DataFrame) -> list[Row]:
    """The rows as plain values, blanks as None."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in table.astype(object).to_dict("records")
    ]


def key(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in KEY)


def exact_by_key(exact: Answer, told: Answer) -> dict[tuple[str, ...], Row]:
    """The exact rows; where small groups are told as one, what they come to."""
    known = {key(row): row for row in rows(exact.tables["estimates"])}
    published = rows(told.tables["estimates"])
    for row in published:
        if row["group"] == TOGETHER:
            named = {**row, "group": ""}
            small = [
                known[key(one)]
                for one in published
                if key({**one, "group": ""}) == key(named) and _is_among_small(one, known)
            ]
            counts = {name: sum(one[name] or 0 for one in small) for name in COUNTS[:3]}
            share = counts["events"] / counts["episodes"]
            known[key(row)] = {**row, **counts, "estimate": share}
    return known


def _is_among_small(row: Row, known: dict[tuple[str, ...], Row]) -> bool:
    hidden = row["status"] == "hidden_with_another" or row["status"] == "hidden_small_number"
    few = row["status"] == "hidden_with_another" or known.get(key(row), {}).get("patients", 8) < 8
    return row["group"] != TOGETHER and hidden and few


# ------------------------------------------------------------------ the checks: each yields what is wrong


def small_counts(told: Answer, exact: Answer) -> Iterator[str]:
    """No count of 1 to 7, none that is no multiple of 5."""
    del exact
    for name, table in told.tables.items():
        for row in rows(table):
            yield from (
                f"{name}: {row.get('group')} {row['measure']} {column} {row[column]}"
                for column in COUNTS
                if row.get(column) is not None and (row[column] % 5 or 0 < row[column] < 8)
            )
    for step in told.attrition:
        if step.number is not None and (step.number % 5 or 0 < step.number < 8):
            yield f"attrition: {step.name} {step.number}"


def other_counts(told: Answer, exact: Answer) -> Iterator[str]:
    """Every count is the exact one to the nearest 5, or hidden; none is told that is exactly 1 to 7."""
    known = exact_by_key(exact, told)
    for row in rows(told.tables["estimates"]):
        for column in ("patients", "episodes", "events", "competing"):
            if row[column] is not None:
                count = known[key(row)][column]
                if row[column] != near(count) or 0 < count < 8:
                    yield f"{key(row)} {column}: {row[column]} of {count}"
    numbers = {step.name: step.number or 0 for step in exact.attrition}
    for step in told.attrition:
        if step.number is not None and (
            step.number != near(numbers[step.name]) or 0 < numbers[step.name] < 8
        ):
            yield f"attrition: {step.name} {step.number} of {numbers[step.name]}"


def other_shares(told: Answer, exact: Answer) -> Iterator[str]:
    """A share with a clock is the exact one in whole percent; a recorded one that of rounded counts."""
    known = exact_by_key(exact, told)
    for row in rows(told.tables["estimates"]):
        if row["estimate"] is None or row["value_unit"] != "proportion":
            continue
        exactly = known[key(row)]
        total = near(exactly["episodes"])
        if row["method"] == "wilson":
            wanted = min(near(exactly["events"]), total) / total
        elif row["measure"] == "no_event" and row["horizon_days"] is None:
            wanted = 1 - 0.05 ** (1 / total)
        else:
            wanted = exactly["estimate"]
        if abs(row["estimate"] - wanted) > 0.005 + 1e-9:
            yield f"{key(row)}: {row['estimate']}, not {wanted}"


def few_events(told: Answer, exact: Answer) -> Iterator[str]:
    """No figure on 1 to 7 events, or on all but 1 to 7."""
    known = exact_by_key(exact, told)
    for row in rows(told.tables["estimates"]):
        events, total = (known[key(row)][name] for name in ("events", "episodes"))
        # A mean time speaks of everybody, not of those with the event.
        share = row["estimate"] is not None and row["value_unit"] == "proportion"
        if share and events is not None and (0 < events < 8 or 0 < total - events < 8):
            yield f"{key(row)}: {row['estimate']} rests on {events} of {total}"


def small_groups(told: Answer, exact: Answer) -> Iterator[str]:
    """Of a group of fewer than 8 there is no number at all."""
    known = exact_by_key(exact, told)
    for row in rows(told.tables["estimates"]):
        if (known[key(row)]["patients"] or 8) < 8:
            yield from (f"{key(row)} {column}" for column in (*COUNTS, *SHARES) if row.get(column))
    largest: dict[tuple[str, str], int] = {}
    for row in known.values():
        if row["subgroup"] == "":
            name = (row["measure"], row["group"])
            largest[name] = max(largest.get(name, 0), row["patients"] or 0)
    small = {name for name, size in largest.items() if size < 8}
    for row in rows(told.tables.get("curves", pd.DataFrame())):
        if (row["measure"], row["group"]) in small:
            yield f"a curve of {row['group']}"
    for row in rows(told.tables.get("comparisons", pd.DataFrame())):
        if {(row["measure"], row[side]) for side in ("group", "reference")} & small:
            yield from (f"{row['group']} {name}" for name in (*SHARES, "p_value") if row[name])


def digits(told: Answer, exact: Answer) -> Iterator[str]:
    """Whole percents and whole days; tests and ratios to two digits."""
    del exact
    for name, table in told.tables.items():
        for row in rows(table):
            ratio = row.get("contrast") in ("ratio", "hazard_ratio")
            for column in (*SHARES, "statistic", "p_value", "p_holm"):
                value = row.get(column)
                if value is None:
                    continue
                if ratio or column not in SHARES:
                    fine = math.isclose(value, float(f"{value:.1e}"), rel_tol=1e-12)
                else:
                    fine = abs(100 * value - round(100 * value)) < 1e-9
                if not fine:
                    yield f"{name}: {row['group']} {row['measure']} {column} {value}"


def steps(told: Answer, exact: Answer) -> Iterator[str]:
    """A curve steps only where at least 6 events have gathered."""
    for name, days, curve in _curves(told, exact):
        before, since = float(days[0]["estimate"] > 0.5), -1
        for row in curve:
            gathered = _between(days, "events", since, row["day"])
            if row["estimate"] != before and gathered < 6:
                yield f"{name} day {row['day']}: a step of {gathered} events"
            if row["events"]:
                if row["events"] != near(gathered) or gathered < 8:
                    yield f"{name} day {row['day']}: {row['events']} events of {gathered}"
                since = row["day"]
            before = row["estimate"]


def counts_of_curves(told: Answer, exact: Answer) -> Iterator[str]:
    """Who is still followed, and who left since the row before: the exact numbers rounded, or hidden."""
    for name, days, curve in _curves(told, exact):
        since = -1
        for row in curve:
            left = [one["at_risk"] for one in days if one["day"] >= row["day"]]
            # A weighted curve tells no counts where they would tell how few were set aside.
            silent = row["at_risk"] is None and row["adjustment"] != "crude"
            if not silent and row["at_risk"] != near(left[0] if left else days[-1]["at_risk"]):
                yield f"{name} day {row['day']}: {row['at_risk']} at risk"
            for column in ("competing", "censored"):
                count = _between(days, column, since, row["day"])
                if row[column] is not None and (row[column] != near(count) or 0 < count < 8):
                    yield f"{name} day {row['day']}: {row[column]} {column} of {count}"
            since = row["day"]


def _curves(told: Answer, exact: Answer) -> Iterator[tuple[tuple[str, ...], list[Row], list[Row]]]:
    """Each curve that is told: its name, its exact rows, its published rows."""
    by_name: list[dict[tuple[str, ...], list[Row]]] = []
    for answer in (exact, told):
        by_name.append({})
        for row in rows(answer.tables.get("curves", pd.DataFrame())):
            name = tuple(row[part] for part in ("measure", "group", "adjustment", "group_by"))
            by_name[-1].setdefault(name, []).append(row)
    for name, curve in by_name[1].items():
        yield name, by_name[0][name], curve


def _between(days: list[Row], column: str, first: int, end: int) -> int:
    return sum(int(one[column]) for one in days if first < one["day"] <= end)


def parts_of_a_whole(told: Answer, exact: Answer) -> Iterator[str]:
    """Where kinds add up to a denominator, what is hidden of them cannot be worked out from the rest."""
    wholes: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows(exact.tables["estimates"]):
        if row["horizon_days"] is None and row["events"] is not None:
            place = (row["measure"], row["group"], row["subgroup_by"], row["subgroup"])
            wholes.setdefault(place, []).append(row)
    published = {key(row): row for row in rows(told.tables["estimates"])}
    for place, parts in wholes.items():
        if len(parts) < 2 or sum(one["events"] for one in parts) != parts[0]["episodes"]:
            continue
        shown = [published[key(one)] for one in parts if key(one) in published]
        if not shown or shown[0]["episodes"] is None:
            continue
        total = int(shown[0]["episodes"])
        others = [int(row["events"]) for row in shown if row["events"] is not None]
        # Each rounded number is up to two away, a zero is none.
        slack = 2 * (1 + sum(1 for number in others if number))
        room = range(total - sum(others) - slack, total - sum(others) + slack + 1)
        domains = [_may_be(row["status"], total) for row in shown if row["events"] is None]
        if len(domains) == 1 and any(others):
            yield f"{place}: one part is hidden alone"
        for number, domain in enumerate(domains):
            rest = _sums([*domains[:number], *domains[number + 1 :]])
            possible = [one for one in domain if any(all_told - one in rest for all_told in room)]
            if len(possible) < 3:
                yield f"{place}: a hidden part is one of {possible}"


def _may_be(status: str, total: int) -> set[int]:
    """Which numbers can a hidden part be: 1 to 7, or all but so many; or, hidden with another, 8 and more?"""
    if status == "hidden_with_another":
        return set(range(8, total + 3))
    return {*range(1, 8), *range(total - 9, total + 2)}


def _sums(domains: list[set[int]]) -> set[int]:
    """What can one number of each add up to?"""
    sums = {0}
    for domain in domains:
        sums = {one + other for one in sums for other in domain}
    return sums


def hidden_groups(told: Answer, exact: Answer) -> Iterator[str]:
    """A hidden group is never alone, nor few with others, unless nothing is shown."""
    sizes = {
        row["group"]: row["patients"]
        for row in rows(exact.tables["estimates"])
        if row["measure"] == told.topic and row["subgroup"] == ""
    }
    lost = [group for group in sizes if group in told.hidden_groups]
    if lost and told.groups and (len(lost) < 2 or sum(sizes[group] for group in lost) < 8):
        yield f"hidden: {lost}"


CHECKS: tuple[Check, ...] = (
    *(small_counts, other_counts, other_shares, few_events, small_groups, digits),
    *(steps, counts_of_curves, parts_of_a_whole, hidden_groups),
)
