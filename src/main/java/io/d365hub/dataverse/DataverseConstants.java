package io.d365hub.dataverse;

import org.apache.camel.spi.Metadata;

/** Headers that the {@code dataverse:} endpoint reads and sets. */
public final class DataverseConstants {

    /**
     * Before: the id (GUID) of the row to work on, instead of a key. After: the id of the row, where Dataverse told it; an
     * upsert by alternate key is answered with the key.
     */
    @Metadata(label = "producer", javaType = "String", description = "Id (GUID) of the row, before and after the call")
    public static final String ID = "CamelDataverseId";

    /** After: HTTP status of the answer. */
    @Metadata(label = "producer", javaType = "Integer", description = "HTTP status of the answer")
    public static final String STATUS = "CamelDataverseStatus";

    /** After: the service's own name for the request, for its support. */
    @Metadata(
            label = "producer",
            javaType = "String",
            description = "The service's own name for the request, for Microsoft's support")
    public static final String REQUEST_ID = "CamelDataverseRequestId";

    /** After a changeset: how many rows it wrote; after a query of single pages: how many the page holds. */
    @Metadata(label = "producer", javaType = "Integer", description = "How many rows were written or read")
    public static final String ROWS = "CamelDataverseRows";

    /** Before: the version that the row must have, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "Version that the row must have, or *")
    public static final String IF_MATCH = "CamelDataverseIfMatch";

    /** Before: the version that the row must not have, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "Version that the row must not have, or *")
    public static final String IF_NONE_MATCH = "CamelDataverseIfNoneMatch";

    /** After: the row's version, where the answer held the row. */
    @Metadata(label = "producer", javaType = "String", description = "The row's version, for a later If-Match")
    public static final String VERSION = "CamelDataverseVersion";

    /** Before: acts for the user with this Entra object id, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "Entra object id of the user to act for")
    public static final String CALLER_OBJECT_ID = "CamelDataverseCallerObjectId";

    /** Before: acts for the user with this systemuserid, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "systemuserid of the user to act for")
    public static final String CALLER_ID = "CamelDataverseCallerId";

    /** Before: text that plug-ins see, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "Text that plug-ins and webhooks see")
    public static final String TAG = "CamelDataverseTag";

    /** Before: the condition of a query or a count, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "Condition of a query or a count")
    public static final String FILTER = "CamelDataverseFilter";

    /** Before: the query, instead of the option. */
    @Metadata(label = "producer", javaType = "String", description = "Query in FetchXML, or where it is")
    public static final String FETCH_XML = "CamelDataverseFetchXml";

    /** Before and after a query of single pages: the page to read, and the one after it. */
    @Metadata(label = "producer", javaType = "String", description = "Names the next page; missing after the last")
    public static final String NEXT_PAGE = "CamelDataverseNextPage";

    /** After a count: {@code count}, {@code aggregate} or {@code pages}. */
    @Metadata(label = "producer", javaType = "String", description = "How rows were counted: count, aggregate or pages")
    public static final String COUNTED_BY = "CamelDataverseCountedBy";

    /** Of a change: {@code changed} (new or not) or {@code deleted}; the body of the latter holds the id only. */
    @Metadata(label = "consumer", javaType = "String", description = "changed or deleted")
    public static final String CHANGE = "CamelDataverseChange";

    /** Of a change: the entity set name of its table. */
    @Metadata(label = "consumer", javaType = "String", description = "Entity set name of the changed row's table")
    public static final String TABLE = "CamelDataverseTable";

    /** Of a change: {@code load}, {@code overlap} or {@code changes}. */
    @Metadata(
            label = "consumer",
            javaType = "String",
            description = "load while the table is read whole, overlap for what changed meanwhile, then changes")
    public static final String PHASE = "CamelDataversePhase";

    /** After a batch: how many parts failed. */
    @Metadata(label = "producer", javaType = "Integer", description = "How many parts of a batch failed")
    public static final String FAILED = "CamelDataverseFailed";

    /** Before: how urgent the call is, instead of the option: interactive, event, batch or replay. */
    @Metadata(label = "producer", javaType = "String", description = "interactive, event, batch or replay")
    public static final String PRIORITY = "CamelDataversePriority";

    /** Exchange property: true for a dead letter that is sent again, whose calls then have the priority replay. */
    public static final String REPLAYED = "HubReplayed";

    /** Exchange property: the table that the message was last sent to; dead letters are searched and grouped by it. */
    public static final String LAST_TABLE = "HubTable";

    /**
     * Exchange property: the row that the message was last written to, e.g. {@code salesorders(ordernumber='1001')}, or its id where
     * Dataverse told it; the ledger keeps it, personal values left out.
     */
    public static final String LAST_ROW = "HubRow";

    /** Exchange property: the run of a batch that the message is a row of, whose calls then have the priority batch. */
    public static final String BATCH_RUN = "HubBatchRun";

    /** Exchange property: true while somebody waits for the message's result, whose calls then have the priority interactive. */
    public static final String AWAITED = "HubAwaited";

    /**
     * Exchange property, an {@link io.d365hub.dataverse.bulk.WriteLine.Place}, read by create, update, upsert, delete and
     * changeset: which other messages this one must be written after, whichever rows they are of.
     */
    public static final String PLACE = "CamelDataversePlace";

    private DataverseConstants() {}
}
