package io.d365hub.simulator.event;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Row;
import java.util.UUID;

/**
 * Where a step's events go: a row of {@code serviceendpoint}.
 *
 * @param contract what kind it is: 5 topic, 6 queue, 7 event hub, 8 webhook
 * @param messageFormat 1 binary XML, 2 JSON, 3 text XML
 * @param url of a webhook; null otherwise
 * @param authType how it proves who it is
 * @param authValue the secret; null when there is none
 * @param namespaceAddress of a bus; null otherwise
 * @param path the queue's or topic's name; null otherwise
 * @param userName of a bus; null when there is none
 * @param password of a bus; null when there is none
 */
record Endpoint(
        UUID id,
        String name,
        int contract,
        int messageFormat,
        String url,
        int authType,
        String authValue,
        String namespaceAddress,
        String path,
        String userName,
        String password) {

    static final int WEBHOOK = 8;
    static final int WEBHOOK_KEY = 4;
    static final int HTTP_HEADER = 5;
    static final int BINARY_XML = 1;
    static final int TEXT_XML = 3;

    static Endpoint of(TableDefinition table, Row row) {
        return new Endpoint(
                row.id(),
                (String) row.value(table.column("name")),
                (Integer) row.value(table.column("contract")),
                (Integer) row.value(table.column("messageformat")),
                (String) row.value(table.column("url")),
                (Integer) row.value(table.column("authtype")),
                (String) row.value(table.column("authvalue")),
                (String) row.value(table.column("namespaceaddress")),
                (String) row.value(table.column("path")),
                (String) row.value(table.column("saskeyname")),
                (String) row.value(table.column("saskey")));
    }

    boolean isWebhook() {
        return contract == WEBHOOK;
    }
}
