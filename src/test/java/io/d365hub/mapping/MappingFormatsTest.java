package io.d365hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats that routes read and write besides JSON, with the steps that docs/authoring.md states. */
class MappingFormatsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CSV in    | univocityCsv: {headerExtractionEnabled: true, asMap: true} | json: {library: Jackson}"
                        + " | `sku,name\nA-1,Kettle\n` | `[{\"name\":\"Kettle\",\"sku\":\"A-1\"}]`",
                "fixed in  | univocityFixed: {asMap: true, univocityHeader: [{name: sku, length: '5'}, {name: name, length: '8'}], padding: _}"
                        + " | json: {library: Jackson} | `A-1__Kettle__\n` | `[{\"name\":\"Kettle\",\"sku\":\"A-1\"}]`",
                "XML in    | jacksonXml: {} | json: {library: Jackson}"
                        + " | `<p><sku>A-1</sku><name>Kettle</name></p>` | `{\"sku\":\"A-1\",\"name\":\"Kettle\"}`",
                "XML out   | json: {library: Jackson} | jacksonXml: {}"
                        + " | `{\"sku\":\"A-1\"}` | `<LinkedHashMap><sku>A-1</sku></LinkedHashMap>`",
                "CSV out   | json: {library: Jackson} | univocityCsv: {}"
                        + " | `{\"sku\":\"A-1\",\"name\":\"Kettle\"}` | `A-1,Kettle`",
                "fixed out | json: {library: Jackson}"
                        + " | univocityFixed: {univocityHeader: [{name: sku, length: '5'}, {name: name, length: '8'}], padding: _}"
                        + " | `{\"sku\":\"A-1\",\"name\":\"Kettle\"}` | `A-1__Kettle__`",
            })
    void message_inOneFormat_becomesAnother(String name, String read, String write, String message, String expected)
            throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            // Given
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("file:formats.camel.yaml", """
                            - route:
                                from:
                                  uri: direct:formats
                                  steps:
                                    - unmarshal: {%s}
                                    - marshal: {%s}
                                    - convertBodyTo: {type: java.lang.String}
                            """.formatted(read, write)));
            context.start();

            // When
            String written = context.createProducerTemplate().requestBody("direct:formats", message, String.class);

            // Then
            assertThat(comparable(written)).isEqualTo(comparable(expected));
        }
    }

    /** The order of the fields of JSON says nothing. */
    private static Object comparable(String text) throws JsonProcessingException {
        return text.startsWith("{") || text.startsWith("[") ? new ObjectMapper().readTree(text) : text.strip();
    }
}
