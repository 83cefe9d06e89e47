package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.User;
import io.d365hub.deadletter.Cause;
import io.d365hub.deadletter.CausePage;
import io.d365hub.deadletter.CauseState;
import io.d365hub.deadletter.Causes;
import io.d365hub.failure.Runbook;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Listing causes of dead letters, and what operators say of them. */
public final class CauseResources implements AdminResources {

    private static final int DEFAULT_LIMIT = 50;
    private static final int TREND_HOURS = 7 * 24;

    private final Causes causes;
    private final Runbook runbook = Runbook.load();

    public CauseResources(Causes causes) {
        this.causes = causes;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        // Before dead-letters/:id, which would take 'causes' for an id.
        parts.get("dead-letters/causes", this::list);
        parts.get("dead-letters/causes/:id", this::show);
        parts.post("dead-letters/causes/:id", 200, this::change);
        parts.post("dead-letters/causes/:id/notes", 201, this::note);
        parts.get("codes/:code", this::explain);
    }

    private Object list(AdminRequest request) {
        Set<CauseState> states = request.query("state")
                .map(CauseResources::states)
                .orElse(Set.of(CauseState.OPEN, CauseState.ACKNOWLEDGED));
        boolean withOpenLetters = request.query("empty").filter("true"::equals).isEmpty();
        CausePage page;
        try {
            page = causes.list(
                    states,
                    withOpenLetters,
                    only(request.user(), request.query("integration")),
                    request.number("limit", 1, Causes.MOST_PER_PAGE, DEFAULT_LIMIT),
                    request.query("after"));
        } catch (IllegalArgumentException e) {
            throw new AdminProblemException(
                    400,
                    "The causes were not listed.",
                    "The parameter 'after' is no place in a listing.",
                    "Take it from 'next' of the page before.");
        }
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        page.causes().stream().map(this::summary).forEach(answer.putArray("causes")::add);
        return answer.put("next", page.next().orElse(null));
    }

    /** The integrations of the person, or of these the one that is asked for; empty: all. */
    private static Optional<Set<String>> only(User user, Optional<String> asked) {
        if (asked.isPresent()) {
            return Optional.of(asked.filter(user::maySee).map(Set::of).orElse(Set.of()));
        }
        return user.hasAllIntegrations() ? Optional.empty() : Optional.of(user.integrations());
    }

    private static Set<CauseState> states(String text) {
        return text.equals("any") ? Set.of() : Set.of(state(text));
    }

    private static CauseState state(String text) {
        return Arrays.stream(CauseState.values())
                .filter(state -> state.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new AdminProblemException(
                        400,
                        "The request was not handled.",
                        "'" + text + "' is no state of a cause.",
                        "States are " + List.of(CauseState.values()).toString().toLowerCase(Locale.ROOT) + "."));
    }

    private Object show(AdminRequest request) {
        UUID id = known(request);
        ObjectNode answer = summary(causes.find(id).orElseThrow(() -> unknown(request)));
        answer.set("trend", AdminApi.JSON.valueToTree(causes.trend(id, TREND_HOURS)));
        answer.set("notes", AdminApi.JSON.valueToTree(causes.notes(id)));
        return answer;
    }

    private Object change(AdminRequest request) {
        JsonNode body = request.body();
        CauseState state = state(body.path("state").asText());
        return summary(causes.change(
                        known(request),
                        state,
                        request.who(),
                        body.path("reason").asText(""))
                .orElseThrow(() -> unknown(request)));
    }

    private Object note(AdminRequest request) {
        String text = request.body().path("text").asText("");
        if (text.isBlank()) {
            throw new AdminProblemException(
                    422, "The note was not written.", "It has no text.", "Send {\"text\": \"...\"}.");
        }
        return causes.note(known(request), request.who(), text).orElseThrow(() -> unknown(request));
    }

    private Object explain(AdminRequest request) {
        String code = request.path("code");
        return runbook.find(code)
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The code was not explained.",
                        "There is no hint for '" + code + "'.",
                        "What the target said of it stands in 'why' of its letters."));
    }

    private UUID known(AdminRequest request) {
        return causes.find(request.id("id"))
                .filter(cause -> request.user().maySee(cause.integration()))
                .map(Cause::id)
                .orElseThrow(() -> unknown(request));
    }

    private ObjectNode summary(Cause cause) {
        ObjectNode answer = AdminApi.JSON.valueToTree(cause);
        answer.put("state", cause.state().name());
        answer.put("open", cause.open());
        ArrayNode trend = answer.putArray("trend");
        cause.trend().forEach(trend::add);
        runbook.find(cause.code()).ifPresent(hint -> answer.set("hint", AdminApi.JSON.valueToTree(hint)));
        return answer;
    }

    private static AdminProblemException unknown(AdminRequest request) {
        return new AdminProblemException(
                404,
                "The request was not handled.",
                "There is no cause " + request.path("id") + ".",
                "'./hub dead-letters causes' shows those that there are.");
    }
}
