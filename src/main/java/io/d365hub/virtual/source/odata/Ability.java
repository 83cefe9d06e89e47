package io.d365hub.virtual.source.odata;

import java.util.Locale;

/** What a service may be declared not to be able to do; the hub then does it, within the row limit. */
enum Ability {
    NE,
    OR,
    NOT,
    CONTAINS,
    STARTSWITH,
    ENDSWITH,
    TOLOWER,
    ORDERBY,
    SKIP,
    SELECT,
    COUNT,
    /** One row by {@code Set(key)}. */
    KEY,
    /** Any filter at all. */
    FILTER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
