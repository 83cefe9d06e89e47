-- The words of what and why of letters, for searches; PostgreSQL has them in dead_letter_text. Those that letters of a cause have in
-- common are stored with the cause, and only the others with each letter (LetterWords).
create table dead_letter_cause_word (
    word     varchar(100) not null,
    group_id uuid         not null,
    primary key (word, group_id)
);
create index dead_letter_cause_word_by_cause on dead_letter_cause_word (group_id);

create table dead_letter_word (
    word   varchar(100) not null,
    letter uuid         not null,
    primary key (word, letter)
);
create index dead_letter_word_by_letter on dead_letter_word (letter);

-- Letters that are there already.
create alias fill_letter_words for 'io.d365hub.deadletter.FillLetterWords.fill';
call fill_letter_words();
drop alias fill_letter_words;
