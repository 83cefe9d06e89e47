package io.d365hub.batch.source.sql;

import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.source.OptionValues;
import io.d365hub.connection.DataSources;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Rows of a SQL database: a table, or what a query gives. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-sql",
        title = "Batch SQL",
        syntax = "batch-sql:name",
        consumerOnly = true,
        category = {Category.DATABASE})
public class SqlSourceEndpoint extends BatchEndpoint {

    @UriParam(description = "Name of the data source, as in hub.datasource.<name>.url.")
    @Metadata(required = true)
    private String dataSource;

    @UriParam(description = "The table or view to read, with its schema where that is needed. Or give a query.")
    private String table = "";

    @UriParam(
            description =
                    "The select to read instead of a table, without 'order by': the hub puts conditions and order around it.")
    private String query = "";

    @UriParam(description = "Values of :names in the query, e.g. country=Switzerland,list=RETAIL. Bound as text.")
    private String parameters = "";

    @UriParam(
            description =
                    "Column or columns, separated by commas, that name a row; rows are read in pages in their order. Without it one cursor is read, and a run that is interrupted begins anew.")
    private String key = "";

    @UriParam(
            description =
                    "Column that grows with every change of a row: a time or a number. Each run then reads what is new since the last one.")
    private String watermark = "";

    @UriParam(
            description =
                    "How far before the newest watermark of the last run the next one begins, for transactions that commit late: a duration for times, a number for numbers. Default 1m for times, 0 for numbers.")
    private String overlap = "";

    @UriParam(
            description =
                    "Time zone of timestamps that have none of their own, e.g. Europe/Zurich; they are then handed out in UTC. Without it they are handed out as they stand.")
    private String zone = "";

    @UriParam(description = "Rows of one page, or fetched at once by a cursor.", defaultValue = "5000")
    private int pageSize = 5000;

    @UriParam(
            description = "Longest single value, in bytes. A row with a longer one becomes a dead letter.",
            defaultValue = "4194304")
    private int valueLimit = 4 << 20;

    @UriParam(
            description = "Whether the rows of a run are counted first, for progress and time left.",
            defaultValue = "true")
    private boolean count = true;

    @UriParam(description = "Longest time of one statement.", defaultValue = "10m")
    private String timeout = "10m";

    SqlSourceEndpoint(String uri, SqlSourceComponent component, String name) {
        super(uri, component, name);
    }

    @Override
    protected BatchSource source() {
        OptionValues values = new OptionValues(getName());
        if (table.isBlank() == query.isBlank()) {
            throw values.refused(
                    "table",
                    table.isBlank() ? "and 'query' are both missing" : "is set beside 'query'",
                    "Set one of them.");
        }
        if (!watermark.isBlank() && key.isBlank()) {
            throw values.refused(
                    "key", "is missing beside 'watermark'", "Name the column that tells rows of one watermark apart.");
        }
        Map<String, String> bound = values.pairs("parameters", parameters);
        SqlSettings settings = new SqlSettings(
                getName(),
                dataSource,
                query.isBlank() ? "select * from " + table.strip() : query.strip(),
                bound,
                values.list(key),
                watermark.isBlank() ? Optional.empty() : Optional.of(watermark.strip()),
                overlap.strip(),
                values.zone("zone", zone),
                values.within("pageSize", pageSize, 1, 100_000),
                values.within("valueLimit", valueLimit, 1, 512 << 20),
                count,
                values.duration("timeout", timeout));
        return new SqlSource(settings, () -> DataSources.find(getCamelContext().getRegistry(), dataSource));
    }

    public String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public String getTable() {
        return table;
    }

    public void setTable(String table) {
        this.table = table;
    }

    public String getQuery() {
        return query;
    }

    public void setQuery(String query) {
        this.query = query;
    }

    public String getParameters() {
        return parameters;
    }

    public void setParameters(String parameters) {
        this.parameters = parameters;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getWatermark() {
        return watermark;
    }

    public void setWatermark(String watermark) {
        this.watermark = watermark;
    }

    public String getOverlap() {
        return overlap;
    }

    public void setOverlap(String overlap) {
        this.overlap = overlap;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public int getValueLimit() {
        return valueLimit;
    }

    public void setValueLimit(int valueLimit) {
        this.valueLimit = valueLimit;
    }

    public boolean isCount() {
        return count;
    }

    public void setCount(boolean count) {
        this.count = count;
    }

    public String getTimeout() {
        return timeout;
    }

    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }
}
