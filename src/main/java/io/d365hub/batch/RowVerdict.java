package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * What the route says of a row.
 *
 * @param outcome null when it failed
 * @param failure null when it did not
 */
record RowVerdict(RowOutcome outcome, Failure failure) {

    // Names that lanes use too; routes set the first, the lane component's watch over filter steps the second.
    private static final String TABLE = "HubTable";
    private static final String SAID = "HubVerdict";
    private static final String FILTER_MATCHED = "HubFilterMatched";

    private static final RowVerdict WRITTEN = new RowVerdict(RowOutcome.WRITTEN, null);
    private static final RowVerdict FILTERED = new RowVerdict(RowOutcome.FILTERED, null);
    private static final RowVerdict UNCHANGED = new RowVerdict(RowOutcome.UNCHANGED, null);

    static RowVerdict failed(Failure failure) {
        return new RowVerdict(null, failure);
    }

    static RowVerdict of(Exchange exchange, FailureClassifier classifier) {
        if (exchange.getException() != null) {
            return failed(classifier
                    .classify(exchange.getException())
                    .at(
                            exchange.getProperty(TABLE, "", String.class),
                            exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, "", String.class)));
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return failed(Failure.of(
                    FailureKind.TRANSIENT,
                    "rollback",
                    "The row was not processed.",
                    "A step of the route marked it for rollback without saying why.",
                    "Let the route throw an exception that names the reason."));
        }
        Object admission = exchange.getProperty(RowGate.ADMISSION);
        if (admission != null) {
            return admission == RunParticipant.Admission.UNCHANGED ? UNCHANGED : WRITTEN;
        }
        Object said = exchange.getProperty(SAID);
        if (said != null) {
            return "filtered".equals(said.toString()) ? FILTERED : WRITTEN;
        }
        boolean stopped = exchange.isRouteStop() || Boolean.FALSE.equals(exchange.getProperty(FILTER_MATCHED));
        return stopped ? FILTERED : WRITTEN;
    }
}
