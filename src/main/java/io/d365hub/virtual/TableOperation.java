package io.d365hub.virtual;

import java.util.Locale;

/** What callers may do to a virtual table. */
public enum TableOperation {
    READ,
    CREATE,
    UPDATE,
    DELETE;

    /** As declarations write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
