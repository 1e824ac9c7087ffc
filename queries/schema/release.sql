-- What a release knows of itself: one row, and the cut-off of each clinic.
create table release (
    number integer not null primary key,
    created timestamp not null,
    synthetic boolean not null,
    software_version varchar not null
);
comment on column release.number is 'number of the release, never used twice';
comment on column release.created is 'when it was built (UTC)';
comment on column release.synthetic is 'made-up records that must be labelled SYNTHETIC wherever they are shown';
comment on column release.software_version is 'version of the program that built it';
create table cutoffs (clinic varchar not null primary key, until_month date not null);
comment on column cutoffs.clinic is 'code of the clinic; empty where the clinic is not recorded';
comment on column cutoffs.until_month is 'first day of the last month that the clinic''s records speak of';
