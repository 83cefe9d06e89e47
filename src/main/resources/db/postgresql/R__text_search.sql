-- Words of a failure: runs of letters and digits, in lower case. Punctuation is taken out first, because PostgreSQL's own
-- parser takes addresses, paths and numbers with a hyphen for one word.
create or replace function dead_letter_words(what varchar, why varchar) returns tsvector
    language sql immutable parallel safe as $$
    select to_tsvector('simple', translate(what || ' ' || why,
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                '))
$$;
create index if not exists dead_letter_by_text on dead_letter using gin (dead_letter_words(what, why));
