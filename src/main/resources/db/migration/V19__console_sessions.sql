-- Who is signed in to the console. Kept here because any hub of the database may get the next request.
create table console_session (
    id           varchar(64) primary key,  -- SHA-256 of the token that the browser has
    origin       varchar(20) not null,     -- LOCAL, OPENID or DEVELOPMENT
    user_name    varchar(200) not null,
    user_role    varchar(20) not null,
    integrations text not null,            -- one a line
    reveals      boolean not null,
    password     varchar(20) not null,     -- changes with the password of a local user, which ends the session
    created_at   bigint not null,
    used_at      bigint not null
);

create index console_session_used on console_session (used_at);
