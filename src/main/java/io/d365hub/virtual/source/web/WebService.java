package io.d365hub.virtual.source.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.RetryAfter;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualTable;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service behind one virtual table: adds what makes the hub known to it, and turns its refusals into answers for the
 * caller (spec dataverse-events-and-virtual-tables §4.6). Thread-safe.
 */
public final class WebService {

    private static final Logger LOG = LoggerFactory.getLogger(WebService.class);

    private final WebClient client;
    private final VirtualTable table;
    private final URI root;
    private final Map<String, String> headers;
    private final Clock clock;
    /** An operator is told once, not with each request, until it works again. */
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * A service.
     *
     * @param root whose host gets the headers; no other does
     * @param headers of each request; may hold secrets
     */
    public WebService(WebClient client, VirtualTable table, URI root, Map<String, String> headers, Clock clock) {
        this.client = client;
        this.table = table;
        this.root = root;
        this.headers = Map.copyOf(headers);
        this.clock = clock;
    }

    /** The answer, whatever its status. */
    public WebAnswer send(WebRequest request, SourceCall call) throws SourceException {
        if (!isOfService(request.address())) {
            throw SourceException.wrongData(
                    "The source of %s named a next page on another host; its credentials do not go there."
                            .formatted(table.path()));
        }
        WebRequest known = request;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            known = known.with(header.getKey(), header.getValue());
        }
        WebAnswer answer = client.send(known, call, table.path());
        if (answer.isSuccess()) {
            told.set(false);
        }
        return answer;
    }

    /** The body of a successful answer as JSON. */
    public JsonNode json(WebRequest request, SourceCall call) throws SourceException {
        WebAnswer answer = send(request, call);
        if (!answer.isSuccess()) {
            throw refusal(answer);
        }
        return json(answer);
    }

    /** A body as JSON. */
    public JsonNode json(WebAnswer answer) throws SourceException {
        return Json.read(answer.body())
                .orElseThrow(() -> SourceException.wrongData(
                        "The source of %s answered with something that is no JSON.".formatted(table.path())));
    }

    /** What an answer that is no success means for the caller. */
    public SourceException refusal(WebAnswer answer) {
        int status = answer.status();
        String table = this.table.path();
        switch (status) {
            case 401 -> {
                tell(status, "Check the credentials that its declaration names");
                return SourceException.failed(
                        "The source of %s does not know the hub: its credentials are missing or wrong."
                                .formatted(table),
                        null);
            }
            case 403 -> {
                tell(status, "Check what the hub's user may do there");
                return SourceException.forbidden("The source of %s forbids it to the hub.".formatted(table));
            }
            case 404, 405, 410 -> {
                tell(status, "Check the address in its declaration");
                return SourceException.failed(
                        "The source of %s has nothing at the declared address.".formatted(table), null);
            }
            case 408, 504 -> {
                return SourceException.timeout("The source of %s took too long.".formatted(table));
            }
            case 409 -> {
                return SourceException.conflict("The source of %s has such a row already.".formatted(table));
            }
            case 429, 503 -> {
                return SourceException.unavailable(
                        "The source of %s wants to be left alone for a while.".formatted(table),
                        RetryAfter.of(answer.header("Retry-After"), answer.header("Date"), clock.instant()),
                        null);
            }
            case 501 -> {
                return SourceException.unsupported(
                        "The source of %s cannot evaluate this.".formatted(table), "$filter");
            }
            default -> {
                tell(status, status < 500 ? "Its declaration may promise more than it can do" : "Look at its own log");
                return SourceException.failed(
                        "The source of %s answered with status %d.".formatted(table, status), null);
            }
        }
    }

    private void tell(int status, String mend) {
        if (told.compareAndSet(false, true)) {
            LOG.warn("Virtual table {}: its source at {} answers {}. {}.", table.path(), root.getHost(), status, mend);
        }
    }

    private boolean isOfService(URI address) {
        return root.getScheme().equals(address.getScheme())
                && root.getHost().equalsIgnoreCase(String.valueOf(address.getHost()))
                && root.getPort() == address.getPort();
    }
}
