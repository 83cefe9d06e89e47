package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * What the route says of a message.
 *
 * @param outcome delivered or filtered; null when it failed
 * @param failure why it failed; null when it did not
 */
record Verdict(Outcome outcome, Failure failure) {

    private static final Verdict DELIVERED = new Verdict(Outcome.DELIVERED, null);
    private static final Verdict FILTERED = new Verdict(Outcome.FILTERED, null);

    static Verdict of(Exchange exchange, FailureClassifier classifier) {
        if (exchange.getException() != null) {
            return new Verdict(
                    null,
                    classifier
                            .classify(exchange.getException())
                            .at(exchange.getProperty(LaneConstants.TABLE, "", String.class), step(exchange)));
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return new Verdict(
                    null,
                    Failure.of(
                            FailureKind.TRANSIENT,
                            "rollback",
                            "The message was not processed.",
                            "A step of the route marked it for rollback without saying why.",
                            "Let the route throw an exception that names the reason."));
        }
        Object said = exchange.getProperty(LaneConstants.VERDICT);
        if (said != null) {
            return "filtered".equals(said.toString()) ? FILTERED : DELIVERED;
        }
        boolean stopped =
                exchange.isRouteStop() || Boolean.FALSE.equals(exchange.getProperty(LaneConstants.FILTER_MATCHED));
        return stopped ? FILTERED : DELIVERED;
    }

    /** Where it was last sent to; the end of the kamelet that the route begins with is no step of the team's. */
    private static String step(Exchange exchange) {
        String endpoint = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, "", String.class);
        return endpoint.startsWith("kamelet:") ? "" : endpoint;
    }

    /** For an exception that the classifier itself failed at. */
    static Verdict unjudged(RuntimeException e) {
        return new Verdict(
                null,
                Failure.of(
                        FailureKind.UNREADABLE,
                        e.getClass().getSimpleName(),
                        "The message was not processed.",
                        "A step of the route failed, and the rule that judges failures failed too.",
                        "Mend the rule named in the hub's log, then replay the dead letter."));
    }
}
