-- How many patients are alike in what others may know of them, counted once when a release is built: clinic, age band, sex, skin
-- type, kind of milia and month of the first session. A blank is a value like any other. A patient with several episodes is in
-- the smallest group of any. `detail` names what is told: all as stored, or with less of it.
create table anonymity as
-- Patients with one episode need not be told apart: that spares most of the work.
with cells as (
    select
        clinic,
        age_band,
        sex,
        skin_type,
        milia_type,
        start_month,
        case when not only_episode then patient end as several,
        count(*) as episodes
    from facts
    group by all
),
details as (
    select * from (values
        ('as_stored', false, false, true),
        ('quarters', true, false, true),
        ('wider_ages', false, true, true),
        ('without_clinic', false, false, false),
        ('quarters_and_wider_ages', true, true, true),
        ('all_three', true, true, false)
    ) as told (detail, quarters, wider_ages, with_clinic)
),
told as (
    select
        detail,
        case when with_clinic then clinic end as clinic,
        case
            when not wider_ages then age_band
            when age_band in ('under_1', '1_15') then 'under_16'
            when age_band in ('16_24', '25_34') then '16_34'
            when age_band in ('35_44', '45_54') then '35_54'
            when age_band in ('55_64', '65_plus') then '55_plus'
            else age_band
        end as age,
        sex,
        skin_type,
        milia_type,
        case when quarters then date_trunc('quarter', start_month) else start_month end as start,
        several,
        sum(episodes) as episodes
    from cells
    cross join details
    group by all
),
sized as (
    select
        detail,
        several,
        episodes,
        sum(case when several is null then episodes else 0 end) over alike_ones + count(several) over alike_ones as alike
    from told
    window alike_ones as (partition by detail, clinic, age, sex, skin_type, milia_type, start)
),
persons as (
    select
        detail,
        alike,
        sum(episodes) as patients
    from sized
    where several is null
    group by detail, alike
    union all
    select
        detail,
        alike,
        count(*) as patients
    from (
        select
            detail,
            several,
            min(alike) as alike
        from sized
        where several is not null
        group by detail, several
    )
    group by detail, alike
)
select
    detail,
    cast(alike as bigint) as alike,
    cast(sum(patients) as bigint) as patients
from persons
group by detail, alike
order by detail, alike;
