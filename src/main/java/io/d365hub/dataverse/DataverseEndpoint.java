package io.d365hub.dataverse;

import io.d365hub.dataverse.bulk.RowWrites;
import io.d365hub.dataverse.client.RequestOptions;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

/** Rows of one Dataverse table: written and read by a producer, their changes followed by a consumer. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "dataverse",
        title = "Dataverse",
        syntax = "dataverse:table",
        category = {Category.CLOUD, Category.SAAS},
        headersClass = DataverseConstants.class)
public class DataverseEndpoint extends ScheduledPollEndpoint {

    /** Changes are asked for this often unless an option says otherwise; each time costs one of the service's requests. */
    private static final long POLL_MILLIS = 5_000;

    @UriPath(
            description = "Entity set name of the table, e.g. salesorders; for a changeset the table of rows that name"
                    + " none")
    private final String table;

    @UriParam
    private final DataverseConfiguration configuration;

    private final List<KeyColumn> keyColumns;
    private final List<String> keyColumnNames;
    private final List<String> selected;
    private final RequestOptions requestOptions;

    DataverseEndpoint(String uri, DataverseComponent component, String table, DataverseConfiguration configuration) {
        super(uri, component);
        setDelay(POLL_MILLIS);
        this.table = table;
        this.configuration = configuration;
        this.keyColumns = KeyColumn.list(configuration.getKey());
        this.keyColumnNames = keyColumns.stream().map(KeyColumn::name).toList();
        this.selected =
                configuration.getSelect() == null || configuration.getSelect().isBlank()
                        ? List.of()
                        : Arrays.stream(configuration.getSelect().split(","))
                                .map(String::trim)
                                .toList();
        this.requestOptions = configuration.requestOptions(selected);
    }

    @Override
    public DataverseComponent getComponent() {
        return (DataverseComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new DataverseProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (configuration.getOperation() != DataverseOperation.CHANGES) {
            throw new IllegalArgumentException("dataverse:" + table
                    + " at the beginning of a route follows the changes of" + " the table: set operation=changes");
        }
        ChangesConsumer consumer = new ChangesConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    public String getTable() {
        return table;
    }

    public DataverseConfiguration getConfiguration() {
        return configuration;
    }

    /** Names of the columns of the alternate key, without their types; none when rows are addressed by id. */
    public List<String> getKeyColumnNames() {
        return keyColumnNames;
    }

    /** Joined with others, unless the author does not want that. */
    RowWrites writes() {
        return configuration.isGroupCommit()
                ? getComponent().groupCommit()
                : RowWrites.single(getComponent().client());
    }

    /**
     * Whether messages that come one after the other, the next before the answer for the one before it, are written in
     * this order when they stand in a {@link io.d365hub.dataverse.bulk.WriteLine}.
     */
    public boolean keepsLines() {
        return configuration.isGroupCommit() && configuration.getOperation().rewritesRows();
    }

    List<KeyColumn> keyColumns() {
        return keyColumns;
    }

    /** What every request of this endpoint asks for, unless its message says otherwise. */
    RequestOptions requestOptions() {
        return requestOptions;
    }

    List<String> selected() {
        return selected;
    }
}
