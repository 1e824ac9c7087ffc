"""What does a person read where a release cannot be written?"""

from __future__ import annotations

import duckdb
import pytest

from dashboard.errors import StoreFault
from dashboard.store.writing import writing_faults


@pytest.mark.parametrize(
    ("error", "what", "remedy"),
    [
        (OSError(28, "No space left on device"), "No space left on device", "Make room"),
        (
            duckdb.IOException("Could not write file: disk\nmore"),
            "Could not write file",
            "Make room",
        ),
        (duckdb.OutOfMemoryException("failed to allocate"), "memory ran out", "Close other"),
        (duckdb.BinderException("no column p1"), "(BinderException)", "fault of the program"),
    ],
)
def test_a_fault_is_told_with_what_to_do(error: Exception, what: str, remedy: str) -> None:
    with pytest.raises(StoreFault) as told, writing_faults("The release"):
        raise error
    assert what in told.value.what
    assert remedy in told.value.remedy
    assert "p1" not in str(told.value)
