package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Row;

/** {@code If-Match} and {@code If-None-Match} of a write. */
final class Conditions {

    private final String ifMatch;
    private final boolean onlyCreate;

    Conditions(ApiRequest request) {
        ifMatch = request.ifMatch();
        onlyCreate = "*".equals(request.ifNoneMatch());
    }

    /** Whether the row must exist already. */
    boolean onlyUpdate() {
        return ifMatch != null;
    }

    /** Refuses the write when the row as it is does not meet the conditions. */
    void check(Row row, RowAddress address) {
        if (row == null) {
            if (onlyUpdate()) {
                ApiError absent = address.notFound();
                throw ifMatch.equals("*") ? absent : absent.of(ErrorCode.VERSION_OF_ABSENT_ROW);
            }
            return;
        }
        if (onlyCreate) {
            throw KeyRefusal.duplicateRecord();
        }
        if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals(row.etag())) {
            throw new ApiError(
                    ErrorCode.VERSION_MISMATCH,
                    "The version of the existing record doesn't match the RowVersion property provided.");
        }
    }
}
