package io.d365hub.webhook.event;

import org.apache.camel.spi.Metadata;

/** Names of what an event brings to the exchange. */
public final class EventConstants {

    @Metadata(description = "Message of the event, e.g. Update.", javaType = "String")
    public static final String MESSAGE = "HubDvMessage";

    @Metadata(description = "Table of the row, its logical name.", javaType = "String")
    public static final String TABLE = "HubDvTable";

    @Metadata(description = "Primary key of the row.", javaType = "String")
    public static final String ROW = "HubDvRow";

    /** Exchange property: the event as {@link ChangeEvent}. */
    public static final String EVENT = "HubChangeEvent";

    /** Exchange property: false for an event that the route does not want; the kamelet filters by it. */
    public static final String WANTED = "HubEventWanted";

    /** Exchange property of the lane: true for a dead letter that is sent again. */
    static final String REPLAYED = "HubReplayed";

    private EventConstants() {}
}
