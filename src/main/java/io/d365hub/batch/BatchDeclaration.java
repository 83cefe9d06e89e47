package io.d365hub.batch;

import io.d365hub.batch.BatchDefinition.Deletes;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.SearchFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** Reads the options of a batch endpoint; every complaint names option, batch and file. */
final class BatchDeclaration {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MOST_PARTITIONS = 64;
    private static final int MOST_CHUNK = 10_000;

    private final String name;
    private final BatchOptions options;
    private final String source;

    BatchDeclaration(String name, BatchOptions options, String source) {
        this.name = name;
        this.options = options;
        this.source = source;
    }

    /**
     * What the options declare.
     *
     * @throws IllegalArgumentException naming the option that cannot be
     */
    BatchDefinition definition(String routeId, String kind) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' in %s cannot be the name of a batch. Use lower-case letters, digits and '-', 63 at most."
                            .formatted(name, source));
        }
        if (isBlank(options.getRecordKey()) || !options.getRecordKey().startsWith("/")) {
            throw refused(
                    "recordKey",
                    isBlank(options.getRecordKey()) ? "is missing" : "is '" + options.getRecordKey() + "'",
                    "Say where the record key stands in a row, as a JSON Pointer, e.g. /customerNumber.");
        }
        if (!isBlank(options.getCron()) && !isBlank(options.getInterval())) {
            throw refused("interval", "is set beside cron", "Set one of them.");
        }
        if (options.getChunk() > 1 && options.isSkipUnchanged()) {
            throw refused("skipUnchanged", "is set beside chunk", "Rows are compared one by one: leave chunk out.");
        }
        return new BatchDefinition(
                integration(),
                routeId,
                kind,
                text(options.getCron()),
                zone(),
                choice("missedRun", options.getMissedRun(), MissedRun.class) == MissedRun.RUN,
                text(options.getInterval()).map(interval -> duration("interval", interval)),
                names(),
                (int) within("chunk", options.getChunk(), 1, MOST_CHUNK),
                share("rejectShare", options.getRejectShare()),
                within("rejectRows", options.getRejectRows(), 1, Long.MAX_VALUE),
                options.isSkipUnchanged(),
                choice("deletes", options.getDeletes(), Deletes.class),
                share("deleteLimit", options.getDeleteLimit()));
    }

    private enum MissedRun {
        RUN,
        SKIP
    }

    private Integration integration() {
        return new Integration(
                name,
                Integration.Format.JSON,
                options.getRecordKey(),
                (int) within("partitions", options.getPartitions(), 1, MOST_PARTITIONS),
                Set.of(),
                Integration.DEFAULT_STARTED_LIMIT,
                duration("patience", options.getPatience()),
                duration("parentWait", options.getParentWait()),
                choice("afterDeadLetter", options.getAfterDeadLetter(), AfterDeadLetter.class),
                false,
                SearchFields.parse(options.getSearchFields(), source),
                source);
    }

    private String zone() {
        try {
            return ZoneId.of(options.getTimeZone()).getId();
        } catch (DateTimeException e) {
            throw refused("timeZone", "is '" + options.getTimeZone() + "'", "Give a name such as Europe/Stockholm.");
        }
    }

    private List<String> names() {
        return Arrays.stream(options.getAfter().split(",", -1))
                .map(String::strip)
                .filter(other -> !other.isEmpty())
                .peek(other -> {
                    if (other.equals(name)) {
                        throw refused("after", "names the batch itself", "Name the batches that come before it.");
                    }
                })
                .toList();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static Optional<String> text(String value) {
        return isBlank(value) ? Optional.empty() : Optional.of(value.strip());
    }

    private long within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(option, "is " + value, "Give a number from " + least + " to " + most + ".");
        }
        return value;
    }

    private double share(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw refused(option, "is " + value, "Give a share from 0 to 1, e.g. 0.2 for 20 %.");
        }
        return value;
    }

    private Duration duration(String option, String value) {
        try {
            long millis = TimeUtils.toMilliSeconds(value.strip());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (RuntimeException e) {
            // Said below, in our own words.
        }
        throw refused(option, "is '" + value + "'", "Give a duration such as 30s, 10m or 2h.");
    }

    private <E extends Enum<E>> E choice(String option, String value, Class<E> type) {
        String written = value == null ? "" : value.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.name().equals(written))
                .findFirst()
                .orElseThrow(() -> refused(
                        option,
                        "is '" + value + "'",
                        "Choose "
                                + String.join(
                                        " or ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(choice -> choice.name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', '-'))
                                                .toList())
                                + "."));
    }

    private IllegalArgumentException refused(String option, String what, String mend) {
        return new IllegalArgumentException(
                "Option '%s' of batch '%s' in %s %s. %s".formatted(option, name, source, what, mend));
    }
}
