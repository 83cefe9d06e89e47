package io.d365hub.api;

import org.apache.camel.Processor;

/** Takes what a plug-in brings. Names are small letters, digits and dashes; none may be given twice in a hub. */
public interface Contributions {

    /**
     * A step for routes: {@code - process: {ref: name}}. Called by many threads at once. What it throws fails the message; the lane
     * then decides, as with any step.
     */
    void processor(String name, Processor processor);

    /**
     * Type converters.
     *
     * @param converters an object whose methods are annotated with Camel's {@code @Converter}, as is its class
     */
    void typeConverters(Object converters);

    /** Credentials for connections: routes name them as they name those of {@code hub.credentials.<name>}. */
    void authenticator(String name, Authenticator authenticator);

    /** A source of rows for batches: {@code from: batch-plugin:<batch>?source=<name>}. */
    void source(String name, RowSource source);
}
