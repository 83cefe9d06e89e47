package io.d365hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.mapping.table.TableMapComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample mapping in each language that routes may be written in: all give the same row. */
class MappingLanguagesTest {

    private static final Path SAMPLES = Path.of("samples", "mappings");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "JSLT      | member.json | to: 'jslt:file:samples/mappings/member-to-contact.jslt'",
                "jq        | member.json | transform: {jq: 'resource:file:samples/mappings/member-to-contact.jq'}",
                "XSLT 3    | member.xml  | to: 'xslt-saxon:file:samples/mappings/member-to-contact.xsl'",
                "Groovy    | member.json | transform: {groovy: 'resource:file:samples/mappings/member-to-contact.groovy'}",
                "table map | member.json | to: 'table-map:file:samples/mappings/member-to-contact.map.yaml'",
                "Java      | member.json | to: 'direct:java-members'",
            })
    void sampleInEachLanguage_givesTheSameRow(String language, String message, String step) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            // Given
            context.getRegistry().bind("jslt", new MappingComponent());
            context.getRegistry().bind("table-map", new TableMapComponent());
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("file:sample.camel.yaml", """
                            - route:
                                from:
                                  uri: direct:sample
                                  steps:
                                    - convertBodyTo: {type: java.lang.String}
                                    - %s
                                    - convertBodyTo: {type: java.lang.String}
                            """.formatted(step)));
            if (language.equals("Java")) {
                Resource java = PluginHelper.getResourceLoader(context)
                        .resolveResource("file:samples/mappings/MemberToContact.java");
                PluginHelper.getRoutesLoader(context).loadRoutes(List.of(java));
            }
            context.start();

            // When
            String row = context.createProducerTemplate()
                    .requestBody("direct:sample", Files.readString(SAMPLES.resolve(message)), String.class);

            // Then
            ObjectMapper json = new ObjectMapper();
            JsonNode expected =
                    json.readTree(SAMPLES.resolve("member-contact.json").toFile());
            assertThat(json.readTree(row)).isEqualTo(expected);
        }
    }
}
