"""How complete the records are, as rows of ``estimates``: columns, what was not asked, follow-up, anonymity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_tables
from dashboard.answers.asked import Asked
from dashboard.answers.quality_items import ATTENDED, COLUMNS, FOLLOW_UP, JUDGED, NEVER, TOPIC
from dashboard.answers.shares import shares
from dashboard.disclosure import HIDDEN, SHOWN, cells_to_hide, parts_to_hide
from dashboard.estimates.ratios import Sums, ratios
from dashboard.store.anonymity import summed

ANONYMITY, SMALLEST = "anonymity", "smallest_group"
RELEASE, ALL_RECORDS = "release", "all_records"
_IN_ORDER = (*COLUMNS, *(item for item in JUDGED if item not in COLUMNS))


def by_unit(frame: pd.DataFrame, keys: list[str], counted: list[str]) -> pd.DataFrame:
    """How do counts by first and later episodes add up to ``episodes`` and ``patients``?

    Patients are those whose first episode is counted: where all episodes are, a lower limit.
    """
    firsts = frame["episodes"].where(frame["first_of_patient"], 0)
    summed_up = frame.assign(patients=firsts).groupby(keys, sort=False, as_index=False)
    return summed_up[[*counted, "patients"]].sum()


def items(asked: Asked) -> pd.DataFrame:
    """To how many does each item apply, and in how many is it recorded? Items and groups in page order.

    ``kind``, ``group``, ``episodes``, ``events``, ``patients``. The column by which groups are made is known
    by its making, and left out; so is what applies to nobody.
    """
    frame = asked.run("episodes_by_group_and_item").rename(
        columns={"recorded": "events", "item": "kind"}
    )
    counts = by_unit(frame, ["kind", "group"], ["episodes", "events"])
    kept = counts["kind"].ne(asked.choices.group_by) & counts["episodes"].gt(0)
    return _ordered(counts[kept], asked)


def _ordered(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    groups = {group: number for number, group in enumerate(asked.order)}
    places = rows.assign(place=rows["group"].map(groups))
    order = ["place"]
    if "kind" in rows:
        kinds = {item.name: number for number, item in enumerate(_IN_ORDER)}
        places, order = places.assign(item=rows["kind"].map(kinds)), ["item", "place"]
    return places.sort_values(order)[list(rows)].reset_index(drop=True)


def estimates(asked: Asked) -> list[pd.DataFrame]:
    """Every row of ``estimates``, the columns first, with ``base`` and what hides it already blank."""
    counts = items(asked)
    if counts.empty:
        return anonymity(asked)
    rows = shares(counts, asked, TOPIC)
    rows["measure"] = rows["kind"].map({item.name: item.measure for item in _IN_ORDER})
    each = timed_tables.joined([rows, attendance(asked)])
    # Rows of the whole release say so themselves, so that these must say their grouping as well.
    of_groups = [_hidden(each, asked), never_followed(asked)]
    named = [rows.assign(group_by=asked.choices.group_by) for rows in of_groups]
    return [*named, *anonymity(asked)]


def attendance(asked: Asked) -> pd.DataFrame:
    """What share of the reviews planned was attended, in each group?

    ``episodes`` are reviews planned, ``events`` those attended; a patient is one observation, whose
    reviews are alike: Fieller's limits, within 0 and 1. Where episodes are counted, patients may have
    several: no limits.
    """
    frame = asked.run("episodes_by_group_and_reviews")
    number, planned, attended = (frame[name] for name in ("episodes", "planned", "attended"))
    products = frame.assign(
        y=number * attended,
        x=number * planned,
        yy=number * attended**2,
        xy=number * attended * planned,
        xx=number * planned**2,
    )
    rows = by_unit(products, ["group"], ["episodes", "y", "x", "yy", "xy", "xx"])
    rows = _ordered(rows, asked)
    sums = Sums.of(*(rows[name] for name in ("episodes", "y", "x", "yy", "xy", "xx")))
    ratio = ratios(sums, asked.settings.confidence)
    once = asked.choices.unit == "patient"
    blank = np.full(len(rows), np.nan)
    return pd.DataFrame(
        {
            "measure": FOLLOW_UP,
            "kind": ATTENDED,
            "group": rows["group"].to_numpy(),
            "patients": rows["patients"].to_numpy(),
            "episodes": rows["x"].to_numpy(),
            "events": rows["y"].to_numpy(),
            "estimate": ratio.estimate,
            "std_error": ratio.std_error if once else blank,
            "ci_lower": np.maximum(ratio.lower, 0.0) if once else blank,
            "ci_upper": np.minimum(ratio.upper, 1.0) if once else blank,
            "value_unit": "proportion",
            "method": "fieller, patients as clusters; episodes are reviews planned"
            if once
            else "share of reviews planned; no interval: episodes of one patient are not independent",
            "status": SHOWN,
            "base": rows["patients"].to_numpy(),
        }
    )


def never_followed(asked: Asked) -> pd.DataFrame:
    """What share was never followed up, by treatment within each group? By clinic, where groups are treatments."""
    frame = asked.run("episodes_by_group_and_last_sight")
    frame = frame.rename(columns={"never_followed": "events"})
    counts = by_unit(frame, ["group", "subgroup"], ["episodes", "events"])
    by = "clinic" if asked.choices.group_by == "treatment" else "treatment"
    rows = shares(counts.assign(kind=NEVER, subgroup_by=by), asked, FOLLOW_UP)
    sizes = {
        (row["group"], row["subgroup"]): int(row["patients"]) for row in rows.to_dict("records")
    }
    status = cells_to_hide(sizes, asked.fewest, asked.hidden.names)
    return disclosure.hide_cells(rows, status)


def _hidden(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Blank is, of each item, what applies to too few, and what would give these away beside a total."""
    sizes: dict[str, dict[str, int]] = {}
    for kind, group, patients in zip(rows["kind"], rows["group"], rows["patients"], strict=True):
        sizes.setdefault(kind, {})[group] = int(patients)
    hidden = {kind: parts_to_hide(by_group, asked.fewest) for kind, by_group in sizes.items()}
    status = [
        hidden[kind][group] if asked.hidden[group] == SHOWN else asked.hidden[group]
        for kind, group in zip(rows["kind"], rows["group"], strict=True)
    ]
    return disclosure.hide_rows(rows, status)


