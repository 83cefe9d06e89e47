package io.d365hub.intake;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Prefer: wait=N} (RFC 7240): how many seconds a sender would wait for the result. */
final class WaitPreference {

    static final String HEADER = "Prefer";

    /** Other preferences and their parameters stand beside it; what cannot be read is as if it were not there. */
    private static final Pattern WAIT = Pattern.compile("(?i)(?:^|,)\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])");

    private WaitPreference() {}

    /** The first that is there, as RFC 7240 has it; empty for none and for no seconds. */
    static Optional<Duration> in(MultiMap headers) {
        List<String> values = headers.getAll(HEADER);
        for (String value : values) {
            Matcher wait = WAIT.matcher(value);
            if (wait.find()) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1))))
                        .filter(time -> !time.isZero());
            }
        }
        return Optional.empty();
    }
}
