from __future__ import annotations

import io
import re
import zipfile

from dashboard.answers.answer import Answer
from dashboard.exports.bundle import bundle, download_name
from dashboard.exports.report import report_files


def test_a_bundle_holds_the_files_of_the_report(answer: Answer) -> None:
    files = report_files([answer])

    with zipfile.ZipFile(io.BytesIO(bundle(files))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_a_bundle_does_not_tell_when_it_was_packed(answer: Answer) -> None:
    files = report_files([answer])

    assert bundle(files) == bundle(files)
    with zipfile.ZipFile(io.BytesIO(bundle(files))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_download_is_called_so_that_nobody_can_guess_its_address() -> None:
    names = {download_name("recurrence", "estimates", "csv", synthetic=True) for _ in range(100)}

    assert len(names) == 100
    for name in names:
        assert re.fullmatch(r"recurrence_estimates_SYNTHETIC_[0-9a-f]{16}\.csv", name)


def test_a_download_of_real_records_is_not_called_synthetic() -> None:
    name = download_name("recurrence", "report", "zip", synthetic=False)

    assert re.fullmatch(r"recurrence_report_[0-9a-f]{16}\.zip", name)
