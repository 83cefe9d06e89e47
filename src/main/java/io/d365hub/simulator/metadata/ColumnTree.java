package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.BaseAmount;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/** A column as {@code AttributeMetadata} shows it. */
final class ColumnTree {

    private ColumnTree() {}

    static Map<String, Object> of(ModelSnapshot model, TableDefinition table, ColumnDefinition column) {
        ColumnType type = column.type();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Trees.TYPE, Trees.NAMESPACE + metadataType(type) + "AttributeMetadata");
        map.put("MetadataId", column.metadataId());
        map.put("LogicalName", column.logicalName());
        map.put("SchemaName", column.schemaName());
        map.put("EntityLogicalName", table.logicalName());
        map.put("AttributeType", type.attributeType());
        map.put("AttributeTypeName", Map.of("Value", typeName(type)));
        map.put("AttributeOf", null);
        map.put("ColumnNumber", column.ordinal() + 1);
        map.put("IsPrimaryId", column == table.primaryId());
        map.put("IsPrimaryName", column == table.primaryName());
        map.put("IsCustomAttribute", column.custom());
        map.put("IsManaged", !column.custom());
        map.put("IsLogical", false);
        map.put("IsSecured", false);
        map.put("IsValidForCreate", column.writable());
        map.put("IsValidForUpdate", column.updatable() && column != table.primaryId());
        map.put("IsValidForRead", true);
        map.put("IsValidODataAttribute", true);
        map.put("IsRetrievable", true);
        map.put("IsSearchable", false);
        map.put("IsFilterable", true);
        map.put("RequiredLevel", required(column));
        map.put("IsCustomizable", Trees.managed(true));
        map.put("IsRenameable", Trees.managed(true));
        map.put("IsAuditEnabled", Trees.managed(false));
        map.put("IsValidForAdvancedFind", Trees.managed(true));
        map.put("DisplayName", Trees.label(column.displayName()));
        map.put("Description", Trees.label(column.description()));
        map.put("IntroducedVersion", "1.0.0.0");
        map.put("HasChanged", null);
        map.put("SourceType", type.isLookup() || type == ColumnType.UNIQUE_IDENTIFIER ? null : 0);
        specific(model, table, column, map);
        return map;
    }

    private static Map<String, Object> required(ColumnDefinition column) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Value", column.required().text());
        map.put("CanBeChanged", column.custom());
        map.put("ManagedPropertyLogicalName", "canmodifyrequirementlevelsettings");
        return map;
    }

    private static void specific(
            ModelSnapshot model, TableDefinition table, ColumnDefinition column, Map<String, Object> map) {
        ColumnType type = column.type();
        String format = column.format();
        if (type.isText()) {
            String known = format == null ? type == ColumnType.MEMO ? "TextArea" : "Text" : format;
            map.put("MaxLength", column.maxLength());
            map.put("DatabaseLength", 2 * column.maxLength());
            map.put("Format", known);
            map.put("FormatName", Map.of("Value", known));
            map.put("ImeMode", "Auto");
            map.put("AutoNumberFormat", column.autoNumberFormat() == null ? "" : column.autoNumberFormat());
        }
        if (column.minimum() != null) {
            map.put("MinValue", column.minimum());
            map.put("MaxValue", column.maximum());
        }
        if (type == ColumnType.INTEGER) {
            map.put("Format", format == null ? "None" : format);
        }
        if (type == ColumnType.DECIMAL || type == ColumnType.MONEY || type == ColumnType.DOUBLE) {
            map.put("Precision", column.precision());
        }
        if (type == ColumnType.MONEY) {
            map.put("PrecisionSource", 0);
            String source = column.writable() ? null : BaseAmount.sourceOf(column.logicalName());
            map.put("IsBaseCurrency", source != null);
            map.put("CalculationOf", source);
        }
        if (type == ColumnType.DATE || type == ColumnType.DATE_TIME) {
            boolean date = type == ColumnType.DATE;
            map.put("Format", format == null ? date ? "DateOnly" : "DateAndTime" : format);
            String behavior = date ? "DateOnly" : "UserLocal";
            map.put("DateTimeBehavior", Map.of("Value", column.behavior() == null ? behavior : column.behavior()));
            map.put("ImeMode", "Inactive");
        }
        if (type.isLookup()) {
            map.put(
                    "Targets",
                    column.targets().stream().map(NavigationProperty::target).toList());
        }
        if (type.isFile()) {
            map.put("MaxSizeInKB", column.maxLength());
        }
        if (type == ColumnType.BOOLEAN) {
            map.put("DefaultValue", false);
            map.put("OptionSet", Trees.booleans(table, column));
            map.put("GlobalOptionSet", null);
        }
        if (type.isChoice() || type == ColumnType.CHOICES) {
            map.put("DefaultFormValue", -1);
            boolean global = column.globalChoice() != null && model.globalChoice(column.globalChoice()) != null;
            Map<String, Object> shared = global ? Trees.globalChoice(model.globalChoice(column.globalChoice())) : null;
            map.put("OptionSet", global ? shared : Trees.optionSet(table, column));
            map.put("GlobalOptionSet", shared);
        }
    }

    private static String metadataType(ColumnType type) {
        return switch (type) {
            case UNIQUE_IDENTIFIER -> "UniqueIdentifier";
            case LOOKUP, CUSTOMER, OWNER -> "Lookup";
            case CHOICES -> "MultiSelectPicklist";
            case FILE -> "File";
            case IMAGE -> "Image";
            default -> type.attributeType();
        };
    }

    private static String typeName(ColumnType type) {
        return switch (type) {
            case CHOICES -> "MultiSelectPicklistType";
            case FILE -> "FileType";
            case IMAGE -> "ImageType";
            default -> type.attributeType() + "Type";
        };
    }
}
