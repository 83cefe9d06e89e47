package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.Receiver.Post;
import io.d365hub.simulator.event.EventSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The events that the simulator fires against the complete examples of the fact sheet on events, sections 1.4 and 1.5: each member
 * that an example has is there, and is written alike; there are no others.
 */
@Timeout(300)
class ContextShapeTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.with(SimulatorSettings.defaults()
            .withSeed(SimulatorSettings.Seed.EMPTY)
            .withEvents(new EventSettings(1, 20, true, 4, 100, false, java.util.List.of(20L), 2)));

    private final Receiver receiver = new Receiver();
    private final Registrar registrar = new Registrar(dataverse);

    @AfterEach
    void close() {
        receiver.close();
    }

    private static JsonNode example(String file) throws IOException {
        try (InputStream in = ContextShapeTest.class.getResourceAsStream("/events/" + file)) {
            return SimulatorFixture.JSON.readTree(in);
        }
    }

    @Test
    void aCreateIsWrittenLikeTheExample() throws IOException {
        // Given
        String contact = dataverse
                .post("contacts", "{\"lastname\":\"X\"}", "Prefer", "return=representation")
                .json()
                .path("contactid")
                .asText();
        registrar.image(
                registrar.step(registrar.webhook(receiver.url()), "Create", "account", "{}"),
                "hub",
                1,
                "accountid,accountnumber,name");
        // When
        dataverse.post(
                "accounts?tag=hub:erp-inbound",
                "{\"name\":\"Adventure Works\",\"accountnumber\":\"AW-1001\",\"creditonhold\":false,\"numberofemployees\":240,"
                        + "\"revenue\":1250000.5,\"industrycode\":7,\"primarycontactid@odata.bind\":\"/contacts("
                        + contact
                        + ")\"}");
        // Then
        Map<String, String> expected = shape(example("create-account.json"));
        // The example has no nested context, which it says is shortened; see the example of an update.
        expected.remove("/ParentContext");
        // A column that nobody set is told as null only there.
        expected.remove("/InputParameters/Target/Attributes/modifiedonbehalfby");
        Map<String, String> told = shape(receiver.await(1).get(0).json());
        assertThat(told).containsAllEntriesOf(expected);
        assertThat(told.keySet().stream().filter(ContextShapeTest::isMember).toList())
                .containsExactlyElementsOf(shape(example("create-account.json")).keySet().stream()
                        .filter(ContextShapeTest::isMember)
                        .toList());
    }

    @Test
    void anUpdateIsWrittenLikeTheExample() throws IOException {
        // Given
        dataverse.patch(
                "accounts(accountnumber='AW-1001')",
                "{\"name\":\"Adventure Works\",\"telephone1\":\"+49 30 9999\",\"websiteurl\":\"https://old.example\"}");
        String step = registrar.step(registrar.webhook(receiver.url()), "Update", "account", "{}");
        registrar.image(step, "before", 0, "telephone1,websiteurl");
        registrar.image(step, "after", 1, "telephone1,accountnumber");
        // When
        dataverse.patch(
                "accounts(accountnumber='AW-1001')",
                "{\"telephone1\":\"+49 30 1234\",\"creditlimit\":50000,\"websiteurl\":null}");
        // Then
        Post post = receiver.await(1).get(0);
        assertThat(shape(post.json())).containsAllEntriesOf(shape(example("update-account.json")));
    }

    /** Of the document itself, not of what is in it. */
    private static boolean isMember(String path) {
        return path.lastIndexOf('/') == 0;
    }

    /** How each value is written, by its path; pairs of a dictionary by their keys. */
    private static Map<String, String> shape(JsonNode document) {
        Map<String, String> shape = new TreeMap<>();
        add("", document, shape);
        return shape;
    }

    private static void add(String path, JsonNode value, Map<String, String> shape) {
        shape.put(path, kind(value));
        value.properties().forEach(member -> add(path + "/" + member.getKey(), member.getValue(), shape));
        for (JsonNode item : value.isArray() ? value : SimulatorFixture.JSON.createArrayNode()) {
            boolean pair = item.has("key") && item.size() == 2;
            add(path + "/" + (pair ? item.path("key").asText() : "item"), pair ? item.path("value") : item, shape);
        }
    }

    private static String kind(JsonNode value) {
        String text = value.asText();
        if (value.isTextual() && text.startsWith("/Date(")) {
            return text.contains("+") ? "date with suffix" : "date";
        }
        if (value.isTextual() && text.contains(":http:")) {
            return text;
        }
        return value.isTextual() && text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? "id"
                : value.getNodeType().toString();
    }
}
