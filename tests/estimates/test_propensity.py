"""Whether a propensity model has a best fit, and which one it is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.design import Design
from dashboard.estimates.propensity import Propensity, propensity
from tests.estimates.by_hand import designed, table

PAIR = ("laser", "peel")
SITES = table(
    """
    group | site   | deep | patients
    laser | cheek  | no   | 10
    laser | cheek  | yes  | 6
    laser | nose   | no   | 4
    laser | eyelid | yes  | 3
    peel  | cheek  | no   | 20
    peel  | nose   | no   | 5
    peel  | body   | no   | 2
    """
)


def counted(
    arms: str = "AB", levels: int = 2, covariates: int = 2
) -> st.SearchStrategy[pd.DataFrame]:
    """Small counts: group, covariates x0, x1, ... of text levels, patients."""
    columns = [f"x{number}" for number in range(covariates)]
    row = st.tuples(
        st.sampled_from(arms),
        *[st.sampled_from([f"l{level}" for level in range(levels)])] * covariates,
        st.integers(1, 5),
    )
    return st.lists(row, min_size=3, max_size=12).map(
        lambda rows: pd.DataFrame(rows, columns=["group", *columns, "patients"])
    )


def fitted_to(counts: pd.DataFrame, arms: str, covariates: list[str]) -> Propensity:
    return propensity(designed(counts, list(arms), covariates))


def runs_away(model: Design) -> bool:
    """Is there a direction along which nobody's own arm loses, and somebody's gains?

    With 0 and 1 in the design and so few terms, directions of small whole steps suffice.
    """
    terms, arms = len(model.terms), len(model.arms)
    cell, own = np.nonzero(model.patients)
    for steps in product(range(-2, 3), repeat=terms * (arms - 1)):
        direction = np.column_stack([np.zeros(terms), np.reshape(steps, (terms, arms - 1))])
        logit = model.columns.written_out @ direction
        lead = logit[cell, own][:, None] - logit[cell]
        if (lead >= 0).all() and (lead > 0).any():
            return True
    return False


def test_a_single_level_is_fitted_by_its_shares() -> None:
    """With one covariate the model is full: probabilities are the shares within each level."""
    counts = table(
        """
        group | site  | patients
        laser | cheek | 10
        peel  | cheek | 30
        laser | nose  | 8
        peel  | nose  | 2
        """
    )
    fitted = propensity(designed(counts, PAIR, ["site"]))
    np.testing.assert_allclose(fitted.own(), [0.25, 0.75, 0.8, 0.2], rtol=0, atol=1e-14)
    np.testing.assert_allclose(fitted.coefficients.T, [[np.log(3), np.log(1 / 4) - np.log(3)]])
    assert fitted.design.terms == ("(intercept)", "site = nose")
    assert fitted.loglik == pytest.approx(
        10 * np.log(0.25) + 30 * np.log(0.75) + 8 * np.log(0.8) + 2 * np.log(0.2)
    )


@given(st.lists(st.integers(1, 9), min_size=27, max_size=27))
@settings(max_examples=40)
def test_at_the_best_fit_as_many_are_expected_as_seen(patients: list[int]) -> None:
    """For each term and arm; and probabilities do not depend on the order of anything."""
    counts = pd.DataFrame(product("ABC", "xyz", "uvw"), columns=["group", "x0", "x1"])
    counts["patients"] = patients
    fitted = fitted_to(counts, "ABC", ["x0", "x1"])
    model = fitted.design
    expected = model.patients.sum(axis=1, keepdims=True) * fitted.probabilities
    np.testing.assert_allclose(
        model.columns.written_out.T @ expected,
        model.columns.written_out.T @ model.patients,
        atol=1e-9,
    )

    turned = counts.iloc[::-1]
    other = fitted_to(turned, "CAB", ["x1", "x0"])
    assert other.own()[::-1] == pytest.approx(fitted.own(), abs=1e-8)
    assert other.loglik == pytest.approx(fitted.loglik)


@given(counted(), st.sampled_from([("AB", ["x0", "x1"]), ("BA", ["x1"])]))
@settings(max_examples=80)
def test_a_pair_is_separated_where_a_direction_lets_it_run_away(
    counts: pd.DataFrame, asked: tuple[str, list[str]]
) -> None:
    assume(counts["group"].nunique() == 2)
    fitted = fitted_to(counts, *asked)
    assert (fitted.status == "not_comparable") == runs_away(fitted.design)


@given(counted(arms="ABC", covariates=1))
@settings(max_examples=40)
def test_three_arms_are_separated_where_a_direction_lets_them_run_away(
    counts: pd.DataFrame,
) -> None:
    assume(counts["group"].nunique() == 3)
    fitted = fitted_to(counts, "ABC", ["x0"])
    assert (fitted.status == "not_comparable") == runs_away(fitted.design)


def test_complete_separation_by_a_number() -> None:
    counts = pd.DataFrame({"group": list("AAABBB"), "age": [1, 2, 3, 4, 5, 6], "patients": 50})
    fitted = fitted_to(counts, "AB", ["age"])
    assert (
        fitted.reason == "the case mix (age) alone tells for some patients which of A, B they had"
    )
    assert np.isnan(fitted.own()).all()
    assert np.isnan(fitted.loglik)


def test_touching_in_one_value_is_still_separation() -> None:
    """Quasi-separation: at age 3 there are both, elsewhere age tells. Beyond it, no more."""
    counts = pd.DataFrame({"group": list("AAABBB"), "age": [1, 2, 3, 3, 5, 6], "patients": 50})
    assert fitted_to(counts, "AB", ["age"]).status == "not_comparable"
    crossing = counts.assign(age=[1, 2, 3.01, 3, 5, 6])
    assert fitted_to(crossing, "AB", ["age"]).status == "shown"


def test_separation_by_two_levels_together() -> None:
    """Each level is found in both arms, but deep on the nose is laser's alone."""
    counts = table(
        """
        group | deep | nose | patients
        laser | yes  | yes  | 7
        laser | yes  | no   | 9
        laser | no   | no   | 9
        laser | no   | yes  | 1
        peel  | no   | no   | 30
        """
    )
    more = pd.concat([counts, pd.DataFrame([("peel", "yes", "no", 9)], columns=counts.columns)])
    fitted = propensity(designed(more, PAIR, ["deep", "nose"]))
    assert fitted.status == "not_comparable"
    assert "(nose)" in fitted.reason
    both = pd.concat([more, pd.DataFrame([("peel", "no", "yes", 1)], columns=counts.columns)])
    assert propensity(designed(both, PAIR, ["deep", "nose"])).status == "shown"


