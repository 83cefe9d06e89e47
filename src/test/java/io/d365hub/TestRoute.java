package io.d365hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A route file that a test needs, in the shape of the shipped ones. */
final class TestRoute {

    private final String integration;
    private String source = "kamelet:push-source";
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<String> steps = new ArrayList<>();
    private String text;

    private TestRoute(String integration, String recordKey) {
        this.integration = integration;
        parameters.put("integration", integration);
        parameters.put("recordKey", recordKey);
        parameters.put("partitions", "2");
    }

    /** Members of the loyalty programme become contacts, as in the shipped route. */
    static TestRoute members(String integration) {
        return new TestRoute(integration, "/memberId")
                .step("to: jslt:file:transformations/member-to-contact.jslt")
                .step("to: dataverse:contacts?operation=upsert&key=hub_externalid");
    }

    /** The same members as lines of a file, read by a batch that starts a run whenever none is under way. */
    static TestRoute batchOfMembers(String batch, Path file) {
        TestRoute route = members(batch);
        route.source = "batch-lines:" + batch;
        route.parameters.remove("integration");
        return route.with("file", file.toString());
    }

    /** Orders of the web shop become sales orders, as in the shipped route. */
    static TestRoute orders(String integration) {
        return new TestRoute(integration, "/order_number")
                .step("to: jslt:file:transformations/shopify-order-to-salesorder.jslt")
                .step("to: dataverse:salesorders?operation=changeset");
    }

    /** The message is the row of the contact: whatever the sender calls a column is taken for one. */
    static TestRoute contactRows(String integration) {
        return new TestRoute(integration, "/hub_externalid")
                .step("to: dataverse:contacts?operation=upsert&key=hub_externalid");
    }

    /** The same with a request for each row. */
    static TestRoute singleContactRows(String integration) {
        return new TestRoute(integration, "/hub_externalid")
                .step("to: dataverse:contacts?operation=upsert&key=hub_externalid&groupCommit=false");
    }

    /** The contact of the message's record key; its description holds all headers that the route was given. */
    static TestRoute headersToContact(String integration) {
        return new TestRoute(integration, "/id")
                .step(
                        "setBody: {simple: '{\"hub_externalid\": \"${header.HubRecordKey}\", \"lastname\": \"Echo\", \"description\":"
                                + " \"${headers}\"}'}")
                .step("to: dataverse:contacts?operation=upsert&key=hub_externalid");
    }

    /** The contact of the message's record key; its description tells whether somebody waits for the verdict. */
    static TestRoute awaitedToContact(String integration) {
        return new TestRoute(integration, "/id")
                .step("setBody: {simple: '{\"hub_externalid\": \"${header.HubRecordKey}\", \"lastname\": \"Urgent\","
                        + " \"description\": \"awaited: ${exchangeProperty.HubAwaited}\"}'}")
                .step("to: dataverse:contacts?operation=upsert&key=hub_externalid");
    }

    /**
     * Accounts that change in Dataverse: the newest event of each becomes a contact with the account's id as key; its
     * department says what it was about, its last name the message.
     */
    static TestRoute accountEvents(String integration) {
        TestRoute route = new TestRoute(integration, "");
        route.source = "kamelet:dataverse-webhook-source";
        route.parameters.remove("recordKey");
        route.parameters.put("tables", "account");
        route.parameters.put("columns", "name,telephone1,description");
        route.parameters.put("images", "name,telephone1");
        return route.step("to: jslt:file:src/test/resources/events/account-event-to-contact.jslt")
                .step("to: dataverse:contacts?operation=upsert&key=hub_externalid");
    }

    /** The same of accounts whose events come by a queue. */
    static TestRoute queuedAccountEvents(String integration, String connection, String queue) {
        TestRoute route = accountEvents(integration);
        route.source = "kamelet:dataverse-servicebus-source";
        return route.with("connection", connection).with("queue", queue).with("ignoreOwn", "false");
    }

    /** Tells a receiver of each message, signed; it is tried again after 1 s. */
    static TestRoute webhook(String integration, String url) {
        return new TestRoute(integration, "/id")
                .step("to: {uri: kamelet:webhook-sink, parameters: {receiver: " + integration
                        + ", type: thing.changed, retries: '300ms,1s', url: '" + url + "'}}");
    }

    /** Tells all subscriptions that want events of the type of each message. */
    static TestRoute published(String integration, String type) {
        return new TestRoute(integration, "/id")
                .step("to: {uri: kamelet:webhook-publish, parameters: {type: " + type + "}}");
    }

    /** Sets a parameter of the source. */
    TestRoute with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    /** A file as it is to be; a class when the name ends with {@code .java}. */
    static TestRoute file(String routeId, String text) {
        TestRoute route = new TestRoute(routeId, "");
        route.text = text;
        return route;
    }

    private TestRoute step(String step) {
        steps.add(step);
        return this;
    }

    void writeTo(Path folder) throws IOException {
        if (text != null) {
            Files.writeString(
                    folder.resolve(integration.endsWith(".java") ? integration : integration + ".camel.yaml"), text);
            return;
        }
        String id = integration + "-to-dataverse";
        StringBuilder made = new StringBuilder()
                .append("- route:\n    id: ")
                .append(id)
                .append("\n    from:\n      uri: ")
                .append(source)
                .append("\n      parameters:\n");
        parameters.forEach((name, value) ->
                made.append("        ").append(name).append(": ").append(value).append('\n'));
        made.append("      steps:\n");
        steps.forEach(step -> made.append("        - ").append(step).append('\n'));
        Files.writeString(folder.resolve(id + ".camel.yaml"), made);
        if (source.startsWith("batch")) {
            Files.writeString(folder.resolve(integration + "-start-to-batch.camel.yaml"), """
                    - route:
                        id: %s-start-to-batch
                        from:
                          uri: timer:%s?period=200
                          steps:
                            - setBody: {constant: %s}
                            - process: {ref: "#class:io.d365hub.batch.BatchStart"}
                    """.formatted(
                            integration, integration, integration));
        }
    }
}
