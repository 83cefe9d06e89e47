package io.d365hub;

import io.d365hub.deadletter.replay.TargetOutlook;
import io.d365hub.throttle.GovernorSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The limits of Dataverse as its answers have told them, of all application users together. */
final class DataverseOutlook implements TargetOutlook {

    /** Dataverse counts requests in windows of five minutes (service protection limits). */
    private static final double WINDOW_SECONDS = 300;

    private final Supplier<List<GovernorSnapshot>> users;

    DataverseOutlook(Supplier<List<GovernorSnapshot>> users) {
        this.users = users;
    }

    @Override
    public Optional<Limits> limits() {
        List<GovernorSnapshot> known = users.get();
        double window = known.stream()
                .map(user -> user.requests().allowed())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sum();
        String sentence = known.stream().map(GovernorSnapshot::sentence).collect(Collectors.joining(" "));
        return window > 0 ? Optional.of(new Limits(window / WINDOW_SECONDS, window, sentence)) : Optional.empty();
    }
}
