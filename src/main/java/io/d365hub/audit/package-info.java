/**
 * The audit trail: who did what, to which ids, why, with hashes of what was changed before and after. {@link
 * io.d365hub.audit.AuditTrail} adds to it in the caller's own transaction, so that an act and its entry stand together or not
 * at all. Entries are never changed: triggers refuse it, and each entry holds the hash of the one before it.
 *
 * <p>Uses {@code database} only, so that every package may write into it.
 */
package io.d365hub.audit;
