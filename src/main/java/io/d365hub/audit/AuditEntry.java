package io.d365hub.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One act, as it is handed to {@link AuditTrail#append}: {@code AuditEntry.of("anna", "letter.discarded").because("...")
 * .on(ids)}. Immutable.
 *
 * <p>No entry holds payload, record keys or header values: what was changed stands in it as hashes.
 *
 * @param who the operator, client or part of the hub that acted
 * @param act what was done, as noun and participle, e.g. {@code letter.discarded}
 * @param why the reason that was given; empty when none was asked for
 * @param subjects ids of letters, jobs, causes or messages that the act was done to
 * @param details what else is known, such as counts; never personal data
 * @param hashBefore {@link #hash} of what was changed; empty when nothing was
 * @param hashAfter the same, afterwards
 */
public record AuditEntry(
        String who,
        String act,
        String why,
        List<UUID> subjects,
        Map<String, String> details,
        String hashBefore,
        String hashAfter) {

    public AuditEntry {
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(why, "why");
        subjects = subjects.stream().distinct().sorted().toList();
        details = Map.copyOf(details);
    }

    /** An act on nothing yet and for no reason. */
    public static AuditEntry of(String who, String act) {
        return new AuditEntry(who, act, "", List.of(), Map.of(), "", "");
    }

    /** The same with a reason. */
    public AuditEntry because(String reason) {
        return new AuditEntry(who, act, reason, subjects, details, hashBefore, hashAfter);
    }

    /** The same on these; entries of more than some thousand ids are better written in portions. */
    public AuditEntry on(Collection<UUID> ids) {
        return new AuditEntry(who, act, why, List.copyOf(ids), details, hashBefore, hashAfter);
    }

    /** The same on this one. */
    public AuditEntry on(UUID id) {
        return on(List.of(id));
    }

    /** The same with one thing more that is known. */
    public AuditEntry with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(details);
        more.put(name, String.valueOf(value));
        return new AuditEntry(who, act, why, subjects, more, hashBefore, hashAfter);
    }

    /** The same as a change from one state to another; both as {@link #hash} makes them. */
    public AuditEntry changing(String before, String after) {
        return new AuditEntry(who, act, why, subjects, details, before, after);
    }

    /** SHA-256 in hexadecimal digits, of all parts in this order, each with its length. */
    public static String hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
