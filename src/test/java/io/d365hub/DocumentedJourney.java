package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.DocumentationPages.Shown;
import io.d365hub.DocumentedStep.Act;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The commands of the pages in an order in which each finds what it needs: messages before dead letters, the restore at the end. */
final class DocumentedJourney {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String WHY = "'tried by a test'";

    private static final String OPERATIONS = "docs/operations.md: ";
    private static final String PUSH = "docs/patterns/event-push.md: ";
    private static final String EVENTS = "docs/patterns/dataverse-events.md: ";
    private static final String SIMULATOR = "docs/simulator.md: ";

    /** Where the cases of the pages belong, by their first line; {@code ./hub test} runs them there. */
    static final Map<String, String> CASES = Map.of(
            "- name: an empty text clears the column", "transformations/member-to-contact.cases.yaml",
            "- name: Dataverse asks for half a minute, then the invoice is written", "routes/shops.cases.yaml");

    /** What {@link #CASES} are about and the pages do not show. */
    private static final String SHOPS = """
            - route:
                id: shops
                from:
                  uri: kamelet:push-source
                  parameters: {integration: shops, recordKey: /accountnumber}
                  steps:
                    - to: dataverse:accounts?operation=upsert&key=accountnumber
            """;

    /** Of orders that nobody has sent yet. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(700_000);

    private DocumentedJourney() {}

    static List<DocumentedStep> steps() {
        return Stream.of(
                        messages(),
                        component(),
                        batches(),
                        virtualTables(),
                        letters(),
                        replays(),
                        events(),
                        webhooks(),
                        people(),
                        authoring(),
                        simulator(),
                        backup())
                .flatMap(List::stream)
                .toList();
    }

    private static DocumentedStep step(String shown) {
        return DocumentedStep.of(shown);
    }

    // --- Messages

    private static List<DocumentedStep> messages() {
        List<String> ids = new ArrayList<>();
        return List.of(
                step(PUSH + "curl -i http://localhost:8080/push/webshop-orders \\")
                        .prints(PUSH + "HTTP/1.1 202 Accepted")
                        .after((hub, answer) -> ids.add(id(answer.out())))
                        .printsAfter(
                                "curl -i http://localhost:8080/push/webshop-orders -H \"X-API-Key: $(cat data/dev-api-key)\""
                                        + " -H 'Content-Type: application/json' -d '{}'",
                                PUSH + "HTTP/1.1 422 Unprocessable Entity"),
                step(PUSH
                                + "curl http://localhost:8080/messages/6c1b2c1e-6f0e-5d9e-8f43-2f1a3a4b5c6d -H \"X-API-Key: $(cat data/dev-api-key)\"")
                        .before((hub, answer) -> awaitPrints(hub, "./hub trace " + ids.get(0), "delivered"))
                        .with("6c1b2c1e-6f0e-5d9e-8f43-2f1a3a4b5c6d", hub -> ids.get(0))
                        .prints(PUSH + "{\"id\":\"6c1b...\""),
                step(PUSH + "curl -i http://localhost:8080/push/contacts \\")
                        .after(says("202 Accepted", "\"accepted\":300"))
                        .prints(PUSH + "{\"id\":\"0b9c...\""),
                step("./hub trace ID").with("ID", hub -> ids.get(0)).after(says("delivered")),
                step("./hub status").after(says("webshop-orders", "running")),
                step("README.md: ./hub dead-letters causes"));
    }

    /** The first route of that page, in this hub. */
    private static List<DocumentedStep> component() {
        return List.of(
                step("docs/dataverse-component.md: curl -H 'Content-Type: application/json' -d '{\"hub_externalid\": \"K-17\", \"lastname\": \"Berg\"}' localhost:8080/contacts")
                        .before((hub, answer) -> {
                            Shown route = DocumentedSnippetsTest.routes()
                                    .filter(block -> block.page().endsWith("dataverse-component.md"))
                                    .findFirst()
                                    .orElseThrow();
                            Files.writeString(
                                    hub.home().resolve("routes/contact-to-dataverse.camel.yaml"), route.text());
                            await().atMost(PATIENCE).until(() -> hub.terminal()
                                    .contains("Reloaded: routes/contact-to-dataverse.camel.yaml"));
                        })
                        .with("curl", "curl --fail-with-body"));
    }

    // --- Batches

