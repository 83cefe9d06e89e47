package io.d365hub.rehearsal;

import io.d365hub.rehearsal.Trial.Message;

/** A message on its way through a rehearsed lane. Used by the rehearsal's thread only. */
final class RehearsedRow {

    final Message message;
    final String key;
    int attempts;
    int retries;
    int parked;
    boolean failedBefore;
    /** When its patience began, in nanoseconds of running time. */
    long patienceFrom;
    /** When it may be tried again. */
    long notBefore;

    RehearsedRow(Message message, String key) {
        this.message = message;
        this.key = key;
    }
}
