"""How is a cell of a workbook written as text: numbers as they are meant, dates year first?"""

from __future__ import annotations

import datetime as dt
import math

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_MIDNIGHT = dt.time()
# Above this a floating-point number no longer tells whole numbers apart.
_WHOLE = 1e15


def text_of(cell: Cell) -> str:
    """How is the value of a cell written? A blank or an error as nothing.

    Numbers without what a spreadsheet does not show (30, not 30.0; 0.3, not 0.30000000000000004);
    true and false as yes and no; dates as 2026-03-17, with a time of day only where there is one.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        whole = cell.time() == _MIDNIGHT
        return cell.date().isoformat() if whole else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return cell.isoformat()


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    # As many digits as a spreadsheet keeps.
    return f"{value:.15g}"
