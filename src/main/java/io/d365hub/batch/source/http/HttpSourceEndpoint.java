package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.source.OptionValues;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Rows of an HTTP API that answers with pages of JSON. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-http",
        title = "Batch HTTP",
        syntax = "batch-http:name",
        consumerOnly = true,
        category = {Category.HTTP})
public class HttpSourceEndpoint extends HttpBatchEndpoint {

    @UriParam(description = "Where the array of rows stands in a page: a JSON Pointer. Empty: the page is the array.")
    private String rows = "";

    @UriParam(
            description =
                    "How one page leads to the next: next-link = a link in the page, link-header = the header Link with rel=next, page = a page number in the address, cursor = a value of the page goes into the next address, none = there is one page.",
            defaultValue = "none",
            enums = "next-link,link-header,page,cursor,none")
    private String paging = "none";

    @UriParam(description = "Where the next page's link or cursor stands in a page: a JSON Pointer.")
    private String next = "";

    @UriParam(description = "Query parameter of the page number or cursor.", defaultValue = "page")
    private String pageParameter = "page";

    @UriParam(description = "Number of the first page.", defaultValue = "1")
    private int firstPage = 1;

    @UriParam(description = "Query parameter of the page size; empty when the source has none.")
    private String sizeParameter = "";

    @UriParam(
            description = "Rows of a page. With page numbers, a page with fewer rows is the last one.",
            defaultValue = "0")
    private int pageSize;

    @UriParam(
            description =
                    "Where a row has what grows with every change of it: a JSON Pointer. Each run then reads what is new since the last one.")
    private String watermark = "";

    @UriParam(description = "Query parameter that asks for rows from a watermark on.")
    private String fromParameter = "";

    @UriParam(description = "Query parameter that asks for rows before a watermark; for ranges.")
    private String toParameter = "";

    @UriParam(description = "Where a page tells how many rows there are in all: a JSON Pointer. For progress.")
    private String total = "";

    HttpSourceEndpoint(String uri, HttpSourceComponent component, String name) {
        super(uri, component, name);
    }

    @Override
    protected BatchSource source() {
        OptionValues values = new OptionValues(getName());
        if (watermark.isBlank() != fromParameter.isBlank()) {
            throw values.refused(
                    watermark.isBlank() ? "watermark" : "fromParameter",
                    "is missing",
                    "Set 'watermark' and 'fromParameter' together, or neither.");
        }
        HttpPages pages = pages(Map.of("Accept", "application/json"));
        HttpPaging way = new HttpPaging(
                pages,
                values.choice("paging", paging, "next-link", "link-header", "page", "cursor", "none"),
                pointer(values, "next", next),
                pageParameter,
                values.within("firstPage", firstPage, 0, 1_000_000),
                sizeParameter,
                values.within("pageSize", pageSize, 0, 1_000_000),
                pointer(values, "total", total));
        if ((paging.equals("next-link") || paging.equals("cursor")) && next.isBlank()) {
            throw values.refused("next", "is missing", "Say where the link or cursor of the next page stands.");
        }
        return new HttpSource(
                getName(),
                pages,
                pointer(values, "rows", rows).orElse(JsonPointer.empty()),
                way,
                pointer(values, "watermark", watermark),
                fromParameter.strip(),
                toParameter.strip(),
                resyncs());
    }

    private static Optional<JsonPointer> pointer(OptionValues values, String option, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonPointer.compile(text.strip()));
        } catch (IllegalArgumentException e) {
            throw values.refused(option, "is '" + text + "'", "Give a JSON Pointer such as /data/items.");
        }
    }

    public String getRows() {
        return rows;
    }

    public void setRows(String rows) {
        this.rows = rows;
    }

    public String getPaging() {
        return paging;
    }

    public void setPaging(String paging) {
        this.paging = paging;
    }

    public String getNext() {
        return next;
    }

    public void setNext(String next) {
        this.next = next;
    }

    public String getPageParameter() {
        return pageParameter;
    }

    public void setPageParameter(String pageParameter) {
        this.pageParameter = pageParameter;
    }

    public int getFirstPage() {
        return firstPage;
    }

    public void setFirstPage(int firstPage) {
        this.firstPage = firstPage;
    }

    public String getSizeParameter() {
        return sizeParameter;
    }

    public void setSizeParameter(String sizeParameter) {
        this.sizeParameter = sizeParameter;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public String getWatermark() {
        return watermark;
    }

    public void setWatermark(String watermark) {
        this.watermark = watermark;
    }

    public String getFromParameter() {
        return fromParameter;
    }

    public void setFromParameter(String fromParameter) {
        this.fromParameter = fromParameter;
    }

    public String getToParameter() {
        return toParameter;
    }

    public void setToParameter(String toParameter) {
        this.toParameter = toParameter;
    }

    public String getTotal() {
        return total;
    }

    public void setTotal(String total) {
        this.total = total;
    }
}
