package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Binding;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;

/** {@code PUT set(key)/lookup/$ref} and {@code POST set(key)/collection/$ref}: links two rows that exist. */
final class AssociateOperation extends LinkOperation {

    private final CollectionProperty collection;
    private final Binding binding;

    private AssociateOperation(
            ApiRequest request,
            RowAddress address,
            CollectionProperty collection,
            Binding binding,
            MemberReference member) {
        super(request, address, member);
        this.collection = collection;
        this.binding = binding;
    }

    static Operation lookup(
            Environment environment, ApiRequest request, RowAddress address, TableDefinition.Navigation navigation) {
        String reference = environment.reader().readReference(address.table(), request.body());
        Binding binding = environment.reader().binding(navigation, reference);
        return new AssociateOperation(request, address, null, binding, null);
    }

    static Operation collection(
            Environment environment, ApiRequest request, RowAddress owner, CollectionProperty collection) {
        String reference = environment.reader().readReference(collection.target(), request.body());
        return new AssociateOperation(
                request, owner, collection, null, MemberReference.parse(environment, collection, reference));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.ASSOCIATE;
    }

    @Override
    void change(Execution execution, Transaction transaction, RowWriter writer, Row row) {
        if (binding != null) {
            writer.update(address.table(), row, RowInput.of(binding), null);
        } else {
            Row linked = member.find(execution, writer);
            new Links(transaction, writer).add(collection, address.table(), row, linked);
            writer.tellLink(true, address.table(), row, collection, linked);
        }
    }
}
