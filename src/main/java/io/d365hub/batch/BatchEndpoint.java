package io.d365hub.batch;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Base of the endpoints of batch sources: name and options that all of them have. A subclass is annotated with {@code
 * @UriEndpoint(scheme = "batch-x", syntax = "batch-x:name", consumerOnly = true)}, has its own options as fields with {@code
 * @UriParam}, setters for them, and makes the source.
 */
public abstract class BatchEndpoint extends DefaultEndpoint {

    @UriPath(description = "Name of the batch, which is also the name of its integration.")
    @Metadata(required = true)
    private final String name;

    @UriParam
    private final BatchOptions options = new BatchOptions();

    protected BatchEndpoint(String uri, BatchComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    /**
     * The source that the options describe; asked once for each start of the route, must not open anything.
     *
     * @throws IllegalArgumentException naming the option that cannot be; the route does not start then
     */
    protected abstract BatchSource source();

    /** What the options of this kind of source are set on: the endpoint itself, unless it keeps many of them elsewhere. */
    protected Object configuration() {
        return this;
    }

    @Override
    public final Producer createProducer() {
        throw new UnsupportedOperationException(
                "Nothing can be sent to " + scheme() + ":" + name + ". It is where the rows of a batch come from.");
    }

    @Override
    public final Consumer createConsumer(Processor processor) throws Exception {
        BatchConsumer consumer = new BatchConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    final BatchRuntime runtime() {
        return ((BatchComponent) getComponent()).runtime();
    }

    final String scheme() {
        String uri = getEndpointUri();
        return uri.substring(0, uri.indexOf(':'));
    }

    /** Name of the batch. */
    public final String getName() {
        return name;
    }

    /** The options that all batch endpoints have. */
    public final BatchOptions options() {
        return options;
    }
}
