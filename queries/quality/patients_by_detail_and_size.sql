-- question: How many patients of the release are in groups of which size, alike in what others may know of them?
-- one row per: detail (what is told of them) and size of the group
-- params: none
-- returns: detail varchar, alike bigint (patients), patients bigint
-- missing: nothing is missing; a release without records has no row
select
    detail,
    alike,
    patients
from anonymity
order by detail, alike
