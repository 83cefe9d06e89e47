package io.d365hub.failure;

/**
 * An exception that knows what it means for the message. Exceptions of our own components and of plug-ins implement it;
 * {@link FailureClassifier} believes them.
 */
public interface KnownFailure {

    Failure failure();
}
