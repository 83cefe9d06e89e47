package io.d365hub.virtual.source.http;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.declaration.Fields;
import io.d365hub.virtual.query.Filter;
import io.d365hub.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code parameters: { currency: Currency eq }}. */
final class ParameterReader {

    private static final Map<String, Boolean> TEXT = Map.of("exact", false, "ignore-case", true);

    private final VirtualTable table;
    private final Mistakes mistakes;

    ParameterReader(VirtualTable table, Mistakes mistakes) {
        this.table = table;
        this.mistakes = mistakes;
    }

    List<Parameter> read(Fields fields) {
        boolean ignoresCase = fields.choice("text", TEXT).orElse(false);
        List<Parameter> parameters = new ArrayList<>();
        for (YamlValue.Field field :
                fields.get("parameters").map(YamlValue::fields).orElse(List.of())) {
            parameter(field, ignoresCase).ifPresent(parameters::add);
        }
        return parameters;
    }

    private Optional<Parameter> parameter(YamlValue.Field field, boolean ignoresCase) {
        String[] words = field.value().text().orElse("").strip().split("\\s+", -1);
        Optional<VirtualColumn> column = table.column(words[0]);
        Filter.Comparator comparator = comparators().get(words.length > 1 ? words[1] : "");
        if (words.length != 2 || column.isEmpty() || comparator == null) {
            mistakes.add(
                    field.value(),
                    "Parameter '" + field.name() + "' is wrong.",
                    "It has to be a column and how it is compared.",
                    "Write " + field.name() + ": <Column> eq, or gt, ge, lt, le.");
            return Optional.empty();
        }
        boolean text = column.get().sourceType() == ColumnType.STRING;
        if (text && comparator != Filter.Comparator.EQ) {
            mistakes.add(
                    field.value(),
                    "Parameter '" + field.name() + "' orders texts.",
                    "Each service orders texts in its own way, and rows could be missing.",
                    "Use eq, or take it out: the hub evaluates it then.");
            return Optional.empty();
        }
        if (text && !ignoresCase && column.get().comparison() == TextComparison.IGNORE_CASE) {
            mistakes.add(
                    field.value(),
                    "Parameter '" + field.name() + "' would lose rows.",
                    "Column '" + column.get().name() + "' ignores case, and the service compares exactly.",
                    "Declare the column with text: exact, or the source with text: ignore-case if the service ignores"
                            + " case.");
            return Optional.empty();
        }
        return Optional.of(new Parameter(field.name(), column.get(), comparator));
    }

    private static Map<String, Filter.Comparator> comparators() {
        Map<String, Filter.Comparator> words = new LinkedHashMap<>();
        for (Filter.Comparator comparator : Filter.Comparator.values()) {
            // What a service takes "not equal" to mean for null is anybody's guess.
            if (comparator != Filter.Comparator.NE) {
                words.put(comparator.name().toLowerCase(Locale.ROOT), comparator);
            }
        }
        return words;
    }
}
