package io.d365hub.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.access.User;
import io.d365hub.audit.AuditRecord;
import io.d365hub.audit.AuditTrail;
import io.d365hub.deadletter.SubjectIntegrations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The audit trail as one person may see it. Whoever has some integrations only sees the person's own acts, and those entries that
 * name integrations of the person and no others; what names none, or something that is gone, is not shown. Thread-safe.
 */
public final class AuditScope {

    private static final int PORTION = 500;
    /** So many entries are looked at for a page: those of others may be many. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final String WEBHOOKS = "webhook.";

    private final AuditTrail trail;
    private final SubjectIntegrations subjects;

    public AuditScope(AuditTrail trail, SubjectIntegrations subjects) {
        this.trail = trail;
        this.subjects = subjects;
    }

    /** The last entries, the newest first; for a person with some integrations those among the last 10,000. */
    public List<AuditRecord> latest(User user, int limit) {
        if (user.hasAllIntegrations()) {
            return trail.latest(limit);
        }
        List<AuditRecord> found = new ArrayList<>();
        long before = Long.MAX_VALUE;
        for (int looked = 0; looked < MOST_LOOKED_AT && found.size() < limit; looked += PORTION) {
            List<AuditRecord> portion = trail.before(before, PORTION);
            if (portion.isEmpty()) {
                break;
            }
            found.addAll(open(user, portion));
            before = portion.get(portion.size() - 1).sequence();
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** The entries behind this one, the oldest first. */
    public List<AuditRecord> after(User user, long sequence, int limit) {
        if (user.hasAllIntegrations()) {
            return trail.after(sequence, limit);
        }
        List<AuditRecord> found = new ArrayList<>();
        long last = sequence;
        List<AuditRecord> portion = trail.after(last, PORTION);
        while (!portion.isEmpty() && found.size() < limit) {
            found.addAll(open(user, portion));
            last = portion.get(portion.size() - 1).sequence();
            portion = trail.after(last, PORTION);
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** What was done to this, the oldest first. */
    public List<AuditRecord> about(User user, UUID id) {
        return open(user, trail.about(List.of(id)));
    }

    /** Those of these entries that are open to this person. */
    public List<AuditRecord> open(User user, List<AuditRecord> entries) {
        if (user.hasAllIntegrations()) {
            return entries;
        }
        Set<UUID> ids = new HashSet<>();
        entries.stream().filter(entry -> !isOwn(user, entry)).forEach(entry -> ids.addAll(entry.subjects()));
        Map<UUID, Set<String>> integrations = subjects.of(ids);
        return entries.stream()
                .filter(entry -> isOwn(user, entry) || isOpen(user, entry, integrations))
                .toList();
    }

    private static boolean isOwn(User user, AuditRecord entry) {
        return entry.who().equals(user.name());
    }

    private static boolean isOpen(User user, AuditRecord entry, Map<UUID, Set<String>> integrations) {
        Optional<Set<String>> named = named(entry);
        if (named.isEmpty()) {
            return false;
        }
        Set<String> all = new HashSet<>(named.get());
        for (UUID subject : entry.subjects()) {
            Set<String> known = integrations.getOrDefault(subject, Set.of());
            // Runs of batches are known by the name of their batch, which the entry holds.
            if (known.isEmpty() && named.get().isEmpty()) {
                return false;
            }
            all.addAll(known);
        }
        return !all.isEmpty() && all.stream().allMatch(user::maySee);
    }

    /** What the details name; empty when they were cut and cannot be read. */
    private static Optional<Set<String>> named(AuditRecord entry) {
        try {
            JsonNode details = AdminApi.JSON.readTree(entry.details());
            Set<String> named = new HashSet<>();
            add(named, "", details.path("integration"));
            add(named, "", details.path("batch"));
            add(named, WEBHOOKS, details.path("subscription"));
            return Optional.of(named);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void add(Set<String> named, String prefix, JsonNode name) {
        if (name.isTextual()) {
            named.add(prefix + name.asText());
        }
    }
}
