package io.d365hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.console.AdminProblemException;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.ODataQuery;
import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowIterator;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.webhook.registration.RegistrationRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The tables of the event framework over the hub's own client. Blocks; for operators' commands. */
final class ClientRegistrationRows implements RegistrationRows {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RequestOptions WITH_TABLES = RequestOptions.NONE.annotated(LOOKUP_TABLE.substring(1));

    private final Supplier<DataverseClient> client;

    ClientRegistrationRows(Supplier<DataverseClient> client) {
        this.client = client;
    }

    @Override
    public List<ObjectNode> find(String table, List<String> columns, String filter) {
        ODataQuery query = ODataQuery.of(table).select(columns).filter(filter);
        RowIterator found = answer(client.get().query(query, WITH_TABLES, PATIENCE));
        List<ObjectNode> rows = new ArrayList<>();
        found.forEachRemaining(rows::add);
        return rows;
    }

    @Override
    public String create(String table, ObjectNode columns, Map<String, Link> links) {
        UUID id = UUID.randomUUID();
        Map<String, RowRef> binds = links.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        link -> RowRef.byId(
                                link.getValue().table(),
                                UUID.fromString(link.getValue().id()))));
        answer(client.get().write(RowChange.create(table, Optional.of(id), columns, binds)));
        return id.toString();
    }

    @Override
    public void update(String table, String id, ObjectNode columns) {
        answer(client.get().write(RowChange.update(RowRef.byId(table, UUID.fromString(id)), columns, Map.of())));
    }

    @Override
    public void delete(String table, String id) {
        answer(client.get().write(RowChange.delete(RowRef.byId(table, UUID.fromString(id)))));
    }

    private static <T> T answer(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataverseException refused) {
                throw new AdminProblemException(
                        502,
                        refused.failure().what(),
                        refused.failure().why(),
                        refused.failure().mend());
            }
            throw e;
        }
    }
}
