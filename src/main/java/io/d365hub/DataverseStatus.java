package io.d365hub;

import io.d365hub.throttle.GovernorSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code GET /admin/status} says of the limits of Dataverse: one sentence, and the figures of each user. */
final class DataverseStatus {

    private DataverseStatus() {}

    static Map<String, Object> of(List<GovernorSnapshot> users) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("sentence", users.stream().map(GovernorSnapshot::sentence).collect(Collectors.joining(" ")));
        status.put("users", users.stream().map(DataverseStatus::user).toList());
        return status;
    }

    private static Map<String, Object> user(GovernorSnapshot known) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("environment", known.environment());
        user.put("user", known.user());
        user.put("sentence", known.sentence());
        known.pausedUntil().ifPresent(until -> {
            user.put("pausedUntil", until);
            user.put("reason", known.reason());
            user.put("code", known.code());
        });
        user.put("calls", known.underWay());
        user.put("callsAllowed", known.allowed());
        user.put("requests", use(known.requests()));
        user.put("executionSeconds", use(known.execution()));
        Map<String, Object> waiting = new LinkedHashMap<>();
        known.waiting().forEach((priority, calls) -> waiting.put(priority.name().toLowerCase(Locale.ROOT), calls));
        user.put("waiting", waiting);
        Map<String, Object> refused = new LinkedHashMap<>();
        known.refusals().forEach((limit, times) -> refused.put(limit.name().toLowerCase(Locale.ROOT), times));
        user.put("refused", refused);
        user.put("pausedSeconds", known.paused().toMillis() / 1000.0);
        known.nextBatchRows().ifPresent(rows -> user.put("nextBatchRows", rows));
        return user;
    }

    private static Map<String, Object> use(GovernorSnapshot.Use use) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("used", Math.round(use.used() * 100) / 100.0);
        use.allowed().ifPresent(allowed -> shown.put("allowed", Math.round(allowed * 100) / 100.0));
        return shown;
    }
}
