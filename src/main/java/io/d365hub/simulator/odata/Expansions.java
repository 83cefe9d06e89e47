package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.QueryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code $expand}: {@code nav}, {@code nav/$ref}, {@code nav($select=a,b;$filter=...;$expand=...)}. */
public final class Expansions {

    /** The service's limit for one query. */
    private static final int MOST = 15;

    private static final Set<String> OPTIONS = Set.of("$select", "$filter", "$orderby", "$top", "$expand");
    private static final String REFERENCE = "/$ref";

    private final QueryContext context;
    private final int pageSize;
    private final boolean nestedSomewhere;
    private int number;

    private Expansions(QueryContext context, String expand, int pageSize) {
        this.context = context;
        this.pageSize = pageSize == 0 ? Preferences.GREATEST_PAGE : pageSize;
        this.nestedSomewhere =
                split(expand, ',').stream().anyMatch(item -> options(item).has("$expand"));
    }

    /** The expansions; none for null. {@code pageSize} is the one that the client prefers, 0 for none. */
    public static List<Expansion> parse(QueryContext context, TableDefinition table, String expand, int pageSize) {
        return expand == null || expand.isBlank()
                ? List.of()
                : new Expansions(context, expand, pageSize).all(table, expand, false);
    }

    private List<Expansion> all(TableDefinition table, String expand, boolean nested) {
        List<Expansion> expansions = new ArrayList<>();
        for (String item : split(expand, ',')) {
            if (++number > MOST) {
                throw refused("Number of expand properties exceeds the limit of " + MOST + ".");
            }
            expansions.add(one(table, item.strip(), nested));
        }
        refuseMixedManyToMany(expansions, nested);
        return expansions;
    }

    private Expansion one(TableDefinition table, String item, boolean nested) {
        int open = item.indexOf('(');
        String path = open < 0 ? item : item.substring(0, open).strip();
        boolean reference = path.endsWith(REFERENCE);
        String name = reference ? path.substring(0, path.length() - REFERENCE.length()) : path;
        TableDefinition.Navigation navigation = table.navigation(name);
        if (navigation != null) {
            return reference ? new Expansion.OfReference(navigation) : lookup(navigation, options(item));
        }
        Optional<CollectionProperty> collection = context.database().model().collection(table, name);
        if (collection.isEmpty()) {
            throw ApiError.noProperty(name, table.typeName());
        }
        if (reference) {
            throw refused("Expand with $ref is only supported on lookup type navigation property.");
        }
        return collection(collection.get(), options(item), nested);
    }

    private Expansion lookup(TableDefinition.Navigation navigation, QueryOptions options) {
        refuseOrder(options, true);
        TableDefinition target =
                context.database().model().table(navigation.property().target());
        return new Expansion.OfLookup(
                navigation,
                selection(target, options),
                FilterParser.parse(options, new RowProperties(context, target)));
    }

    private Expansion collection(CollectionProperty collection, QueryOptions options, boolean nested) {
        boolean paged = nested || nestedSomewhere;
        refuseOrder(options, paged);
        return new Expansion.OfCollection(
                collection,
                selection(collection.target(), options),
                new RowQuery(context, collection.target(), options, paged ? pageSize : 0),
                paged);
    }

    private Selection selection(TableDefinition target, QueryOptions options) {
        String expand = options.get("$expand");
        List<Expansion> inner = expand == null || expand.isBlank() ? List.of() : all(target, expand, true);
        return Selection.parse(target, options.get("$select"), inner);
    }

    private static void refuseOrder(QueryOptions options, boolean refused) {
        if (refused && (options.has("$orderby") || options.has("$top"))) {
            throw refused("Only $select and $filter clause can be provided while doing $expand on many-to-one"
                    + " relationship or nested one-to-many relationship.");
        }
    }

    /** Many-to-many collections stand beside one another only. */
    private void refuseMixedManyToMany(List<Expansion> expansions, boolean nested) {
        long linked = expansions.stream()
                .filter(expansion -> expansion instanceof Expansion.OfCollection of
                        && of.collection() instanceof CollectionProperty.Linked)
                .count();
        if (linked > 0 && (nested || nestedSomewhere || linked < expansions.size())) {
            throw refused("Expanding a many-to-many relationship cannot be nested or combined with one-to-many or"
                    + " many-to-one relationships.");
        }
    }

    private static ApiError refused(String why) {
        return new ApiError(ErrorCode.MALFORMED_REQUEST, why);
    }

    /** What stands in the parentheses of one expansion. */
    private static QueryOptions options(String expansion) {
        String item = expansion.strip();
        int open = item.indexOf('(');
        if (open < 0) {
            return QueryOptions.nested(List.of());
        }
        if (!item.endsWith(")")) {
            throw ApiError.badSyntax();
        }
        List<String> texts = split(item.substring(open + 1, item.length() - 1), ';').stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        QueryOptions options = QueryOptions.nested(texts);
        for (String name : options.names()) {
            if (!OPTIONS.contains(name)) {
                throw refused("The query option '" + name + "' is not supported in $expand.");
            }
        }
        return options;
    }

    /** At separators outside parentheses and quotes. */
    public static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth == 0 && c == separator) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
