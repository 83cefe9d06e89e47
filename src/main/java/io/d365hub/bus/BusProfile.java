package io.d365hub.bus;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What kind of broker it is, as far as clients must treat it differently. */
public enum BusProfile {
    /** Apache Artemis over its own protocol; {@code tcp://host:61616}. */
    ARTEMIS,
    /** A broker that speaks AMQP 1.0 and JMS, such as Artemis; {@code amqp://} or {@code amqps://}. */
    AMQP,
    /** Azure Service Bus over AMQP 1.0: JMS 1.1 without transactions, selectors and browsers (events spec §2.3 [V]). */
    SERVICEBUS;

    private static final String AZURE_HOSTS = ".servicebus.windows.net";
    private static final int CALL_MILLIS = 30_000;

    /** The bus refuses less than 60000, and the client announces the half of what is set (events spec §2.3 [V]/[C]). */
    private static final int SERVICEBUS_IDLE_MILLIS = 120_000;

    /** What a connection to this address is, when nobody says. */
    public static BusProfile of(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("amqp")) {
            return ARTEMIS;
        }
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return host.endsWith(AZURE_HOSTS) ? SERVICEBUS : AMQP;
    }

    /** How settings write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean speaksAmqp() {
        return this != ARTEMIS;
    }

    /** What must be in the address of an AMQP connection, and nowhere else. */
    Map<String, String> options(int prefetch) {
        Map<String, String> options = new LinkedHashMap<>();
        // With the default, names such as http://.../Claims/... are left out without a word.
        options.put("jms.validatePropertyNames", "false");
        // Each message that waits here is locked there, and its lock runs out.
        options.put("jms.prefetchPolicy.all", String.valueOf(prefetch));
        options.put("jms.sendTimeout", String.valueOf(CALL_MILLIS));
        options.put("jms.requestTimeout", String.valueOf(CALL_MILLIS));
        options.put("jms.connectTimeout", String.valueOf(CALL_MILLIS));
        if (this == SERVICEBUS) {
            options.put("amqp.idleTimeout", String.valueOf(SERVICEBUS_IDLE_MILLIS));
            // The default outcome defers a message there: it vanishes from every normal receiver.
            options.put("jms.redeliveryPolicy.outcome", "REJECTED");
        }
        return options;
    }

    /** The queue of a topic's subscription, as this kind of broker addresses it. */
    String subscription(String topic, String subscription) {
        return this == SERVICEBUS ? topic + "/subscriptions/" + subscription : topic + "::" + subscription;
    }
}
