package io.d365hub.dataverse.client;

import io.d365hub.throttle.Told;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads what an answer says about our budgets. Microsoft calls these headers a help for debugging: what cannot be read
 * counts as not sent.
 */
final class ToldHeaders {

    private static final int LONGEST = 24;

    private ToldHeaders() {}

    static Told of(WireResponse response) {
        OptionalDouble hint = number(response, "x-ms-dop-hint");
        return new Told(
                hint.isPresent() ? OptionalInt.of((int) Math.min(hint.getAsDouble(), 1e6)) : OptionalInt.empty(),
                number(response, "x-ms-ratelimit-burst-remaining-xrm-requests"),
                number(response, "x-ms-ratelimit-time-remaining-xrm-requests"));
    }

    /** With or without commas between thousands: {@code 1,199.46}. */
    private static OptionalDouble number(WireResponse response, String header) {
        String text = response.header(header).orElse("").trim().replace(",", "");
        if (text.isEmpty() || text.length() > LONGEST || !text.matches("\\d+(\\.\\d+)?")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(text));
    }
}
