package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.plugin.SamplePlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hub with the example plug-in of {@code samples/plugin}, and a route that is a Java class. */
class PluginJourneyTest {

    private static final String JAVA_ROUTE = """
            import org.apache.camel.builder.RouteBuilder;

            public class JavaMembers extends RouteBuilder {
                @Override
                public void configure() {
                    from("kamelet:push-source?integration=java-members&recordKey=/key&partitions=1")
                            .routeId("java-members")
                            .setBody(simple("java VERSION ${body}"))
                            .process(new io.d365hub.SeenInOrder());
                }
            }
            """;

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(
                    TestRoute.file("JavaMembers.java", JAVA_ROUTE.replace("VERSION", "one")),
                    TestRoute.file("masked", """
                            - route:
                                id: masked
                                from:
                                  uri: kamelet:push-source
                                  parameters: {integration: masked, recordKey: /key, partitions: 1}
                                  steps:
                                    - process: {ref: partner-mask-iban}
                                    - process: {ref: "#class:io.d365hub.SeenInOrder"}
                            """),
                    TestRoute.file("parts", """
                            - route:
                                id: parts
                                from:
                                  uri: kamelet:push-source
                                  parameters: {integration: parts, recordKey: /key, partitions: 1}
                                  steps:
                                    - setBody: {simple: "${header.HubRecordKey}"}
                                    - convertBodyTo: {type: com.example.hub.PartNumber}
                                    - setBody: {simple: "${body}"}
                                    - process: {ref: "#class:io.d365hub.SeenInOrder"}
                            """),
                    TestRoute.file("numbers", """
                            - route:
                                id: numbers
                                from:
                                  uri: batch-plugin:numbers
                                  parameters: {source: partner-numbers, argument: "7", recordKey: /number}
                                  steps:
                                    - setBody: {jq: ".number"}
                                    - setHeader: {name: HubIntegration, constant: numbers}
                                    - setHeader: {name: HubRecordKey, simple: "${body}"}
                                    - process: {ref: "#class:io.d365hub.SeenInOrder"}
                            """))
            .setting("hub.plugins", pluginFolder().toString());

    private static Path pluginFolder() {
        try {
            Path folder = Files.createTempDirectory("hub-plugins");
            Path work = Files.createTempDirectory("hub-plugin-work");
            Files.move(SamplePlugin.jar(work), folder.resolve("partner-plugin.jar"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void processorOfAPlugin_isAStepOfARoute() {
        // When
        String id = HUB.accepted("masked", "{\"key\": \"1\", \"iban\": \"CH9300762011623852957\"}");

        // Then
        HUB.awaitState(id, "delivered");
        assertThat(SeenInOrder.of("masked").get("1")).containsExactly("{\"key\": \"1\", \"iban\": \"CH..2957\"}");
    }

    @Test
    void typeConverterOfAPlugin_isUsed() {
        // When
        String id = HUB.accepted("parts", "{\"key\": \"4711-08\"}");

        // Then
        HUB.awaitState(id, "delivered");
        assertThat(SeenInOrder.of("parts").get("4711-08")).containsExactly("PartNumber[family=4711, variant=08]");
    }

    @Test
    void routeWithAPlugin_isReloaded_andItsCheckFindsNothing() throws IOException {
        // Given
        Path file = HUB.routes().resolve("masked.camel.yaml");

        // When
        Files.writeString(file, Files.readString(file) + "# changed\n");

        // Then
        await().atMost(HubFixture.PATIENCE)
                .until(() -> HubFixture.json(HUB.admin("GET", "status", null))
                                .path("reload")
                                .path("reloads")
                                .asInt()
                        > 0);
        assertThat(HUB.cli("check").out()).doesNotContain("masked.camel.yaml", "parts.camel.yaml");
    }

    @Test
    void sourceOfAPlugin_feedsABatch() {
        // When
        assertThat(HUB.cli("batch", "start", "numbers").exitCode()).isZero();

        // Then
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        SeenInOrder.of("numbers").keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 7).mapToObj(String::valueOf).toList()));
    }

    @Test
    void routeThatIsAClass_runs_andIsReloaded_andWhatDoesNotCompileIsTold() throws IOException {
        // When
        String id = HUB.accepted("java-members", "{\"key\": \"1\"}");

        // Then
        HUB.awaitState(id, "delivered");
        assertThat(SeenInOrder.of("java-members").get("1")).isEqualTo(List.of("java one {\"key\": \"1\"}"));

        // When
        Path file = HUB.routes().resolve("JavaMembers.java");
        Files.writeString(file, JAVA_ROUTE.replace("VERSION", "two").replace(".routeId(", ".rooteId("));

        // Then
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(HUB.cli("status").out())
                        .contains("JavaMembers.java:7:", "does not compile", "rooteId"));

        // When
        Files.writeString(file, JAVA_ROUTE.replace("VERSION", "three"));

        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> {
            String next = HUB.accepted("java-members", "{\"key\": \"2\"}");
            HUB.awaitState(next, "delivered");
            return SeenInOrder.of("java-members").get("2").contains("java three {\"key\": \"2\"}");
        });
    }
}
