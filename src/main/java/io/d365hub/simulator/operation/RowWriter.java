package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.EventLog;
import io.d365hub.simulator.event.RowEvent;
import io.d365hub.simulator.event.StepChecks;
import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.RuleViolation;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.BaseAmounts;
import io.d365hub.simulator.store.EmptyKeys;
import io.d365hub.simulator.store.ImageColumns;
import io.d365hub.simulator.store.KeyValues;
import io.d365hub.simulator.store.KeyViolation;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes rows within one transaction: finds them, fills what the service fills, keeps the rules. */
public final class RowWriter {

    private final Execution execution;
    private final Transaction transaction;
    private final Caller caller;

    public RowWriter(Execution execution, Transaction transaction, Caller caller) {
        this.execution = execution;
        this.transaction = transaction;
        this.caller = caller;
    }

    /** The row at this address, or null. */
    public Row find(RowAddress address) {
        return address.id() != null
                ? transaction.find(address.table(), address.id())
                : transaction.find(address.table(), address.key(), KeyValues.of(address.keyValues()));
    }

    /**
     * Creates a row, with what the input nests.
     *
     * @param address the address that an upsert named, or null; its key values are taken where the input has none
     */
    public Row create(TableDefinition table, RowInput input, RowAddress address) {
        if (!input.nested().isEmpty()) {
            return new DeepInsert(execution, transaction, this).create(table, input, address);
        }
        Object[] values = new Object[table.width()];
        UUID chosen = address != null && address.id() != null ? address.id() : input.id();
        if (chosen != null && transaction.find(table, chosen) != null) {
            throw KeyRefusal.duplicateRecord();
        }
        values[0] = chosen == null ? transaction.database().newId() : chosen;
        take(input, values, null);
        if (address != null && address.key() != null) {
            NewRow.copyKey(address, values);
        }
        new NewRow(execution.environment(), transaction.database(), user()).fill(table, values);
        StatusRule.apply(table, input, values, null);
        NewRow.checkRequired(table, values);
        stamp(table, values, "created");
        detectDuplicates(table, values, null);
        return putAndTell(table, null, values, input);
    }

    /** Changes a row. Key values of the address are not changed by the body. */
    public Row update(TableDefinition table, Row before, RowInput input, RowAddress address) {
        input.refuseNested();
        Object[] values = before.copyValues(table.width());
        take(input, values, address == null ? null : address.key());
        keepFixed(table, values, before);
        values[0] = before.id();
        StatusRule.apply(table, input, values, before);
        detectDuplicates(table, values, before);
        return putAndTell(table, before, values, input);
    }

    private Row putAndTell(TableDefinition table, Row before, Object[] values, RowInput input) {
        EventLog events = execution.events();
        if (!events.heard()) {
            return put(table, values);
        }
        Set<ColumnDefinition> sent = new LinkedHashSet<>();
        for (int i = 0; i < input.size(); i++) {
            sent.add(input.column(i));
        }
        input.bindings().forEach(binding -> sent.add(binding.navigation().column()));
        List<RowEvent> told = events.storing(table, before, values, sent, caller.actor());
        Row row = put(table, values);
        events.stored(told, row);
        return row;
    }

    /**
     * Deletes a row alone.
     *
     * @param nested whether it goes because another row goes
     */
    void delete(TableDefinition table, Row row, boolean nested) {
        EventLog events = execution.events();
        RowEvent told = events.heard() && !table.traits().intersect()
                ? events.deleting(table, row, caller.actor(), nested)
                : null;
        transaction.delete(table, row);
        if (told != null) {
            events.deleted(told);
        }
    }

    /** Tells of a link between two rows that was made or taken away. */
    void tellLink(boolean made, TableDefinition table, Row row, CollectionProperty collection, Row member) {
        if (execution.events().heard()) {
            execution
                    .events()
                    .linked(
                            made,
                            table,
                            row,
                            collection.name(),
                            new Reference(collection.target().logicalName(), member.id()),
                            caller.actor());
        }
    }

    /** Values that are settled when a row is created are not changed later; the service ignores them. */
    private static void keepFixed(TableDefinition table, Object[] values, Row before) {
        for (ColumnDefinition column : table.computed().fixed()) {
            values[column.ordinal()] = before.value(column);
        }
    }

    private void detectDuplicates(TableDefinition table, Object[] values, Row before) {
        if (caller.detectingDuplicates()) {
            DuplicateDetection.check(execution.environment(), table, values, before);
        }
    }

    private void take(RowInput input, Object[] values, AlternateKey kept) {
        for (int i = 0; i < input.size(); i++) {
            ColumnDefinition column = input.column(i);
            if (column.ordinal() != 0 && (kept == null || !kept.columns().contains(column))) {
                values[column.ordinal()] = input.value(i);
            }
        }
        for (Binding binding : input.bindings()) {
            if (kept == null || !kept.columns().contains(binding.navigation().column())) {
                bind(binding, values);
            }
        }
    }

    private void bind(Binding binding, Object[] values) {
        int ordinal = binding.navigation().column().ordinal();
        String target = binding.navigation().property().target();
        if (binding.clears()) {
            // Of a polymorphic lookup only the target that the client named is cleared.
            if (values[ordinal] instanceof Reference old && old.table().equals(target)) {
                values[ordinal] = null;
            }
        } else if (binding.contentId() != null) {
            values[ordinal] = execution.written(binding.contentId());
        } else {
            Row row = find(binding.address());
            if (row == null) {
                throw binding.address().notFound().of(ErrorCode.UNKNOWN_KEY_IN_BIND);
            }
            values[ordinal] = new Reference(target, row.id());
        }
    }

    private Reference user() {
        return new Reference("systemuser", caller.userId());
    }

    private void stamp(TableDefinition table, Object[] values, String what) {
        ColumnDefinition on = table.column(what + "on");
        if (on != null) {
            Instant now = execution.environment().clock().instant();
            values[on.ordinal()] = now.truncatedTo(ChronoUnit.SECONDS);
            values[table.column(what + "by").ordinal()] = user();
            ColumnDefinition onBehalf = table.column(what + "onbehalfby");
            if (onBehalf != null) {
                values[onBehalf.ordinal()] =
                        caller.onBehalfOf() == null ? null : new Reference("systemuser", caller.onBehalfOf());
            }
        }
    }

    /** Stores the values as the row's newest version. */
    Row put(TableDefinition table, Object[] values) {
        stamp(table, values, "modified");
        if (!table.computed().images().isEmpty()) {
            ImageColumns.fill(table, values, execution.environment().clock().instant());
        }
        BaseAmounts.fill(table, values, currency -> BaseAmounts.rate(transaction, currency));
        try {
            table.rule().apply(table, values);
            StepChecks.check(transaction, table, values);
        } catch (RuleViolation e) {
            throw new ApiError(ErrorCode.INVALID_ARGUMENT, e.getMessage());
        }
        try {
            if (execution.environment().dialect().emptyKeysCollide()) {
                EmptyKeys.check(transaction.database(), table, values);
            }
            return transaction.put(table, values);
        } catch (KeyViolation violation) {
            throw KeyRefusal.duplicateKey(violation, caller.userId());
        }
    }
}
