package io.d365hub.virtual.declaration;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads one column of a declaration. */
final class ColumnReader {

    private static final Map<String, ColumnType> TYPES = types();
    private static final Set<ColumnType> KEY_TYPES =
            Set.of(ColumnType.GUID, ColumnType.INT32, ColumnType.INT64, ColumnType.STRING);
    private static final int LONGEST_TEXT = 1_048_576;
    private static final int MOST_DIGITS = 38;
    /** The most that a decimal column of Dataverse shows. */
    private static final int DEFAULT_SCALE = 10;

    private final Mistakes mistakes;
    private final TextComparison text;

    /** @param text how texts are compared where the column does not say */
    ColumnReader(Mistakes mistakes, TextComparison text) {
        this.mistakes = mistakes;
        this.text = text;
    }

    Optional<VirtualColumn> key(YamlValue key) {
        Fields fields = new Fields(key, mistakes, Set.of("name", "column", "type"));
        Optional<String> name = fields.required("name", "the name of the key in OData, e.g. StockLevelId");
        ColumnType natural = fields.choice("type", TYPES).orElse(ColumnType.GUID);
        if (!KEY_TYPES.contains(natural)) {
            mistakes.add(
                    fields.get("type").orElse(key),
                    "A key cannot be of type " + natural.word() + ".",
                    "GUIDs are made of guid, int32, int64 and string.",
                    "Choose another column as key.");
        }
        return name.filter(named -> isName(key, named))
                .map(named -> new VirtualColumn(
                        0,
                        named,
                        ColumnType.GUID,
                        natural,
                        fields.text("column").orElse(named),
                        false,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        TextComparison.EXACT,
                        false,
                        Optional.empty()));
    }

    Optional<VirtualColumn> column(int ordinal, YamlValue.Field field) {
        if (!isName(field.key(), field.name())) {
            return Optional.empty();
        }
        if (!field.value().isObject()) {
            mistakes.add(
                    field.value(),
                    "Column '" + field.name() + "' is wrong.",
                    "It has to be an object.",
                    "Write " + field.name() + ": { type: string, column: <column> }.");
            return Optional.empty();
        }
        Fields fields = new Fields(
                field.value(),
                mistakes,
                Set.of(
                        "type",
                        "column",
                        "nullable",
                        "maxLength",
                        "precision",
                        "scale",
                        "text",
                        "readOnly",
                        "references",
                        "of"));
        if (fields.get("type").isEmpty()) {
            mistakes.add(
                    field.value(),
                    "Column '" + field.name() + "' has no type.",
                    "Dataverse maps columns by their types.",
                    "Add type: one of " + String.join(", ", TYPES.keySet()) + ".");
        }
        ColumnType type = fields.choice("type", TYPES).orElse(ColumnType.STRING);
        Optional<String> references = fields.text("references");
        ColumnType natural = fields.choice("of", TYPES).orElse(type);
        if ((references.isPresent() && type != ColumnType.GUID) || (natural != type && references.isEmpty())) {
            mistakes.add(
                    field.value(),
                    "Column '" + field.name() + "' is no reference.",
                    "'references' and 'of' belong together, to a column of type guid: its GUIDs are made as those of the"
                            + " key of the other table.",
                    "Write { type: guid, of: <type in the source>, references: <Set> }.");
        } else if (!KEY_TYPES.contains(natural) && references.isPresent()) {
            mistakes.add(
                    fields.get("of").orElse(field.value()),
                    "GUIDs are not made of " + natural.word() + ".",
                    "They are made of guid, int32, int64 and string.",
                    "Correct it.");
        }
        OptionalInt maxLength = fields.number("maxLength", 1, LONGEST_TEXT);
        OptionalInt precision = fields.number("precision", 1, MOST_DIGITS);
        OptionalInt scale = fields.number("scale", 0, MOST_DIGITS);
        if (type == ColumnType.DECIMAL) {
            // Without them $metadata would say: no digits behind the point (CSDL 4.0, 6.2.4).
            precision = OptionalInt.of(precision.orElse(MOST_DIGITS));
            scale = OptionalInt.of(scale.orElse(Math.min(DEFAULT_SCALE, precision.getAsInt())));
            if (scale.getAsInt() > precision.getAsInt()) {
                mistakes.add(
                        field.value(),
                        "'scale' is larger than 'precision'.",
                        "Precision counts all digits, scale those behind the point.",
                        "Correct one of them.");
            }
        }
        only(fields, "maxLength", type, ColumnType.STRING);
        only(fields, "precision", type, ColumnType.DECIMAL);
        only(fields, "scale", type, ColumnType.DECIMAL);
        only(fields, "text", type, ColumnType.STRING);
        TextComparison comparison = natural != type
                ? TextComparison.EXACT
                : fields.choice("text", TableReader.comparisonWords()).orElse(text);
        return Optional.of(new VirtualColumn(
                ordinal,
                field.name(),
                type,
                natural,
                fields.text("column").orElse(field.name()),
                fields.flag("nullable", true),
                maxLength,
                precision,
                scale,
                comparison,
                fields.flag("readOnly", false),
                references));
    }

    private void only(Fields fields, String field, ColumnType type, ColumnType expected) {
        if (fields.get(field).isPresent() && type != expected) {
            mistakes.add(
                    fields.get(field).get(),
                    "'" + field + "' does not belong to type " + type.word() + ".",
                    "It belongs to " + expected.word() + ".",
                    "Take it out.");
        }
    }

    private boolean isName(YamlValue at, String name) {
        if (TableReader.NAME.matcher(name).matches()) {
            return true;
        }
        mistakes.add(
                at,
                "'" + name + "' is no name of a column.",
                "OData and Dataverse take letters, digits and '_', at most 100, not beginning with a digit.",
                "Rename it; 'column' holds its name in the source.");
        return false;
    }

    private static Map<String, ColumnType> types() {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (ColumnType type : ColumnType.values()) {
            types.put(type.word(), type);
        }
        return types;
    }
}
