package io.d365hub.virtual.source.route;

/** What has become of a row in its source. */
public enum ChangeKind {
    CREATED,
    UPDATED,
    DELETED
}
