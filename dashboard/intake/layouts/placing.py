"""How do the records of a file get staged as rows of ours, whatever its format and layout?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.intake import staging
from dashboard.intake.binding import Binding, bind, joined
from dashboard.intake.columns import Column, Table
from dashboard.intake.dates import find_formats
from dashboard.intake.decimals import commas_among, numbers_of
from dashboard.intake.expressions import Expressions
from dashboard.intake.faults import BadProfile
from dashboard.intake.identity import refuse_identity
from dashboard.intake.keys import key_parameters
from dashboard.intake.layouts.of_episodes import reshape_in_episodes, reshape_linked
from dashboard.intake.layouts.plans import Plan, plan_of
from dashboard.intake.layouts.reshaping import Reshaped, reshape_episodes
from dashboard.intake.profile import Profile
from dashboard.intake.progress import Progress
from dashboard.intake.reading import Source, find_source, load
from dashboard.intake.telling import Staged

Columns = Mapping[Table, tuple[Column, ...]]


def stage_file(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    path: Path,
    profile: Profile,
    columns: Columns,
    salt: bytes,
    progress: Progress,
) -> Staged:
    """Stage the records of the file at `path`, as `staging.stage` has it.

    Raises
    ------
    BadInput
        If the file or the profile cannot be used. The file is named.
    """
    form = profile.form_of(table)
    try:
        with tempfile.TemporaryDirectory(prefix="intake-") as folder:
            progress("Opening the file", 0.0)
            known = _known(profile, table, columns)
            source = find_source(path, known, form, Path(folder), progress=progress)
            binding = bind(source.header, profile, table, columns[table])
            plan = plan_of(source.header, profile, table, binding)
            progress("Reading the records", 0.0)
            load(connection, source)
        whole = joined(binding, plan.bindings)
        refuse_identity(connection, source.header, whole, columns[table], profile.not_identifying)
        expressions = _expressions(connection, source, profile, binding, plan, columns, table)
    except BadInput as fault:
        raise type(fault)(f"“{path.name}”: {fault.what}", fault.remedy) from None
    expressions.parameters.update(key_parameters(salt))
    reshaped = _reshaped(connection, table, profile, columns[table], plan, expressions)
    staged = reshaped.expressions if reshaped else expressions
    staging.stage(connection, table, columns[table], staged, salt)
    return Staged(
        table,
        source,
        whole,
        expressions,
        plan,
        filled=tuple(staged.binding.columns),
        told_again=reshaped.told_again if reshaped else 0,
    )


def stage_in_episodes(
    connection: duckdb.DuckDBPyConnection, episodes: Staged, columns: Columns, salt: bytes
) -> Staged:
    """Stage the complications that the records of the file of episodes tell of."""
    reshaped = reshape_in_episodes(
        connection, columns["complications"], episodes.plan, episodes.expressions
    )
    staging.stage(connection, "complications", columns["complications"], reshaped.expressions, salt)
    binding = Binding({}, None, frozenset(), frozenset(), frozenset())
    return Staged(
        "complications",
        episodes.source,
        binding,
        episodes.expressions,
        Plan(in_episodes=episodes.plan.in_episodes),
        filled=tuple(reshaped.expressions.binding.columns),
        besides=True,
    )


def refuse_layout(profile: Profile, *, episodes: bool, complications: bool) -> None:
    """Do the files that are given fit what the profile says of their layout?

    Raises
    ------
    BadProfile
        If complications are told twice, or cannot be told without the episodes.
    """
    layout = profile.of("complications").layout
    if complications and layout.in_episodes:
        raise BadProfile(
            "The profile finds complications in the file of episodes, and a file of them is given.",
            "Take [[complications.in_episodes]] out of the profile, or leave the file out.",
        )
    if complications and not episodes and plan_links(profile):
        raise BadProfile(
            "The complications name visits, or are counted from day 0 of their episode, which is "
            "known only while both are imported.",
            "Give the file of episodes as well.",
        )


def plan_links(profile: Profile) -> bool:
    """Do complications need to know more of their episode than its key?"""
    visits = profile.of("episodes").layout.visits
    keyed = visits is not None and "visit_key" in visits.columns
    return keyed or profile.of("complications").layout.zero_of_episode


def _known(profile: Profile, table: Table, columns: Columns) -> set[str]:
    """Which column names do we or the profile know?"""
    known = {column.name for column in columns[table]} | profile.of(table).sources()
    if table == "episodes" and profile.of("complications").layout.in_episodes:
        known |= profile.of("complications").sources()
    return known


def _expressions(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    profile: Profile,
    binding: Binding,
    plan: Plan,
    columns: Columns,
    table: Table,
) -> Expressions:
    """How is each of our columns taken from the records? Dates and numbers have been looked at."""
    formats: dict[int, str] = {}
    numbers: set[int] = set()
    for one, its in [(binding, columns[table]), *plan.with_columns(columns)]:
        formats |= find_formats(connection, source.header, one, its)
        numbers |= numbers_of(one, its)
    declared = profile.form_of(table).decimal
    commas = commas_among(connection, source, sorted(numbers), declared)
    return Expressions(profile, binding, source.scan, formats, commas=commas)


def _reshaped(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    profile: Profile,
    columns: tuple[Column, ...],
    plan: Plan,
    expressions: Expressions,
) -> Reshaped | None:
    if table == "episodes":
        return reshape_episodes(connection, columns, plan, expressions)
    if not plan.links:
        return None
    visits = profile.of("episodes").layout.visits
    keyed = visits is not None and "visit_key" in visits.columns
    return reshape_linked(connection, columns, expressions, keyed=keyed)
