package io.d365hub.batch.source.odata;

import io.d365hub.batch.source.http.QueryParameters;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of an entity set; empty texts are left out.
 *
 * @param watermark property by which rows of a range are found
 */
record ODataQuery(String select, String filter, String orderby, String expand, String watermark, boolean count) {

    /**
     * The address of the first page.
     *
     * @param from least watermark
     * @param to the first watermark that is too large
     */
    URI address(URI entitySet, Optional<String> from, Optional<String> to) {
        List<String> conditions = new ArrayList<>();
        if (!filter.isEmpty()) {
            conditions.add(from.isPresent() || to.isPresent() ? "(" + filter + ")" : filter);
        }
        from.ifPresent(value -> conditions.add(watermark + " ge " + literal(value)));
        to.ifPresent(value -> conditions.add(watermark + " lt " + literal(value)));
        URI address = entitySet;
        address = with(address, "$select", select);
        address = with(address, "$filter", String.join(" and ", conditions));
        address = with(address, "$orderby", orderby);
        address = with(address, "$expand", expand);
        return count ? with(address, "$count", "true") : address;
    }

    private static URI with(URI address, String option, String value) {
        return value.isEmpty() ? address : QueryParameters.with(address, option, value);
    }

    /** Numbers, days and times stand as they are in OData, texts in quotes. */
    private static String literal(String value) {
        return value.matches("-?\\d+(\\.\\d+)?|\\d{4}-\\d{2}-\\d{2}(T[0-9:.]+(Z|[+-]\\d{2}:\\d{2}))?")
                ? value
                : "'" + value.replace("'", "''") + "'";
    }
}
