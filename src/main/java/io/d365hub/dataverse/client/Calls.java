package io.d365hub.dataverse.client;

import io.d365hub.dataverse.client.CallUsers.CallUser;
import io.d365hub.failure.FailureKind;
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
import java.util.function.Supplier;
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

    /** How long a user that is set up wrongly is left out, where there are others. */
    private static final Duration USER_REFUSED = Duration.ofSeconds(60);

    private final URI environment;
    private final HttpWire wire;
    private final CallUsers users;
    private final InstantSource clock;

    Calls(URI environment, HttpWire wire, CallUsers users, InstantSource clock) {
        this.environment = environment;
        this.wire = wire;
        this.users = users;
        this.clock = clock;
    }

    /** The right to make one call now: a token and a permit, which must be used or given back. */
    record Admission(CallUser user, String token, Permit permit) {}

    /** @param what begins the sentence of a failure: what was not done */
    CompletableFuture<WireResponse> call(String what, WireRequest request, Deadline deadline) {
        return admission(what, deadline.priority(), () -> users.of(request))
                .thenCompose(admission -> send(what, request, deadline, admission));
    }

    /** Token and permit as soon as there are both; for a request that is made up when its turn comes. */
    CompletableFuture<Admission> admission(String what, Priority priority) {
        return admission(what, priority, users::roomiest);
    }

    private CompletableFuture<Admission> admission(String what, Priority priority, Supplier<CallUser> choice) {
        CallUser user = choice.get();
        CompletableFuture<Admission> admission = admission(what, priority, user);
        return users.several()
                ? admission.exceptionallyCompose(
                        failure -> user.governor().paused().isPresent() && users.anyOpen()
                                ? admission(what, priority, choice)
                                : CompletableFuture.failedFuture(failure))
                : admission;
    }

    private CompletableFuture<Admission> admission(String what, Priority priority, CallUser user) {
        Optional<PausedException> paused = user.governor().paused();
        if (paused.isPresent()) {
            return CompletableFuture.failedFuture(paused(what, paused.get()));
        }
        return user.tokens()
                .token()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(noToken(what, user, unwrapped(failure))))
                .thenCompose(
                        token -> permit(what, priority, user).thenApply(permit -> new Admission(user, token, permit)));
    }

    private static CompletableFuture<Permit> permit(String what, Priority priority, CallUser user) {
        return user.governor()
                .acquire(priority)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        unwrapped(failure) instanceof PausedException paused ? paused(what, paused) : failure));
    }

    /** Makes the call; a token that is refused is renewed once; where one user is refused, another one may be heard. */
    CompletableFuture<WireResponse> send(String what, WireRequest request, Deadline deadline, Admission admission) {
        CompletableFuture<WireResponse> answer = authorized(what, request, deadline, admission)
                .thenCompose(response ->
                        response.status() == 401 ? again(what, request, deadline, admission) : completed(response));
        if (!users.several()) {
            return answer;
        }
        return answer.thenCompose(response -> refusesUser(response)
                        ? CompletableFuture.failedFuture(userRefused(what, response, admission.user()))
                        : completed(response))
                .exceptionallyCompose(failure -> elsewhere(what, request, deadline, unwrapped(failure)));
    }

    /** The service has not carried out what it refused with 401, 403 or 429: another user may ask for it at once. */
    private CompletableFuture<WireResponse> elsewhere(
            String what, WireRequest request, Deadline deadline, Throwable failure) {
        boolean refused = failure instanceof DataverseException known
                && (known.status() == 401 || known.status() == 403 || known.status() == 429);
        return refused && users.anyOpen() ? call(what, request, deadline) : CompletableFuture.failedFuture(failure);
    }

    private static boolean refusesUser(WireResponse response) {
        if (BatchAnswer.isMultipart(response)) {
            return false;
        }
        return response.status() == 401
                || (response.status() == 403
                        && Meaning.of(403, ErrorBody.of(response)).mend() == Mend.USER);
    }

    private DataverseException userRefused(String what, WireResponse response, CallUser user) {
        DataverseException failure = Failures.answered(what, response, clock.instant());
        user.governor().pause(lowerFirst(failure.failure().why()), Optional.of(USER_REFUSED));
        return failure;
    }

    private static CompletableFuture<WireResponse> completed(WireResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private CompletableFuture<WireResponse> again(
            String what, WireRequest request, Deadline deadline, Admission refused) {
        refused.user().tokens().reject(refused.token());
        return admission(what, deadline.priority(), refused.user())
                .thenCompose(admission -> authorized(what, request, deadline, admission));
    }

    private CompletableFuture<WireResponse> authorized(
            String what, WireRequest request, Deadline deadline, Admission admission) {
        WireRequest signed = request.withHeader("Authorization", "Bearer " + admission.token());
        return sent(what, signed, deadline, admission);
    }

    private CompletableFuture<WireResponse> sent(
            String what, WireRequest request, Deadline deadline, Admission admission) {
        Permit permit = admission.permit();
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
                throw new CompletionException(failed(what, unwrapped(failure), admission));
            }
            // A batch that stops at a part answers with the part's status, but what came before it is done.
            boolean whole = response.status() >= 400 && !BatchAnswer.isMultipart(response);
            Meaning meaning = whole ? Meaning.of(response.status(), ErrorBody.of(response)) : null;
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
        // The answer does not tell whose turn it was; with several users all wait for the one.
        users.governors().forEach(governor -> governor.pause(refusal(failure)));
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

    private RuntimeException failed(String what, Throwable failure, Admission admission) {
        Permit permit = admission.permit();
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
            return Failures.paused(what, reason, remaining(admission.user()));
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

    private Throwable noToken(String what, CallUser user, Throwable failure) {
        if (!(failure instanceof DataverseException known)) {
            return failure;
        }
        String reason = lowerFirst(known.failure().why());
        if (known.failure().kind() == FailureKind.THROTTLED) {
            user.governor().pause(reason, known.retryAfter());
            return Failures.paused(what, reason, remaining(user));
        }
        if (users.several()) {
            // Its wrong secret must not stop the others.
            user.governor().pause(reason, Optional.of(USER_REFUSED));
        }
        return failure;
    }

    private static Duration remaining(CallUser user) {
        return user.governor().paused().map(PausedException::remaining).orElse(Duration.ZERO);
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
