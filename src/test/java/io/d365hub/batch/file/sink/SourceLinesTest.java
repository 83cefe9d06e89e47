package io.d365hub.batch.file.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.d365hub.batch.JsonRow;
import io.d365hub.batch.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceLinesTest {

    private static SourceRow row(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return SourceRow.of(new JsonRow(bytes, 0, bytes.length), null, null);
    }

    private static String lines(SourceRow... rows) {
        return new String(SourceLines.of(List.of(rows), new NdjsonLines()), StandardCharsets.UTF_8);
    }

    @Test
    void aRowOnOneLineIsWrittenAsItCame() {
        assertThat(lines(row("{ \"n\": 1.50 }"), row("{\"t\":\"\\u00e4\\n\"}")))
                .isEqualTo("{ \"n\": 1.50 }\n{\"t\":\"\\u00e4\\n\"}\n");
    }

    @Test
    void aRowOfSeveralLinesIsWrittenOnOne() {
        assertThat(lines(row("{\n  \"n\": 1.50,\r\n \"t\": \"ä\"}"))).isEqualTo("{\"n\":1.50,\"t\":\"ä\"}\n");
    }

    @Test
    void aRowWhoseSourceHasATreeIsWrittenFromIt() {
        assertThat(lines(
                        SourceRow.deleted(JsonNodeFactory.instance.objectNode().put("n", 1), "", null),
                        row("{\"n\":2}")))
                .isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    }
}
