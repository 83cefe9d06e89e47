package io.d365hub.alert;

/** A way to people. Each channel is called by a thread of its own, so one that is slow keeps nobody else waiting. */
public interface AlertChannel {

    /** For the log, e.g. {@code e-mail}. */
    String name();

    /**
     * Tells it; returns within a minute.
     *
     * @param heldBack how often the same was kept quiet since it was told last
     * @throws Exception when it was not told; it is tried again
     */
    void tell(Alert alert, int heldBack) throws Exception;
}
