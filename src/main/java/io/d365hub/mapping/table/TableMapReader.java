package io.d365hub.mapping.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.mapping.RefusedByMappingException;
import io.d365hub.mapping.table.TableField.LookUp;
import io.d365hub.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a table map and finds what is wrong in it, by the rules that Dual-write has for its maps (codes DIPV...), as far as they
 * can be known without asking either side. Not thread-safe.
 */
public final class TableMapReader {

    private static final Set<String> ABOUT_MAP = Set.of("source", "table", "key", "fields");
    private static final Set<String> ABOUT_FIELD =
            Set.of("from", "to", "table", "type", "values", "default", "truncate", "required");
    private static final int LONGEST_TEXT = 1_048_576;

    private final List<MapMistake> mistakes = new ArrayList<>();
    private final List<TableField> fields = new ArrayList<>();

    /** @param document the file */
    public TableMapReader(YamlValue document) {
        if (!document.isObject()) {
            wrong(document, "This is no table map.", "It is not an object.", "Start with 'table', 'key' and 'fields'.");
            return;
        }
        known(document, ABOUT_MAP, "of a table map");
        document.get("fields").ifPresent(list -> list.items().forEach(this::field));
        if (fields.isEmpty() && mistakes.isEmpty()) {
            wrong(document, "The map has no fields.", "Nothing would be written.", "List columns under 'fields'.");
        }
        duplicates(document);
        keys(document);
    }

    /** What is wrong, in the order in which it was found. */
    public List<MapMistake> mistakes() {
        return List.copyOf(mistakes);
    }

    List<TableField> fields() {
        return fields;
    }

    private void wrong(YamlValue at, String what, String why, String mend) {
        mistakes.add(new MapMistake(at.line(), at.column(), what, why, mend));
    }

    private void known(YamlValue object, Set<String> names, String ofWhat) {
        for (YamlValue.Field field : object.fields()) {
            if (!names.contains(field.name())) {
                wrong(
                        field.key(),
                        "'" + field.name() + "' is no part " + ofWhat + ".",
                        "There are: "
                                + String.join(", ", names.stream().sorted().toList()) + ".",
                        "Correct the name.");
            }
        }
    }

    private void field(YamlValue item) {
        if (!item.isObject()) {
            wrong(item, "This is no field.", "It is not an object.", "Write {from: COLUMN, to: column}.");
            return;
        }
        known(item, ABOUT_FIELD, "of a field");
        String from = item.textOf("from").orElse("");
        String to = item.textOf("to").orElse("");
        if (to.isBlank()) {
            wrong(item, "The field has no target (DIPV1022).", "'to' is missing.", "Name the column of the target.");
            return;
        }
        JsonNode fallback = item.get("default").map(YamlValue::json).orElse(null);
        if (from.isBlank() && fallback == null) {
            wrong(
                    item,
                    "Column '" + to + "' gets no value (DIPV1031).",
                    "There is neither 'from' nor 'default'.",
                    "Name a column of the source, or state the constant as 'default'.");
        }
        Optional<LookUp> lookUp = lookUp(item, to);
        TableField field = new TableField(
                from,
                lookUp.isPresent() ? to.substring(0, to.indexOf('.')) : to,
                lookUp,
                type(item),
                values(item),
                fallback,
                truncate(item),
                item.textOf("required").map(Boolean::parseBoolean).orElse(false));
        typesAgree(item, field);
        fields.add(field);
    }

    private Optional<LookUp> lookUp(YamlValue item, String to) {
        int dot = to.indexOf('.');
        Optional<String> table = item.textOf("table");
        if (dot < 0) {
            table.ifPresent(name -> wrong(
                    item,
                    "Column '" + to + "' is looked up in '" + name + "' by no column (DIPV1015).",
                    "'to' names no key column of that table.",
                    "Write 'to' as " + to + ".keycolumn."));
            return Optional.empty();
        }
        if (table.isEmpty()) {
            wrong(
                    item,
                    "Column '" + to + "' is looked up in no table (DIPV1018).",
                    "'table' is missing.",
                    "Add the entity set of the table that it refers to, e.g. table: accounts.");
        }
        return Optional.of(new LookUp(table.orElse(""), to.substring(dot + 1)));
    }

