package io.d365hub.webhook.publish;

import io.d365hub.webhook.sink.WebhookConstants;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Tells all webhook subscriptions that want events of a type of the message; returns when it is on disk for each. */
@UriEndpoint(
        firstVersion = "0.2.0",
        scheme = "webhook-publish",
        title = "Webhook Publish",
        syntax = "webhook-publish:type",
        producerOnly = true,
        category = {Category.HTTP, Category.MESSAGING},
        headersClass = WebhookConstants.class)
public final class WebhookPublishEndpoint extends DefaultEndpoint {

    @UriPath(description = "Type of the events, e.g. account.changed; header HubEventType comes first.")
    @Metadata(required = true)
    private final String type;

    @UriParam(description = "Source of the events for CloudEvents: a URI reference.", defaultValue = "/d365-hub")
    private String source = "/d365-hub";

    WebhookPublishEndpoint(String uri, WebhookPublishComponent component, String type) {
        super(uri, component);
        this.type = type;
    }

    @Override
    public Producer createProducer() {
        return new WebhookPublishProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Nothing comes from webhook-publish:" + type + ". Use it after 'to:'.");
    }

    @Override
    public WebhookPublishComponent getComponent() {
        return (WebhookPublishComponent) super.getComponent();
    }

    public String getType() {
        return type;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }
}
