"""Draw a synthetic set of records, and write it to files.

Every record made here is SYNTHETIC: no patient, no clinic and no effect is real.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sample_data.dictionary import data_dictionary
from sample_data.synthetic import (
    assembly,
    attempts,
    care,
    complication_rows,
    diy_truth,
    gaps,
    records,
    world,
)
from sample_data.synthetic import truth as truths
from sample_data.synthetic.dice import Dice, Flags
from sample_data.synthetic.parameters import every_parameter, every_source
from sample_data.synthetic.patients import CUT_OFF, FIRST_MONTH, MONTHS

SEED = 20_260_930
PATIENTS = 4_500
SUPER_POPULATION = 200_000
FOLDER = Path(__file__).resolve().parent
WARNING = (
    "SYNTHETIC. Made by a program: no patient, no clinic and no effect of a treatment is real, "
    "and nothing here is a benchmark for real clinics."
)


@dataclass(frozen=True)
class Sample:
    """Records as a network of clinics would hand them in, and the world behind them."""

    episodes: pd.DataFrame
    complications: pd.DataFrame
    world: world.World

    def truth(self) -> dict[str, Any]:
        """What is true of these very patients? (Of the population: `truth.super_population`.)"""
        return truths.of_world(self.world) | {"diy": diy_truth.of_community(self.world.community)}


def draw(
    seed: int = SEED,
    n_patients: int = PATIENTS,
    *,
    unmeasured_severity: bool = True,
    informative_loss: bool = True,
    with_gaps: bool = True,
) -> Sample:
    """What would a network of twelve clinics with this many patients hand in?

    Parameters
    ----------
    seed
        The same seed gives the same records on every machine.
    n_patients
        Patients with at least one episode.
    unmeasured_severity
        Whether a part of severity that nobody writes down moves the choice of treatment.
    informative_loss
        Whether outcomes bring back patients who would not have been seen again.
    with_gaps
        Whether values are missing. Without gaps the whole case mix is recorded.

    Returns
    -------
    Sample
        Two tables in the columns and order of `columns.py`, blanks as `<NA>` or None.
    """
    drawn = world.create(seed, n_patients, unmeasured_severity=unmeasured_severity)
    patients = drawn.patients.assign(patient_key=Dice(seed, "patient_keys").keys(n_patients))
    told = gaps.diy_answers(seed, patients) if with_gaps else patients["diy_before"].astype(object)
    answers = pd.Series(told.to_numpy(), index=patients["patient_key"])
    first = care.given(
        seed, patients, drawn.arms, drawn.luck, informative_loss=informative_loss, stage="first"
    )
    second = care.following(
        seed, first, unmeasured_severity=unmeasured_severity, informative_loss=informative_loss
    )
    parts = [
        _written(seed, first, drawn.treated, answers, "first"),
        _written(seed, second, None, answers, "second"),
        attempts.rows(seed, patients[~told.isin(["not_asked", "declined"])]),
    ]
    episodes, complications = assembly.joined(seed, parts)
    if with_gaps:
        episodes = gaps.leave_blank(seed, episodes)
        complications = gaps.forget_onsets(seed, complications)
    return Sample(*assembly.as_files(episodes, complications), drawn)


def write(sample: Sample, folder: Path) -> None:
    """Write `episodes.csv` and `complications.csv`: UTF-8, commas, LF line ends."""
    folder.mkdir(parents=True, exist_ok=True)
    sample.episodes.to_csv(folder / "episodes.csv", index=False, lineterminator="\n")
    sample.complications.to_csv(folder / "complications.csv", index=False, lineterminator="\n")


def full_truth(sample: Sample, n_super: int = SUPER_POPULATION) -> dict[str, Any]:
    """Collect everything that truth.json says."""
    return {
        "synthetic": WARNING,
        "made_by": f"python -m sample_data (seed {SEED})",
        "period": {
            "first_month": str(FIRST_MONTH),
            "months": MONTHS,
            "cut_off": str(CUT_OFF),
        },
        "definitions": DEFINITIONS,
        "super_population": {
            "patients": n_super,
            "monte_carlo": "standard error of a risk at most "
            f"{0.5 / n_super**0.5:.4f} in the whole population, more in small overlaps",
            "as_drawn": truths.super_population(SEED, n_super, unmeasured_severity=True),
            "every_confounder_recorded": truths.super_population(
                SEED, n_super, unmeasured_severity=False
            ),
        },
        "this_sample": sample.truth(),
        "sources": every_source(),
        "parameters": every_parameter(),
    }


def rewrite(folder: Path = FOLDER) -> None:
    """Write the sample records, their truth and their data dictionary anew."""
    sample = draw()
    write(sample, folder)
    truth = json.dumps(full_truth(sample), indent=1, ensure_ascii=False) + "\n"
    (folder / "truth.json").write_text(truth, encoding="utf-8", newline="\n")
    dictionary = folder / "data_dictionary.md"
    dictionary.write_text(data_dictionary(), encoding="utf-8", newline="\n")


def _written(
    seed: int, given: records.Care, keep: Flags | None, answers: pd.Series, stage: str
) -> assembly.Part:
    episodes = records.episodes(seed, given, f"{stage}_records")
    complications = complication_rows.seen(seed, given, episodes, f"{stage}_harms")
    episodes["diy_before"] = episodes["patient_key"].map(answers)
    return (episodes if keep is None else episodes[keep]), complications


DEFINITIONS = {
    "documented": "All days are days on which the event would be documented with nobody lost: a "
    "recurrence on the day it is noticed and shown, clearance at the patient's own early check or "
    "first assessment, healing at the patient's own checks.",
    "recurrence": "Definition A among those cleared: risk of a milium at the same site by 90, 180 "
    "and 365 days since documented clearance; retreatment while clear competes.",
    "failure": "Risk by 90, 180 and 365 days since the first session of: not clear (partial "
    "counts) at the first assessment, on day 42 (84 for peel and retinoid), or recurrence; "
    "retreatment while clear competes.",
    "healing": "Days since the last session to the first check that finds the skin healed; "
    "retinoid and observation make no wound.",
    "any_complication": "Risk of a first complication by 30 and 90 days since the first session; "
    "retreatment competes; what was there at the start does not count.",
    "whole": "Every professional treatment given to everybody: attenders with a course of care, "
    "newborns apart.",
    "overlap": "Extraction against one other treatment, everybody weighted by p q / (p + q) with "
    "p, q the true allocation probabilities (as_drawn: hidden severity included). `difference` is "
    "the other treatment minus extraction.",
    "overlap_among_cleared": "The same with the overlap judged among the cleared: what a "
    "propensity fitted to the patients eligible for recurrence aims at.",
    "crude": "The treatments as they were given, nobody lost: confounding alone.",
    "as_drawn": "Severity that nobody writes down moves the choice of treatment.",
    "every_confounder_recorded": "It does not (unmeasured_severity=False); the case mix in the "
    "records is all that decides.",
    "this_sample": "The same figures for the 4,500 patients of episodes.csv themselves.",
    "diy": "Among all people with milia in the hidden community, and among those who came.",
}
