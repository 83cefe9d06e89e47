package io.d365hub.lane;

import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integration.Format;
import io.d365hub.message.SearchFields;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

/** Takes the accepted messages of one integration, record key by record key in order, and settles them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "lane",
        title = "Lane",
        syntax = "lane:integration",
        consumerOnly = true,
        category = {Category.MESSAGING},
        headersClass = LaneConstants.class)
public final class LaneEndpoint extends DefaultEndpoint {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern RESERVED_HEADER = Pattern.compile("(camel|jms|_amq|hub).*");
    private static final int MOST_PARTITIONS = 64;
    private static final int MOST_STARTED = 5_000;

    @UriPath(description = "Name of the integration, as in POST /push/{integration}.")
    @Metadata(required = true)
    private final String integration;

    @UriParam(
            description =
                    "Where the record key stands in a message: a JSON Pointer such as /order_number, or an XPath for XML.")
    @Metadata(required = true)
    private String recordKey;

    @UriParam(description = "What the messages are.", defaultValue = "json", enums = "json,xml")
    private String format = "json";

    @UriParam(description = "Names of callers' headers that reach the route, separated by commas.")
    private String headers = "";

    @UriParam(
            description = "Number of partition queues. Part of the stored data: change it only while they are empty.",
            defaultValue = "" + Integration.DEFAULT_PARTITIONS)
    private int partitions = Integration.DEFAULT_PARTITIONS;

    @UriParam(
            description = "How many exchanges each partition keeps started at once.",
            defaultValue = "" + Integration.DEFAULT_STARTED_LIMIT)
    private int started = Integration.DEFAULT_STARTED_LIMIT;

    @UriParam(
            description = "How long a message may fail for transient reasons before it becomes a dead letter.",
            defaultValue = "10m")
    private String patience = "10m";

    @UriParam(description = "How long a message whose parent row is missing is parked first.", defaultValue = "10m")
    private String parentWait = "10m";

    @UriParam(
            description = "Whether later messages of the record key of a dead letter go on, or wait.",
            defaultValue = "continue",
            enums = "continue,hold-key")
    private String afterDeadLetter = "continue";

    @UriParam(
            description =
                    "Parts of a message by which its dead letters can be found, as name=/pointer separated by commas; for XML"
                            + " name=XPath.")
    private String searchFields = "";

    @UriParam(
            label = "advanced",
            description = "Whether callers may send to it; false for the lane of a batch.",
            defaultValue = "true")
    private boolean pushed = true;

    LaneEndpoint(String uri, LaneComponent component, String integration) {
        super(uri, component);
        this.integration = integration;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("Nothing can be sent to lane:" + integration + ". Send to POST /push/"
                + integration + " or to the queue push." + integration + ".");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LaneConsumer consumer = new LaneConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    LaneRuntime runtime() {
        return ((LaneComponent) getComponent()).runtime();
    }

    /**
     * The integration that the options describe.
     *
     * @param source where it is declared, for error messages
     * @throws IllegalArgumentException naming the option that cannot be
     */
    Integration integration(String source) {
        if (!NAME.matcher(integration).matches()) {
            throw new IllegalArgumentException(
                    "'%s' in %s cannot be the name of an integration. Use lower-case letters, digits and '-', 63 at most."
                            .formatted(integration, source));
        }
        Format messages = choice("format", format, Format.class, source);
        if (recordKey == null || recordKey.isBlank()) {
            throw refused("recordKey", "is missing", "Say where the record key stands, e.g. /order_number.", source);
        }
        if (messages == Format.JSON && !recordKey.startsWith("/")) {
            throw refused(
                    "recordKey",
                    "is '" + recordKey + "'",
                    "A JSON Pointer starts with '/', e.g. /order_number.",
                    source);
        }
        return new Integration(
                integration,
                messages,
                recordKey,
                within("partitions", partitions, MOST_PARTITIONS, source),
                headerNames(source),
                within("started", started, MOST_STARTED, source),
                duration("patience", patience, source),
                duration("parentWait", parentWait, source),
                choice("afterDeadLetter", afterDeadLetter, AfterDeadLetter.class, source),
                pushed,
                SearchFields.parse(searchFields, source),
                source);
    }

    private Set<String> headerNames(String source) {
        Set<String> names = new TreeSet<>();
        for (String part : headers.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                continue;
            }
            if (!HEADER.matcher(name).matches() || RESERVED_HEADER.matcher(name).matches()) {
                throw refused(
                        "headers",
                        "lists '" + part.strip() + "'",
                        "Names that begin with Camel, JMS, _AMQ or Hub are not let in, nor what is no header name.",
                        source);
            }
            names.add(name);
        }
        return names;
    }

    private int within(String option, int value, int most, String source) {
        if (value < 1 || value > most) {
            throw refused(option, "is " + value, "Give a number from 1 to " + most + ".", source);
        }
        return value;
    }

    private Duration duration(String option, String value, String source) {
        try {
            long millis = TimeUtils.toMilliSeconds(value.strip());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (RuntimeException e) {
            // Said below, in our own words.
        }
        throw refused(option, "is '" + value + "'", "Give a duration such as 30s, 10m or 2h.", source);
    }

    private <E extends Enum<E>> E choice(String option, String value, Class<E> type, String source) {
        for (E choice : type.getEnumConstants()) {
            if (written(choice).equals(value)) {
                return choice;
            }
        }
        throw refused(
                option,
                "is '" + value + "'",
                "Choose " + written(type.getEnumConstants()[0]) + " or " + written(type.getEnumConstants()[1]) + ".",
                source);
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private IllegalArgumentException refused(String option, String what, String mend, String source) {
        return new IllegalArgumentException(
                "Option '%s' of integration '%s' in %s %s. %s".formatted(option, integration, source, what, mend));
    }

    public String getIntegration() {
        return integration;
    }

    public String getRecordKey() {
        return recordKey;
    }

    public void setRecordKey(String recordKey) {
        this.recordKey = recordKey;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getHeaders() {
        return headers;
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }

    public int getPartitions() {
        return partitions;
    }

    public void setPartitions(int partitions) {
        this.partitions = partitions;
    }

    public int getStarted() {
        return started;
    }

    public void setStarted(int started) {
        this.started = started;
    }

    public String getPatience() {
        return patience;
    }

    public void setPatience(String patience) {
        this.patience = patience;
    }

    public String getParentWait() {
        return parentWait;
    }

    public void setParentWait(String parentWait) {
        this.parentWait = parentWait;
    }

    public String getAfterDeadLetter() {
        return afterDeadLetter;
    }

    public void setAfterDeadLetter(String afterDeadLetter) {
        this.afterDeadLetter = afterDeadLetter;
    }

    public String getSearchFields() {
        return searchFields;
    }

    public void setSearchFields(String searchFields) {
        this.searchFields = searchFields;
    }

    public boolean isPushed() {
        return pushed;
    }

    public void setPushed(boolean pushed) {
        this.pushed = pushed;
    }
}
