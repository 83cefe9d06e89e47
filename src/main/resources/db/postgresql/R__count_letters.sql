-- Keeps dead_letter_count, whoever changes letters. Once for a statement, in the order of the key so that two statements
-- cannot lock each other out.
create or replace function count_inserted_letters() returns trigger language plpgsql as $$
begin
    insert into dead_letter_count (group_id, state, letters)
        select group_id, state, count(*) from new_letters group by group_id, state order by group_id, state
        on conflict (group_id, state) do update set letters = dead_letter_count.letters + excluded.letters;
    return null;
end $$;

create or replace function count_deleted_letters() returns trigger language plpgsql as $$
begin
    insert into dead_letter_count (group_id, state, letters)
        select group_id, state, -count(*) from old_letters group by group_id, state order by group_id, state
        on conflict (group_id, state) do update set letters = dead_letter_count.letters + excluded.letters;
    return null;
end $$;

create or replace function count_changed_letters() returns trigger language plpgsql as $$
begin
    insert into dead_letter_count (group_id, state, letters)
        select group_id, state, sum(change) from (
            select group_id, state, 1 as change from new_letters
            union all select group_id, state, -1 from old_letters) changes
        group by group_id, state having sum(change) <> 0 order by group_id, state
        on conflict (group_id, state) do update set letters = dead_letter_count.letters + excluded.letters;
    return null;
end $$;

drop trigger if exists dead_letter_inserted on dead_letter;
create trigger dead_letter_inserted after insert on dead_letter
    referencing new table as new_letters for each statement execute function count_inserted_letters();

drop trigger if exists dead_letter_deleted on dead_letter;
create trigger dead_letter_deleted after delete on dead_letter
    referencing old table as old_letters for each statement execute function count_deleted_letters();

drop trigger if exists dead_letter_changed on dead_letter;
create trigger dead_letter_changed after update on dead_letter
    referencing old table as old_letters new table as new_letters for each statement execute function count_changed_letters();
