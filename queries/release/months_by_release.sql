-- question: From when to when do the records reach, how many are there, and what is the release called?
-- one row per: release (always one)
-- params: none
-- returns: number integer, created timestamp, synthetic boolean, software_version varchar, first_month date, last_month date, first_cutoff date, last_cutoff date, episodes bigint, patients bigint
-- missing: months are blank where there is no record
with held_records as (
    select
        min(start_month) as first_month,
        max(start_month) as last_month,
        count(*) as episodes,
        coalesce(max(patient), 0) as patients
    from facts
),
cut as (
    select
        min(until_month) as first_cutoff,
        max(until_month) as last_cutoff
    from cutoffs
)
select
    release.number,
    release.created,
    release.synthetic,
    release.software_version,
    held_records.first_month,
    held_records.last_month,
    cut.first_cutoff,
    cut.last_cutoff,
    held_records.episodes,
    cast(held_records.patients as bigint) as patients
from release
cross join held_records
cross join cut
