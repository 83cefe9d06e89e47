package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.RequiredLevel;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.odata.RowInputReader;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.util.UUID;

/** Adds rows to collections and takes them out again, within one transaction. */
final class Links {

    private final Transaction transaction;
    private final RowWriter writer;

    Links(Transaction transaction, RowWriter writer) {
        this.transaction = transaction;
        this.writer = writer;
    }

    /**
     * Adds a row to a collection.
     *
     * @throws io.d365hub.simulator.odata.ApiError 0x80040237 when a many-to-many link is there already
     */
    void add(CollectionProperty collection, TableDefinition ownerTable, Row owner, Row member) {
        if (collection instanceof CollectionProperty.OneToMany many) {
            Binding binding = new Binding(
                    new TableDefinition.Navigation(many.lookup(), many.property()),
                    RowAddress.of(ownerTable, owner.id()),
                    null);
            writer.update(many.target(), member, RowInput.of(binding), null);
        } else if (collection instanceof CollectionProperty.Linked linked) {
            if (link(linked, owner.id(), member.id()) != null) {
                throw KeyRefusal.duplicateRecord();
            }
            Object[] values = new Object[linked.intersect().columns().size()];
            values[0] = transaction.database().newId();
            values[linked.own().ordinal()] = new Reference(ownerTable.logicalName(), owner.id());
            values[linked.other().ordinal()] = new Reference(linked.target().logicalName(), member.id());
            writer.put(linked.intersect(), values);
        }
    }

    /** Takes a row out of a collection; false when it was not in it. */
    boolean remove(CollectionProperty collection, Row owner, Row member) {
        if (collection instanceof CollectionProperty.OneToMany many) {
            return clear(
                    many.target(), member, new TableDefinition.Navigation(many.lookup(), many.property()), owner.id());
        } else if (collection instanceof CollectionProperty.Linked linked) {
            Row link = link(linked, owner.id(), member.id());
            if (link != null) {
                transaction.delete(linked.intersect(), link);
                return true;
            }
        }
        return false;
    }

    /** Clears a lookup if it points at {@code target}, whatever it points at for null; false when it does not. */
    boolean clear(TableDefinition table, Row row, TableDefinition.Navigation navigation, UUID target) {
        if (row.value(navigation.column()) instanceof Reference reference
                && reference.table().equals(navigation.property().target())
                && (target == null || reference.id().equals(target))) {
            if (navigation.column().required() == RequiredLevel.SYSTEM_REQUIRED) {
                throw RowInputReader.requiredMissing(table, navigation.column());
            }
            writer.update(table, row, RowInput.of(new Binding(navigation, null, null)), null);
            return true;
        }
        return false;
    }

    private Row link(CollectionProperty.Linked linked, UUID owner, UUID member) {
        for (Row link : transaction.pointingAt(linked.intersect(), linked.own(), owner)) {
            if (link.value(linked.other()) instanceof Reference reference
                    && reference.id().equals(member)) {
                return link;
            }
        }
        return null;
    }
}