def anonymity(asked: Asked) -> list[pd.DataFrame]:
    """How many patients of the release stand out, as stored and with less told? Of all records, whatever the cohort.

    Measure ``anonymity``: the share of patients in groups under 5; ``smallest_group``: the patients in the
    smallest. Both count, and estimate nothing: no limits.
    """
    frame = asked.release.run("quality/patients_by_detail_and_size")
    details = summed(frame.itertuples(index=False, name=None))
    if not details:
        return []
    rows = pd.DataFrame(
        {
            "kind": list(details),
            "group_by": RELEASE,
            "group": ALL_RECORDS,
            "patients": [one.patients for one in details.values()],
            "episodes": [one.patients for one in details.values()],
            "status": SHOWN,
            "base": [one.patients for one in details.values()],
        }
    )
    few = rows["patients"].lt(asked.fewest) & (asked.fewest > 1)
    in_small = np.array([one.in_small for one in details.values()], dtype=float)
    smallest = np.array([one.smallest for one in details.values()], dtype=float)
    share = rows.assign(
        measure=ANONYMITY,
        events=in_small,
        estimate=in_small / rows["patients"],
        value_unit="proportion",
        method="share of all patients held",
    )
    least = rows.assign(measure=SMALLEST, estimate=smallest, value_unit="count", method="count")
    return [
        disclosure.hide_rows(share, np.where(few, HIDDEN, SHOWN).tolist()),
        disclosure.hide_rows(
            least, np.where(few | (smallest < asked.fewest), HIDDEN, SHOWN).tolist()
        ),
    ]
