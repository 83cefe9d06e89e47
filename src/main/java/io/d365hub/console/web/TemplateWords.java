package io.d365hub.console.web;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How templates write numbers and times. All results are plain text and are escaped like any other. */
final class TemplateWords extends AbstractExtension {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    /** From here on decimals tell nothing. */
    private static final int LARGE = 100;

    private static final Duration DAY = Duration.ofDays(1);

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "number", filter(TemplateWords::number),
                "time", filter(value -> TIME.format((Instant) value)),
                "ago", filter(value -> length(Duration.between((Instant) value, Instant.now())) + " ago"),
                "since", filter(value -> length(Duration.between((Instant) value, Instant.now()))),
                "duration", filter(value -> length((Duration) value)),
                "seconds", filter(value -> length(Duration.ofSeconds(((Number) value).longValue()))),
                "bytes", filter(value -> bytes(((Number) value).longValue())),
                "words", filter(value -> String.valueOf(value).replace('_', ' ').toLowerCase(Locale.ROOT)),
                "given", filter(value -> value instanceof Optional<?> optional ? optional.orElse(null) : value));
    }

    private static String number(Object value) {
        double number = ((Number) value).doubleValue();
        boolean whole = number == Math.rint(number) || number >= LARGE;
        // A thin space is no comma and no point, which half the world reads the other way round.
        return (whole ? String.format(Locale.ROOT, "%,.0f", number) : String.format(Locale.ROOT, "%,.1f", number))
                .replace(',', '\u202f');
    }

    private static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** Two units at most: what matters at a glance. */
    static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < DAY.toSeconds()) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / DAY.toSeconds() + " d " + seconds % DAY.toSeconds() / 3600 + " h";
    }

    private static Filter filter(Function<Object, Object> function) {
        return new Filter() {
            @Override
            public Object apply(
                    Object input,
                    Map<String, Object> arguments,
                    PebbleTemplate self,
                    EvaluationContext context,
                    int lineNumber) {
                return input == null ? null : function.apply(input);
            }

            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }
        };
    }
}
