"""How do record files become rows that may be stored: read, translated, checked, anonymised?

`files` makes text of any format, `layouts` rows of ours of records that are none, `mapping` helps a person
to say which column is which; the rest reads, translates, checks and accounts for them.

Duty: from a file's bytes to the temporary tables `accepted_episodes`, `accepted_complications` and
`rejected_records`. Nothing is stored here; the store calls `take.take_in` on the release it builds.

Nothing is imported here either: the process apart, started for every workbook, would wait for all of it.
"""
