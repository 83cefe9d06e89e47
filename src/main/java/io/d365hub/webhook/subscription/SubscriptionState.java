package io.d365hub.webhook.subscription;

/** Whether a receiver is called. */
public enum SubscriptionState {
    /** Events are delivered. */
    ENABLED,
    /** The receiver is not called; its events are kept, in order. */
    DISABLED,
    /** It said that it wants no more (410): it is not called, and nothing more is kept for it. */
    GONE,
    /** What still waits is thrown away, then the subscription is forgotten. */
    REMOVED
}
