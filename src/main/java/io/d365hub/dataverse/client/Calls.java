package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Limit;
import io.d365hub.throttle.Permit;
import io.d365hub.throttle.Priority;
import io.d365hub.throttle.Refusal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One call to Dataverse: token, permit, request, and what the answer tells about everybody's next calls.
 *
 * <p>Completes with any answer that speaks about this request only. Throttling, missing tokens and failed connections end
 * as {@link DataverseException} and pause all callers; a lost answer ends as {@link AnswerLostException}.
 */
final class Calls {

    private final URI environment;
    private final HttpWire wire;
    private final CallUsers users;
    private final Admissions admissions;
    private final WireFailures wireFailures;
    private final InstantSource clock;

    Calls(URI environment, HttpWire wire, CallUsers users, InstantSource clock) {
        this.environment = environment;
        this.wire = wire;
        this.users = users;
        this.admissions = new Admissions(users);
        this.wireFailures = new WireFailures(environment.getHost());
        this.clock = clock;
    }

    /** @param what begins the sentence of a failure: what was not done */
    CompletableFuture<WireResponse> call(String what, WireRequest request, Deadline deadline) {
        return admissions
                .of(what, deadline.priority(), request)
                .thenCompose(admission -> send(what, request, deadline, admission));
    }

    /** Who gives the right to make calls whose content is decided later. */
    Admissions admissions() {
        return admissions;
    }

    /** Number of the user as whom the row of this address is written, for {@link Admissions#of(String, Priority, int)}. */
    int home(String path) {
        return users.home(path);
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
        user.refused(Failures.clause(failure));
        return failure;
    }

    private static CompletableFuture<WireResponse> completed(WireResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private CompletableFuture<WireResponse> again(
            String what, WireRequest request, Deadline deadline, Admission refused) {
        refused.user().tokens().reject(refused.token());
        return admissions
                .as(refused.user(), what, deadline.priority())
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
                throw new CompletionException(wireFailures.told(what, unwrapped(failure), admission));
            }
            // A batch that stops at a part answers with the part's status, but what came before it is done.
            boolean whole = response.status() >= 400 && !BatchAnswer.isMultipart(response);
            Meaning meaning = whole ? Meaning.of(response.status(), ErrorBody.of(response)) : null;
            if (meaning != null && meaning.kind() == FailureKind.THROTTLED) {
                throw new CompletionException(throttled(what, response, permit));
            }
            permit.answered(ToldHeaders.of(response));
            if (response.status() < 400) {
                admission.user().accepted();
            }
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

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
