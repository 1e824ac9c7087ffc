"""How is a part of a profile written in TOML?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from dashboard.intake.recipes import Recipe

# Our column → what fills it; of several, the first that has a value.
Filling = Mapping[str, Recipe | Sequence[Recipe]]


def several(filled: Recipe | Sequence[Recipe]) -> tuple[Recipe, ...]:
    """Which recipes are these: one, or several?"""
    return (filled,) if isinstance(filled, Recipe) else tuple(filled)


def recipes_of(columns: Filling) -> list[Recipe]:
    """Which recipes fill these columns?"""
    return [recipe for filled in columns.values() for recipe in several(filled)]


def filling(columns: Filling, names: Mapping[str, str] | None = None) -> dict[str, object]:
    """What does a section say of these columns (`names`: as it calls them, where they are called otherwise)?"""
    told: dict[str, object] = {}
    for name, filled in columns.items():
        every = [_recipe(recipe) for recipe in several(filled)]
        told[(names or {}).get(name, name)] = every[0] if len(every) == 1 else every
    return told


def lines(told: Mapping[str, object]) -> Iterable[str]:
    """Which lines say this?"""
    return [f"{_key(key)} = {_written(value)}" for key, value in told.items()]


def _recipe(recipe: Recipe) -> object:
    told: dict[str, object] = {"from": recipe.source}
    if recipe.source is None:
        told = {"constant": recipe.constant}
    if recipe.recode:
        told["recode"] = dict(recipe.recode)
    if recipe.otherwise is not None:
        told["otherwise"] = recipe.otherwise
    if recipe.blanks:
        told["blanks"] = list(recipe.blanks)
    if recipe.date:
        told["date"] = recipe.date
    if recipe.where is not None:
        told |= {"where": recipe.where, "is": list(recipe.values)}
    if recipe.band:
        told["band"] = True
    return recipe.source if list(told) == ["from"] else told


def _written(value: object) -> str:
    """A value in TOML: its strings are JSON's, but for the one character that JSON lets stand."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {_written(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z_]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
