package io.d365hub.virtual.source.odata;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.TableQuery;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The addresses that the other service is asked at. Immutable. */
final class ODataRequests {

    private final ODataSettings settings;

    ODataRequests(ODataSettings settings) {
        this.settings = settings;
    }

    /** The set. */
    URI set() {
        return address("", Map.of());
    }

    /** One row. */
    URI row(Object key) {
        return address("(" + Literals.encoded(Literals.of(key)).replace("%27", "'") + ")", Map.of());
    }

    /** One row, these columns. */
    URI row(Object key, Collection<VirtualColumn> columns) {
        Map<String, String> options = new LinkedHashMap<>();
        select(options, columns);
        return address("(" + Literals.encoded(Literals.of(key)).replace("%27", "'") + ")", options);
    }

    /** How many rows. */
    URI count(PushedFilter filter) {
        Map<String, String> options = new LinkedHashMap<>();
        filter.text().ifPresent(text -> options.put("$filter", text));
        return address("/$count", options);
    }

    /** Rows, in the service's own pages. */
    URI rows(PushedFilter filter, Collection<VirtualColumn> columns) {
        Map<String, String> options = new LinkedHashMap<>();
        select(options, columns);
        filter.text().ifPresent(text -> options.put("$filter", text));
        return address("", options);
    }

    /** A part of the rows, in order. */
    URI part(
            PushedFilter filter,
            Collection<VirtualColumn> columns,
            List<TableQuery.Order> order,
            long skip,
            OptionalLong top,
            boolean count) {
        Map<String, String> options = new LinkedHashMap<>();
        select(options, columns);
        filter.text().ifPresent(text -> options.put("$filter", text));
        options.put(
                "$orderby",
                order.stream()
                        .map(term -> term.column().sourceName() + (term.descending() ? " desc" : ""))
                        .collect(Collectors.joining(",")));
        if (skip > 0) {
            options.put("$skip", Long.toString(skip));
        }
        top.ifPresent(rows -> options.put("$top", Long.toString(rows)));
        if (count) {
            options.put("$count", "true");
        }
        return address("", options);
    }

    private void select(Map<String, String> options, Collection<VirtualColumn> columns) {
        if (settings.can(Ability.SELECT)) {
            options.put(
                    "$select",
                    columns.stream()
                            .filter(ODataSettings::isProperty)
                            // The same question always in the same words.
                            .sorted(Comparator.comparingInt(VirtualColumn::ordinal))
                            .map(VirtualColumn::sourceName)
                            .distinct()
                            .collect(Collectors.joining(",")));
        }
    }

    private URI address(String behind, Map<String, String> options) {
        String query = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + Literals.encoded(option.getValue()))
                .collect(Collectors.joining("&"));
        return settings.root().resolve(settings.set() + behind + (query.isEmpty() ? "" : "?" + query));
    }
}
