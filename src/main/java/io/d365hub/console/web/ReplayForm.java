package io.d365hub.console.web;

import io.d365hub.access.User;
import io.d365hub.console.AdminProblemException;
import io.d365hub.deadletter.ReplayPacing;
import io.d365hub.deadletter.ReplayRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What somebody wants to be replayed, as a form has it: letters that were ticked, or a query. */
final class ReplayForm {

    private static final int MOST_PER_SECOND = 1_000_000;

    private final LetterSearch search;

    ReplayForm(LetterSearch search) {
        this.search = search;
    }

    /** The order; letters of integrations that are not open to the person are as if they were not there. */
    ReplayRequest read(PageRequest request) {
        User user = request.user();
        String reason = request.text("reason").strip();
        List<UUID> ids = request.fields("letter").stream()
                .map(PageRequest::uuid)
                .distinct()
                .toList();
        ReplayRequest order;
        Optional<String> query = request.field("query");
        if (query.isPresent()) {
            order = ReplayRequest.of(search.query(query.get(), user), user.name(), reason);
        } else if (ids.isEmpty()) {
            throw new AdminProblemException(
                    422, "Nothing was replayed.", "No letter was chosen.", "Go back and tick some.");
        } else {
            search.requireAll(ids, user);
            order = ReplayRequest.of(ids, user.name(), reason);
        }
        try {
            order = order.at(new ReplayPacing(ramp(request.text("ramp")), percent(request), rate(request)));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        return request.field("force").isPresent() ? order.forced() : order;
    }

    /** The form again, for the next step. */
    static Map<String, Object> fields(PageRequest request) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("letters", request.field("query").isPresent() ? List.of() : request.fields("letter"));
        fields.put("query", request.text("query"));
        fields.put("reason", request.text("reason"));
        fields.put("ramp", request.text("ramp"));
        fields.put("failures", request.field("failures").orElse("10"));
        fields.put("rate", request.field("rate").orElse("0"));
        fields.put("force", request.field("force").isPresent());
        return fields;
    }

    private static List<Integer> ramp(String text) {
        try {
            return Arrays.stream(text.split("[,;\\s]+", -1))
                    .filter(word -> !word.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw wrong("The ramp '" + text + "' is no list of numbers such as 1, 5, 20, 100");
        }
    }

    private static int percent(PageRequest request) {
        return request.number(request.field("failures"), "share of failures", 0, 100, 100);
    }

    private static int rate(PageRequest request) {
        Optional<String> given = request.field("rate");
        return request.number(given, "letters a second", 0, MOST_PER_SECOND, 0);
    }

    private static AdminProblemException wrong(String why) {
        return new AdminProblemException(422, "Nothing was replayed.", why + ".", "Go back and correct it.");
    }
}
