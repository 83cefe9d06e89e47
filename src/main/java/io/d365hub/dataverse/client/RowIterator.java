package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * The rows of a query, one after another, read page by page while they are taken: never more than one page is held.
 *
 * <p>{@code hasNext} blocks while a page is read and fails with {@link DataverseException}. Not thread-safe.
 */
public final class RowIterator implements Iterator<ObjectNode> {

    private final Function<Optional<String>, CompletableFuture<RowPage>> pages;
    private final Deque<ObjectNode> rows;
    private Optional<String> next;
    private long left;

    RowIterator(RowPage first, int top, Function<Optional<String>, CompletableFuture<RowPage>> pages) {
        this.pages = pages;
        this.rows = new ArrayDeque<>(first.rows());
        this.next = first.next();
        this.left = top == 0 ? Long.MAX_VALUE : top;
    }

    @Override
    public boolean hasNext() {
        // A page may be empty and yet not the last.
        while (left > 0 && rows.isEmpty() && next.isPresent()) {
            RowPage page = page(next);
            rows.addAll(page.rows());
            next = page.next();
        }
        return left > 0 && !rows.isEmpty();
    }

    private RowPage page(Optional<String> name) {
        try {
            return pages.apply(name).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.withdrawn("Rows were not read.");
        }
    }

    @Override
    public ObjectNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        left--;
        return rows.remove();
    }
}
