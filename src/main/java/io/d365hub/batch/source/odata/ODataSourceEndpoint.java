package io.d365hub.batch.source.odata;

import io.d365hub.batch.BatchSource;
import io.d365hub.batch.source.OptionValues;
import io.d365hub.batch.source.http.HttpBatchEndpoint;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Rows of an entity set of an OData v4 service. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-odata",
        title = "Batch OData",
        syntax = "batch-odata:name",
        consumerOnly = true,
        category = {Category.HTTP})
public class ODataSourceEndpoint extends HttpBatchEndpoint {

    @UriParam(description = "Properties to read, separated by commas. All when empty.")
    private String select = "";

    @UriParam(description = "Which rows, e.g. Country eq 'Sweden'.")
    private String filter = "";

    @UriParam(
            description = "In which order, e.g. CustomerID. With a watermark its property, unless this says otherwise.")
    private String orderby = "";

    @UriParam(description = "Related rows to read along, e.g. Orders($select=OrderID).")
    private String expand = "";

    @UriParam(
            description = "Rows of a page, asked for with Prefer: odata.maxpagesize. 0 leaves it to the service.",
            defaultValue = "0")
    private int pageSize;

    @UriParam(
            description =
                    "Whether the service is asked for a delta link. The next run then reads changes and deletions since; deleted rows have @removed.",
            defaultValue = "false")
    private boolean changes;

    @UriParam(
            description =
                    "Property that grows with every change of a row, where the service has no delta links. Each run then reads what is new since the last one; deletions are not told.")
    private String watermark = "";

    @UriParam(
            description = "Whether the service is asked how many rows there are, for progress.",
            defaultValue = "true")
    private boolean count = true;

    ODataSourceEndpoint(String uri, ODataSourceComponent component, String name) {
        super(uri, component, name);
    }

    @Override
    protected BatchSource source() {
        OptionValues values = new OptionValues(getName());
        if (changes && !watermark.isBlank()) {
            throw values.refused("watermark", "is set beside 'changes'", "Set one of them.");
        }
        ODataQuery query = new ODataQuery(
                select.strip(),
                filter.strip(),
                orderby.isBlank() ? watermark.strip() : orderby.strip(),
                expand.strip(),
                watermark.strip(),
                count);
        return new ODataSource(
                getName(),
                pages(ODataSource.headers(values.within("pageSize", pageSize, 0, 1_000_000), changes)),
                query,
                changes,
                options().getRecordKey(),
                resyncs());
    }

    public String getSelect() {
        return select;
    }

    public void setSelect(String select) {
        this.select = select;
    }

    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    public String getOrderby() {
        return orderby;
    }

    public void setOrderby(String orderby) {
        this.orderby = orderby;
    }

    public String getExpand() {
        return expand;
    }

    public void setExpand(String expand) {
        this.expand = expand;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public boolean isChanges() {
        return changes;
    }

    public void setChanges(boolean changes) {
        this.changes = changes;
    }

    public String getWatermark() {
        return watermark;
    }

    public void setWatermark(String watermark) {
        this.watermark = watermark;
    }

    public boolean isCount() {
        return count;
    }

    public void setCount(boolean count) {
        this.count = count;
    }
}
