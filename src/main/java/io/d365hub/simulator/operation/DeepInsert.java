package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.Nested;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Creates a row with everything that its body nests, in one transaction: lookups' rows first, collections last. */
final class DeepInsert {

    private final Execution execution;
    private final RowWriter writer;
    private final Links links;

    DeepInsert(Execution execution, Transaction transaction, RowWriter writer) {
        this.execution = execution;
        this.writer = writer;
        this.links = new Links(transaction, writer);
    }

    /** Creates a row; {@code address} is the one that an upsert named, or null. */
    Row create(TableDefinition table, RowInput input, RowAddress address) {
        List<Binding> bindings = new ArrayList<>();
        for (Nested nested : input.nested()) {
            if (nested instanceof Nested.Target target) {
                Row row = create(target.table(), target.row(), null);
                bindings.add(new Binding(target.navigation(), RowAddress.of(target.table(), row.id()), null));
            }
        }
        Row created = writer.create(table, input.withoutNested(bindings), address);
        for (Nested nested : input.nested()) {
            if (nested instanceof Nested.Members members) {
                fill(members, table, created);
            }
        }
        return created;
    }

    private void fill(Nested.Members members, TableDefinition table, Row owner) {
        CollectionProperty collection = members.collection();
        for (RowInput row : members.rows()) {
            if (collection instanceof CollectionProperty.OneToMany many) {
                Binding parent = new Binding(
                        new TableDefinition.Navigation(many.lookup(), many.property()),
                        RowAddress.of(table, owner.id()),
                        null);
                create(many.target(), row.with(List.of(parent)), null);
            } else {
                links.add(collection, table, owner, create(collection.target(), row, null));
            }
        }
        for (String reference : members.references()) {
            MemberReference member = MemberReference.parse(execution.environment(), collection, reference);
            links.add(collection, table, owner, member.find(execution, writer));
        }
    }
}
