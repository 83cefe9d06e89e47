package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.control.TargetRows;
import io.d365hub.dataverse.DataverseConstants;
import io.d365hub.dataverse.DataverseEndpoint;
import io.d365hub.dataverse.DataverseOperation;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;

/** Rows of Dataverse tables that a batch writes by an alternate key. Thread-safe. */
final class DataverseTargetRows implements TargetRows, AutoCloseable {

    private static final ObjectMapper JSON = Mappings.reader();
    /** Keys of one question: its address must stay below the service's limit. */
    private static final int ASKED_AT_ONCE = 25;

    private static final int INACTIVE = 1;
    private static final int INACTIVE_REASON = 2;

    private final CamelContext context;
    private final ProducerTemplate producer;

    DataverseTargetRows(CamelContext context) {
        this.context = context;
        this.producer = context.createProducerTemplate();
    }

    @Override
    public Optional<String> key(Endpoint target, Exchange exchange) {
        Optional<DataverseEndpoint> table = byKey(target);
        if (table.isEmpty() || exchange.getMessage().getHeader(DataverseConstants.ID) != null) {
            return Optional.empty();
        }
        JsonNode row = tree(exchange);
        ObjectNode key = JSON.createObjectNode();
        for (String column : table.get().getKeyColumnNames()) {
            JsonNode value = row.path(column);
            if (!value.isValueNode() || value.isNull()) {
                return Optional.empty();
            }
            key.set(column, value);
        }
        return Optional.of(key.toString());
    }

    private static Optional<DataverseEndpoint> byKey(Endpoint target) {
        return target instanceof DataverseEndpoint table
                        && (table.getConfiguration().getOperation() == DataverseOperation.UPSERT
                                || table.getConfiguration().getOperation() == DataverseOperation.UPDATE)
                        && !table.getKeyColumnNames().isEmpty()
                ? Optional.of(table)
                : Optional.empty();
    }

    private static JsonNode tree(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof JsonNode tree) {
            return tree;
        }
        try {
            byte[] body = exchange.getMessage().getBody(byte[].class);
            return body == null ? JSON.missingNode() : JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode(); // the write itself will say what is wrong with it
        }
    }

    @Override
    public CompletableFuture<Void> remove(Endpoint target, String key, boolean deactivate) {
        DataverseEndpoint table = byKey(target).orElseThrow();
        ObjectNode body = object(key);
        if (deactivate) {
            body.put("statecode", INACTIVE).put("statuscode", INACTIVE_REASON);
        }
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(DataverseConstants.PRIORITY, "batch");
        return producer.asyncSend(address(table, deactivate ? "update" : "delete"), exchange)
                .thenAccept(DataverseTargetRows::orFail);
    }

    private static void orFail(Exchange done) {
        Exception failure = done.getException();
        if (failure != null && !isGone(failure)) {
            throw new CompletionException(failure);
        }
    }

    private static boolean isGone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataverseException refused && refused.status() == 404) {
                return true;
            }
        }
        return false;
    }

    private static String address(DataverseEndpoint table, String operation) {
        return "dataverse:%s?operation=%s&key=%s"
                .formatted(table.getTable(), operation, table.getConfiguration().getKey());
    }

    private static ObjectNode object(String key) {
        try {
            return (ObjectNode) JSON.readTree(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Set<String>> existing(Endpoint target, Collection<String> keys) {
        DataverseEndpoint table = byKey(target).orElseThrow();
        Set<String> there = new HashSet<>();
        List<String> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += ASKED_AT_ONCE) {
            List<String> asked = all.subList(from, Math.min(all.size(), from + ASKED_AT_ONCE));
            Optional<List<JsonNode>> rows = ask(table, asked);
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            Set<String> found = new HashSet<>();
            rows.get().forEach(row -> found.add(alike(table, row)));
            asked.stream()
                    .filter(key -> found.contains(alike(table, object(key))))
                    .forEach(there::add);
        }
        return Optional.of(there);
    }

    private Optional<List<JsonNode>> ask(DataverseEndpoint table, List<String> keys) {
        List<String> conditions = new ArrayList<>();
        keys.forEach(key -> conditions.add(condition(object(key))));
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(DataverseConstants.FILTER, String.join(" or ", conditions));
        producer.send(
                "dataverse:%s?operation=query&select=%s"
                        .formatted(table.getTable(), String.join(",", table.getKeyColumnNames())),
                exchange);
        if (exchange.getException() != null) {
            return Optional.empty();
        }
        List<JsonNode> rows = new ArrayList<>();
        Iterator<?> found = exchange.getMessage().getBody(Iterator.class);
        while (found.hasNext()) {
            rows.add(node(found.next()));
        }
        return Optional.of(rows);
    }

    private static JsonNode node(Object row) {
        try {
            return row instanceof JsonNode tree ? tree : JSON.readTree(String.valueOf(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String condition(ObjectNode key) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : key.properties()) {
            String text = column.getValue().asText();
            String value = column.getValue().isTextual() ? "'" + text.replace("'", "''") + "'" : text;
            parts.add(column.getKey() + " eq " + value);
        }
        return "(" + String.join(" and ", parts) + ")";
    }

    /** Dataverse compares texts of keys without regard to case. */
    private static String alike(DataverseEndpoint table, JsonNode row) {
        StringBuilder alike = new StringBuilder();
        for (String column : table.getKeyColumnNames()) {
            alike.append(row.path(column).asText().toLowerCase(Locale.ROOT)).append('\n');
        }
        return alike.toString();
    }

    @Override
    public void close() {
        producer.stop();
    }
}
