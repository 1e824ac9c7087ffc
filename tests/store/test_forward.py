"""Records that an earlier version stored: derived anew as the next release, the old one untouched."""

from __future__ import annotations

import json

import pytest

from dashboard import statements
from dashboard.errors import StoreFault
from dashboard.store import (
    before,
    before_by_other_rules,
    bring_forward,
    check,
    deriving,
    is_behind,
    open_current,
    read_entry,
    undo,
)
from dashboard.store.ledger import write_entry
from tests.store.keeping import Keeper


def _age(keeper: Keeper, number: int) -> None:
    """Make a release look as one of a version that knew no derivation."""
    entry = read_entry(keeper.folder, number)
    del entry["derivation"]
    write_entry(keeper.folder, number, {**entry, "software_version": "0.0.1"})


def test_a_release_of_this_version_is_left_alone(keeper: Keeper) -> None:
    keeper.bring()
    assert not is_behind(keeper.folder, 1)
    assert open_current(keeper.folder).number == 1
    assert bring_forward(keeper.folder) == 1


def test_an_older_one_is_brought_forward_once(keeper: Keeper) -> None:
    keeper.bring()
    _age(keeper, 1)
    before = keeper.folder.database(1).read_bytes()
    rows = keeper.rows("from episodes order by episode_key")
    assert open_current(keeper.folder).number == 2
    assert open_current(keeper.folder).number == 2
    assert keeper.folder.database(1).read_bytes() == before
    assert keeper.rows("from episodes order by episode_key") == rows
    assert keeper.rows("select number, software_version from release") == [
        (2, read_entry(keeper.folder, 2)["software_version"])
    ]
    entry = read_entry(keeper.folder, 2)
    assert entry["brought_forward"]
    assert entry["changes"] == {"unchanged": 4}
    assert check(keeper.folder) == []
    assert undo(keeper.folder) == (2, 1)


def test_a_release_of_other_rules_is_named_and_not_compared_with(keeper: Keeper) -> None:
    keeper.bring()
    first = open_current(keeper.folder)
    assert (before(first), before_by_other_rules(first)) == (None, None)
    _age(keeper, 1)
    second = open_current(keeper.folder)
    assert (before(second), before_by_other_rules(second)) == (None, 1)
    keeper.folder.database(1).unlink()
    assert before_by_other_rules(second) is None


def test_the_rules_of_derivation_have_a_mark_of_their_own(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring()
    mark = deriving.derivation()
    schema = statements.schema
    monkeypatch.setattr(statements, "schema", lambda name: f"{schema(name)}\n-- other")
    assert deriving.derivation() != mark
    assert is_behind(keeper.folder, 1)


def test_records_that_lack_a_column_are_named_with_what_helps(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring()
    schema = statements.schema
    monkeypatch.setattr(
        statements,
        "schema",
        lambda name: schema(name).replace("from episodes", "from episodes where not_there"),
    )
    names = keeper.names()
    with pytest.raises(StoreFault, match=r"Release 1 was built by version .*not_there") as fault:
        open_current(keeper.folder)
    assert "--replace" in fault.value.remedy
    assert keeper.folder.current() == 1
    assert keeper.names() - names <= {"lock"}


def test_synthetic_and_anonymised_stay_so(keeper: Keeper) -> None:
    keeper.bring(synthetic=True)
    keeper.bring(synthetic=True, forget_salt=True)
    _age(keeper, 2)
    assert open_current(keeper.folder).about.synthetic
    assert not keeper.folder.pseudonymised
    assert json.loads(keeper.folder.entry(3).read_text())["forgot_salt"] is False
