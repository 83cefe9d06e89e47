package io.d365hub.intake;

import io.d365hub.intake.MessageState.State;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Answers a request that waited for its message's delivery. */
final class DeliveryAnswer {

    static final String PREFERENCE_APPLIED = "Preference-Applied";

    private DeliveryAnswer() {}

    static void applied(HttpServerRequest request, Duration waited) {
        request.response().putHeader(PREFERENCE_APPLIED, "wait=" + waited.toSeconds());
    }

    static void of(HttpServerRequest request, UUID message, DeliveryResult result) {
        switch (result.state()) {
            case DELIVERED, FILTERED ->
                Answers.json(
                        request.response(),
                        200,
                        "{\"id\":\"" + message + "\",\"state\":\"" + name(result.state()) + "\"}");
            case DEAD, DISCARDED, QUEUED -> Answers.problem(request, problem(message, result));
        }
    }

    private static Problem problem(UUID message, DeliveryResult result) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("id", message.toString());
        members.put("state", name(result.state()));
        Optional<DeliveryResult.Letter> letter = result.letter();
        letter.ifPresent(dead -> {
            members.put("deadLetter", dead.id().toString());
            members.put("kind", dead.kind());
        });
        return Problem.of(
                        ProblemType.NOT_DELIVERED,
                        letter.map(DeliveryResult.Letter::what).orElse("The message was not delivered."),
                        letter.map(DeliveryResult.Letter::why).orElse("An operator gave it up."),
                        letter.map(dead -> dead.mend()
                                        + " The hub keeps the message as a dead letter. The same request with the same"
                                        + " Idempotency-Key has it tried again, in the place of the letter.")
                                .orElse("Ask the hub's operator; a new message needs an Idempotency-Key of its own."))
                .with(members);
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
