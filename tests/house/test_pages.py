"""A page draws an answer: it calculates nothing and asks the records nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.repository import ROOT, below, name_of, tree

_PAGES = (ROOT / "app.py", *below("dashboard/pages"))
_ARITHMETIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
_CALCULATING = {"sum", "round", "divmod", "pow"}
_NOT_FOR_PAGES = {"duckdb", "math", "numpy", "pandas", "plotly", "scipy", "statistics"}


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _calculations(module: ast.Module) -> list[int]:
    """On which lines is something calculated? Joining texts with + is no calculation."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.BinOp):
            joins = isinstance(node.op, ast.Add) and (_is_text(node.left) or _is_text(node.right))
            if isinstance(node.op, _ARITHMETIC) or (isinstance(node.op, ast.Add) and not joins):
                found.append(node.lineno)
        elif isinstance(node, ast.AugAssign) or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _CALCULATING
        ):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", _PAGES, ids=name_of)
def test_a_page_calculates_nothing(path: Path) -> None:
    assert _calculations(tree(path)) == []


@pytest.mark.parametrize("path", _PAGES, ids=name_of)
def test_a_page_sees_answers_and_no_records(path: Path) -> None:
    imported = _imported(path)
    assert not {name.split(".")[0] for name in imported} & _NOT_FOR_PAGES
    assert not [name for name in imported if name.startswith("dashboard.intake")]


def test_the_entry_is_a_list_of_pages() -> None:
    from_dashboard = {name for name in _imported(ROOT / "app.py") if name.startswith("dashboard")}
    assert from_dashboard <= {"dashboard.pages", "dashboard.widgets"}
    assert not [n for n in ast.walk(tree(ROOT / "app.py")) if isinstance(n, ast.FunctionDef)]


@pytest.mark.parametrize(
    "line", ["a / b", "a - 1", "share * 100", "a + b", "n += 1", "sum(counts)", "round(x, 1)"]
)
def test_arithmetic_would_be_noticed(line: str) -> None:
    assert _calculations(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ['"a" + b', "f'{a}' + b", "a: int | None = None", "len(rows)"])
def test_text_and_types_are_no_arithmetic(line: str) -> None:
    assert _calculations(ast.parse(line)) == []
