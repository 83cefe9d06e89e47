package io.d365hub.simulator.odata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options after the question mark, decoded. Immutable. */
public final class QueryOptions {

    private static final QueryOptions NONE = new QueryOptions(Map.of(), "", true);
    private static final String KEPT_IN_LINKS = "-._~$,'()/:@=!*;";
    private static final Set<String> KNOWN = Set.of(
            "$select",
            "$expand",
            "$filter",
            "$orderby",
            "$top",
            "$count",
            "$apply",
            "$skiptoken",
            "$deltatoken",
            "$id");

    private final Map<String, String> options;
    private final String raw;
    private final boolean withAliases;

    private QueryOptions(Map<String, String> options, String raw, boolean withAliases) {
        this.options = options;
        this.raw = raw;
        this.withAliases = withAliases;
    }

    /** Reads the raw text after the question mark; null when there is none. */
    public static QueryOptions parse(String query) {
        if (query == null || query.isEmpty()) {
            return NONE;
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&", -1)) {
            if (!option.isEmpty()) {
                int equals = option.indexOf('=');
                String name = PercentCoding.decodeQuery(equals < 0 ? option : option.substring(0, equals));
                options.put(name, equals < 0 ? "" : PercentCoding.decodeQuery(option.substring(equals + 1)));
                refuse(name);
            }
        }
        return new QueryOptions(options, query, true);
    }

    /** The options inside an expansion, decoded: {@code $select=a}, {@code $filter=b eq 1}. They know no aliases. */
    static QueryOptions nested(List<String> texts) {
        Map<String, String> options = new LinkedHashMap<>();
        StringBuilder raw = new StringBuilder();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw ApiError.badSyntax();
            }
            String name = text.substring(0, equals).strip();
            String value = text.substring(equals + 1);
            options.put(name, value);
            raw.append(raw.isEmpty() ? "" : "&").append(name).append('=');
            raw.append(PercentCoding.encode(value, KEPT_IN_LINKS, false));
        }
        return new QueryOptions(options, raw.toString(), false);
    }

    /** The names of all options, in the order of the request. */
    Set<String> names() {
        return options.keySet();
    }

    /** The text assigned to a parameter alias, with its {@code @}; null for an alias that is not assigned. */
    String aliasText(String name) {
        if (!withAliases) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "Parameter aliases such as '" + name + "' are not supported in $expand.");
        }
        return options.get(name);
    }

    /** The value of a parameter alias; null's literal for an alias that is not assigned. */
    Literal alias(String name) {
        String text = aliasText(name);
        if (text == null) {
            return Literal.NULL;
        }
        boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        return quoted
                ? new Literal(
                        Literal.Kind.QUOTED,
                        text.substring(1, text.length() - 1).replace("''", "'"))
                : new Literal(Literal.Kind.BARE, text);
    }

    private static void refuse(String name) {
        if (!name.startsWith("$") || KNOWN.contains(name)) {
            return;
        }
        throw new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                name.equals("$skip")
                        ? "Skip Clause is not supported in CRM"
                        : "The query parameter " + name + " is not supported.");
    }

    /** The option's value, or null. */
    public String get(String name) {
        return options.get(name);
    }

    public boolean has(String name) {
        return options.containsKey(name);
    }

    /** The raw options but {@code $skiptoken}, as the client wrote them, for the next page's link. */
    public String withoutSkipToken() {
        return without("$skiptoken", List.of());
    }

    /** The raw options but these, as the client wrote them. */
    public String without(String dropped, List<String> alsoDropped) {
        StringBuilder kept = new StringBuilder();
        for (String option : raw.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = PercentCoding.decodeQuery(equals < 0 ? option : option.substring(0, equals));
            if (!option.isEmpty() && !name.equals(dropped) && !alsoDropped.contains(name)) {
                kept.append(kept.isEmpty() ? "" : "&").append(option);
            }
        }
        return kept.toString();
    }

    /** {@code $top}, or -1. */
    public int top() {
        String text = get("$top");
        if (text == null) {
            return -1;
        }
        try {
            int top = Integer.parseInt(text);
            if (top >= 0) {
                return top;
            }
        } catch (NumberFormatException e) {
            // Told below, together with negative numbers.
        }
        throw new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "Invalid value '" + text + "' for $top query option found. The $top query option requires a"
                        + " non-negative integer value.");
    }

    public boolean count() {
        return "true".equals(get("$count"));
    }
}
