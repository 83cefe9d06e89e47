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

    /** After a changeset: how many rows it wrote. */
    @Metadata(label = "producer", javaType = "Integer", description = "How many rows a changeset wrote")
    public static final String ROWS = "CamelDataverseRows";

    private DataverseConstants() {}
}
