package io.d365hub.webhook.sink;

import org.apache.camel.spi.Metadata;

/** Names of the headers that {@code webhook-delivery:} reads. */
public final class WebhookConstants {

    @Metadata(description = "Type of the event, e.g. account.updated.", javaType = "String")
    public static final String EVENT_TYPE = "HubEventType";

    @Metadata(description = "When it happened, ISO 8601; else when the hub accepted the message.", javaType = "String")
    public static final String EVENT_TIME = "HubEventTime";

    @Metadata(description = "What it happened to, for CloudEvents, e.g. account/8f2c...", javaType = "String")
    public static final String EVENT_SUBJECT = "HubEventSubject";

    private WebhookConstants() {}
}
