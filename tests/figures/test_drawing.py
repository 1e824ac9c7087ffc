"""Curves as they are drawn: what fades, what is labelled, what stands on which axis."""

from __future__ import annotations

import itertools
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures import curves, drawing, theme
from tests.figures import tiny
from tests.figures.checking import checked

_LABELS = curves.Labels(axis="Share (lower is better)", clock="clearance", event="Came back")


def _figure(*, far: bool = True, mode: theme.Mode = "light") -> go.Figure:
    prepared = curves.prepare(
        tiny.curves(), ("extraction", "laser"), "treatment", (30, 90), _LABELS, far=far
    )
    return drawing.draw(prepared, mode)


def _lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.fill is None and trace.mode == "lines"]


def _texts(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.mode == "text"]


def test_each_group_has_a_band_a_line_and_a_faded_end() -> None:
    figure = _figure()
    drawn = [trace.fill for trace in figure.data if trace.mode == "lines"]
    assert drawn == ["toself", None, None] * 2
    full, faded = _lines(figure)[:2]
    assert (full.opacity, faded.opacity) == (1.0, 0.35)
    # The faded part begins where the other ends.
    assert full.x[-1] == faded.x[0] == 120
    assert faded.x[-1] == 180
    assert "too few still followed" in faded.hovertemplate
    assert "too few still followed" not in full.hovertemplate


def test_lines_are_steps_and_bands_close() -> None:
    figure = _figure()
    assert {trace.line.shape for trace in _lines(figure)} == {"hv"}
    band = figure.data[0]
    assert band.x[0] == band.x[-1]
    assert len(band.x) == len(band.y)
    # Upper limits on the way out, lower ones on the way back.
    assert list(band.y[:2]) == [0.21, 0.21]
    assert list(band.y[-2:]) == [0.01, 0.01]


def test_every_line_has_its_groups_style() -> None:
    for mode in ("light", "dark"):
        figure = _figure(mode=mode)
        for place, (group, trace) in enumerate(
            zip(("extraction", "laser"), _lines(figure)[::2], strict=True)
        ):
            style = theme.style("treatment", group, place, mode)
            assert (trace.line.color, trace.line.dash) == (style.mark, style.dash)


def test_labels_stand_at_the_lines_ends_and_the_axis_says_what_is_good() -> None:
    figure = _figure()
    (ends,) = _texts(figure)
    assert {text.strip() for text in ends.text} == {"Extraction", "Laser"}
    assert set(ends.x) == {figure.layout.xaxis.range[1]}
    assert figure.layout.showlegend is False
    assert figure.layout.yaxis.title.text == "Share (lower is better)"
    assert figure.layout.yaxis.range[0] == 0


def test_the_axis_runs_from_the_start_to_the_last_day() -> None:
    figure = _figure()
    assert figure.layout.xaxis.range == (0, 180)
    assert figure.layout.xaxis.title.text == "Months since clearance"


def test_a_short_axis_is_in_days() -> None:
    assert _figure(far=False).layout.xaxis.title.text == "Days since clearance"


def test_what_is_made_without_plotlys_checks_passes_them() -> None:
    for mode in ("light", "dark"):
        drawn = _figure(mode=mode).to_dict()
        assert checked(drawn) == drawn


@pytest.mark.parametrize(
    "heights",
    [
        [0.0],
        [0.1, 0.1, 0.1],
        [0.95, 0.98, 0.99, 1.0],
        [0.0, 0.001, 0.5, 0.51, 0.52, 0.99, 1.0],
        [0.3] * 15,
    ],
)
def test_labels_are_pushed_apart_and_stay_in_the_picture(heights: list[float]) -> None:
    pushed = drawing._pushed_apart(heights)
    gaps = [after - before for before, after in itertools.pairwise(pushed)]
    assert all(gap >= drawing._LABEL_GAP - 1e-12 for gap in gaps)
    assert max(pushed) <= 1
    assert min(pushed) >= 0
    if len(heights) == 1:
        assert pushed == heights


def test_the_wide_band_of_a_described_group_does_not_squeeze_the_others() -> None:
    table = tiny.curves()
    table["group"] = table["group"].replace({"laser": "diy"})
    table.loc[table["group"].eq("diy"), "ci_upper"] = 0.99
    prepared = curves.prepare(
        table, ("extraction", "diy"), "treatment", (30, 90), _LABELS, far=True
    )
    assert drawing.draw(prepared, "light").layout.yaxis.range == (0, 0.4)


def test_nothing_to_draw_is_said() -> None:
    prepared = curves.prepare(tiny.curves().iloc[:0], (), "treatment", (30, 90), _LABELS, far=True)
    figure = drawing.draw(prepared, "dark")
    assert len(figure.data) == 0
    assert [note.text for note in figure.layout.annotations] == ["Nothing to draw"]


@pytest.mark.parametrize(
    ("last_day", "labels"),
    [
        (180, ["0", "1", "2", "3", "4", "5"]),
        (402, ["0", "3", "6", "9", "12"]),
        (1095, ["0", "6", "12", "18", "24", "30"]),
    ],
)
def test_months_are_told_in_steps_that_neither_crowd_nor_leave_the_axis_bare(
    last_day: int, labels: list[str]
) -> None:
    assert drawing._ticks(last_day)[1][:6] == labels
