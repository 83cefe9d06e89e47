package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * One run of {@code ./hub send}: a bounded number of posts under way, 503 waited out as the hub asks, then the states of
 * the accepted messages until all are settled.
 */
final class Sending {

    private static final int UNDER_WAY = 32;
    private static final int KEPT_REFUSALS = 20;
    private static final long LONGEST_RETRY_SECONDS = 30;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private final PushClient client;
    private final String integration;
    private final Semaphore places = new Semaphore(UNDER_WAY);
    private final List<String> ids = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Throwable lost;
    private int line;

    Sending(PushClient client, String integration) {
        this.client = client;
        this.integration = integration;
    }

    /** Posts one message; waits while too many are under way. */
    void send(String message) throws InterruptedException {
        places.acquire();
        stopWhenLost();
        post(message, ++line);
    }

    void awaitAnswers() throws InterruptedException {
        places.acquire(UNDER_WAY);
        places.release(UNDER_WAY);
        stopWhenLost();
    }

    int accepted() {
        return ids.size();
    }

    int refused() {
        return refused.get();
    }

    int answered() {
        return accepted() + refused();
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** How many of the accepted messages are in which state, once none is queued any more or the time is up. */
    Map<String, Long> awaitSettled(Duration patience, LongConsumer settled) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Map<String, Long> states = new HashMap<>();
        List<String> waiting = new ArrayList<>(ids);
        while (!waiting.isEmpty()) {
            waiting = look(waiting, states);
            settled.accept((long) ids.size() - waiting.size());
            if (waiting.isEmpty() || System.nanoTime() > end) {
                break;
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        if (!waiting.isEmpty()) {
            states.put("queued", (long) waiting.size());
        }
        return states;
    }

    private List<String> look(List<String> waiting, Map<String, Long> states) throws InterruptedException {
        List<String> still = Collections.synchronizedList(new ArrayList<>());
        for (String id : waiting) {
            places.acquire();
            CompletableFuture<?> unused = client.message(id).whenComplete((answer, failure) -> {
                String state = failure == null ? SendCommand.state(answer) : "unknown";
                if (state.equals("queued") || state.equals("unknown")) {
                    still.add(id);
                } else {
                    synchronized (states) {
                        states.merge(state, 1L, Long::sum);
                    }
                }
                places.release();
            });
        }
        places.acquire(UNDER_WAY);
        places.release(UNDER_WAY);
        return new ArrayList<>(still);
    }

    private void post(String message, int number) {
        CompletableFuture<?> unused = client.push(integration, message).whenComplete((response, failure) -> {
            if (failure != null) {
                lost = failure;
                places.release();
            } else if (response.statusCode() == 503) {
                CompletableFuture.delayedExecutor(retryAfter(response), TimeUnit.SECONDS)
                        .execute(() -> post(message, number));
            } else {
                note(response, number);
                places.release();
            }
        });
    }

    private void note(HttpResponse<byte[]> response, int number) {
        JsonNode answer = PushClient.json(response.body());
        if (response.statusCode() == 202) {
            ids.add(answer.path("id").asText());
        } else if (refused.incrementAndGet() <= KEPT_REFUSALS) {
            refusals.add("line " + number + ": "
                    + answer.path("detail").asText(answer.path("title").asText("status " + response.statusCode())));
        }
    }

    private static long retryAfter(HttpResponse<?> response) {
        long seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
        return Math.max(1, Math.min(seconds, LONGEST_RETRY_SECONDS));
    }

    private void stopWhenLost() {
        Throwable why = lost;
        if (why != null) {
            Throwable cause = why instanceof CompletionException ? why.getCause() : why;
            throw new CommandFailedException(
                    ExitCode.ENVIRONMENT,
                    "Sending stopped after " + answered() + " answers. The hub was not reached ("
                            + cause.getClass().getSimpleName() + "). Start it with './hub run' and send again.");
        }
    }
}
