package io.d365hub.batch.source.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A page on its way. Where it ends may be known before its rows are: the page behind it is asked for then. Thread-safe. */
final class ComingPage {

    private final ChangeFeed feed;
    private final ChangeFeed.Rows wanted;
    private final CompletableFuture<ChangeFeed.Page> page;
    private final CompletableFuture<ObjectNode> end = new CompletableFuture<>();

    private ComingPage(ChangeFeed feed, ChangeFeed.Rows wanted, Optional<ObjectNode> position) {
        this.feed = feed;
        this.wanted = wanted;
        this.page = feed.read(wanted, position, end::complete).whenComplete((it, failure) -> {
            if (failure == null && !it.last()) {
                end.complete(it.after());
            } else {
                end.cancel(false);
            }
        });
    }

    /** Asks for the page behind a position. */
    static ComingPage after(ChangeFeed feed, ChangeFeed.Rows wanted, Optional<ObjectNode> position) {
        return new ComingPage(feed, wanted, position);
    }

    CompletableFuture<ChangeFeed.Page> page() {
        return page;
    }

    /** The page behind this one, asked for as soon as may be; cancelled when this one is the last or fails. */
    CompletableFuture<ComingPage> following() {
        return end.thenApply(at -> after(feed, wanted, Optional.of(at)));
    }

    /** Whether it was known early to end where it did: a page that was read twice may end elsewhere the second time. */
    boolean endedAt(ObjectNode position) {
        return position.equals(end.getNow(null));
    }
}
