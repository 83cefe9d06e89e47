package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads pages of rows. A page that fails for a passing reason is read again after a moment, since whoever has taken the
 * pages before it cannot begin anew: through pauses of the environment until the patience ends, otherwise a few times.
 */
final class RowReading {

    private static final int MOST_TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final LongReads reads;
    private final String basePath;
    private final InstantSource clock;
    private final Function<BooleanSupplier, Deadline> deadlines;
    private final Random random;

    RowReading(
            Calls calls,
            String basePath,
            InstantSource clock,
            Function<BooleanSupplier, Deadline> deadlines,
            Random random) {
        this.reads = new LongReads(calls, basePath);
        this.basePath = basePath;
        this.clock = clock;
        this.deadlines = deadlines;
        this.random = random;
    }

    /** @param patience how long the environment may ask to be left alone, all in all */
    CompletableFuture<RowPage> page(RowQuery query, Optional<String> next, RequestOptions options, Duration patience) {
        return page(query, next, options, patience, () -> true);
    }

    CompletableFuture<RowPage> page(
            RowQuery query, Optional<String> next, RequestOptions options, Duration patience, BooleanSupplier wanted) {
        return attempt(() -> once(query, next, options, wanted), clock.instant().plus(patience), 1);
    }

    /** The same for who wants the bytes. */
    CompletableFuture<RawPage.Told> raw(
            ODataQuery query,
            Optional<String> next,
            RawPage.Wish wish,
            RequestOptions options,
            Duration patience,
            BooleanSupplier wanted) {
        return attempt(
                () -> rawOnce(query, next, wish, options, wanted),
                clock.instant().plus(patience),
                1);
    }

    private <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> read, Instant until, int tries) {
        return read.get().exceptionallyCompose(failure -> {
            Optional<Duration> pause = pause(Calls.unwrapped(failure), until, tries);
            if (pause.isEmpty()) {
                return CompletableFuture.failedFuture(failure);
            }
            Executor later = CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> 0, later)
                    .thenCompose(ignored -> attempt(read, until, tries + 1));
        });
    }

    /** How long to wait before the page is read again; nothing when waiting does not help. */
    private Optional<Duration> pause(Throwable failure, Instant until, int tries) {
        if (!(failure instanceof DataverseException known)) {
            return Optional.empty();
        }
        FailureKind kind = known.failure().kind();
        long backoff = Math.min(FIRST_PAUSE.toMillis() << Math.min(tries, 8), LONGEST_PAUSE.toMillis());
        Duration jittered = Duration.ofMillis(backoff / 2 + random.nextInt((int) (backoff / 2)));
        if (kind == FailureKind.THROTTLED) {
            Duration asked = known.retryAfter().orElse(Duration.ZERO);
            Duration pause = asked.compareTo(jittered) > 0 ? asked : jittered;
            return clock.instant().plus(pause).isAfter(until) ? Optional.empty() : Optional.of(pause);
        }
        return kind == FailureKind.TRANSIENT && tries < MOST_TRIES ? Optional.of(jittered) : Optional.empty();
    }

    private CompletableFuture<RowPage> once(
            RowQuery query, Optional<String> next, RequestOptions options, BooleanSupplier wanted) {
        String what = what(query);
        return Answers.read(call(query, next, options, wanted), what, clock).thenApply(response -> {
            JsonNode json = json(what, response);
            return RowPage.of(json, query.next(json, next), response.time());
        });
    }

    private CompletableFuture<RawPage.Told> rawOnce(
            ODataQuery query,
            Optional<String> next,
            RawPage.Wish wish,
            RequestOptions options,
            BooleanSupplier wanted) {
        return Answers.page(call(query, next, options, wanted), what(query), wish, clock);
    }

    private CompletableFuture<WireResponse> call(
            RowQuery query, Optional<String> next, RequestOptions options, BooleanSupplier wanted) {
        String resource = query.resource(next);
        String path = resource.startsWith("/") ? resource : basePath + tagged(resource, options);
        WireRequest request = WireRequest.get(path).withHeaders(headers(query, options));
        return reads.call(what(query), request, deadlines.apply(wanted));
    }

    private static String what(RowQuery query) {
        return "Rows of " + query.table() + " were not read.";
    }

    private static String tagged(String resource, RequestOptions options) {
        return options.tag().isEmpty()
                ? resource
                : resource + (resource.contains("?") ? "&" : "?") + "tag=" + KeyLiteral.percent(options.tag());
    }

    /** The same on every page: the service forgets page size and annotations from one to the next. */
    private static Map<String, String> headers(RowQuery query, RequestOptions options) {
        String annotations = options.annotations().equals(RequestOptions.ALL_ANNOTATIONS)
                ? options.annotations()
                : joined(options.annotations(), query.annotations());
        String prefer = joined(
                query.preference(),
                RequestOptions.NONE.annotated(annotations).preference().orElse(""));
        Map<String, String> headers = new TreeMap<>(options.headers());
        if (!prefer.isEmpty()) {
            headers.put(RequestOptions.PREFER, prefer);
        }
        return headers;
    }

    private static String joined(String one, String other) {
        return Stream.of(one, other).filter(text -> !text.isEmpty()).collect(Collectors.joining(","));
    }

    private static JsonNode json(String what, WireResponse response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw Failures.answerLost(what, e);
        }
    }
}
