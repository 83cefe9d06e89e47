package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A query by system query options. Pages are followed by the link that each names, as it stands there: it holds cookies that
 * are encoded twice.
 *
 * @param table entity set name, or the path of a collection such as {@code accounts(<id>)/contact_customer_accounts}
 * @param options by name, e.g. {@code $filter}; values as a person writes them
 * @param top after how many rows to stop; 0 for all. It is not sent as {@code $top}, which would end paging at 5,000
 * @param pageSize rows of a page, 1 to 5,000
 * @param preferred what each request prefers besides the page size, e.g. {@code odata.track-changes}; empty for nothing
 */
public record ODataQuery(String table, Map<String, String> options, int top, int pageSize, String preferred)
        implements RowQuery {

    private static final String TRACK_CHANGES = "odata.track-changes";

    public ODataQuery {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        if (top < 0) {
            throw new IllegalArgumentException("'top' is " + top + "; it must be at least 1, or 0 for all rows");
        }
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "The page size is " + pageSize + "; it must be 1 to " + LARGEST_PAGE + " rows");
        }
    }

    /** All rows and columns of a table. */
    public static ODataQuery of(String table) {
        return new ODataQuery(table, Map.of(), 0, DEFAULT_PAGE, "");
    }

    /** Only these columns; all when empty. */
    public ODataQuery select(List<String> columns) {
        return with("$select", String.join(",", columns));
    }

    /** E.g. {@code statecode eq 0}; a text in it stands in single quotes, with quotes of its own doubled. */
    public ODataQuery filter(String condition) {
        return with("$filter", condition);
    }

    /** E.g. {@code createdon desc,accountid}; end with a unique column, or pages may overlap. */
    public ODataQuery orderBy(String columns) {
        return with("$orderby", columns);
    }

    /** E.g. {@code primarycontactid($select=fullname)}. */
    public ODataQuery expand(String properties) {
        return with("$expand", properties);
    }

    /** E.g. {@code groupby((statecode),aggregate($count as rows))}. */
    public ODataQuery apply(String transformation) {
        return with("$apply", transformation);
    }

    public ODataQuery top(int rows) {
        return new ODataQuery(table, options, rows, pageSize, preferred);
    }

    public ODataQuery pageSize(int rows) {
        return new ODataQuery(table, options, top, rows, preferred);
    }

    /** The initial load of change tracking: its last page names where the changes after it are found. */
    public ODataQuery trackingChanges() {
        return new ODataQuery(table, options, top, pageSize, TRACK_CHANGES);
    }

    /** Sets or, with an empty value, leaves out one option. */
    public ODataQuery with(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        if (value == null || value.isBlank()) {
            more.remove(option);
        } else {
            more.put(option, value);
        }
        return new ODataQuery(table, more, top, pageSize, preferred);
    }

    @Override
    public String resource(Optional<String> next) {
        if (next.isPresent()) {
            return pathOf(next.get());
        }
        return options.isEmpty()
                ? table
                : options.entrySet().stream()
                        .map(option -> option.getKey() + "=" + QueryText.encoded(option.getValue()))
                        .collect(Collectors.joining("&", table + "?", ""));
    }

    @Override
    public String preference() {
        // A page larger than all that is wanted would be read in vain.
        int rows = top > 0 ? Math.min(top, pageSize) : pageSize;
        return (preferred.isEmpty() ? "" : preferred + ",") + "odata.maxpagesize=" + rows;
    }

    @Override
    public String annotations() {
        return "";
    }

    @Override
    public Optional<String> next(JsonNode page, Optional<String> current) {
        String link = page.path("@odata.nextLink").asText("");
        return link.isEmpty() ? Optional.empty() : Optional.of(link);
    }

    /** The link without scheme and host: our token goes to our environment only, whatever a link says. */
    private static String pathOf(String link) {
        String path = link;
        int scheme = link.indexOf("://");
        if (scheme >= 0) {
            int slash = link.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : link.substring(slash);
        }
        if (!path.startsWith("/api/data/")) {
            throw new IllegalArgumentException("The link to a page does not lead to the Web API");
        }
        return QueryText.sendable(path);
    }

    /** Names table and options, no values. */
    @Override
    public String toString() {
        return table + " " + options.keySet();
    }
}
