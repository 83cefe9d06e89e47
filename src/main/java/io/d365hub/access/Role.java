package io.d365hub.access;

import java.util.Locale;
import java.util.Optional;

/** What a user of the console may do; each role may do what the ones before it may. */
public enum Role {
    /** Sees everything but personal data. */
    VIEWER,
    /** Replays, edits, discards, starts and stops. */
    OPERATOR,
    /** Deletes for good, reads the audit trail, and ends other people's sessions. */
    ADMINISTRATOR;

    /** Whether this role may do what the other one may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As settings and command lines write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this word; empty when there is none. */
    public static Optional<Role> ofWord(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
