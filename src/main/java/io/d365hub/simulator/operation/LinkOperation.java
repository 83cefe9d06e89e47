package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;

/** A request to {@code .../$ref} that makes a link between two rows or takes it away. */
abstract class LinkOperation implements Operation {

    final RowAddress address;
    /** The row at the other end of a collection; null for a lookup. */
    final MemberReference member;

    private final ApiRequest request;

    LinkOperation(ApiRequest request, RowAddress address, MemberReference member) {
        this.request = request;
        this.address = address;
        this.member = member;
    }

    @Override
    public boolean mentions(String text) {
        return address.mentions(text) || (member != null && member.mentions(text));
    }

    @Override
    public Answer run(Execution execution) {
        return execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            Row row = writer.find(address);
            if (row == null) {
                throw address.notFound();
            }
            change(execution, transaction, writer, row);
            return new Answer(204);
        });
    }

    /** Makes the link of this row, or takes it away. */
    abstract void change(Execution execution, Transaction transaction, RowWriter writer, Row row);
}
