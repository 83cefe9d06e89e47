package io.d365hub.batch.file.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.batch.file.format.FileRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workbooks that are one message, with the steps that docs/authoring.md states. */
class XlsxDataFormatTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("file:workbooks.camel.yaml", """
                - route:
                    from:
                      uri: direct:write
                      steps:
                        - marshal: {custom: {ref: xlsx}}
                - route:
                    from:
                      uri: direct:read
                      steps:
                        - unmarshal: {custom: {ref: xlsx}}
                        - marshal: {json: {library: Jackson}}
                """));
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private byte[] write(Object body) {
        return context.createProducerTemplate().requestBody("direct:write", body, byte[].class);
    }

    private JsonNode read(byte[] workbook) throws Exception {
        return JSON.readTree(context.createProducerTemplate().requestBody("direct:read", workbook, String.class));
    }

    @Test
    void rowsBecomeAWorkbook_andTheWorkbookTheSameRows() throws Exception {
        // Given
        String rows = """
                [{"sku": "A-1", "name": "Kettle", "price": 12.50},
                 {"sku": "A-2", "name": "Łukasz's cup", "price": 3, "blue": true}]
                """;
        // When
        JsonNode read = read(write(rows));
        // Then
        assertThat(read).isEqualTo(JSON.readTree("""
                [{"sku": "A-1", "name": "Kettle", "price": 12.5, "blue": null},
                 {"sku": "A-2", "name": "Łukasz's cup", "price": 3, "blue": true}]
                """));
    }

    @Test
    void whatIsNoWorkbook_isUnreadable() {
        assertThatThrownBy(() -> read("sku,name".getBytes(StandardCharsets.UTF_8)))
                .hasRootCauseInstanceOf(FileRefusedException.class)
                .rootCause()
                .hasMessageContaining("The workbook of this message was not read");
    }

    @Test
    void aWorkbookThatGrowsWhenItIsUnpacked_isRefused() throws Exception {
        // Given
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 70; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        // Then
        assertThatThrownBy(() -> read(bomb.toByteArray())).hasRootCauseInstanceOf(FileRefusedException.class);
    }

    @Test
    void aBodyThatIsNoRow_isRefused() {
        assertThatThrownBy(() -> write("hello")).rootCause().hasMessageContaining("no JSON object");
    }
}
