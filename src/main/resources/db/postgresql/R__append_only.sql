-- The audit trail is only ever added to.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The audit trail is only ever added to: % of % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

drop trigger if exists audit_entry_append_only on audit_entry;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function refuse_change();

drop trigger if exists audit_subject_append_only on audit_subject;
create trigger audit_subject_append_only before update or delete or truncate on audit_subject
    for each statement execute function refuse_change();
