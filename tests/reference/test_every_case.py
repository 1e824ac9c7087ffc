"""No answer of R lies about unread: each is compared, or listed with the reason why not."""

from __future__ import annotations

import importlib

import pytest

from tests.reference import cases

READ = cases.listed("Read by the tests")
NOT_EXPRESSED = cases.listed("Not expressed in our records")


def test_every_answer_stands_in_exactly_one_table() -> None:
    assert sorted([*READ, *NOT_EXPRESSED]) == cases.available()


@pytest.mark.parametrize("name", sorted(READ))
def test_the_test_file_named_reads_the_answer(name: str) -> None:
    module = READ[name].removesuffix(".py").replace("/", ".")
    assert name in importlib.import_module(module).CASES


@pytest.mark.parametrize("name", sorted(NOT_EXPRESSED))
def test_a_reason_is_given(name: str) -> None:
    assert len(NOT_EXPRESSED[name]) > 20