def test_one_arm_of_three_may_be_told_apart() -> None:
    counts = pd.DataFrame(
        product("ABC", ["no", "yes"], [20]), columns=["group", "deep", "patients"]
    ).query("not (group == 'C' and deep == 'yes')")
    fitted = fitted_to(counts, "ABC", ["deep"])
    assert "(deep)" in fitted.reason
    assert fitted.status == "not_comparable"


@pytest.mark.parametrize("separated", [True, False])
def test_one_patient_among_many_is_noticed(separated: bool) -> None:  # noqa: FBT001
    """50,000 patients, and the one with a rare trait had peel; or two had it, one of each arm."""
    drawn = np.random.default_rng(5)
    size = 50_000
    counts = pd.DataFrame({f"x{each}": drawn.choice(list("abcde"), size) for each in range(6)})
    counts["group"], counts["patients"] = drawn.choice(PAIR, size), 1
    counts["rare"] = "no"
    rows = [np.flatnonzero(counts["group"] == arm)[7] for arm in PAIR]
    counts.loc[rows[1:] if separated else rows, "rare"] = "yes"
    fitted = propensity(designed(counts, PAIR, [*(f"x{each}" for each in range(6)), "rare"]))
    assert (fitted.status == "not_comparable") == separated
    assert ("(rare)" in fitted.reason) == separated


def test_extreme_but_finite_is_fitted() -> None:
    """Odds of a million to one are no separation: one patient of the other arm is proof."""
    counts = pd.DataFrame(
        {
            "group": ["A", "B", "A", "B"],
            "deep": ["no", "no", "yes", "yes"],
            "patients": [10**6, 1, 1, 1],
        }
    )
    fitted = fitted_to(counts, "AB", ["deep"])
    np.testing.assert_allclose(fitted.own()[1], 1 / (10**6 + 1), rtol=1e-9)


def test_columns_that_say_the_same_are_left_out() -> None:
    counts = SITES[SITES["site"].isin(["cheek", "nose"])].assign(
        again=lambda each: each["site"].str.upper(),
        age=3,
        double=lambda each: each["deep"] == "yes",
    )
    model = designed(counts, PAIR, ["site", "again", "age", "deep", "double"])
    assert model.terms == ("(intercept)", "site = nose", "deep = yes")
    assert model.of_covariate == ("", "site", "deep")
    assert model.aliased == ("again = NOSE", "age", "double = True")


def test_three_columns_that_add_up_are_noticed() -> None:
    counts = pd.DataFrame({"group": list("ABABAB"), "patients": 5, "one": [1, 2, 3, 4, 5, 7]})
    counts["two"] = [4, 1, 3, 2, 9, 0]
    counts["sum"] = 0.1 * counts["one"] - 7 * counts["two"] + 1000
    assert designed(counts, ["A", "B"], ["one", "two", "sum"]).aliased == ("sum",)


def test_the_order_of_categories_is_kept() -> None:
    counts = SITES.assign(
        site=pd.Categorical(SITES["site"], ["nose", "cheek", "eyelid", "body", "x"])
    )
    terms = designed(counts, PAIR, ["site"]).terms
    assert terms == ("(intercept)", "site = cheek", "site = eyelid", "site = body")


def test_rows_of_one_combination_are_added_up() -> None:
    model = designed(pd.concat([SITES, SITES]), PAIR, ["deep"])
    assert model.columns.written_out.tolist() == [[1, 0], [1, 1]]
    assert model.patients.tolist() == [[28, 54], [18, 0]]
    assert model.rows.sum() == 100


def test_many_covariates_do_not_overflow() -> None:
    """40 covariates of 4 levels have more combinations than a whole number can tell apart."""
    drawn = np.random.default_rng(3)
    counts = pd.DataFrame({f"x{each}": drawn.choice(list("abcd"), 300) for each in range(40)})
    counts["group"], counts["patients"] = drawn.choice(PAIR, 300), 1
    model = designed(counts, PAIR, [f"x{each}" for each in range(40)])
    assert len(model.columns.written_out) == 300
    assert model.columns.written_out[model.cell[17], 1] == (counts["x0"][17] == "b")


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="'peel' is not among the arms"):
        designed(SITES, ["laser", "cryo"], ["site"])
    with pytest.raises(BadInput, match="'age' of the counts has a blank"):
        designed(SITES.assign(age=np.nan), PAIR, ["age"])
    with pytest.raises(BadInput, match="no column 'skin'"):
        designed(SITES, PAIR, ["skin"])
    with pytest.raises(BadInput, match="the value -1"):
        designed(SITES.assign(patients=-1), PAIR, ["site"])
