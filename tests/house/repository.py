"""Where everything stands: the rooms, the files, the words in them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "answers",
    "estimates",
    "exports",
    "figures",
    "intake",
    "pages",
    "store",
    "tables",
    "widgets",
)
# Folders of `queries/` that belong to no topic.
SHARED_QUERIES = ("checks", "cohort", "intake", "release", "schema")
# What a checkout does not have: made here, or made by a tool.
_MADE = (".git", ".venv", "data", "reports", "__pycache__", "node_modules")


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Which files of the repository end like this (all, where no ending is given)?"""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        made = any(part in _MADE or part.endswith(("_cache", ".hypothesis")) for part in parts)
        if path.is_file() and not made and (not endings or path.suffix in endings):
            found.append(path)
    return tuple(found)


def below(folder: str, ending: str = ".py") -> tuple[Path, ...]:
    """Which files with this ending stand below a folder of the repository?"""
    return tuple(path for path in files(ending) if path.is_relative_to(ROOT / folder))


def name_of(path: Path) -> str:
    """What is a file called in a message: its path below the repository?"""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """What does a Python file say, parsed?"""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def strings(path: Path) -> tuple[str, ...]:
    """Which string literals stand in a Python file, docstrings and pieces of f-strings included?"""
    nodes = ast.walk(tree(path))
    return tuple(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
