-- One row per complication of an episode.
create table complications (
    episode_key varchar not null,
    complication complication not null,
    onset_day integer,
    resolved_day integer,
    grade integer,
    antibiotics yes_no,
    permanent yes_no,
    present_at_start yes_no
);
comment on column complications.episode_key is 'the episode it belongs to';
comment on column complications.complication is 'kind of complication';
comment on column complications.onset_day is 'first day it was seen';
comment on column complications.resolved_day is 'day it was gone; blank = not resolved when last seen';
comment on column complications.grade is 'severity, CTCAE v5 generic grade 1-5';
comment on column complications.antibiotics is 'antibiotics were given';
comment on column complications.permanent is 'judged permanent';
comment on column complications.present_at_start is 'already there on day 0: counted against no treatment';
