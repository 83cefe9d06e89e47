package io.d365hub.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.schibsted.spt.data.jslt.JsltException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.transform.TransformerException;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Says what JSLT's and Jackson's exceptions mean for a message; a rule for {@link io.d365hub.failure.FailureClassifier}.
 */
public final class MappingFailures implements Function<Throwable, Optional<Failure>> {

    private static final String RAISED_BY_ERROR_FUNCTION = "error: ";

    // JSLT quotes the value that it stumbled over, which can be the whole message.
    private static final int LONGEST_REASON = 300;

    @Override
    public Optional<Failure> apply(Throwable thrown) {
        if (thrown instanceof JsltException e) {
            return Optional.of(of(e));
        }
        if (thrown instanceof StackOverflowError) {
            return Optional.of(Failure.of(
                    FailureKind.UNREADABLE,
                    "mapping-recursion",
                    "The mapping did not come to an end with this message.",
                    "It calls itself again and again, or the message is nested too deeply for it.",
                    "Give the recursion of the mapping an end, add a case for it, then replay the dead letter."));
        }
        if (thrown instanceof JsonQueryException || thrown instanceof TransformerException) {
            return Optional.of(Failure.of(
                    FailureKind.UNREADABLE,
                    "mapping-error",
                    "The mapping stumbled over the message.",
                    shortened(String.valueOf(thrown.getMessage()).strip()) + ".",
                    "Teach the mapping messages of this shape, add a case for it, then replay the dead letter."));
        }
        if (thrown instanceof JsonProcessingException e) {
            return Optional.of(Failure.of(
                    FailureKind.UNREADABLE,
                    "json",
                    "The message could not be read.",
                    "It is not valid JSON: " + shortened(e.getOriginalMessage()) + where(e),
                    "Ask the sender for a valid message; this one cannot be mended by the hub."));
        }
        return Optional.empty();
    }

    private static Failure of(JsltException e) {
        String reason = e.getMessageWithoutLocation();
        if (reason.startsWith(RAISED_BY_ERROR_FUNCTION)) {
            return Failure.of(
                    FailureKind.UNREADABLE,
                    RefusedByMappingException.CODE,
                    "The mapping refused the message.",
                    reason.substring(RAISED_BY_ERROR_FUNCTION.length()),
                    "Have the data mended where it comes from, and sent again.");
        }
        String place = e.getSource() == null ? "" : " (" + e.getSource() + ", line " + e.getLine() + ")";
        return Failure.of(
                FailureKind.UNREADABLE,
                "mapping-error",
                "The mapping stumbled over the message" + place + ".",
                shortened(reason) + ".",
                "Teach the mapping messages of this shape, add a case for it, then replay the dead letter.");
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " ...";
    }
}
