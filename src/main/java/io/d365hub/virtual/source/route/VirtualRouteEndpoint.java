package io.d365hub.virtual.source.route;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * One virtual table. At the beginning of a route: answers the questions about it, when its declaration says {@code source: {
 * route: {} }}. Behind {@code to}: makes of a changed row the body of Dataverse's actions OnExternalCreated, OnExternalUpdated and
 * OnExternalDeleted.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "virtual",
        title = "Virtual table",
        syntax = "virtual:table",
        category = {Category.API},
        headersClass = VirtualConstants.class)
public final class VirtualRouteEndpoint extends DefaultEndpoint {

    @UriPath(description = "The table, as <service>/<Table>.")
    @Metadata(required = true)
    private final String table;

    @UriParam(
            label = "producer",
            description = "Logical name of the virtual table in Dataverse, e.g. hub_stocklevel; required behind 'to'.")
    private String logicalName;

    @UriParam(
            label = "producer",
            description =
                    "The column of the message that holds the row's natural key, and of Dataverse its id; <logicalName>id unless given.")
    private String idColumn;

    @UriParam(label = "producer", description = "What has become of the row.", defaultValue = "UPDATED")
    private ChangeKind change = ChangeKind.UPDATED;

    VirtualRouteEndpoint(String uri, VirtualRouteComponent component, String table) {
        super(uri, component);
        this.table = table;
        setExchangePattern(ExchangePattern.InOut);
    }

    @Override
    public Producer createProducer() {
        if (logicalName == null || logicalName.isBlank()) {
            throw new IllegalArgumentException(
                    "virtual:" + table
                            + " behind 'to:' tells Dataverse of a changed row: set logicalName to the table's logical name there.");
        }
        return new ChangeNoticeProducer(this);
    }

    public String getLogicalName() {
        return logicalName;
    }

    public void setLogicalName(String logicalName) {
        this.logicalName = logicalName;
    }

    public String getIdColumn() {
        return idColumn;
    }

    public void setIdColumn(String idColumn) {
        this.idColumn = idColumn;
    }

    public ChangeKind getChange() {
        return change;
    }

    public void setChange(ChangeKind change) {
        this.change = change;
    }

    String idColumnOrDefault() {
        return idColumn == null || idColumn.isBlank() ? logicalName + "id" : idColumn;
    }

    ChangedRows changedRows() {
        return ((VirtualRouteComponent) getComponent()).changedRows();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        VirtualRouteConsumer consumer = new VirtualRouteConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    String table() {
        return table;
    }

    TableRoutes routes() {
        return ((VirtualRouteComponent) getComponent()).routes();
    }
}
