package io.d365hub.dataverse;

import io.d365hub.dataverse.client.RowQuery;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which rows an endpoint asks for, and how their pages are given. */
@UriParams
public class QueryConfiguration extends RequestConfiguration {

    /** How the rows of a query come. */
    public enum Paging {
        /** One after another; pages are read while rows are taken. */
        STREAM,
        /** One page, and the name of the page after it. */
        SINGLE
    }

    @UriParam(label = "common", description = "Columns to read, separated by commas; all columns when empty")
    private String select;

    @UriParam(
            label = "producer",
            description = "Condition of a query or a count, e.g. statecode eq 0 and name eq 'O''Brien'. The header"
                    + " CamelDataverseFilter takes its place")
    private String filter;

    @UriParam(
            label = "producer",
            description = "Columns that order a query, e.g. createdon desc,accountid; end with a unique one")
    private String orderBy;

    @UriParam(label = "producer", description = "Rows to read along, e.g. primarycontactid($select=fullname)")
    private String expand;

    @UriParam(
            label = "producer",
            description = "Aggregation of a query, e.g. groupby((statecode),aggregate($count as rows))")
    private String apply;

    @UriParam(
            label = "producer",
            description = "Query in FetchXML instead of the options before: the element itself or where it is, e.g."
                    + " resource:file:queries/open-orders.xml")
    private String fetchXml;

    @UriParam(label = "producer", defaultValue = "0", description = "After how many rows a query stops; 0 for all")
    private int top;

    @UriParam(
            label = "common",
            defaultValue = "1000",
            description = "Rows of a page, at most 5000. One page is held in memory")
    private int pageSize = RowQuery.DEFAULT_PAGE;

    @UriParam(
            label = "producer",
            defaultValue = "stream",
            enums = "stream,single",
            description =
                    "stream: the body becomes an iterator over all rows, for a streaming split; pages are read while"
                            + " rows are taken. single: the body becomes one page, and the header CamelDataverseNextPage names the"
                            + " one after it")
    private Paging paging = Paging.STREAM;

    @UriParam(
            label = "common",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "How long the reading of a page waits while the environment asks to be left alone")
    private long readPatience = 600_000;

    Duration patience() {
        return Duration.ofMillis(readPatience);
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

    public String getOrderBy() {
        return orderBy;
    }

    public void setOrderBy(String orderBy) {
        this.orderBy = orderBy;
    }

    public String getExpand() {
        return expand;
    }

    public void setExpand(String expand) {
        this.expand = expand;
    }

    public String getApply() {
        return apply;
    }

    public void setApply(String apply) {
        this.apply = apply;
    }

    public String getFetchXml() {
        return fetchXml;
    }

    public void setFetchXml(String fetchXml) {
        this.fetchXml = fetchXml;
    }

    public int getTop() {
        return top;
    }

    public void setTop(int top) {
        this.top = top;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public Paging getPaging() {
        return paging;
    }

    public void setPaging(Paging paging) {
        this.paging = paging;
    }

    public long getReadPatience() {
        return readPatience;
    }

    public void setReadPatience(long readPatience) {
        this.readPatience = readPatience;
    }
}
