package io.d365hub.webhook.event;

/**
 * What the door must know of an event to store it: it does not read the rest.
 *
 * @param message such as {@code Update}
 * @param table logical name
 * @param rowId the row's key; all zeros for messages about no single row
 * @param operationId the system job
 * @param requestId the request; empty when it is not told
 * @param correlationId of all that one request caused
 * @param stepId the step that tells
 * @param asynchronous whether a system job tells it
 */
record EventHead(
        String message,
        String table,
        String rowId,
        String operationId,
        String requestId,
        String correlationId,
        String stepId,
        boolean asynchronous) {

    private static final String NO_ROW = "00000000-0000-0000-0000-000000000000";

    /** Events of one row are worked on one after another. */
    String recordKey() {
        return rowId.isEmpty() || rowId.equals(NO_ROW) ? table + "/operation/" + operationId : table + "/" + rowId;
    }

    /** Tells this event from all others; the same when it is posted again. */
    String identity() {
        return asynchronous
                ? operationId + "|" + stepId
                : String.join("|", correlationId, stepId, rowId, message, requestId, operationId);
    }
}
