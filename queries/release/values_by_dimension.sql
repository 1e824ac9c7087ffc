-- question: Which values of each dimension do the records hold, and how many patients have them?
-- one row per: dimension and value
-- params: none
-- returns: dimension varchar, value varchar, patients bigint
-- missing: not_recorded stands for a blank
select
    dimension,
    value,
    patients
from held
order by dimension, value
