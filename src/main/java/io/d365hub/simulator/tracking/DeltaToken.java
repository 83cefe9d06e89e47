package io.d365hub.simulator.tracking;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.PercentCoding;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The {@code $deltatoken}: {@code <version>!<MM/dd/yyyy HH:mm:ss>}.
 *
 * @param version changes up to this one are known to the client
 * @param issued when it was given out
 */
public record DeltaToken(long version, Instant issued) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Reads the option's decoded value.
     *
     * @throws ApiError when it is no token
     */
    public static DeltaToken parse(String text) {
        int mark = text.indexOf('!');
        try {
            return new DeltaToken(
                    Long.parseLong(text.substring(0, Math.max(mark, 0))),
                    LocalDateTime.parse(text.substring(mark + 1), TIME).toInstant(ZoneOffset.UTC));
        } catch (NumberFormatException | DateTimeException e) {
            throw ApiError.badSyntax();
        }
    }

    /** The option's value, encoded for a URL. */
    public String encoded() {
        return PercentCoding.encode(version + "!" + TIME.format(issued), "-._~", true);
    }
}
