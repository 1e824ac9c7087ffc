"""How do record files become rows that may be stored: read, translated, checked, anonymised?

`files` makes text of any format, `layouts` rows of ours of records that are none, `mapping` helps a person
to say which column is which; the rest reads, translates, checks and accounts for them.

Duty: from a file's bytes to the temporary tables `accepted_episodes`, `accepted_complications` and
`rejected_records`. Nothing is stored here; the store calls `take_in` on the release it builds.
"""

from __future__ import annotations

from dashboard.intake.summary import FileSummary, ImportRequest, IntakeSummary, RuleCount
from dashboard.intake.take import take_in

__all__ = ["FileSummary", "ImportRequest", "IntakeSummary", "RuleCount", "take_in"]
