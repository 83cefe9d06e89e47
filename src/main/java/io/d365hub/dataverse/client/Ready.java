package io.d365hub.dataverse.client;

/** Something to write whose bytes are made and which can share a request with others. Immutable. */
public sealed interface Ready permits ReadyRow, ReadyChangeset {

    /** Operations that the service counts, at least 1. */
    int operations();

    /** About how many bytes it adds to a request. */
    int bytes();

    /** Where the row is, relative to the Web API; of several rows the first. */
    String address();

    /** Names what was not done, without any value. */
    String notDone();

    /** Whether the caller may send the same again after a lost answer. */
    boolean repeatable();

    /** Its sender gave it up while it waited for its turn; nothing was sent. */
    default DataverseException withdrawn() {
        return Failures.withdrawn(notDone());
    }
}
