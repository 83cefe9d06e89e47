package io.d365hub.webhook.publish;

import io.d365hub.webhook.subscription.Publisher;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code webhook-publish:<type>} endpoints. */
@Component("webhook-publish")
public final class WebhookPublishComponent extends DefaultComponent {

    private Supplier<Publisher> publisher = () -> {
        throw new IllegalStateException("Component webhook-publish has no publisher. Bind one before routes start.");
    };

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        WebhookPublishEndpoint endpoint = new WebhookPublishEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Publisher publisher() {
        return publisher.get();
    }

    /** Who publishes; asked when the first message comes. */
    public void setPublisher(Supplier<Publisher> publisher) {
        this.publisher = publisher;
    }
}
