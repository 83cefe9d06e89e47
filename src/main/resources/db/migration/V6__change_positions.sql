-- How far routes that follow the changes of a Dataverse table have come. One row for each consumer.
create table change_position (
    consumer   varchar(300)  not null primary key,
    -- LOAD, OVERLAP or CHANGES
    phase      varchar(20)   not null,
    -- the page to read next, and where changes follow; addresses with cookies and tokens in them
    link       varchar(40000) not null,
    delta_link varchar(40000) not null,
    load_began bigint        not null,
    columns_read varchar(20000) not null
);
