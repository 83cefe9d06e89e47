package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The schemas that editors complete with take every shipped file, and refuse what the hub refuses. */
class SchemaFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyShippedFileOfCasesFitsTheSchema() throws IOException {
        JsonSchema schema = schema("/schemas/cases.schema.json", VersionFlag.V7);
        return shipped("{routes,transformations,src/main/resources/patterns/*}/*.cases.yaml", schema);
    }

    @TestFactory
    Stream<DynamicTest> everyShippedVirtualTableFitsTheSchema() throws IOException {
        JsonSchema schema = schema("/schemas/table.schema.json", VersionFlag.V7);
        return shipped("{virtual/*,src/main/resources/patterns/*}/*.table.yaml", schema);
    }

    /** Camel's own schema, out of camel-yaml-dsl: what Kaoto and the Camel CLI check with. */
    @TestFactory
    Stream<DynamicTest> everyShippedRouteFitsCamelsSchema() throws IOException {
        JsonSchema schema = schema("/schema/camelYamlDsl.json", VersionFlag.V4);
        return shipped("{routes,samples/routes,src/main/resources/patterns/*}/*.camel.yaml", schema);
    }

    /** What a kamelet stands for is a route as well; Kaoto opens it as one. */
    @TestFactory
    Stream<DynamicTest> everyShippedKameletFitsCamelsSchema() throws IOException {
        JsonSchema schema = schema("/schema/camelYamlDsl.json", VersionFlag.V4);
        return shipped("routes/kamelets/*.kamelet.yaml", schema, SchemaFilesTest::routeOf);
    }

    private static JsonNode routeOf(JsonNode kamelet) {
        JsonNode template = kamelet.at("/spec/template");
        ArrayNode steps = JSON.createArrayNode();
        template.properties().forEach(part -> steps.addObject().set(part.getKey(), part.getValue()));
        return steps;
    }

    @Test
    void aFieldThatNoCaseHasDoesNotFit() throws IOException {
        // When
        Set<ValidationMessage> messages = schema("/schemas/cases.schema.json", VersionFlag.V7)
                .validate(JSON.readTree("[{\"name\": \"a\", \"in\": {}, \"expect\": {\"deliverd\": 1}}]"));
        // Then
        assertThat(messages)
                .extracting(ValidationMessage::getMessage)
                .anyMatch(message -> message.contains("deliverd"));
    }

    @Test
    void theSchemaOfTheSettingsKnowsEachWithItsDefault(@TempDir Path folder) throws IOException {
        // When
        List<Path> files = SchemaFiles.write(folder);
        // Then
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "cases.schema.json", "table.schema.json", "routes.schema.json", "settings.schema.json");
        JsonNode port = JSON.readTree(files.get(3).toFile()).at("/properties/hub.http.body-limit");
        assertThat(port.path("default").asInt()).isEqualTo(1_048_576);
        assertThat(port.path("maximum").asInt()).isEqualTo(100 << 20);
        assertThat(port.path("description").asText()).isEqualTo("Largest body of a request or JMS message, bytes.");
    }

    private static Stream<DynamicTest> shipped(String glob, JsonSchema schema) throws IOException {
        return shipped(glob, schema, UnaryOperator.identity());
    }

    private static Stream<DynamicTest> shipped(String glob, JsonSchema schema, UnaryOperator<JsonNode> part)
            throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        List<Path> files;
        try (Stream<Path> all = Stream.of(
                        "routes", "transformations", "virtual", "samples", "src/main/resources/patterns")
                .flatMap(SchemaFilesTest::walk)) {
            files = all.filter(matcher::matches).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> dynamicTest(file.toString(), () -> {
                    // When
                    Set<ValidationMessage> messages = schema.validate(
                            part.apply(YamlValue.read(file).orElseThrow().json()));
                    // Then
                    assertThat(messages).isEmpty();
                }));
    }

    private static Stream<Path> walk(String folder) {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchema schema(String resource, VersionFlag version) throws IOException {
        try (InputStream in = SchemaFilesTest.class.getResourceAsStream(resource)) {
            return JsonSchemaFactory.getInstance(version).getSchema(in);
        }
    }
}
