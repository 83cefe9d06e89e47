-- Words of a failure: runs of letters and digits, in lower case. Punctuation is taken out first, because PostgreSQL's own
-- parser takes addresses, paths and numbers with a hyphen for one word.
create or replace function dead_letter_words(what varchar, why varchar) returns tsvector
    language sql immutable parallel safe as $$
    select to_tsvector('simple', translate(what || ' ' || why,
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                '))
$$;

-- In a table of their own, because every change of a letter's state writes all of its indexes anew: with an index over the words
-- in dead_letter itself, a replay took twice as long.
create table if not exists dead_letter_text (
    letter uuid     not null primary key,
    words  tsvector not null
);
insert into dead_letter_text (letter, words)
    select id, dead_letter_words(what, why) from dead_letter d
    where not exists (select 1 from dead_letter_text t where t.letter = d.id);
create index if not exists dead_letter_text_by_words on dead_letter_text using gin (words);
-- What is new waits in a list that each search reads from beginning to end: with the 4 MB that PostgreSQL allows it, for a second.
alter index dead_letter_text_by_words set (gin_pending_list_limit = 512);
drop index if exists dead_letter_by_text;

create or replace function drop_letter_words() returns trigger language plpgsql as $$
begin
    delete from dead_letter_text t using old_letters o where t.letter = o.id;
    return null;
end $$;

-- Whoever stores letters stores their words (LetterIntake): this function takes 25 us for a letter, as long as all the rest.
drop trigger if exists dead_letter_words_kept on dead_letter;
drop function if exists keep_letter_words();

drop trigger if exists dead_letter_words_dropped on dead_letter;
create trigger dead_letter_words_dropped after delete on dead_letter
    referencing old table as old_letters for each statement execute function drop_letter_words();

-- A letter that is renewed (StandingLetters) tells another failure.
create or replace function renew_letter_words() returns trigger language plpgsql as $$
begin
    update dead_letter_text set words = dead_letter_words(new.what, new.why) where letter = new.id;
    return null;
end $$;

drop trigger if exists dead_letter_words_renewed on dead_letter;
create trigger dead_letter_words_renewed after update of what, why on dead_letter
    for each row execute function renew_letter_words();
