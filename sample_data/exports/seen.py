"""At which follow-ups could the outcomes of an episode have been seen?"""

from __future__ import annotations

from dataclasses import dataclass

from sample_data.exports.records import Row, number

_AGAIN = {"same_site": "same_site", "other_site": "elsewhere", "unclassifiable": "unclassifiable"}


@dataclass(frozen=True)
class Seen:
    """What a follow-up found on a day: of the milia, of the skin; empty where nobody said."""

    day: int
    result: str
    skin: str


def follow_ups(row: Row) -> list[Seen] | None:
    """Which follow-ups tell this episode? None: there are none that tell just this."""
    last, cleared = number(row, "last_seen_day") or 0, number(row, "cleared_day")
    results = _results(row, last, cleared)
    skins = _skins(row)
    if results is None or skins is None:
        return None
    if last and last not in {day for day, _ in (*results, *skins)}:
        told = _still(row, last)
        if told is None:
            return None
        (
            results
            if told in ("clear", "partial", "not_clear", "same_site", "elsewhere")
            else skins
        ).append((last, told))
    days = sorted({day for day, _ in (*results, *skins)})
    if any(
        len([one for day, one in told if day == at]) > 1 for at in days for told in (results, skins)
    ):
        return None
    if days and (days[-1] != last or (days[0] < 1 and last > 0)):
        return None
    return [Seen(at, dict(results).get(at, ""), dict(skins).get(at, "")) for at in days]


def _results(row: Row, last: int, cleared: int | None) -> list[tuple[int, str]] | None:
    by = 84 if row["treatment"] in ("peel", "retinoid") else 42
    recurred, elsewhere = number(row, "recurred_day"), number(row, "new_elsewhere_day")
    if row["cleared"] == "not_assessed" and not row["cleared_day"] and not row["recurred_day"]:
        return []
    if row["cleared"] in ("partial", "no") and cleared is None and last:
        return [(min(by, last), "partial" if row["cleared"] == "partial" else "not_clear")]
    if row["cleared"] != "yes" or cleared is None:
        return None
    found = [(cleared, "clear")]
    if recurred is not None:
        if row["recurred_where"] not in _AGAIN or recurred <= cleared:
            return None
        found.append((recurred, _AGAIN[row["recurred_where"]]))
    if elsewhere is not None:
        if row["recurred_where"] != "same_site" or elsewhere <= cleared:
            return None
        found.append((elsewhere, "elsewhere"))
    return found


def _skins(row: Row) -> list[tuple[int, str]] | None:
    if row["healing_assessed"] == "no":
        return None if row["healed_day"] or row["last_unhealed_day"] else []
    healed, unhealed = number(row, "healed_day"), number(row, "last_unhealed_day")
    after = number(row, "last_session_day") or 0
    if row["healing_assessed"] != "yes" or (healed is None and unhealed is None):
        return None
    if (healed is not None and healed <= after) or unhealed == 0:
        return None
    if healed is not None and unhealed is not None and unhealed >= healed:
        return None
    told = [(unhealed, "open"), (healed, "healed")]
    return [(day, skin) for day, skin in told if day is not None]


def _still(row: Row, last: int) -> str | None:
    """What can have been seen on the last day that changes nothing?"""
    if row["cleared"] == "yes":
        return {"": "clear", "same_site": "same_site", "other_site": "elsewhere"}.get(
            row["recurred_where"]
        )
    if row["cleared"] in ("partial", "no"):
        return "partial" if row["cleared"] == "partial" else "not_clear"
    healed = number(row, "healed_day")
    return "healed" if healed is not None and healed < last else None
