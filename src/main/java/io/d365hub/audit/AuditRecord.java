package io.d365hub.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An entry as it stands in the trail.
 *
 * @param sequence its number, from 1, without gaps
 * @param at when it was written
 * @param who who acted
 * @param act what was done
 * @param why the reason given
 * @param subjects ids it was done to
 * @param details what else is known, a JSON object
 * @param hashBefore hash of what was changed; empty when nothing was
 * @param hashAfter the same, afterwards
 * @param previousHash hash of the entry before it
 * @param hash of everything above
 */
public record AuditRecord(
        long sequence,
        Instant at,
        String who,
        String act,
        String why,
        List<UUID> subjects,
        String details,
        String hashBefore,
        String hashAfter,
        String previousHash,
        String hash) {

    public AuditRecord {
        subjects = List.copyOf(subjects);
    }

    /** The hash that it must have. */
    String computedHash() {
        String[] parts = {
            Long.toString(sequence),
            Long.toString(at.toEpochMilli()),
            who,
            act,
            why,
            subjectsHash(subjects),
            details,
            hashBefore,
            hashAfter,
            previousHash
        };
        return AuditEntry.hash(Arrays.stream(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    static String subjectsHash(List<UUID> subjects) {
        return AuditEntry.hash(subjects.stream()
                .sorted()
                .map(id -> id.toString().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new));
    }
}
