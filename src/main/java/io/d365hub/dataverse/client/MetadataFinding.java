package io.d365hub.dataverse.client;

/**
 * Something that the metadata of an environment says against a route.
 *
 * @param kind what it is
 * @param problem what is wrong, e.g. {@code Table 'salesorder' does not exist on contoso.crm4.dynamics.com}
 * @param suggestion what the author can write or do instead; empty when there is none
 */
public record MetadataFinding(Kind kind, String problem, String suggestion) {

    /** What a finding is about. */
    public enum Kind {
        UNKNOWN_TABLE,
        UNKNOWN_KEY,
        UNKNOWN_COLUMN,
        /** The key is declared, but its index is still being built or has failed. */
        KEY_NOT_ACTIVE,
        /** Nothing could be checked: not a fault of the route. */
        UNREACHABLE
    }
}