    private static List<DocumentedStep> batches() {
        return List.of(
                step("docs/patterns/batch-pull.md: ./hub batch start customers-from-erp --dry-run")
                        .finding("1: ./hub batch start customers-from-erp --dry-run")
                        .finding("1: ./hub batch start customers-from-erp --wait")
                        .after(says("9,980", "20")),
                step("cp samples/prices.csv data/drop/prices/"),
                step("./hub batch list").after(says("customers-from-erp", "completed")),
                step("./hub batch history NAME")
                        .with("NAME", "customers-from-erp")
                        .after(says("completed")),
                step("./hub batch status NAME --follow").with("NAME", "customers-from-erp"),
                step("./hub batch start NAME --dry-run")
                        .before(noRunOf("accounts-changes-to-file"))
                        .with("NAME", "accounts-changes-to-file"),
                step("./hub batch start NAME --with-parents")
                        .before(noRunOf("accounts-changes-to-file"))
                        .with("NAME", "accounts-changes-to-file"),
                // The run may be quicker than the stop, and says so.
                step("./hub batch stop NAME")
                        .before(noRunOf("customers-from-erp"))
                        .with("./hub batch stop NAME", "./hub batch start NAME --full\n./hub batch stop NAME")
                        .with("NAME", "customers-from-erp")
                        .mayFind("1: ./hub batch stop"),
                step("./hub batch resume NAME")
                        .with("NAME", "customers-from-erp")
                        .mayFind("1: ./hub batch resume"),
                step("./hub batch start contacts --full --allow-deletes 150")
                        .before(noRunOf("customers-from-erp"))
                        .with("contacts", "customers-from-erp"),
                step("./hub batch start NAME [--full] [--from X --to Y] [--dry-run] [--with-parents] [--allow-deletes N] [--wait]")
                        .before(noRunOf("accounts-changes-to-file"))
                        .with(
                                "NAME [--full] [--from X --to Y] [--dry-run] [--with-parents] [--allow-deletes N] [--wait]",
                                "accounts-changes-to-file --dry-run --wait"));
    }

    // --- Virtual tables

    private static List<DocumentedStep> virtualTables() {
        return List.of(
                step("./hub virtual list").after(says("company/StockLevels")),
                step("./hub virtual describe company/Books"),
                step("./hub virtual describe").with("describe", "describe company/StockLevels"),
                step("./hub virtual query").with("query", "query company/StockLevels"),
                step("./hub virtual query company/StockLevels --filter \"OnHand lt 40\""),
                step("./hub virtual describe facilities/Offices").with("facilities/Offices", "company/StockLevels"),
                step("./hub virtual query facilities/Offices --filter \"Desks gt 10\"")
                        .with("facilities/Offices", "company/StockLevels")
                        .with("Desks", "OnHand"),
                step("./hub clients add dataverse --reads company/*").after(says("d365hub_")),
                step("./hub clients add dataverse --reads 'erp/*' --writes erp/Items")
                        .with("add dataverse", "add erp-dataverse")
                        .after(says("d365hub_")));
    }

    // --- Dead letters

    private static List<DocumentedStep> letters() {
        return List.of(
                step(OPERATIONS + "./hub dead-letters causes")
                        .with("CAUSE", DocumentedJourney::cause)
                        .with("ID...", DocumentedJourney::deadByMapping)
                        .with("ID", DocumentedJourney::deadByMapping)
                        .with("TEXT", WHY)
                        .after(says("1 sent again", "Discarded")),
                step(OPERATIONS + "./hub dead-letters edit ID --set /customer/name=Ann --reason TEXT")
                        .with("/customer/name=Ann", "/billing_address/name=Ann")
                        .with("purge ID... --count N", hub -> "purge " + discarded(hub) + " --count 1")
                        .with("ID...", DocumentedJourney::deadByMapping)
                        .with("ID", DocumentedJourney::deadByDataverse)
                        .before((hub, answer) -> anotherShop(hub))
                        .with("INTEGRATION", "other-orders")
                        .with("TEXT", WHY)
                        .with("NAME.cases", "webshop-orders-to-dataverse.cases"),
                step(OPERATIONS + "./hub dead-letters export 'code:0x80044331' --out for-the-team.ndjson")
                        .after(says("known already")),
                step("./hub dead-letters causes").after(says("It has no lines")),
                step("./hub dead-letters list"),
                step("./hub explain 0x80040237").after(says("0x80040237")));
    }

    private static List<DocumentedStep> replays() {
        return List.of(
                // So that it does not come to its end before it is paused.
                step("./hub integrations suspend NAME --reason TEXT")
                        .with("NAME", "webshop-orders")
                        .with("TEXT", WHY),
                step(OPERATIONS + "./hub replays plan --group GROUP")
                        .with("REPLAY", "$JOB")
                        .with(
                                "./hub replays status",
                                "JOB=$(./hub replays list | grep -oE '" + ID + "' | head -n 1)\n./hub replays status")
                        .with("GROUP", hub -> group(hub).path("group").asText())
                        .with(
                                "--expect N",
                                hub -> "--detach --expect "
                                        + group(hub).path("count").asText())
                        .after((hub, answer) -> hub.run("./hub integrations resume webshop-orders")),
                step("./hub replays plan")
                        .with("plan", "plan --query state:open")
                        .after(says("letters")));
    }

