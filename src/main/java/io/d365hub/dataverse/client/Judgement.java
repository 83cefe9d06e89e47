package io.d365hub.dataverse.client;

import java.util.Optional;

/** What an answer means for one row's change, seen together with what was asked. */
enum Judgement {
    DONE,
    /** A repetition found its work done: the row exists already, or is gone already. */
    DONE_BEFORE,
    /** Someone else wrote the same key at the same moment: doing it again will find their row. */
    RACE,
    /** The row has changed since the first request was sent, perhaps by that very request. */
    CHANGED_AFTER_LOSS,
    /** The service failed at a point where the change may have been carried out. */
    UNCERTAIN,
    FAILED;

    static Judgement of(PlannedRow row, WireResponse response, boolean lostBefore) {
        if (Answers.done(response)) {
            return DONE;
        }
        Optional<ErrorCode> code = ErrorCode.of(ErrorBody.of(response).code());
        boolean absent = code.filter(
                        c -> c == ErrorCode.OBJECT_DOES_NOT_EXIST || c == ErrorCode.RECORD_NOT_FOUND_BY_ENTITY_KEY)
                .isPresent();
        boolean idTaken = code.filter(c -> c == ErrorCode.DUPLICATE_RECORD).isPresent();
        boolean keyTaken =
                code.filter(c -> c == ErrorCode.DUPLICATE_RECORD_ENTITY_KEY).isPresent();
        RequestOptions options = row.change().options();
        if (lostBefore && row.change().dependsOnVersion() && row.change().operation() != RowOperation.DELETE) {
            boolean changed = code.filter(c -> c == ErrorCode.CONCURRENCY_VERSION_MISMATCH)
                    .isPresent();
            boolean taken = (idTaken || keyTaken) && !options.ifNoneMatch().isEmpty();
            if (changed || taken) {
                return CHANGED_AFTER_LOSS;
            }
        }
        return switch (row.change().operation()) {
            case DELETE -> absent ? DONE_BEFORE : FAILED;
            case UPDATE -> FAILED;
            case UPSERT ->
                !options.isConditional() && (idTaken || keyTaken || (row.looked() && vanished(row, response, code)))
                        ? RACE
                        : FAILED;
            case CREATE -> {
                if (idTaken && (row.change().sameIdEachTime() || lostBefore)) {
                    yield DONE_BEFORE;
                }
                yield row.change().sameIdEachTime() || !mayBeDone(response, code) ? FAILED : UNCERTAIN;
            }
        };
    }

    /** The row that the query found was deleted before it could be changed. */
    private static boolean vanished(PlannedRow row, WireResponse response, Optional<ErrorCode> code) {
        return code.filter(c -> c == ErrorCode.OBJECT_DOES_NOT_EXIST).isPresent()
                && row.method().equals("PATCH")
                && response.text().contains(idIn(row.resource()));
    }

    private static String idIn(String resource) {
        return resource.substring(resource.indexOf('(') + 1, resource.indexOf(')'));
    }

    /** A service that names its error has rolled back; a gateway in between cannot know. */
    static boolean mayBeDone(WireResponse response) {
        return mayBeDone(response, ErrorCode.of(ErrorBody.of(response).code()));
    }

    private static boolean mayBeDone(WireResponse response, Optional<ErrorCode> code) {
        return code.isEmpty() && (response.status() >= 500 || response.status() == 408 || response.successful());
    }
}
