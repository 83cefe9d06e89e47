package io.d365hub.lane;

import org.apache.camel.spi.Metadata;

/** Names of what a lane puts on an exchange and reads from it. */
public final class LaneConstants {

    @Metadata(description = "Id of the message, as the caller was told.", javaType = "String")
    public static final String MESSAGE_ID = "HubMessageId";

    @Metadata(description = "Name of the integration.", javaType = "String")
    public static final String INTEGRATION = "HubIntegration";

    @Metadata(description = "Record key: messages of one record key are worked one after another.", javaType = "String")
    public static final String RECORD_KEY = "HubRecordKey";

    @Metadata(description = "Name of the client that sent the message.", javaType = "String")
    public static final String CLIENT = "HubClient";

    @Metadata(description = "When the hub accepted the message, ISO 8601 in UTC.", javaType = "String")
    public static final String ACCEPTED_AT = "HubAcceptedAt";

    @Metadata(description = "Which attempt this is, from 1.", javaType = "Integer")
    public static final String ATTEMPT = "HubAttempt";

    /**
     * Exchange property by which a route says what became of the message when the hub would judge otherwise: {@code
     * filtered} or {@code delivered}. An exception weighs more.
     */
    public static final String VERDICT = "HubVerdict";

    /** Exchange property: true for a dead letter that is sent again. */
    public static final String REPLAYED = "HubReplayed";

    /** Exchange property: true while the sender of the message waits for its verdict. */
    public static final String AWAITED = "HubAwaited";

    /** Exchange property: the table of Dataverse that the message was last sent to. */
    static final String TABLE = "HubTable";

    /**
     * Exchange property: the row that the message was last written to, as its target names it, e.g. {@code
     * salesorders(ordernumber='1001')}. The Dataverse component sets it; a route to another target may. It is kept with the message
     * and told to whoever asks for it; values of personal columns in it are left out.
     */
    public static final String ROW = "HubRow";

    /** Exchange property: whether the last {@code filter} step that was passed let the message through. */
    static final String FILTER_MATCHED = "HubFilterMatched";

    private LaneConstants() {}
}
