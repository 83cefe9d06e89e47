package io.d365hub.virtual.odata;

import java.util.Locale;
import java.util.Set;
import org.apache.olingo.commons.core.Decoder;

/**
 * Looks at the names of the query options before Olingo reads them: what is not supported is refused with 501, and what
 * looks like a misspelt system option with 400. Olingo would take {@code filter=} for an option of somebody else, and the
 * caller would get rows that he did not ask for.
 */
final class OptionCheck {

    private static final Set<String> SUPPORTED =
            Set.of("$filter", "$select", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format");
    private static final Set<String> NOT_SUPPORTED = Set.of(
            "$expand", "$search", "$apply", "$compute", "$deltatoken", "$levels", "$index", "$schemaversion", "$id");
    private static final Set<String> EXPRESSIONS = Set.of("$filter", "$orderby");
    /** Olingo keeps it in a static field: one caller would change how the options of all others are read. */
    private static final String FORM_ENCODING = "odata-accept-forms-encoding";

    private OptionCheck() {}

    /**
     * Judges the options.
     *
     * @param query as it came, without question mark
     */
    static void check(String query) throws ODataFault {
        if (query.isEmpty()) {
            return;
        }
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name =
                    decoded(equals < 0 ? option : option.substring(0, equals)).trim();
            if (SUPPORTED.contains(name)) {
                if (EXPRESSIONS.contains(name)) {
                    QueryCost.check(name, equals < 0 ? "" : decoded(option.substring(equals + 1)));
                }
            } else {
                other(name);
            }
        }
    }

    private static void other(String name) throws ODataFault {
        if (NOT_SUPPORTED.contains(name)) {
            throw ODataFault.unsupported(
                    "Query option " + name + " is not supported. Supported are $filter, $select, $orderby, $top, $skip,"
                            + " $count, $skiptoken and $format.",
                    name);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String meant = lower.startsWith("$") ? lower : "$" + lower;
        if (SUPPORTED.contains(meant) || NOT_SUPPORTED.contains(meant)) {
            throw ODataFault.badRequest(
                    "Query option '" + printable(name) + "' is not known. Names of options are case-sensitive: write '"
                            + meant + "'.",
                    meant);
        }
        if (lower.startsWith("$") || lower.equals(FORM_ENCODING)) {
            throw ODataFault.badRequest("Query option '" + printable(name) + "' is not known.", "");
        }
    }

    private static String printable(String name) {
        String cleaned = name.replaceAll("[^\\p{Print}]", "?");
        return cleaned.length() > 40 ? cleaned.substring(0, 40) + "..." : cleaned;
    }

    private static String decoded(String text) throws ODataFault {
        try {
            return Decoder.decode(text);
        } catch (IllegalArgumentException e) {
            throw ODataFault.badRequest("The address is not percent-encoded as it should be.", "");
        }
    }
}
