package io.d365hub.simulator.event;

import java.util.UUID;

/** Something that steps can be told of. */
sealed interface Event permits RowEvent, CallEvent {

    /** What stands for a table or a row where there is none. */
    String NO_TABLE = "none";

    UUID NO_ROW = new UUID(0, 0);

    /** Such as {@code Update}, or a Custom API's unique name. */
    String message();

    /** Logical name of the table that it is about, or {@link #NO_TABLE}. */
    String tableName();

    /** The row that it is about, or {@link #NO_ROW}. */
    UUID id();

    Actor actor();

    /** How deep the platform's own calls are nested; 1 for what a client has asked for. */
    int depth();
}
