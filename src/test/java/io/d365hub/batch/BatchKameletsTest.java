package io.d365hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What all batches have is the same in each kamelet of a source: names, defaults, and that it reaches the endpoint. */
class BatchKameletsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each option that all batches have, with its default. */
    private static Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        for (Field field : BatchOptions.class.getDeclaredFields()) {
            UriParam option = field.getAnnotation(UriParam.class);
            if (option != null) {
                options.put(field.getName(), option.defaultValue());
            }
        }
        return options;
    }

    private static JsonNode kamelet(String name) throws IOException {
        Object yaml = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("routes", "kamelets", name + ".kamelet.yaml")));
        return JSON.valueToTree(yaml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch-file-source",
                "batch-http-source",
                "batch-odata-source",
                "batch-plugin-source",
                "batch-sql-source",
                "dataverse-changes-source"
            })
    void aKameletHasEachOptionOfBatchesWithItsDefault(String name) throws IOException {
        // Given
        JsonNode spec = kamelet(name).path("spec");
        // When
        Map<String, String> offered = new TreeMap<>();
        Map<String, String> passed = new TreeMap<>();
        options().keySet().forEach(option -> {
            JsonNode property = spec.path("definition").path("properties").path(option);
            if (!property.isMissingNode()) {
                offered.put(option, property.path("default").asText());
            }
            passed.put(
                    option,
                    spec.path("template")
                            .path("from")
                            .path("parameters")
                            .path(option)
                            .asText());
        });
        // Then
        assertThat(offered).isEqualTo(options());
        assertThat(passed).allSatisfy((option, value) -> assertThat(value).isEqualTo("{{" + option + "}}"));
    }
}
