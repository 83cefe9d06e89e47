package io.d365hub.webhook.subscription;

/** In which order a receiver is told. */
public enum Ordering {
    /** Events of one record one after another, different records at once. */
    RECORD,
    /** One after another, whatever they are about. */
    ALL,
    /** As it comes. */
    NONE;

    /** The record key under which an event lies in the subscription's queue. */
    String key(String recordKey, String event) {
        return switch (this) {
            case RECORD -> recordKey;
            case ALL -> "all";
            case NONE -> event;
        };
    }
}
