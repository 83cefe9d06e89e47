-- Keeps dead_letter_count. Whoever stores letters or changes their states counts that in the same transaction (LetterStates): a
-- trigger that sees changed rows takes as long as all the rest of the change. Deletions are counted here, in the order of the key so
-- that two statements cannot lock each other out.
create or replace function count_deleted_letters() returns trigger language plpgsql as $$
begin
    insert into dead_letter_count (group_id, state, letters)
        select group_id, state, -count(*) from old_letters group by group_id, state order by group_id, state
        on conflict (group_id, state) do update set letters = dead_letter_count.letters + excluded.letters;
    return null;
end $$;

drop trigger if exists dead_letter_inserted on dead_letter;
drop function if exists count_inserted_letters();
drop trigger if exists dead_letter_changed on dead_letter;
drop function if exists count_changed_letters();

drop trigger if exists dead_letter_deleted on dead_letter;
create trigger dead_letter_deleted after delete on dead_letter
    referencing old table as old_letters for each statement execute function count_deleted_letters();
