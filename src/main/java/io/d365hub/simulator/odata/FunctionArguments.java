package io.d365hub.simulator.odata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The named arguments of a query function: {@code PropertyName='x',PropertyValues=['a','b']}. Immutable. */
public final class FunctionArguments {

    private static final String COLUMN = "PropertyName";
    private static final Set<String> NAMES =
            Set.of(COLUMN, "PropertyValue", "PropertyValues", "PropertyValue1", "PropertyValue2");

    private final Map<String, List<String>> values;

    private FunctionArguments(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The column that is looked at. */
    public String column() {
        List<String> column = values.get(COLUMN);
        if (column == null || column.size() != 1) {
            throw ApiError.badSyntax();
        }
        return column.get(0);
    }

    /** All other arguments in their order, those of an array one by one, without quotes. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        values.forEach((name, given) -> {
            if (!name.equals(COLUMN)) {
                texts.addAll(given);
            }
        });
        return texts;
    }

    /** The same arguments, where the column's name loses a prefix. */
    FunctionArguments withoutPrefix(String prefix) {
        if (!column().startsWith(prefix)) {
            return this;
        }
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(COLUMN, List.of(column().substring(prefix.length())));
        return new FunctionArguments(changed);
    }

    /** Reads arguments out of a filter. */
    static final class Reader {

        private final String text;
        private final QueryOptions aliases;
        private int at;

        /** Starts behind the opening parenthesis. */
        Reader(String text, int start, QueryOptions aliases) {
            this.text = text;
            this.at = start;
            this.aliases = aliases;
        }

        /** Where the text goes on, once read. */
        int end() {
            return at;
        }

        FunctionArguments read() {
            Map<String, List<String>> values = new LinkedHashMap<>();
            while (!next(')')) {
                int equals = text.indexOf('=', at);
                if (equals < 0) {
                    throw ApiError.badSyntax();
                }
                String name = text.substring(at, equals).strip();
                if (!NAMES.contains(name) || values.containsKey(name)) {
                    throw ApiError.badSyntax();
                }
                at = equals + 1;
                values.put(name, value());
                if (!next(')')) {
                    expect(',');
                }
            }
            expect(')');
            return new FunctionArguments(values);
        }

        private List<String> value() {
            if (!next('[')) {
                return one();
            }
            at++;
            List<String> all = new ArrayList<>();
            while (!next(']')) {
                all.addAll(one());
                if (!next(']')) {
                    expect(',');
                }
            }
            at++;
            return all;
        }

        private List<String> one() {
            if (next('\'') || next('"')) {
                return List.of(quoted(text.charAt(at)));
            }
            int start = at;
            while (at < text.length() && ",)]".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String bare = text.substring(start, at).strip();
            if (!bare.startsWith("@")) {
                return List.of(bare);
            }
            String assigned = aliases.aliasText(bare);
            return assigned == null ? List.of() : new Reader(assigned, 0, aliases).value();
        }

        private String quoted(char quote) {
            StringBuilder quoted = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == quote) {
                    if (at >= text.length() || text.charAt(at) != quote) {
                        return quoted.toString();
                    }
                    at++;
                }
                quoted.append(c);
            }
            throw FilterTokens.unterminated(at, text);
        }

        private boolean next(char c) {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length() && text.charAt(at) == c;
        }

        private void expect(char c) {
            if (!next(c)) {
                throw ApiError.badSyntax();
            }
            at++;
        }
    }
}
