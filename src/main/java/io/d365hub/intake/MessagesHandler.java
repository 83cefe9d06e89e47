package io.d365hub.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.ApiClient;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /messages/{id}}: what became of a message. A message of somebody else's integration is as unknown as none. */
final class MessagesHandler implements Handler<RoutingContext> {

    static final String PATH = "/messages/";

    private static final Logger LOG = LoggerFactory.getLogger(MessagesHandler.class);
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** More look-ups at once would only wait for a database connection, and take the workers from others. */
    private static final int MOST_AT_ONCE = 8;

    private static final int MOST_WAITING = 200;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Admission admission;
    private final MessageStates states;
    private final WorkerExecutor workers;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    MessagesHandler(Admission admission, MessageStates states, Vertx vertx) {
        this.admission = admission;
        this.states = states;
        this.workers = vertx.createSharedWorkerExecutor("hub-message-states", MOST_AT_ONCE);
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        ApiClient client;
        try {
            client = admission.authenticate(request);
        } catch (ProblemException e) {
            Answers.problemBeforeBody(request, e.problem());
            return;
        }
        String id = request.path().substring(PATH.length());
        if (!ID.matcher(id).matches()) {
            Answers.problemBeforeBody(request, unknown());
        } else if (!waiting.tryAcquire()) {
            Answers.problemBeforeBody(request, unavailable("Too many messages are being looked up."));
        } else {
            lookUp(request, client, UUID.fromString(id));
        }
    }

    private void lookUp(HttpServerRequest request, ApiClient client, UUID id) {
        workers.<Optional<MessageState>>executeBlocking(() -> states.find(id), false)
                .onComplete(found -> {
                    waiting.release();
                    if (found.cause() instanceof MessageStates.UndecidedException undecided) {
                        Answers.problem(request, unavailable(undecided.getMessage()));
                        return;
                    }
                    if (found.failed()) {
                        LOG.warn("The state of a message cannot be looked up", found.cause());
                        Answers.problem(request, unavailable("The hub's ledger does not answer."));
                        return;
                    }
                    found.result()
                            .filter(state -> client.maySendTo(state.integration()))
                            .ifPresentOrElse(
                                    state -> Answers.json(request.response(), 200, json(id, state)),
                                    () -> Answers.problem(request, unknown()));
                });
    }

    private static String json(UUID id, MessageState state) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id.toString())
                .put("integration", state.integration())
                .put("state", state.state().name().toLowerCase(Locale.ROOT));
        if (!state.detail().isEmpty()) {
            json.put("detail", state.detail());
        }
        state.since().ifPresent(since -> json.put("since", since.toString()));
        if (state.waitsFor() != MessageState.WaitsFor.NOTHING) {
            json.put("waitsFor", state.waitsFor().name().toLowerCase(Locale.ROOT));
        }
        if (!state.row().isEmpty()) {
            json.put("row", state.row());
        }
        if (!state.lineage().isEmpty()) {
            state.lineage().forEach(step -> add(json.withArray("lineage"), step));
        }
        return json.toString();
    }

    private static void add(ArrayNode lineage, MessageState.Step step) {
        ObjectNode json = lineage.addObject()
                .put("event", step.event())
                .put("at", step.at().toString());
        step.deadLetter().ifPresent(letter -> json.put("deadLetter", letter.toString()));
        step.replay().ifPresent(job -> json.put("replay", job.toString()));
    }

    private static Problem unknown() {
        return Problem.of(
                ProblemType.UNKNOWN_MESSAGE,
                "The state of the message was not found.",
                "No message of this id is known, or your key does not allow its integration. Ids are kept for 7 days.",
                "Use the address in the header Location of the 202, with the key that sent the message.");
    }

    private static Problem unavailable(String why) {
        return Problem.unavailable("The state of the message was not looked up.", why, SOON);
    }
}
