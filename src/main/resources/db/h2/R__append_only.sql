-- The audit trail is only ever added to. H2 has no trigger for truncate; the chain of hashes shows that.
drop trigger if exists audit_entry_append_only;
create trigger audit_entry_append_only before update, delete on audit_entry
    for each statement call 'io.d365hub.audit.RefuseChange';

drop trigger if exists audit_subject_append_only;
create trigger audit_subject_append_only before update, delete on audit_subject
    for each statement call 'io.d365hub.audit.RefuseChange';
