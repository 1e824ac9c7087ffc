-- question: Which is the latest day that the accepted episodes of an import name, counted from the first day of their month?
-- one row per: import
-- params: none
-- returns: latest_day date
-- missing: no episode was accepted
select max(start_month + greatest(last_seen_day, coalesce(last_session_day, 0))) as latest_day
from accepted_episodes
