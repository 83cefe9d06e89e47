package io.d365hub.batch.source;

import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.BatchSource;
import java.lang.reflect.Method;

/** Asks an endpoint for its source, as the consumer of its route does. */
final class SourceOf {

    private SourceOf() {}

    static BatchSource endpoint(BatchEndpoint endpoint) {
        try {
            Method source = BatchEndpoint.class.getDeclaredMethod("source");
            source.setAccessible(true);
            return (BatchSource) source.invoke(endpoint);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
