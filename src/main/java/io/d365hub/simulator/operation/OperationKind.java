package io.d365hub.simulator.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of requests, as statistics and faults call them. */
public enum OperationKind {
    CREATE,
    RETRIEVE,
    QUERY,
    COUNT,
    /** Change tracking: an initial load, a delta link, or its count. */
    CHANGES,
    UPDATE,
    UPSERT,
    DELETE,
    ASSOCIATE,
    DISASSOCIATE,
    CREATEMULTIPLE,
    UPDATEMULTIPLE,
    UPSERTMULTIPLE,
    BATCH,
    WHOAMI,
    FUNCTION,
    METADATA,
    TOKEN,
    /** A request that could not be read. */
    INVALID,
    /** In faults only: every kind but {@link #TOKEN}. */
    ANY;

    /** The name in JSON. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this name, in any case. */
    @JsonCreator
    public static OperationKind of(String text) {
        for (OperationKind kind : values()) {
            if (kind.name().equalsIgnoreCase(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no operation; known are "
                + Arrays.stream(values()).map(OperationKind::text).collect(Collectors.joining(", ")));
    }

    /** Whether it writes many rows of one table, and so may carry a row that a fault for single rows looks for. */
    public boolean isManyOf(OperationKind single) {
        return name().equals(single.name() + "MULTIPLE");
    }
}
