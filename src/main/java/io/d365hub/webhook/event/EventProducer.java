package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.webhook.event.RowOrder.Place;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Puts a {@link ChangeEvent} where the document of Dataverse was, and says whether the route wants it: not its own echo, not
 * twice, not after a newer one. What was cut off is read again.
 */
final class EventProducer extends DefaultAsyncProducer {

    private final EventEndpoint endpoint;
    private final Optional<EventSurroundings> surroundings;
    private final RowOrder order = new RowOrder();

    EventProducer(EventEndpoint endpoint, Optional<EventSurroundings> surroundings) {
        super(endpoint);
        this.endpoint = endpoint;
        this.surroundings = surroundings;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletionStage<Void> done;
        try {
            byte[] body = exchange.getMessage().getBody(byte[].class);
            boolean checked = endpoint.isQueued() && surroundings.isPresent();
            JsonNode document = checked
                    ? QueuedDocument.read(exchange.getMessage(), body)
                    : ContextReader.parse(body == null ? new byte[0] : body);
            if (!ContextReader.isContext(document)) {
                // A case or a sender of one's own that gives what the route is to see.
                callback.done(true);
                return true;
            }
            ChangeEvent event = read(exchange.getMessage(), document, body);
            if (checked && !endpoint.wants(event)) {
                throw QueuedDocument.notWanted();
            }
            done = work(exchange, event);
        } catch (IOException | EventException | RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        done.whenComplete((nothing, e) -> {
            if (e != null) {
                exchange.setException(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
            }
            callback.done(false);
        });
        return false;
    }

    private static ChangeEvent read(Message message, JsonNode document, byte[] body) {
        String organization = message.getHeader(EventDoor.ORGANIZATION, "", String.class);
        boolean cut = message.getHeader(EventDoor.TRIMMED) != null;
        return ContextReader.read(document, organization, cut, body);
    }

    private CompletionStage<Void> work(Exchange exchange, ChangeEvent event) {
        return ownUsers().thenCompose(own -> {
            boolean replayed = Boolean.TRUE.equals(exchange.getProperty(EventConstants.REPLAYED));
            Place place = replayed ? Place.NEXT : order.place(row(event), mark(event), identity(event));
            if (endpoint.ignores(event, own) || endpoint.isAboutOtherColumns(event) || place == Place.REPEATED) {
                give(exchange, event, false);
                return CompletableFuture.completedFuture(null);
            }
            return isStale(event, place, replayed).thenCompose(stale -> {
                if (stale && endpoint.dropsStale()) {
                    give(exchange, event, false);
                    return CompletableFuture.completedFuture(null);
                }
                return completed(stale ? event.asStale() : event).thenAccept(whole -> {
                    give(exchange, whole, true);
                    rememberWhenDone(exchange, whole);
                });
            });
        });
    }

    /** What this process does not know, another one, or the one before the restart, may have worked. */
    private CompletionStage<Boolean> isStale(ChangeEvent event, Place place, boolean replayed) {
        RowMark mark = mark(event);
        // A row that was deleted may be made again with the same key.
        boolean remembered = mark.isKnown() && !event.message().equals("Delete");
        return place == Place.STALE || replayed || !remembered || surroundings.isEmpty()
                ? CompletableFuture.completedFuture(place == Place.STALE)
                : surroundings
                        .get()
                        .advance(endpoint.getIntegration(), row(event), mark)
                        .thenApply(mark::isBefore);
    }

    private CompletionStage<Set<String>> ownUsers() {
        return surroundings.isPresent() && endpoint.isIgnoreOwn()
                ? surroundings.get().ownUsers()
                : CompletableFuture.completedFuture(Set.of());
    }

    /** An event without its values gets those that the row has now; a row that is gone has none. */
    private CompletionStage<ChangeEvent> completed(ChangeEvent event) {
        if (!event.trimmed()
                || event.message().equals("Delete")
                || surroundings.isEmpty()
                || !EventEndpoint.isRowId(event.id())) {
            return CompletableFuture.completedFuture(event);
        }
        return surroundings.get().read(event.table(), event.id()).thenApply(found -> found.map(
                        row -> event.completedBy(row.values(), row.version()))
                .orElse(event));
    }

    private static void give(Exchange exchange, ChangeEvent event, boolean wanted) {
        Message message = exchange.getMessage();
        message.setBody(event.toJson().toString());
        message.setHeader(EventConstants.MESSAGE, event.message());
        message.setHeader(EventConstants.TABLE, event.table());
        message.setHeader(EventConstants.ROW, event.id());
        exchange.setProperty(EventConstants.EVENT, event);
        exchange.setProperty(EventConstants.WANTED, wanted);
    }

    private void rememberWhenDone(Exchange exchange, ChangeEvent event) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                order.worked(row(event), mark(event), identity(event));
            }
        });
    }

    /**
     * A deleted row has no version any more; whatever comes later is older. An association changes no version: one that was
     * completed by reading its row must not make changes of the row stale.
     */
    private static RowMark mark(ChangeEvent event) {
        if (EventDoor.isOfAnyTable(event.message())) {
            return RowMark.NOTHING;
        }
        return event.message().equals("Delete")
                ? new RowMark(Long.MAX_VALUE, Long.MAX_VALUE)
                : new RowMark(event.rowVersion().orElse(RowMark.UNKNOWN), modified(event.modifiedOn()));
    }

    private static long modified(String time) {
        try {
            return time.isEmpty()
                    ? RowMark.UNKNOWN
                    : OffsetDateTime.parse(time).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return RowMark.UNKNOWN;
        }
    }

    private static String row(ChangeEvent event) {
        return event.table() + "/" + event.id();
    }

    private static String identity(ChangeEvent event) {
        return event.operationId() + "|" + event.stepId();
    }
}
