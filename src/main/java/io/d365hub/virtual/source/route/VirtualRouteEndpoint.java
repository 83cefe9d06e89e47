package io.d365hub.virtual.source.route;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Answers the questions about one virtual table whose declaration says {@code source: { route: {} }}. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "virtual",
        title = "Virtual table",
        syntax = "virtual:table",
        consumerOnly = true,
        category = {Category.API},
        headersClass = VirtualConstants.class)
public final class VirtualRouteEndpoint extends DefaultEndpoint {

    @UriPath(description = "The table, as <service>/<Table>.")
    @Metadata(required = true)
    private final String table;

    VirtualRouteEndpoint(String uri, VirtualRouteComponent component, String table) {
        super(uri, component);
        this.table = table;
        setExchangePattern(ExchangePattern.InOut);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "Nothing can be sent to virtual:" + table + ". Ask GET /virtual/" + table + " instead.");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        VirtualRouteConsumer consumer = new VirtualRouteConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    String table() {
        return table;
    }

    TableRoutes routes() {
        return ((VirtualRouteComponent) getComponent()).routes();
    }
}
