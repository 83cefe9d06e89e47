package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.Limit;
import io.d365hub.throttle.PausedException;
import io.d365hub.throttle.Permit;
import io.d365hub.throttle.Priority;
import io.d365hub.throttle.Refusal;
import io.d365hub.throttle.Told;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * One call to Dataverse: token, permit, request, and what the answer tells about everybody's next calls.
 *
 * <p>Completes with any answer that speaks about this request only. Throttling, missing tokens and failed connections end
 * as {@link DataverseException} and pause all callers; a lost answer ends as {@link AnswerLostException}.
 */
final class Calls {

    private final URI environment;
    private final HttpWire wire;
    private final AccessTokens tokens;
    private final Governor governor;
    private final InstantSource clock;

    Calls(URI environment, HttpWire wire, AccessTokens tokens, Governor governor, InstantSource clock) {
        this.environment = environment;
        this.wire = wire;
        this.tokens = tokens;
        this.governor = governor;
        this.clock = clock;
    }

    /** The right to make one call now: a token and a permit, which must be used or given back. */
    record Admission(String token, Permit permit) {}

    /** @param what begins the sentence of a failure: what was not done */
    CompletableFuture<WireResponse> call(String what, WireRequest request, Deadline deadline) {
        return admission(what, deadline.priority()).thenCompose(admission -> send(what, request, deadline, admission));
    }

    /** Token and permit as soon as there are both; for a request that is made up when its turn comes. */
    CompletableFuture<Admission> admission(String what, Priority priority) {
        Optional<PausedException> paused = governor.paused();
        if (paused.isPresent()) {
            return CompletableFuture.failedFuture(paused(what, paused.get()));
        }
        return tokens.token()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(noToken(what, unwrapped(failure))))
                .thenCompose(token -> permit(what, priority).thenApply(permit -> new Admission(token, permit)));
    }

    private CompletableFuture<Permit> permit(String what, Priority priority) {
        return governor.acquire(priority)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        unwrapped(failure) instanceof PausedException paused ? paused(what, paused) : failure));
    }

    /** Makes the call; a token that is refused is renewed once. */
    CompletableFuture<WireResponse> send(String what, WireRequest request, Deadline deadline, Admission admission) {
        return authorized(what, request, deadline, admission)
                .thenCompose(response -> response.status() == 401
                        ? again(what, request, deadline, admission.token())
                        : completed(response));
    }

    private static CompletableFuture<WireResponse> completed(WireResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private CompletableFuture<WireResponse> again(
            String what, WireRequest request, Deadline deadline, String refusedToken) {
        tokens.reject(refusedToken);
        return admission(what, deadline.priority())
                .thenCompose(admission -> authorized(what, request, deadline, admission));
    }

    private CompletableFuture<WireResponse> authorized(
            String what, WireRequest request, Deadline deadline, Admission admission) {
        WireRequest signed = request.withHeader("Authorization", "Bearer " + admission.token());
        return sent(what, signed, deadline, admission.permit());
    }

    private CompletableFuture<WireResponse> sent(String what, WireRequest request, Deadline deadline, Permit permit) {
        if (!deadline.stillWanted()) {
            permit.unused();
            return CompletableFuture.failedFuture(Failures.withdrawn(what));
        }
        CompletableFuture<WireResponse> exchange;
        try {
            exchange = wire.send(environment, request, deadline.remaining());
        } catch (RuntimeException e) {
            permit.unused();
            return CompletableFuture.failedFuture(e);
        }
        return exchange.handle((response, failure) -> {
            if (failure != null) {
                throw new CompletionException(failed(what, unwrapped(failure), permit));
            }
            Meaning meaning = response.status() >= 400 ? Meaning.of(response.status(), ErrorBody.of(response)) : null;
            if (meaning != null && meaning.kind() == FailureKind.THROTTLED) {
                throw new CompletionException(throttled(what, response, permit));
            }
            permit.answered(ToldHeaders.of(response));
            return response;
        });
    }

    private DataverseException throttled(String what, WireResponse response, Permit permit) {
        DataverseException failure = Failures.answered(what, response, clock.instant());
        permit.refused(refusal(failure));
        return failure;
    }

    /** A part of a batch was throttled: everybody pauses as if the whole request had been. */
    DataverseException throttledPart(String what, WireResponse part) {
        DataverseException failure = Failures.answered(what, part, clock.instant());
        governor.pause(refusal(failure));
        return failure;
    }

    private static Refusal refusal(DataverseException failure) {
        Optional<ErrorCode> code = ErrorCode.of(failure.code());
        return new Refusal(
                code.map(ErrorCode::limit).orElse(Limit.OTHER),
                code.map(ErrorCode::hex).orElse(""),
                "it answered " + failure.status() + " with code " + failure.code(),
                failure.retryAfter());
    }

    private RuntimeException failed(String what, Throwable failure, Permit permit) {
        if (failure instanceof BoundedResponse.TooLarge) {
            permit.answered(Told.NOTHING);
            return Failures.of(
                    FailureKind.REFUSED,
                    "answer-too-large",
                    what,
                    "The answer of Dataverse is too large: " + failure.getMessage() + ".",
                    Mend.TOO_LARGE,
                    failure);
        }
        if (distrusted(failure)) {
            permit.unused();
            return Failures.of(
                    FailureKind.MISCONFIGURED,
                    "tls",
                    what,
                    "The certificate of " + environment.getHost() + " is not trusted: " + Failures.cause(failure) + ".",
                    Mend.ADDRESS,
                    failure);
        }
        if (neverConnected(failure)) {
            String reason = "no connection to " + environment.getHost() + " could be made: " + Failures.cause(failure);
            permit.refused(Refusal.of(reason, Optional.empty()));
            Duration remaining =
                    governor.paused().map(PausedException::remaining).orElse(Duration.ZERO);
            return Failures.paused(what, reason, remaining);
        }
        permit.lost("it no longer answers: " + Failures.cause(failure));
        return new AnswerLostException(failure);
    }

    private static boolean neverConnected(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException;
    }

    private static boolean distrusted(Throwable failure) {
        return failure instanceof SSLPeerUnverifiedException
                || (failure instanceof SSLHandshakeException && failure.getCause() instanceof CertificateException);
    }

    private Throwable noToken(String what, Throwable failure) {
        if (!(failure instanceof DataverseException known) || known.failure().kind() != FailureKind.THROTTLED) {
            return failure;
        }
        String reason = lowerFirst(known.failure().why());
        governor.pause(reason, known.retryAfter());
        return Failures.paused(
                what, reason, governor.paused().map(PausedException::remaining).orElse(Duration.ZERO));
    }

    private static DataverseException paused(String what, PausedException paused) {
        return Failures.paused(what, paused.getMessage(), paused.remaining());
    }

    private static String lowerFirst(String sentence) {
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
