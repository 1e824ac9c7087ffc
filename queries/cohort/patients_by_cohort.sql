-- question: How many patients are in the cohort, whatever their care?
-- one row per: cohort (always one)
-- uses: cohort
-- params: none
-- returns: episodes bigint, patients bigint
-- missing: nothing is missing
with members as (
    select
        patient,
        only_episode
    from cohort
)
-- Most patients have one episode and need not be told apart: that spares most of the work.
select
    count(*) as episodes,
    count(*) filter (where only_episode) + count(distinct case when not only_episode then patient end) as patients
from members
