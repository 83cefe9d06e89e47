package io.d365hub.webhook.sink;

import org.apache.camel.spi.Metadata;

/** Names of the headers that {@code webhook-delivery:} and {@code webhook-publish:} read and set. */
public final class WebhookConstants {

    @Metadata(description = "Type of the event, e.g. account.updated.", javaType = "String")
    public static final String EVENT_TYPE = "HubEventType";

    @Metadata(description = "When it happened, ISO 8601; else when the hub accepted the message.", javaType = "String")
    public static final String EVENT_TIME = "HubEventTime";

    @Metadata(description = "What it happened to, for CloudEvents, e.g. account/8f2c...", javaType = "String")
    public static final String EVENT_SUBJECT = "HubEventSubject";

    @Metadata(
            description =
                    "Id of the event, which receivers know a repetition by; else made from the message's id and type.",
            javaType = "String")
    public static final String EVENT_ID = "HubEventId";

    @Metadata(description = "After publishing: how many subscriptions want the event.", javaType = "Integer")
    public static final String SUBSCRIPTIONS = "HubSubscriptions";

    private WebhookConstants() {}
}
