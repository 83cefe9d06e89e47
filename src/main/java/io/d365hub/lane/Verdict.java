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
 * @param row the row that it was delivered to, as its target names it; empty when nobody said
 */
record Verdict(Outcome outcome, Failure failure, String row) {

    private static final int LONGEST_ROW = 300;

    private static final Verdict FILTERED = new Verdict(Outcome.FILTERED, null, "");

    private static Verdict delivered(Exchange exchange) {
        return new Verdict(Outcome.DELIVERED, null, row(exchange.getProperty(LaneConstants.ROW, "", String.class)));
    }

    /** A route may have set it to anything; it goes into receipts and tables. */
    private static String row(String said) {
        String row = said.length() > LONGEST_ROW ? said.substring(0, LONGEST_ROW) + "\u2026" : said;
        return row.chars().anyMatch(Character::isISOControl) ? row.replaceAll("\\p{Cntrl}", " ") : row;
    }

    private static Verdict failed(Failure failure) {
        return new Verdict(null, failure, "");
    }

    static Verdict of(Exchange exchange, FailureClassifier classifier) {
        if (exchange.getException() != null) {
            return failed(classifier
                    .classify(exchange.getException())
                    .at(exchange.getProperty(LaneConstants.TABLE, "", String.class), step(exchange)));
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return failed(Failure.of(
                    FailureKind.TRANSIENT,
                    "rollback",
                    "The message was not processed.",
                    "A step of the route marked it for rollback without saying why.",
                    "Let the route throw an exception that names the reason."));
        }
        Object said = exchange.getProperty(LaneConstants.VERDICT);
        if (said != null) {
            return "filtered".equals(said.toString()) ? FILTERED : delivered(exchange);
        }
        boolean stopped =
                exchange.isRouteStop() || Boolean.FALSE.equals(exchange.getProperty(LaneConstants.FILTER_MATCHED));
        return stopped ? FILTERED : delivered(exchange);
    }

    /** Where it was last sent to; the end of the kamelet that the route begins with is no step of the team's. */
    private static String step(Exchange exchange) {
        String endpoint = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, "", String.class);
        return endpoint.startsWith("kamelet:") ? "" : endpoint;
    }

    /** For an exception that the classifier itself failed at. */
    static Verdict unjudged(RuntimeException e) {
        return failed(Failure.of(
                FailureKind.UNREADABLE,
                e.getClass().getSimpleName(),
                "The message was not processed.",
                "A step of the route failed, and the rule that judges failures failed too.",
                "Mend the rule named in the hub's log, then replay the dead letter."));
    }
}
