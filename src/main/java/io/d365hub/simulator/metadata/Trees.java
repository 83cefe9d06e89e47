package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.GlobalChoice;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The pieces that all kinds of metadata are made of. */
final class Trees {

    static final String TYPE = "@odata.type";
    static final String NAMESPACE = "#Microsoft.Dynamics.CRM.";

    private Trees() {}

    /** An id that follows from a name. */
    static UUID id(String kind, String name) {
        return UUID.nameUUIDFromBytes((kind + ":" + name).getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, Object> label(Label label) {
        List<Map<String, Object>> texts = new ArrayList<>();
        Map<String, Object> users = null;
        for (Map.Entry<Integer, String> text : label.texts().entrySet()) {
            Map<String, Object> localized = new LinkedHashMap<>();
            localized.put("Label", text.getValue());
            localized.put("LanguageCode", text.getKey());
            localized.put("IsManaged", false);
            localized.put("MetadataId", id("label", text.getKey() + text.getValue()));
            localized.put("HasChanged", null);
            texts.add(localized);
            users = users == null || text.getKey() == Label.ENGLISH ? localized : users;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("LocalizedLabels", texts);
        tree.put("UserLocalizedLabel", users);
        return tree;
    }

    /** A property that a solution could lock, open. */
    static Map<String, Object> managed(boolean value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Value", value);
        tree.put("CanBeChanged", true);
        return tree;
    }

    static Map<String, Object> optionSet(TableDefinition table, ColumnDefinition column) {
        String name = table.logicalName() + "_" + column.logicalName();
        boolean multiple = column.type() == ColumnType.CHOICES;
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("MetadataId", id("options", name));
        set.put("Name", name);
        set.put("IsGlobal", false);
        set.put("IsCustomOptionSet", column.custom());
        set.put("OptionSetType", multiple ? "Picklist" : column.type().attributeType());
        set.put("DisplayName", label(column.displayName()));
        set.put("Options", options(column.choices(), column.type()));
        return set;
    }

    static Map<String, Object> booleans(TableDefinition table, ColumnDefinition column) {
        String name = table.logicalName() + "_" + column.logicalName();
        List<Map<String, Object>> options = options(column.choices(), column.type());
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("MetadataId", id("options", name));
        set.put("Name", name);
        set.put("IsGlobal", false);
        set.put("IsCustomOptionSet", column.custom());
        set.put("OptionSetType", "Boolean");
        set.put("FalseOption", options.get(0));
        set.put("TrueOption", options.get(1));
        return set;
    }

    static Map<String, Object> globalChoice(GlobalChoice choice) {
        Map<String, Object> set = new LinkedHashMap<>();
        set.put(TYPE, NAMESPACE + "OptionSetMetadata");
        set.put("MetadataId", choice.metadataId());
        set.put("Name", choice.name());
        set.put("IsGlobal", true);
        set.put("IsCustomOptionSet", true);
        set.put("IsManaged", false);
        set.put("IsCustomizable", managed(true));
        set.put("OptionSetType", "Picklist");
        set.put("DisplayName", label(choice.displayName()));
        set.put("Description", label(choice.description()));
        set.put("HasChanged", null);
        set.put("IntroducedVersion", "1.0");
        set.put("Options", options(choice.choices(), ColumnType.CHOICE));
        return set;
    }

    private static List<Map<String, Object>> options(List<Choice> choices, ColumnType type) {
        List<Map<String, Object>> options = new ArrayList<>();
        for (Choice choice : choices) {
            Map<String, Object> option = new LinkedHashMap<>();
            if (type == ColumnType.STATE) {
                option.put(TYPE, NAMESPACE + "StateOptionMetadata");
            } else if (type == ColumnType.STATUS) {
                option.put(TYPE, NAMESPACE + "StatusOptionMetadata");
            }
            option.put("Value", choice.value());
            option.put("Label", label(choice.labels()));
            option.put("Description", label(Label.NONE));
            option.put("Color", null);
            option.put("IsManaged", false);
            option.put("ExternalValue", null);
            option.put("ParentValues", List.of());
            option.put("Tag", null);
            option.put("IsHidden", false);
            option.put("MetadataId", null);
            option.put("HasChanged", null);
            if (type == ColumnType.STATE) {
                option.put("DefaultStatus", choice.state());
                option.put("InvariantName", choice.label());
            } else if (type == ColumnType.STATUS) {
                option.put("State", choice.state());
            }
            options.add(option);
        }
        return options;
    }
}
