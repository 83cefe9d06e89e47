-- Keeps dead_letter_count, whoever changes letters.
drop trigger if exists dead_letter_counted;
create trigger dead_letter_counted after insert, update, delete on dead_letter
    for each row call 'io.d365hub.deadletter.CountLetters';
