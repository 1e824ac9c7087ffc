-- question: How many rows do the tables of a release hold, and what is the fingerprint of their contents?
-- one row per: table
-- params: none
-- returns: table_name varchar, table_rows bigint, fingerprint varchar
-- missing: the fingerprint of an empty table is "0"
select 'episodes' as table_name, count(*) as table_rows, cast(coalesce(sum(cast(hash(episodes) % 1000000007 as bigint)), 0) as varchar) as fingerprint from episodes
union all
select 'complications' as table_name, count(*) as table_rows, cast(coalesce(sum(cast(hash(complications) % 1000000007 as bigint)), 0) as varchar) as fingerprint from complications
union all
select 'facts' as table_name, count(*) as table_rows, cast(coalesce(sum(cast(hash(facts) % 1000000007 as bigint)), 0) as varchar) as fingerprint from facts
order by table_name
