package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;

/**
 * {@code DELETE set(key)/lookup/$ref}, {@code DELETE set(key)/collection(key)/$ref} and
 * {@code DELETE set(key)/collection/$ref?$id=url}: takes a link away, both rows stay.
 */
final class DisassociateOperation extends LinkOperation {

    private final TableDefinition.Navigation navigation;

    private DisassociateOperation(
            ApiRequest request, RowAddress address, TableDefinition.Navigation navigation, MemberReference member) {
        super(request, address, member);
        this.navigation = navigation;
    }

    static Operation lookup(ApiRequest request, RowAddress address, TableDefinition.Navigation navigation) {
        QueryOptions.parse(request.query()); // refuses what no request may carry
        return new DisassociateOperation(request, address, navigation, null);
    }

    static Operation byOption(
            Environment environment, ApiRequest request, RowAddress owner, CollectionProperty collection) {
        String reference = QueryOptions.parse(request.query()).get("$id");
        if (reference == null || reference.isBlank()) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "The row to take out of '" + collection.name()
                            + "' is not named: give its key in parentheses, or its URL as $id.");
        }
        return new DisassociateOperation(
                request, owner, null, MemberReference.parse(environment, collection, reference));
    }

    static Operation member(ApiRequest request, RowAddress owner, CollectionProperty collection, RowAddress member) {
        return new DisassociateOperation(request, owner, null, new MemberReference(collection, member, null));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.DISASSOCIATE;
    }

    @Override
    void change(Execution execution, Transaction transaction, RowWriter writer, Row row) {
        Links links = new Links(transaction, writer);
        boolean unlinked;
        if (navigation != null) {
            unlinked = links.clear(address.table(), row, navigation, null);
        } else {
            Row linked = member.find(execution, writer);
            unlinked = links.remove(member.collection(), row, linked);
            if (unlinked) {
                writer.tellLink(false, address.table(), row, member.collection(), linked);
            }
        }
        if (!unlinked && execution.environment().dialect().absentLinkIsNotFound()) {
            throw new ApiError(ErrorCode.OBJECT_DOES_NOT_EXIST, "The two rows are not associated.");
        }
    }
}
