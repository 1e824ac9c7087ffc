"""Who may import whom, and what an import loads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.repository import ROOT

# One forbidden import for each contract: which contract objects, where it is written, what it says.
_OFFENCES = (
    ("Imports point back", "dashboard/store/offence.py", "import dashboard.answers"),
    ("Only the server imports", "dashboard/widgets/offence.py", "import dashboard.pages"),
    ("Streamlit only in", "dashboard/answers/offence.py", "import streamlit"),
    ("Plotly only in", "dashboard/tables/offence.py", "import plotly.graph_objects"),
    ("DuckDB only in", "dashboard/exports/offence.py", "import duckdb"),
    ("SciPy only in", "dashboard/figures/offence.py", "def late():\n    import scipy.stats"),
    ("The sample records", "sample_data/synthetic/offence.py", "import dashboard.words"),
)
_LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def _contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _LINT]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_no_module_imports_what_its_room_may_not() -> None:
    checked = _contracts(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_contract_notices_an_offence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("dashboard", "sample_data"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("*.csv"))
    for _, path, offence in _OFFENCES:
        (tmp_path / path).write_text(offence + "\n", encoding="utf-8")
    checked = _contracts(tmp_path)
    assert checked.returncode != 0
    broken = [line for line in checked.stdout.splitlines() if line.endswith("BROKEN")]
    missed = [name for name, _, _ in _OFFENCES if not any(line.startswith(name) for line in broken)]
    assert not missed, checked.stdout


# What a module must not load, and why. Measured: streamlit 0.7 s, plotly 0.3 s, scipy.stats 1.1 s.
_LEAN = {
    "dashboard.cohort": ("streamlit", "plotly", "duckdb", "pandas", "scipy"),
    "dashboard.intake": ("streamlit", "plotly", "scipy"),
    "dashboard.store": ("streamlit", "plotly", "scipy"),
    "dashboard.estimates": ("streamlit", "plotly", "duckdb", "scipy.stats"),
    "dashboard.answers.topics": ("streamlit", "plotly", "scipy.stats"),
    "dashboard.commands": ("streamlit", "plotly", "scipy.stats"),
    "dashboard.figures": ("streamlit", "scipy.stats"),
    "dashboard.pages": ("scipy.stats", "statsmodels"),
}


@pytest.mark.parametrize("module", _LEAN)
def test_an_import_loads_no_more_than_it_needs(module: str) -> None:
    question = f"import sys, {module}; print(*sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
    loaded = set(asked.stdout.split())
    assert module in loaded
    assert not loaded.intersection(_LEAN[module])
