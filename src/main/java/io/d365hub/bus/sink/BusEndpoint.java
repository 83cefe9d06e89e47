package io.d365hub.bus.sink;

import io.d365hub.bus.Bus;
import io.d365hub.bus.Buses;
import io.d365hub.bus.Destination;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;

/** Sends messages to a queue or topic, durably. The kamelets queue-sink and topic-sink use it. */
@UriEndpoint(
        firstVersion = "0.2.0",
        scheme = "bus",
        title = "Bus",
        syntax = "bus:kind:destination",
        producerOnly = true,
        category = {Category.MESSAGING},
        headersClass = BusConstants.class)
public final class BusEndpoint extends DefaultEndpoint {

    private static final int NORMAL_PRIORITY = 4;
    private static final int HIGHEST_PRIORITY = 9;

    @UriPath(description = "Whether it is a queue or a topic.", enums = "queue,topic")
    @Metadata(required = true)
    private final String kind;

    @UriPath(description = "Name of the queue or topic.")
    @Metadata(required = true)
    private final String destination;

    @UriParam(description = "Name of the bus (hub.bus.<name>...); hub is the hub's own broker.", defaultValue = "hub")
    private String connection = Bus.OWN;

    @UriParam(description = "From 0 to 9, as JMS has it; header HubBusPriority comes first.", defaultValue = "4")
    private int priority = NORMAL_PRIORITY;

    @UriParam(
            description = "How long it can be received; 0: for ever. Header HubBusTimeToLive comes first.",
            defaultValue = "0")
    private String timeToLive = "0";

    @UriParam(description = "How long until it can be received. Header HubBusDelay comes first.", defaultValue = "0")
    private String delay = "0";

    @UriParam(
            description =
                    "The message's group, in Camel's Simple language, e.g. ${header.HubRecordKey}; empty for none."
                            + " Header HubBusGroup comes first.")
    private String group = "";

    @UriParam(
            description =
                    "Equal for repetitions of one message, in Camel's Simple language; header HubBusDuplicateId comes"
                            + " first.",
            defaultValue = "${header.HubMessageId}")
    private String duplicateId = "${header.HubMessageId}";

    @UriParam(description = "Names of headers that are sent as properties, separated by commas.")
    private String headers = "";

    BusEndpoint(String uri, BusComponent component, String kind, String destination) {
        super(uri, component);
        this.kind = kind;
        this.destination = destination;
    }

    @Override
    public Producer createProducer() {
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "Option 'priority' of bus:" + kind + ":" + destination + " is " + priority + ". Give 0 to 9.");
        }
        // Said at the start, not by the first message.
        Duration unused = duration("timeToLive", timeToLive).plus(duration("delay", delay));
        return new BusProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "Nothing comes from bus:" + kind + ":" + destination + ". Start the route with kamelet:queue-source.");
    }

    /** @throws io.d365hub.bus.BusException when no setting describes it */
    Bus bus() {
        return Buses.find(getCamelContext().getRegistry(), connection);
    }

    Destination place() {
        return kind.equals("topic") ? Destination.topic(destination) : Destination.queue(destination);
    }

    Set<String> passed() {
        return Arrays.stream(headers.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A length of time that a route or a header gives.
     *
     * @throws IllegalArgumentException when it is none
     */
    Duration duration(String option, String value) {
        try {
            long millis = TimeUtils.toMilliSeconds(value.strip());
            if (millis >= 0) {
                return Duration.ofMillis(millis);
            }
        } catch (RuntimeException e) {
            // Said below, in our own words.
        }
        throw new IllegalArgumentException("'" + option + "' of bus:" + kind + ":" + destination
                + " is no length of time. Give one such as 30s, 10m or 2h.");
    }

    public String getKind() {
        return kind;
    }

    public String getDestination() {
        return destination;
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    public int getPriority() {
        return priority;
    }

    public void setPriority(int priority) {
        this.priority = priority;
    }

    public String getTimeToLive() {
        return timeToLive;
    }

    public void setTimeToLive(String timeToLive) {
        this.timeToLive = timeToLive;
    }

    public String getDelay() {
        return delay;
    }

    public void setDelay(String delay) {
        this.delay = delay;
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public String getDuplicateId() {
        return duplicateId;
    }

    public void setDuplicateId(String duplicateId) {
        this.duplicateId = duplicateId;
    }

    public String getHeaders() {
        return headers;
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }
}
