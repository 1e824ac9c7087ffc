"""How does any file become text that can be read as CSV: its format, encoding, sheets, in a process apart?

Duty: CSV in any encoding, XLSX and Parquet in; records as plain text in UTF-8 out, with what was recognised.
"""
