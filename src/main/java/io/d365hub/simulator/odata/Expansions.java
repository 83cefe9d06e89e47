package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code $expand} of lookups: {@code nav}, {@code nav($select=a,b;$expand=...)}. */
public final class Expansions {

    /** The service's limit for one query. */
    private static final int MOST = 15;

    private Expansions() {}

    /** The expansions; none for null. */
    public static List<Selection.Expansion> parse(DataModel model, TableDefinition table, String expand) {
        if (expand == null || expand.isBlank()) {
            return List.of();
        }
        List<Selection.Expansion> expansions = new ArrayList<>();
        for (String item : split(expand, ',')) {
            expansions.add(expansion(model, table, item.strip()));
        }
        if (expansions.size() > MOST) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST, "Number of expand properties exceeds the limit of " + MOST + ".");
        }
        return expansions;
    }

    private static Selection.Expansion expansion(DataModel model, TableDefinition table, String item) {
        int open = item.indexOf('(');
        String name = open < 0 ? item : item.substring(0, open);
        TableDefinition.Navigation navigation = table.navigation(name);
        if (navigation == null) {
            if (isCollection(model, table, name)) {
                throw ApiError.notSimulated("$expand of a collection ('" + name + "')");
            }
            throw ApiError.noProperty(name, table.typeName());
        }
        TableDefinition target = model.table(navigation.property().target());
        String select = null;
        String nested = null;
        if (open >= 0) {
            if (!item.endsWith(")")) {
                throw ApiError.badSyntax();
            }
            for (String option : split(item.substring(open + 1, item.length() - 1), ';')) {
                String text = option.strip();
                if (text.startsWith("$select=")) {
                    select = text.substring("$select=".length());
                } else if (text.startsWith("$expand=")) {
                    nested = text.substring("$expand=".length());
                } else {
                    throw new ApiError(
                            ErrorCode.MALFORMED_REQUEST,
                            "Only $select and $expand can be provided while expanding a lookup.");
                }
            }
        }
        return new Selection.Expansion(navigation, Selection.parse(target, select, parse(model, target, nested)));
    }

    private static boolean isCollection(DataModel model, TableDefinition table, String name) {
        return model.tables().stream()
                .flatMap(other -> other.columns().stream())
                .flatMap(column -> column.targets().stream())
                .anyMatch(target -> target.target().equals(table.logicalName())
                        && target.collectionName().equals(name));
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
