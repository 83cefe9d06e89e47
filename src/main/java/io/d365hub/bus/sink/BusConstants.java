package io.d365hub.bus.sink;

import org.apache.camel.spi.Metadata;

/** Names of the headers that {@code bus:} reads; each comes before the option. */
public final class BusConstants {

    @Metadata(
            description = "Messages of one group are worked on in order, by one receiver at a time.",
            javaType = "String")
    public static final String GROUP = "HubBusGroup";

    @Metadata(
            description = "Equal for repetitions of one message; the hub's message id when not set.",
            javaType = "String")
    public static final String DUPLICATE_ID = "HubBusDuplicateId";

    @Metadata(description = "From 0 to 9, as JMS has it.", javaType = "Integer")
    public static final String PRIORITY = "HubBusPriority";

    @Metadata(
            description = "How long until it can be received: a duration such as 10m, or milliseconds.",
            javaType = "String")
    public static final String DELAY = "HubBusDelay";

    @Metadata(description = "How long it can be received: a duration such as 1h, or milliseconds.", javaType = "String")
    public static final String TIME_TO_LIVE = "HubBusTimeToLive";

    @Metadata(description = "JMSType, AMQP's subject, the label at Azure.", javaType = "String")
    public static final String TYPE = "HubBusType";

    private BusConstants() {}
}
