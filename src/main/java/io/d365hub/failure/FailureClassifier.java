package io.d365hub.failure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what an exception means for the message that met it.
 *
 * <p>The cause chain is searched from the outside in for a {@link KnownFailure}; then the given rules are asked, in
 * order, for each exception of the chain; then the JDK's own exceptions of the network are known here. What nobody knows
 * is {@link FailureKind#UNREADABLE}: it came from a step of the route itself, and repeating it would fail alike.
 * Thread-safe.
 */
public final class FailureClassifier {

    private static final int DEEPEST_CAUSE = 32;

    private final List<Function<Throwable, Optional<Failure>>> rules;

    public FailureClassifier(List<Function<Throwable, Optional<Failure>>> rules) {
        this.rules = List.copyOf(rules);
    }

    public FailureClassifier() {
        this(List.of());
    }

    public Failure classify(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable t : chain) {
            if (t instanceof KnownFailure known) {
                return known.failure();
            }
        }
        for (Throwable t : chain) {
            for (Function<Throwable, Optional<Failure>> rule : rules) {
                Optional<Failure> failure = rule.apply(t);
                if (failure.isPresent()) {
                    return failure.get();
                }
            }
        }
        for (Throwable t : chain) {
            Optional<Failure> failure = network(t);
            if (failure.isPresent()) {
                return failure.get();
            }
        }
        Throwable root = chain.get(chain.size() - 1);
        return Failure.of(
                FailureKind.UNREADABLE,
                root.getClass().getSimpleName(),
                "The message was not processed.",
                "A step of the route failed: " + words(root),
                "Mend the route or its mapping for messages of this shape, then replay the dead letter.");
    }

    private static Optional<Failure> network(Throwable t) {
        if (t instanceof ConnectException || t instanceof NoRouteToHostException || t instanceof UnknownHostException) {
            return Optional.of(Failure.of(
                    FailureKind.THROTTLED,
                    t.getClass().getSimpleName(),
                    "The target could not be reached.",
                    words(t),
                    "Check that the target runs and that its address is right; the hub goes on by itself."));
        }
        if (t instanceof IOException && t.getClass().getName().startsWith("java.net.")) {
            return Optional.of(Failure.of(
                    FailureKind.TRANSIENT,
                    t.getClass().getSimpleName(),
                    "The answer of the target was lost.",
                    words(t),
                    "Nothing for now: the hub tries again."));
        }
        return Optional.empty();
    }

    private static String words(Throwable t) {
        return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && chain.size() < DEEPEST_CAUSE && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }
}
