"""The campaign itself: its draws go through the files, and what it says of them can be worked out by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import dashboard
import sample_data
from sample_data.synthetic import outcomes, world
from sample_data.synthetic.levels import ARMS as EVERY_ARM
from tests.sample_data.recount import recurrence, risk
from tests.validation import validate
from tests.validation.claims import Claim, claimed, in_notes, in_sentence
from tests.validation.drawing import ADJUSTED, CRUDE, Drawn
from tests.validation.judging import added, judged, missed
from tests.validation.luck import luck
from tests.validation.share import Share
from tests.validation.worlds import ARMS, MEASURES, WORLDS, World, true_difference

SIZE = 3_000
NOTHING_ELSE, RECORDED, GAPS, AS_DRAWN = WORLDS


def made(world: World, number: int, off: float, sentence: str = "", lucky: float = 0.0) -> Drawn:
    """A draw in which every figure lies `off` its truth, `lucky` of it by luck, between limits 5 points away."""
    differences = []
    for measure in MEASURES:
        for adjustment in (CRUDE, ADJUSTED):
            for arm in ARMS:
                found = true_difference(world, measure, arm) + off
                row = {"measure": measure, "arm": arm, "adjustment": adjustment, "status": "shown"}
                limits = {"lower": found - 0.05, "upper": found + 0.05}
                differences.append({**row, "estimate": found, **limits})
    return {
        "world": world.name,
        "seed": validate.FIRST_SEED + number,
        "size": SIZE,
        "software": dashboard.__version__,
        "differences": differences,
        "patients": {measure: dict.fromkeys(ARMS, 200) for measure in MEASURES},
        "sentence": sentence,
        "notes": [],
        "luck": [
            {"measure": measure, "arm": arm, "difference": lucky}
            for measure in MEASURES
            for arm in ARMS
        ],
    }


def said(arm: str, word: str) -> str:
    return f"Among patients alike, clear, and stayed so for 12 months: {word} after {arm} than after extraction."


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def drawn(kept: Path) -> Drawn:
    (only,) = validate.campaign(1, SIZE, kept, 1, [AS_DRAWN])[AS_DRAWN.name]
    return only


def test_a_draw_is_what_its_records_say(drawn: Drawn) -> None:
    """The crude difference, counted once more from the generator's rows."""
    records = sample_data.draw(validate.FIRST_SEED, SIZE).episodes
    care = records[~records["treatment"].isin(["diy", "observation"])]
    order = ["patient_key", "start_month", "episode_order"]
    rows = recurrence(care.sort_values(order).drop_duplicates("patient_key"))
    at = {arm: risk(of_arm, 365) for arm, of_arm in rows.groupby("treatment")}
    (row,) = (
        row
        for row in drawn["differences"]
        if (row["measure"], row["adjustment"], row["arm"]) == ("recurrence", CRUDE, "peel")
    )
    assert row["estimate"] == pytest.approx(at["peel"] - at["extraction"])
    sizes = rows["treatment"].value_counts()
    assert drawn["patients"]["recurrence"]["peel"] == sizes["peel"]


def test_claims_are_read_as_the_page_says_them(drawn: Drawn) -> None:
    found = in_sentence(drawn) + in_notes(drawn)
    assert len(found) == sum(
        text.count(" often after ") for text in (drawn["sentence"], *drawn["notes"])
    )
    assert {"failure_free", "complications"} <= {claim.measure for claim in found}
    # In truth 21 of 100 more are harmed, and 28 of 100 more fail.
    assert Claim("complications", "retinoid", above=True) in found
    assert Claim("failure_free", "retinoid", above=False) in found


