package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.PausedException;
import io.d365hub.throttle.Permit;
import io.d365hub.throttle.Priority;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Gives the right to make a call: chooses the user, gets its token, waits for its permit. Fails with {@link
 * DataverseException}: THROTTLED while nobody may call for now, MISCONFIGURED when the service refuses all users.
 */
final class Admissions {

    private final CallUsers users;

    Admissions(CallUsers users) {
        this.users = users;
    }

    /** For this request, as the user of its row. */
    CompletableFuture<Admission> of(String what, Priority priority, WireRequest request) {
        return chosen(what, priority, () -> users.of(request));
    }

    /** For a request that is made up when its turn comes, as whoever has most room. */
    CompletableFuture<Admission> anyone(String what, Priority priority) {
        return chosen(what, priority, users::roomiest);
    }

    /**
     * The same for rows of one user.
     *
     * @param home number of the user who should make it
     */
    CompletableFuture<Admission> of(String what, Priority priority, int home) {
        return chosen(what, priority, () -> users.at(home));
    }

    private CompletableFuture<Admission> chosen(String what, Priority priority, Supplier<CallUser> choice) {
        CallUser user = choice.get();
        CompletableFuture<Admission> admission = as(user, what, priority);
        return users.several()
                ? admission.exceptionallyCompose(failure -> !user.isOpen() && users.anyOpen()
                        ? chosen(what, priority, choice)
                        : CompletableFuture.failedFuture(failure))
                : admission;
    }

    /** As this user and no other. */
    CompletableFuture<Admission> as(CallUser user, String what, Priority priority) {
        Optional<PausedException> paused = user.governor().paused();
        if (paused.isPresent() && !users.allRefused()) {
            return CompletableFuture.failedFuture(paused(what, paused.get()));
        }
        return user.tokens()
                .token()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(noToken(what, user, Calls.unwrapped(failure))))
                .thenCompose(token -> {
                    if (users.allRefused()) {
                        user.hearAgain();
                    }
                    return permit(what, priority, user).thenApply(permit -> new Admission(user, token, permit));
                });
    }

    private static CompletableFuture<Permit> permit(String what, Priority priority, CallUser user) {
        return user.governor()
                .acquire(priority)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Calls.unwrapped(failure) instanceof PausedException paused ? paused(what, paused) : failure));
    }

    private Throwable noToken(String what, CallUser user, Throwable failure) {
        if (!(failure instanceof DataverseException known)) {
            return failure;
        }
        String reason = Failures.clause(known);
        if (known.failure().kind() == FailureKind.THROTTLED) {
            user.governor().pause(reason, known.retryAfter());
            return Failures.paused(what, reason, user.remainingPause());
        }
        if (users.several()) {
            user.refused(reason);
        }
        return failure;
    }

    private static DataverseException paused(String what, PausedException paused) {
        return Failures.paused(what, paused.getMessage(), paused.remaining());
    }
}
