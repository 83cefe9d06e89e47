package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Expansions;
import io.d365hub.simulator.odata.FilterParser;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.TreeProperties;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** {@code $select} and {@code $expand} over the tree of metadata. */
final class MetadataView {

    /** Members that are shown only when they are expanded. */
    static final Set<String> NESTED = Set.of(
            "Attributes",
            "Keys",
            "ManyToOneRelationships",
            "OneToManyRelationships",
            "ManyToManyRelationships",
            "OptionSet",
            "GlobalOptionSet");

    private static final Set<String> ALWAYS = Set.of("MetadataId", "@odata.type");

    private final List<String> selected;
    private final Map<String, MetadataView> expanded = new LinkedHashMap<>();
    private final Predicate<Map<String, Object>> filter;

    /** Reads the options; null for one that is not given. */
    MetadataView(String select, String expand) {
        this(select, expand, item -> true);
    }

    private MetadataView(String select, String expand, Predicate<Map<String, Object>> filter) {
        this.filter = filter;
        selected = select == null || select.isBlank()
                ? null
                : Arrays.stream(select.split(",", -1)).map(String::strip).toList();
        if (expand != null && !expand.isBlank()) {
            for (String item : Expansions.split(expand, ',')) {
                expand(item.strip());
            }
        }
    }

    private void expand(String item) {
        int open = item.indexOf('(');
        String name = open < 0 ? item : item.substring(0, open);
        if (!NESTED.contains(name) || (open >= 0 && !item.endsWith(")"))) {
            throw ApiError.noProperty(name, "Microsoft.Dynamics.CRM.EntityMetadata");
        }
        String select = null;
        String expand = null;
        Predicate<Map<String, Object>> filter = definition -> true;
        if (open >= 0) {
            for (String option : Expansions.split(item.substring(open + 1, item.length() - 1), ';')) {
                if (option.startsWith("$select=")) {
                    select = option.substring("$select=".length());
                } else if (option.startsWith("$expand=")) {
                    expand = option.substring("$expand=".length());
                } else if (option.startsWith("$filter=")) {
                    filter = FilterParser.parse(
                            QueryOptions.parse(
                                    "$filter=" + URLEncoder.encode(option.substring(8), StandardCharsets.UTF_8)),
                            new TreeProperties());
                } else {
                    throw new ApiError(
                            ErrorCode.MALFORMED_REQUEST,
                            "Only $select, $filter and $expand can be provided while expanding.");
                }
            }
        }
        expanded.put(name, new MetadataView(select, expand, filter));
    }

    /** What follows the context URL. */
    String contextSuffix() {
        return selected == null ? "" : "(" + String.join(",", selected) + ")";
    }

    /** The part of a definition that was asked for. */
    Map<String, Object> of(Map<String, Object> definition) {
        Map<String, Object> shown = new LinkedHashMap<>();
        definition.forEach((name, value) -> {
            MetadataView nested = expanded.get(name);
            if (nested != null) {
                shown.put(name, nested.ofAny(value));
            } else if (!NESTED.contains(name)
                    && (selected == null || selected.contains(name) || ALWAYS.contains(name))) {
                shown.put(name, value);
            }
        });
        return shown;
    }

    @SuppressWarnings("unchecked") // the catalog holds maps and lists of maps only
    private Object ofAny(Object value) {
        if (value instanceof List<?> list) {
            return ((List<Map<String, Object>>) list)
                    .stream().filter(filter).map(this::of).toList();
        }
        return value == null ? null : of((Map<String, Object>) value);
    }
}
