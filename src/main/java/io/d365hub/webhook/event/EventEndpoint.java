package io.d365hub.webhook.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

/**
 * Reads events of Dataverse, and declares which ones the route wants. The kamelets dataverse-webhook-source and
 * dataverse-servicebus-source use it.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "dataverse-event",
        title = "Dataverse Event",
        syntax = "dataverse-event:integration",
        producerOnly = true,
        category = {Category.SAAS},
        headersClass = EventConstants.class)
public final class EventEndpoint extends DefaultEndpoint {

    @UriPath(description = "Name of the integration that the events are for.")
    @Metadata(required = true)
    private final String integration;

    @UriParam(description = "Last segment of the address that Dataverse posts to.", defaultValue = "events")
    private String hook = "events";

    @UriParam(description = "Name of the bus (hub.bus.<name>...) when the events come from a queue instead of a hook.")
    private String connection = "";

    @UriParam(description = "The queue; or a topic and its subscription.")
    private String queue = "";

    @UriParam(description = "The topic, when the events come from a subscription.")
    private String topic = "";

    @UriParam(description = "The topic's subscription.")
    private String subscription = "";

    @UriParam(description = "Tables, by their logical names, separated by commas.")
    @Metadata(required = true)
    private String tables = "";

    @UriParam(description = "Messages, separated by commas.", defaultValue = "Create,Update,Delete")
    private String messages = "Create,Update,Delete";

    @UriParam(description = "Columns whose changes count, separated by commas; all when empty.")
    private String columns = "";

    @UriParam(description = "Columns of the images before and after, separated by commas; none when empty.")
    private String images = "";

    @UriParam(description = "Whether events that the hub itself has caused are left out.", defaultValue = "true")
    private boolean ignoreOwn = true;

    @UriParam(description = "Beginnings of tags; events of requests with such a tag are left out.")
    private String ignoreTags = "";

    @UriParam(
            description = "What becomes of an event when a newer one of its row was worked before.",
            defaultValue = "drop",
            enums = "drop,mark")
    private String stale = "drop";

    private EventSurroundings.Listening listening;

    EventEndpoint(String uri, EventComponent component, String integration) {
        super(uri, component);
        this.integration = integration;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Subscription wanted = subscription();
        Optional<EventSurroundings> surroundings = ((EventComponent) getComponent()).surroundings();
        if (surroundings.isPresent()) {
            surroundings.get().subscriptions().add(wanted);
            listening = wanted.queue().map(surroundings.get()::listen).orElse(null);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        ((EventComponent) getComponent()).surroundings().ifPresent(around -> around.subscriptions()
                .remove(integration));
        super.doStop();
    }

    private Subscription subscription() {
        if (names(tables).isEmpty()) {
            throw new IllegalArgumentException("Option 'tables' of the events of '" + integration
                    + "' is empty. Name the tables, e.g. account,contact.");
        }
        if (!stale.equals("drop") && !stale.equals("mark")) {
            throw new IllegalArgumentException(
                    "Option 'stale' of the events of '" + integration + "' is '" + stale + "'. Choose drop or mark.");
        }
        return new Subscription(
                integration, hook, names(tables), names(messages), names(columns), names(images), eventQueue());
    }

    private Optional<EventQueue> eventQueue() {
        if (connection.isBlank()) {
            return Optional.empty();
        }
        if (queue.isBlank() == topic.isBlank() || topic.isBlank() != subscription.isBlank()) {
            throw new IllegalArgumentException("The options of the events of '" + integration
                    + "' do not say where they come from. Set 'queue', or 'topic' and 'subscription'.");
        }
        return Optional.of(new EventQueue(connection, queue, topic, subscription));
    }

    /** Whether the events come from a queue, where anybody may put anything. */
    boolean isQueued() {
        return !connection.isBlank();
    }

    /** Whether the route asked for such an event. */
    boolean wants(ChangeEvent event) {
        return names(tables).contains(event.table()) && names(messages).contains(event.message());
    }

    /** The names in a list with commas. */
    static Set<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Producer createProducer() {
        return new EventProducer(this, ((EventComponent) getComponent()).surroundings());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Nothing comes out of dataverse-event:" + integration
                + ". Start the route with kamelet:dataverse-webhook-source.");
    }

    /** Whether an event is left out because of who caused it. */
    boolean ignores(ChangeEvent event, Set<String> ownUsers) {
        return (ignoreOwn && ownUsers.contains(event.initiatingUser()))
                || event.tag()
                        .filter(tag -> names(ignoreTags).stream().anyMatch(tag::startsWith))
                        .isPresent();
    }

    /** Whether an update names none of the columns that count. */
    boolean isAboutOtherColumns(ChangeEvent event) {
        Set<String> counting = names(columns);
        return event.message().equals("Update")
                && !event.trimmed()
                && !counting.isEmpty()
                && event.changed().stream().noneMatch(counting::contains);
    }

    boolean dropsStale() {
        return stale.equals("drop");
    }

    /** Whether a text can be asked for as a row's key. */
    static boolean isRowId(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.getMostSignificantBits() != 0 && id.toString().equals(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public String getIntegration() {
        return integration;
    }

    public String getHook() {
        return hook;
    }

    public void setHook(String hook) {
        this.hook = hook;
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    public String getQueue() {
        return queue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public String getTopic() {
        return topic;
    }

    public void setTopic(String topic) {
        this.topic = topic;
    }

    public String getSubscription() {
        return subscription;
    }

    public void setSubscription(String subscription) {
        this.subscription = subscription;
    }

    public String getTables() {
        return tables;
    }

    public void setTables(String tables) {
        this.tables = tables;
    }

    public String getMessages() {
        return messages;
    }

    public void setMessages(String messages) {
        this.messages = messages;
    }

    public String getColumns() {
        return columns;
    }

    public void setColumns(String columns) {
        this.columns = columns;
    }

    public String getImages() {
        return images;
    }

    public void setImages(String images) {
        this.images = images;
    }

    public boolean isIgnoreOwn() {
        return ignoreOwn;
    }

    public void setIgnoreOwn(boolean ignoreOwn) {
        this.ignoreOwn = ignoreOwn;
    }

    public String getIgnoreTags() {
        return ignoreTags;
    }

    public void setIgnoreTags(String ignoreTags) {
        this.ignoreTags = ignoreTags;
    }

    public String getStale() {
        return stale;
    }

    public void setStale(String stale) {
        this.stale = stale;
    }
}