    private TableField.Type type(YamlValue item) {
        Optional<YamlValue> given = item.get("type");
        if (given.isEmpty()) {
            return TableField.Type.ANY;
        }
        String name = given.get().text().orElse("");
        for (TableField.Type type : TableField.Type.values()) {
            if (type != TableField.Type.ANY
                    && type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        wrong(given.get(), "'" + name + "' is no type.", "There are: text, integer, decimal, boolean.", "Choose one.");
        return TableField.Type.ANY;
    }

    private Map<String, JsonNode> values(YamlValue item) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        item.get("values").ifPresent(map -> {
            for (YamlValue.Field pair : map.fields()) {
                if (values.putIfAbsent(pair.name(), pair.value().json()) != null) {
                    wrong(
                            pair.key(),
                            "Value '" + pair.name() + "' is mapped twice (DIPV1029).",
                            "Only one of the two can hold.",
                            "Take one of them away.");
                }
            }
        });
        return values;
    }

    private int truncate(YamlValue item) {
        Optional<YamlValue> given = item.get("truncate");
        if (given.isEmpty()) {
            return 0;
        }
        JsonNode number = given.get().json();
        if (!number.canConvertToInt() || number.intValue() < 1 || number.intValue() > LONGEST_TEXT) {
            wrong(
                    given.get(),
                    "'truncate' is '" + number.asText() + "'.",
                    "It is no number of characters.",
                    "Give a number from 1 to " + LONGEST_TEXT + ".");
            return 0;
        }
        return number.intValue();
    }

    private void typesAgree(YamlValue item, TableField field) {
        if (field.fallback() != null && !field.fallback().isNull()) {
            agrees(item.get("default").orElse(item), field, field.fallback());
        }
        item.get("values").ifPresent(map -> map.fields().forEach(pair -> {
            JsonNode value = pair.value().json();
            if (!value.isNull()) {
                agrees(pair.value(), field, value);
            }
        }));
    }

    private void agrees(YamlValue at, TableField field, JsonNode value) {
        try {
            field.typed(value, "");
        } catch (RefusedByMappingException e) {
            wrong(
                    at,
                    "'" + value.asText() + "' does not fit column '" + field.to() + "' (DIPV1030).",
                    "It is no " + field.type().name().toLowerCase(Locale.ROOT) + ", as 'type' says.",
                    "Correct the value or the type.");
        }
    }

    private void duplicates(YamlValue document) {
        Map<String, YamlValue> targets = new HashMap<>();
        List<YamlValue> items = document.get("fields").map(YamlValue::items).orElse(List.of());
        for (YamlValue item : items) {
            String to = item.isObject() ? item.textOf("to").orElse("") : "";
            if (!to.isEmpty() && targets.putIfAbsent(to, item) != null) {
                wrong(
                        item,
                        "Column '" + to + "' of the target is mapped twice (DIPV1026).",
                        "Line " + targets.get(to).line() + " maps it, too.",
                        "Take one of the two away.");
            }
        }
    }

    private void keys(YamlValue document) {
        Optional<YamlValue> key = document.get("key");
        List<YamlValue> columns = key.map(value -> value.isList() ? value.items() : List.of(value))
                .orElse(List.of());
        if (columns.isEmpty()) {
            wrong(
                    document,
                    "The map has no key (DIPV1003).",
                    "Rows that come again would be created again.",
                    "Name the columns of the alternate key, e.g. key: [accountnumber].");
        }
        Set<String> mapped = new HashSet<>();
        fields.forEach(field -> mapped.add(
                field.lookUp().map(lookUp -> field.to() + "." + lookUp.key()).orElse(field.to())));
        for (YamlValue column : columns) {
            String name = column.text().orElse("");
            if (!mapped.contains(name)) {
                wrong(
                        column,
                        "Key column '" + name + "' is not mapped (DIPV1014).",
                        "No field has it as 'to'.",
                        "Add a field for it.");
            }
        }
    }
}
