package io.d365hub.intake;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * What stands behind the addresses below {@code /hooks/<kind>/}, where another system posts in a form of its own and cannot
 * be asked to do otherwise. The intake receives, bounds and answers; the hook knows who may come and what it means.
 * Thread-safe; no method blocks.
 */
public interface Hook {

    /** The address up to the name, such as {@code /hooks/dataverse/}. */
    String path();

    /** Largest body, bytes. */
    int bodyLimit();

    /**
     * Lets a request in before its body is read.
     *
     * @throws HookRefusedException when it may not come
     */
    void admit(Request request);

    /**
     * Reads the body.
     *
     * @throws HookRefusedException when it is not taken
     */
    Delivery open(Request request, byte[] body);

    /**
     * A request, without its body.
     *
     * @param name the last segment of the address
     * @param headers finds a header, or null
     * @param pairs finds all values of a name in the query string
     */
    record Request(
            String name, UnaryOperator<String> headers, java.util.function.Function<String, List<String>> pairs) {}

    /** What is to be stored. */
    interface Delivery {

        /** Whose queues it goes to. */
        Collection<String> integrations();

        /** Stores it, all or nothing; ends when it is on disk. */
        CompletionStage<?> store();
    }
}
