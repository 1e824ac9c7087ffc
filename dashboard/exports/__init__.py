"""The files: CSV, a report with its metadata, the report as one bundle; and reading it back."""

from dashboard.exports.bundle import bundle, download_name
from dashboard.exports.csv import csv_to_table, rows_to_csv, table_to_csv
from dashboard.exports.reopening import Reopened, reopen, reopen_bundle
from dashboard.exports.report import METADATA, README, report_files
from dashboard.exports.writing import write_file, write_files

__all__ = [
    "METADATA",
    "README",
    "Reopened",
    "bundle",
    "csv_to_table",
    "download_name",
    "reopen",
    "reopen_bundle",
    "report_files",
    "rows_to_csv",
    "table_to_csv",
    "write_file",
    "write_files",
]
