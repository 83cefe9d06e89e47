package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnDraft;
import io.d365hub.simulator.model.GlobalChoice;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import java.util.List;
import java.util.UUID;

/** Creates, changes and deletes global choices. */
final class ChoiceWrites {

    private ChoiceWrites() {}

    static ModelSnapshot create(ModelSnapshot model, Definition definition, UUID id) {
        String name = definition.required("Name");
        if (model.globalChoice(name) != null) {
            throw Definition.invalid("A global choice with the name " + name + " already exists.");
        }
        if (!name.matches("[A-Za-z][A-Za-z0-9]{1,7}_[A-Za-z0-9_]+")) {
            throw Definition.invalid("The name '" + name + "' must begin with a customization prefix.");
        }
        return model.with(new GlobalChoice(
                id,
                name,
                definition.label("DisplayName", Label.of(name)),
                definition.label("Description"),
                ColumnReader.options(definition.list("Options"), List.of())));
    }

    /** Takes labels over, and options when there are any; the columns that use the choice follow. */
    static ModelSnapshot update(ModelSnapshot model, GlobalChoice old, Definition definition) {
        List<Choice> options =
                definition.has("Options") ? ColumnReader.options(definition.list("Options"), List.of()) : old.choices();
        return with(
                model,
                new GlobalChoice(
                        old.metadataId(),
                        old.name(),
                        definition.label("DisplayName", old.displayName()),
                        definition.label("Description", old.description()),
                        options));
    }

    /** {@code InsertOptionValue}: one option more, in a global choice or in a column's own, whose value is left in {@code value}. */
    static ModelSnapshot insertOption(ModelSnapshot model, Definition parameters, int[] value) {
        String global = parameters.text("OptionSetName");
        List<Definition> added = List.of(parameters);
        if (global != null) {
            GlobalChoice choice = model.globalChoice(global);
            if (choice == null) {
                throw Definition.invalid("The global choice '" + global + "' does not exist.");
            }
            List<Choice> options = ColumnReader.options(added, choice.choices());
            value[0] = options.get(options.size() - 1).value();
            return with(
                    model,
                    new GlobalChoice(choice.metadataId(), global, choice.displayName(), choice.description(), options));
        }
        TableDefinition table = model.table(parameters.required("EntityLogicalName"));
        ColumnDefinition column = table == null ? null : table.column(parameters.required("AttributeLogicalName"));
        if (column == null || column.choices().isEmpty()) {
            throw Definition.invalid("There is no choice column '" + parameters.text("AttributeLogicalName") + "'.");
        }
        List<Choice> options = ColumnReader.options(added, column.choices());
        value[0] = options.get(options.size() - 1).value();
        return model.with(table.replacing(ColumnDraft.of(column).choices(options)));
    }

    private static ModelSnapshot with(ModelSnapshot model, GlobalChoice choice) {
        ModelSnapshot changed = model.with(choice);
        for (TableDefinition table : model.tables()) {
            TableDefinition updated = table;
            for (ColumnDefinition column : table.columns()) {
                if (choice.name().equals(column.globalChoice())) {
                    updated = updated.replacing(ColumnDraft.of(column).choices(choice.choices()));
                }
            }
            changed = updated == table ? changed : changed.with(updated);
        }
        return changed;
    }

    static ModelSnapshot delete(ModelSnapshot model, GlobalChoice choice) {
        for (TableDefinition table : model.tables()) {
            for (ColumnDefinition column : table.columns()) {
                if (choice.name().equals(column.globalChoice())) {
                    throw TableWrites.cannotDelete(
                            "OptionSet", choice.name(), "it is referenced by the attribute " + column + " of " + table);
                }
            }
        }
        return model.without(choice);
    }
}