    // --- Other systems

    private static List<DocumentedStep> events() {
        return List.of(
                step(EVENTS + "./hub dataverse register --dry-run")
                        .prints(EVENTS + "create service endpoint d365-hub/events"),
                step(EVENTS + "./hub dataverse register --yes").after((hub, answer) -> await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                DocumentedStep.assertPrintedInAnyOrder(EVENTS + "demo-healthy got", hub.terminal()))),
                step("./hub dataverse register").with("register", "register --yes"),
                step("./hub dataverse list"),
                step("./hub dataverse register --new-secret").with("--new-secret", "--new-secret --yes"),
                step("./hub dataverse reconcile --hours 24"),
                step("./hub dataverse unregister").with("unregister", "unregister --yes"));
    }

    private static List<DocumentedStep> webhooks() {
        return List.of(
                step(OPERATIONS + "./hub webhooks add FILE")
                        .before((hub, answer) -> Files.writeString(
                                hub.home().resolve("mine.yaml"),
                                "name: mine\nurl: http://127.0.0.1:" + hub.port("8080")
                                        + "/sample/receivers/demo-healthy\nevents: [order.*]\n"))
                        .with("FILE", "mine.yaml")
                        .with("NAME", "mine")
                        .with("TEXT", WHY)
                        // That receiver knows the secret of its own subscription only.
                        .finding("1: ./hub webhooks test"),
                step("./hub webhooks rotate-secret NAME")
                        .before((hub, answer) -> hub.run("./hub webhooks add mine.yaml"))
                        .with("NAME", "mine")
                        .after(says("whsec_")),
                step("./hub webhooks secret").after(says("whsec_")));
    }

    private static List<DocumentedStep> people() {
        return List.of(
                step("./hub users add NAME --role administrator").with("NAME", "ann"),
                step("./hub users token NAME").with("NAME", "ann"),
                step("./hub users add NAME --role ROLE [--integrations A,B] [--reveals]")
                        .with("NAME", "bob")
                        .with("ROLE [--integrations A,B] [--reveals]", "operator --integrations contacts --reveals"),
                step("./hub clients add NAME --integrations A,B")
                        .with("NAME", "shop")
                        .with("A,B", "webshop-orders,contacts"),
                step("./hub clients add warehouse --receives shipments"),
                step(OPERATIONS + "./hub audit list").after(says("all as they were written")),
                step("./hub audit list"));
    }

    private static List<DocumentedStep> authoring() {
        return List.of(
                step("./hub docs").after(says("push-source")),
                step("./hub docs kamelets"),
                step("./hub docs --schemas FOLDER").with("FOLDER", "schemas"),
                step("./hub new <pattern> <name>").with("<pattern> <name>", "queue returns"),
                step("./hub new batch-plugin NAME").with("NAME", "parts"),
                step("./hub new virtual <name>").with("<name>", "shelves"),
                step("./hub check"),
                step("./hub check [path]")
                        .with("[path]", "routes")
                        .printsAfter(
                                "sed -i 's/recordKey/recordkey/' routes/webshop-orders-to-dataverse.camel.yaml; ./hub check",
                                "docs/authoring.md: routes/webshop-orders-to-dataverse.camel.yaml")
                        .after((hub, answer) -> hub.run(
                                "sed -i 's/recordkey/recordKey/' routes/webshop-orders-to-dataverse.camel.yaml")),
                step("./hub test")
                        .before((hub, answer) -> writeCases(hub.home()))
                        .after(says("all passed")),
                step("./hub test [path]")
                        .with("[path]", "transformations")
                        .before((hub, answer) -> writeFailingCase(hub.home().resolve("transformations")))
                        .finding("1: ./hub test transformations")
                        .prints("docs/authoring.md: transformations/a-to-b.cases.yaml"));
    }

    private static List<DocumentedStep> simulator() {
        return List.of(
                step(
                        SIMULATOR
                                + "curl -s -d grant_type=client_credentials -d client_id=3f0c5d1e-8b7a-4c29-9e54-d365b0000001 \\"),
                step(
                        SIMULATOR
                                + "keytool -genkeypair -alias simulator -keyalg RSA -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 \\"),
                step(
                        SIMULATOR
                                + "curl -s localhost:8082/_simulator/faults -d '{\"on\":\"upsert\",\"times\":3,\"status\":503,\"retryAfter\":2,\"latencyMillis\":200}'"));
    }

    private static List<DocumentedStep> backup() {
        return List.of(
                step("./hub backup DIR")
                        .with("DIR", hub -> hub.home().resolve("first").toString()),
                step(OPERATIONS + "./hub backup /backups/2026-01-05")
                        // Before the last line the reader stops the hub.
                        .with(
                                "./hub restore /backups/2026-01-05         #",
                                hub -> hub.stopped() + "./hub restore --replace /backups/2026-01-05 #")
                        .with(
                                "/backups/2026-01-05",
                                hub -> hub.home().resolve("second").toString())
                        .after(says("is whole")));
    }

    // --- What is there

    private static String id(String text) {
        return ID.matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("No id in " + text))
                .group();
    }

    private static Act says(String... words) {
        return (hub, answer) -> assertThat(answer.out()).contains(words);
    }

    private static void awaitPrints(DocumentedHub hub, String command, String words) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(hub.run(command).out()).contains(words));
    }

    private static String cause(DocumentedHub hub) {
        return hub.json("./hub dead-letters causes").at("/causes/0/id").asText();
    }

    /** Letters of one cause that are open. */
    private static JsonNode group(DocumentedHub hub) {
        return hub.json("./hub dead-letters groups 'state:open and integration:webshop-orders'")
                .at("/groups/0");
    }

    /** An integration for messages of the same kind. */
    private static void anotherShop(DocumentedHub hub) throws IOException {
        Path shop = hub.home().resolve("routes/webshop-orders-to-dataverse.camel.yaml");
        Files.writeString(
                hub.home().resolve("routes/other-orders-to-dataverse.camel.yaml"),
                Files.readString(shop).replace("webshop-orders", "other-orders"));
        awaitPrints(hub, "./hub status", "other-orders");
    }

    /** A batch whose run is under way would refuse another one. */
    private static Act noRunOf(String batch) {
        return (hub, answer) -> await().atMost(PATIENCE).until(() -> Stream.of(hub.json("./hub batch list"))
                .flatMap(list -> StreamSupport.stream(list.path("batches").spliterator(), false))
                .noneMatch(one -> one.path("name").asText().equals(batch)
                        && one.at("/run/state").asText().equalsIgnoreCase("running")));
    }

    /** As the page tells what a failing case says. */
    private static void writeFailingCase(Path folder) throws IOException {
        Files.writeString(folder.resolve("a-to-b.jslt"), """
                {"order": .id, "lines": [{"quantity": 1}, {"quantity": 2}]}
                """);
        Files.writeString(folder.resolve("a-to-b.cases.yaml"), """
                # The cases of a to b.
                #
                # Two orders, of which the second one is wrong.

                - name: another order
                  in: {id: A}
                  out:
                    order: A
                    lines: [{quantity: 1}, {quantity: 2}]


                - name: an order
                  in: {id: B}
                  out:
                    order: B
                    customer: C
                    lines: [{quantity: 1}, {quantity: 5}]
                """);
    }

    private static void writeCases(Path home) throws IOException {
        Files.writeString(home.resolve("routes/shops.camel.yaml"), SHOPS);
        for (Shown block : DocumentedSnippetsTest.cases().toList()) {
            for (Map.Entry<String, String> place : CASES.entrySet()) {
                if (block.text().contains(place.getKey())) {
                    Files.writeString(home.resolve(place.getValue()), block.text());
                }
            }
        }
    }

    private static String discarded(DocumentedHub hub) throws Exception {
        String letter = deadByMapping(hub);
        hub.run("./hub dead-letters discard " + letter + " --reason " + WHY);
        return letter;
    }

    /** The letter of an order that the mapping refuses. */
    private static String deadByMapping(DocumentedHub hub) throws Exception {
        return letter(hub, order -> order.remove("line_items"));
    }

    /** The letter of an order that Dataverse refuses. */
    private static String deadByDataverse(DocumentedHub hub) throws Exception {
        return letter(hub, order -> ((ObjectNode) order.get("billing_address")).put("name", "x".repeat(400)));
    }

    private static String letter(DocumentedHub hub, Consumer<ObjectNode> dirt) throws Exception {
        ObjectNode order =
                (ObjectNode) JSON.readTree(Path.of("samples/order.json").toFile());
        int number = NUMBERS.incrementAndGet();
        order.put("order_number", number);
        dirt.accept(order);
        Files.writeString(hub.home().resolve("dirty.json"), order.toString());
        hub.run(
                "curl -sS -H \"X-API-Key: $(cat data/dev-api-key)\" -H 'Content-Type: application/json' --data-binary @dirty.json"
                        + " http://localhost:8080/push/webshop-orders");
        JsonNode found = await().atMost(PATIENCE)
                .until(
                        () -> hub.json("./hub dead-letters list key:" + number).path("deadLetters"),
                        letters -> !letters.isEmpty());
        return found.get(0).path("id").asText();
    }
}
