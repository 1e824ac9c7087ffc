-- question: Which values may each closed list take, in its own order?
-- one row per: closed list and value
-- params: none
-- returns: list varchar, value varchar, place bigint
-- missing: nothing is missing
select
    type_name as list,
    unnest(labels) as value,
    unnest(range(1, len(labels) + 1)) as place
from duckdb_types()
where logical_type = 'ENUM'
    and not internal
order by list, place