def test_what_is_done_is_not_done_again(
    drawn: Drawn, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that was half written when the campaign was stopped is drawn anew, the other is not."""
    file = kept / "draws.jsonl"
    (line,) = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text(line + line[:-20], encoding="utf-8")
    again = []

    def stand_in(world: World, seed: int, size: int) -> Drawn:
        again.append((world.name, seed, size))
        return drawn | {"seed": seed}

    monkeypatch.setattr(validate, "draw", stand_in)
    second = drawn | {"seed": validate.FIRST_SEED + 1}
    assert validate.campaign(2, SIZE, kept, 1, [AS_DRAWN])[AS_DRAWN.name] == [drawn, second]
    assert again == [("as_drawn", validate.FIRST_SEED + 1, SIZE)]
    assert [json.loads(each) for each in file.read_text("utf-8").splitlines()] == [drawn, second]


def test_the_truth_is_that_of_the_file() -> None:
    # The file tells failure and the page the share without it.
    assert true_difference(AS_DRAWN, "failure_free", "laser") == 0.07016
    assert true_difference(RECORDED, "failure_free", "laser") == 0.06832
    assert true_difference(RECORDED, "recurrence", "peel") == 0.0499
    assert true_difference(AS_DRAWN, "complications", "retinoid") > 0.1


def test_bias_and_coverage_by_hand() -> None:
    """Off by 0, 2, 4 and 10 points, intervals of 5 to either side: 3 of 4 hold the truth."""
    draws = [made(RECORDED, n, off) for n, off in enumerate((0.0, 0.02, 0.04, 0.10))]
    draws[3]["differences"][0]["status"] = "not_mature"
    all_shown = judged(draws, RECORDED)[-1]
    assert all_shown.bias == pytest.approx(0.04)
    # Squares of -4, -2, 0 and 6: 56 / 3, and its root by 2.
    assert all_shown.spread == pytest.approx((56 / 3) ** 0.5 / 100)
    assert all_shown.error == pytest.approx((56 / 3) ** 0.5 / 200)
    assert all_shown.told == pytest.approx(0.05 / 1.959964, rel=1e-6)
    assert (all_shown.covered, all_shown.missing) == (Share(3, 4), 0)
    assert all_shown.covered.limits == pytest.approx((0.3006, 0.9544), abs=1e-4)
    assert all_shown.covers
    assert not all_shown.unbiased
    first = judged(draws, RECORDED)[0]
    assert (first.arm, first.adjustment, first.missing) == (ARMS[0], CRUDE, 1)
    assert first.bias == pytest.approx(0.02)
    assert first.covered == Share(3, 3)


def test_luck_is_taken_off_a_bias_and_nothing_else() -> None:
    """Off by 3 and 5 points, of which 2 and 5 are luck: half a point is left, and the figures vary as before."""
    draws = [made(RECORDED, 0, 0.03, lucky=0.02), made(RECORDED, 1, 0.05, lucky=0.05)]
    one = judged(draws, RECORDED)[-1]
    assert one.bias == pytest.approx(0.005)
    assert one.error == pytest.approx(0.005)
    assert one.luck == pytest.approx((0.035, 0.015))
    assert one.spread == pytest.approx(0.02 / 2**0.5)
    assert one.covered == Share(2, 2)


def test_luck_is_small_where_patients_are_many() -> None:
    """Counted alone, laser is 12 points off the truth; weighed by the true chances it is not, and nothing is."""
    rows = luck(RECORDED, 7, 120_000)
    assert [(row["measure"], row["arm"]) for row in rows] == [
        (measure, arm) for arm in ARMS for measure in MEASURES
    ]
    assert all(abs(float(row["difference"])) < 0.03 for row in rows)
    drawn = world.create(7, 120_000, unmeasured_severity=False)
    course = outcomes.under(drawn.arms, drawn.patients, drawn.luck)
    free = {
        arm: (course.failed_day > 365)[
            drawn.professional & drawn.comparable & (drawn.arms == EVERY_ARM.index(arm))
        ].mean()
        for arm in ("laser", "extraction")
    }
    off = free["laser"] - free["extraction"] - true_difference(RECORDED, "failure_free", "laser")
    assert off < -0.1


def test_what_a_fault_adds_is_counted_seed_by_seed() -> None:
    before = judged([made(RECORDED, n, off) for n, off in enumerate((0.05, -0.05))], RECORDED)
    # The third draw has no partner.
    after = judged([made(GAPS, n, off) for n, off in enumerate((0.06, -0.02, 0.5))], GAPS)
    for _, bias, error in added(before, after):
        assert bias == pytest.approx(0.02)
        assert error == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("sentence", "false"),
    [
        (said("laser", "more often"), 0),
        (said("laser", "less often"), 1),
        (
            said("laser", "less often").replace(
                ":", ": less often after peel than after extraction;"
            ),
            1,
        ),
        ("Whether laser differs from extraction stays open.", 0),
    ],
)
def test_false_claims_by_hand(sentence: str, false: int) -> None:
    """Laser is truly 7 points above extraction, peel 17 below: one draw of 40 may say otherwise, two may not."""
    others = [made(AS_DRAWN, n, 0.0, said("laser", "more often")) for n in range(1, 40)]
    draws = [made(AS_DRAWN, 0, 0.0, sentence), *others]
    headline, *notes = claimed(draws, AS_DRAWN)
    assert headline.contradicted == Share(false, 40)
    assert headline.few
    assert all(each.claims == 0 for each in notes)
    assert missed(draws, AS_DRAWN) == []
    draws[1]["sentence"] = sentence
    assert bool(missed(draws, AS_DRAWN)) == bool(false)


@pytest.mark.parametrize(
    "text",
    [
        "Something else: less often after laser than after extraction.",
        said("laser", "less often").replace("than after extraction", "than before"),
        said("laser", "less often").replace("than after extraction", "than after peel"),
    ],
)
def test_a_claim_that_is_not_understood_stops_the_campaign(text: str) -> None:
    with pytest.raises(ValueError, match="does"):
        in_sentence({"sentence": text})


@pytest.mark.parametrize(
    ("off", "status", "told"),
    [
        (0.004, 0, "**Every criterion is met.**"),
        (0.02, 1, "- recorded: bias of recurrence, peel: +2.00 points"),
        (0.2, 1, "- recorded: coverage of failure_free, combination: 0.0%"),
    ],
)
def test_the_command_writes_the_document_and_says_whether_all_is_met(
    off: float, status: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offs = (off - 0.001, off + 0.001) * 2
    lines = [
        json.dumps(made(world, n, offs[n], said("peel", "less often")))
        for world in WORLDS
        for n in range(world.draws(4))
    ]
    (tmp_path / "draws.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
    options: list[Any] = ["--draws", 4, "--size", SIZE, "--keep", tmp_path, "--processes", 1]
    options += ["--out", tmp_path / "validation.md"]
    monkeypatch.setattr(sys, "argv", ["validate", *map(str, options)])
    assert validate.main() == status
    document = (tmp_path / "validation.md").read_text(encoding="utf-8")
    assert told in document
    assert "Planned are 500 draws; there was time for 4." in document
    assert f"16 draws of {SIZE:,} patients" in document
    assert f"{validate.FIRST_SEED}–{validate.FIRST_SEED + 3} | 200, 200 |" in document
