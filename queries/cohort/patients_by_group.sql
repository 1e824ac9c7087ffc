-- question: Where a patient may have several episodes: how many patients of each group have one in any of these states of the outcome?
-- one row per: group
-- uses: cohort
-- params: outcome varchar, states varchar[]
-- returns: group varchar, patients bigint
-- missing: a group without such a patient is left out; with states NULL every state counts
select
    group_name as "group",
    -- Most patients have only one episode, and need not be told apart.
    count(*) filter (where only_episode) + count(distinct case when not only_episode then patient end) as patients
from cohort
where not other_care
    and ($states is null or list_contains($states, cast(case $outcome
        when 'recurrence' then recurrence_state
        when 'clearance' then clearance_state
        when 'healing' then healing_state
        when 'complications' then complications_state
    end as varchar)))
group by group_name
order by group_name
