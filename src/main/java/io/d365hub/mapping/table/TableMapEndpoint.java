package io.d365hub.mapping.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.mapping.Mappings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Category;
import org.apache.camel.Exchange;
import org.apache.camel.component.ResourceEndpoint;
import org.apache.camel.spi.UriEndpoint;

/** Maps a row of one table to a row of another, column by column, as a file says. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "table-map",
        title = "Table map",
        syntax = "table-map:resourceUri",
        remote = false,
        producerOnly = true,
        category = {Category.TRANSFORMATION})
public final class TableMapEndpoint extends ResourceEndpoint {

    /** Null until it is needed. */
    private volatile TableMap map;

    TableMapEndpoint(String uri, TableMapComponent component, String resource) {
        super(uri, component, resource);
        setContentCache(true);
    }

    @Override
    protected void onExchange(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getBody();
        JsonNode row = body instanceof JsonNode tree
                ? tree
                : Mappings.reader().readTree(exchange.getMessage().getMandatoryBody(String.class));
        JsonNode mapped = map().apply(row);
        exchange.getMessage().setBody(body instanceof JsonNode ? mapped : mapped.toString());
    }

    private TableMap map() throws Exception {
        TableMap known = map;
        if (known != null) {
            return known;
        }
        getInternalLock().lock();
        try (InputStream in = getResourceAsInputStream()) {
            known = TableMap.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), getResourceUri());
            map = known;
            return known;
        } finally {
            getInternalLock().unlock();
        }
    }

    @Override
    public void clearContentCache() {
        getInternalLock().lock();
        try {
            super.clearContentCache();
            map = null;
        } finally {
            getInternalLock().unlock();
        }
    }
}
