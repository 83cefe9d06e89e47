package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.access.Role;
import io.d365hub.deadletter.LetterArchive;
import io.d365hub.deadletter.LetterChoice;
import io.d365hub.deadletter.LetterState;
import io.d365hub.deadletter.SelectionChangedException;
import java.util.Map;
import java.util.Set;

/** Discarding, restoring and purging many dead letters. */
public final class LetterArchiveResources implements AdminResources {

    private static final Set<String> MEMBERS = Set.of("ids", "group", "query", "reason", "expected");

    private final LetterArchive archive;
    private final LetterScope letters;

    public LetterArchiveResources(LetterArchive archive, LetterScope letters) {
        this.archive = archive;
        this.letters = letters;
    }

    private interface Act {
        long on(LetterChoice choice, String who, String reason);
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.post("dead-letters/discard", 200, request -> act(request, "discarded", archive::discard));
        parts.post("dead-letters/restore", 200, request -> act(request, "restored", archive::restore));
        parts.post("dead-letters/purge", 200, Role.ADMINISTRATOR, this::purge);
    }

    private Object purge(AdminRequest request) {
        JsonNode order = request.body();
        if (!order.has("expected")) {
            long found = archive.count(choice(request, "purged"), LetterState.DISCARDED);
            throw new AdminProblemException(
                    422,
                    "Nothing was purged.",
                    "A purge cannot be undone, and its order does not name the number of letters.",
                    "It would be " + found + " discarded letters. If you mean these, say so: --count " + found
                            + " on the command line, \"expected\": " + found + " in a request.");
        }
        return act(request, "purged", archive::purge);
    }

    private Object act(AdminRequest request, String done, Act act) {
        JsonNode order = request.body();
        try {
            long number = act.on(
                    choice(request, done), request.who(), order.path("reason").asText(""));
            return Map.of(done, number);
        } catch (SelectionChangedException e) {
            throw new AdminProblemException(
                    409,
                    "Nothing was " + done + ".",
                    "You expected " + e.expected() + " letters, and now it is " + e.found() + ".",
                    "Look again, then repeat it with the new number.");
        }
    }

    private LetterChoice choice(AdminRequest request, String done) {
        JsonNode order = request.body();
        order.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                throw wrong(done, "'" + member + "' is no member of it");
            }
        });
        LetterChoice choice = order.has("ids")
                ? LetterChoice.of(ReplayOrder.ids(request, letters))
                : LetterChoice.of(ReplayOrder.selection(request, letters));
        JsonNode expected = order.path("expected");
        if (expected.isMissingNode()) {
            return choice;
        }
        if (!expected.isIntegralNumber() || expected.asLong() < 0) {
            throw wrong(done, "'expected' is no number of letters");
        }
        return choice.expecting(expected.asLong());
    }

    private static AdminProblemException wrong(String done, String why) {
        return new AdminProblemException(
                422,
                "Nothing was " + done + ".",
                "The order is wrong: " + why + ".",
                "Send {\"ids\": [...]}, {\"group\": \"...\"} or {\"query\": \"...\"}, and \"reason\" and \"expected\".");
    }
}
