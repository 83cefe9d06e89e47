package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tells of which integrations letters, causes and replay jobs are. Thread-safe. */
public final class SubjectIntegrations {

    private static final int AT_ONCE = 1000;
    private static final String LETTERS = "select id, integration from dead_letter where id in (<ids>)";
    private static final String CAUSES = "select id, integration from dead_letter_group where id in (<ids>)";
    private static final String JOBS = "select job, integration from replay_job_integration where job in (<ids>)";

    private final HubDatabase database;

    public SubjectIntegrations(HubDatabase database) {
        this.database = database;
    }

    /** The integrations of each of these; ids that are unknown, or of letters that were purged, are missing. */
    public Map<UUID, Set<String>> of(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.jdbi().withHandle(handle -> {
            Map<UUID, Set<String>> found = new HashMap<>();
            List<UUID> all = List.copyOf(ids);
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<UUID> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                add(handle, LETTERS, some, found);
                add(handle, CAUSES, some, found);
                add(handle, JOBS, some, found);
            }
            return found;
        });
    }

    private static void add(Handle handle, String query, Collection<UUID> ids, Map<UUID, Set<String>> found) {
        handle.createQuery(query)
                .bindList("ids", ids)
                .map((row, context) -> found.computeIfAbsent(row.getObject(1, UUID.class), none -> new HashSet<>())
                        .add(row.getString(2)))
                .list();
    }
}
