package io.d365hub.batch.source.dataverse;

import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.source.OptionValues;
import io.d365hub.batch.source.odata.RemovedRows;
import org.apache.camel.Category;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Rows of a Dataverse table: all of them in the first run, then what has changed. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-dataverse",
        title = "Batch Dataverse",
        syntax = "batch-dataverse:name",
        consumerOnly = true,
        category = {Category.SAAS})
public class DataverseSourceEndpoint extends BatchEndpoint {

    private static final int LARGEST_PAGE = 5_000;

    @UriParam(description = "Entity set name of the table, e.g. accounts. It must track changes.")
    @Metadata(required = true)
    private String table;

    @UriParam(description = "Columns to read, separated by commas. All when empty; a choice is much faster.")
    private String select = "";

    @UriParam(description = "Rows of a page, at most 5000.", defaultValue = "5000")
    private int pageSize = LARGEST_PAGE;

    @UriParam(
            description =
                    "What happens when Dataverse does not know the position any more (0x80044352): resync = the table is read again, with a warning, and deletions since are not told; stop = the run fails until somebody decides.",
            defaultValue = "resync",
            enums = "resync,stop")
    private String onExpired = "resync";

    DataverseSourceEndpoint(String uri, DataverseSourceComponent component, String name) {
        super(uri, component, name);
    }

    @Override
    protected BatchSource source() {
        OptionValues values = new OptionValues(getName());
        return new ChangesSource(
                getName(),
                () -> ChangeFeed.find(getCamelContext().getRegistry()),
                new ChangeFeed.Rows(
                        values.required("table", table, "Give the entity set name, e.g. accounts."),
                        values.list(select),
                        values.within("pageSize", pageSize, 1, LARGEST_PAGE),
                        new RemovedRows(options().getRecordKey()).keyColumn()),
                options().getRecordKey(),
                values.choice("onExpired", onExpired, "resync", "stop").equals("resync"));
    }

    public String getTable() {
        return table;
    }

    public void setTable(String table) {
        this.table = table;
    }

    public String getSelect() {
        return select;
    }

    public void setSelect(String select) {
        this.select = select;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public String getOnExpired() {
        return onExpired;
    }

    public void setOnExpired(String onExpired) {
        this.onExpired = onExpired;
    }
}
