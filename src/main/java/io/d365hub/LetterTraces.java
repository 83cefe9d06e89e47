package io.d365hub;

import io.d365hub.access.User;
import io.d365hub.audit.AuditTrail;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.AuditScope;
import io.d365hub.console.MessageTraces;
import io.d365hub.console.ShownLetters;
import io.d365hub.deadletter.Cause;
import io.d365hub.deadletter.Causes;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.Redirections;
import io.d365hub.intake.MessageState;
import io.d365hub.intake.MessageStates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Everything that is known of one message, for operators: state, deaths with their reasons, what people did about them. */
final class LetterTraces implements MessageTraces {

    private final DeadLetterStore letters;
    private final ShownLetters shown;
    private final Causes causes;
    private final Redirections redirections;
    private final AuditTrail audit;
    private final AuditScope acts;
    private final Supplier<MessageStates> states;
    private final EventTraces events;

    LetterTraces(
            HubState state, AuditScope acts, ShownLetters shown, Supplier<MessageStates> states, EventTraces events) {
        this.events = events;
        this.letters = state.deadLetters();
        this.causes = state.causes();
        this.redirections = state.redirections();
        this.audit = state.audit();
        this.shown = shown;
        this.acts = acts;
        this.states = states;
    }

    @Override
    public Optional<Map<String, Object>> find(String id, User user) {
        try {
            return uuid(id).flatMap(message -> message(message, user)).or(() -> events.find(id, user));
        } catch (MessageStates.UndecidedException e) {
            return Optional.of(events.find(id, user)
                    .orElseThrow(() -> new AdminProblemException(
                            503,
                            "The message was not traced.",
                            e.getMessage(),
                            "Ask again in a moment; if the id is wrong, this is the answer until less is under way.")));
        }
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Map<String, Object>> message(UUID id, User user) {
        UUID message = letters.messageOf(id).orElse(id);
        Optional<MessageState> state = states.get().find(message);
        List<Letter> deaths = letters.lettersOf(message);
        boolean open = Stream.concat(
                        state.map(MessageState::integration).stream(),
                        deaths.stream().map(Letter::integration))
                .allMatch(user::maySee);
        if (!open || (state.isEmpty() && deaths.isEmpty())) {
            return Optional.empty();
        }
        Map<String, Object> trace = new LinkedHashMap<>();
        trace.put("message", message);
        state.ifPresent(known -> {
            trace.put("integration", known.integration());
            trace.put("state", known.state());
            trace.put("waitsFor", known.waitsFor());
            trace.put("detail", known.detail());
            known.since().ifPresent(since -> trace.put("since", since));
            if (!known.row().isEmpty()) {
                trace.put("row", known.row());
            }
            trace.put("lineage", known.lineage());
        });
        if (!deaths.isEmpty()) {
            Letter last = deaths.get(deaths.size() - 1);
            trace.putIfAbsent("integration", last.integration());
            letters.show(last.id()).ifPresent(detail -> trace.put("recordKey", recordKey(detail)));
            causes.find(last.group())
                    .map(Cause::table)
                    .filter(table -> !table.isEmpty())
                    .ifPresent(table -> trace.put("table", table));
            redirections
                    .of(last.id())
                    .filter(gone -> user.maySee(gone.integration()))
                    .ifPresent(gone -> trace.put("redirectedTo", target(gone)));
        }
        redirections
                .to(message)
                .filter(origin -> user.maySee(origin.originIntegration()))
                .ifPresent(origin -> trace.put(
                        "redirectedFrom",
                        Map.of(
                                "letter", origin.letter(),
                                "message", origin.origin(),
                                "integration", origin.originIntegration())));
        trace.put("deadLetters", shown.masked(deaths));
        List<UUID> subjects = new ArrayList<>();
        subjects.add(message);
        deaths.forEach(letter -> {
            subjects.add(letter.id());
            letter.replayJob().ifPresent(subjects::add);
        });
        trace.put("audit", acts.open(user, audit.about(subjects)));
        return Optional.of(trace);
    }

    private Map<String, Object> target(Redirections.Redirection gone) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("message", gone.message());
        target.put("integration", gone.integration());
        states.get().find(gone.message()).ifPresent(state -> target.put("state", state.state()));
        return target;
    }

    private String recordKey(LetterDetail detail) {
        LetterContent content = detail.content();
        return shown.recordKey(
                content.recordKey(),
                shown.masking().body(content.body(), detail.letter().contentType(), false),
                false);
    }
}
