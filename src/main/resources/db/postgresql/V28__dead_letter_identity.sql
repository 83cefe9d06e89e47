-- Of which message and record key a letter is. In a table of its own: a change of a letter's state writes all indexes of
-- dead_letter anew, and these two are the ones that are over random values. Whoever stores letters does so here too (LetterIntake).
create table dead_letter_identity (
    letter     uuid not null,
    message_id uuid not null,
    key_digest uuid not null
);
insert into dead_letter_identity (letter, message_id, key_digest) select id, message_id, key_digest from dead_letter;
create index dead_letter_identity_by_key on dead_letter_identity (key_digest);
create index dead_letter_identity_by_message on dead_letter_identity (message_id);
drop index dead_letter_by_key;
drop index dead_letter_by_message;

create function drop_letter_identity() returns trigger language plpgsql as $$
begin
    delete from dead_letter_identity i using old_letters o where i.message_id = o.message_id and i.letter = o.id;
    return null;
end $$;

create trigger dead_letter_identity_dropped after delete on dead_letter
    referencing old table as old_letters for each statement execute function drop_letter_identity();
