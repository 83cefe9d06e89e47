-- Integrations that operators have suspended, for all hubs of this database and beyond a restart. Who did it and why is in the audit trail.
create table integration_suspension (
    integration  varchar(200) primary key,
    suspended_at bigint       not null
);
