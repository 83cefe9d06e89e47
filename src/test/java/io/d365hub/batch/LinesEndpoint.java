package io.d365hub.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Lines of a file as the rows of a batch. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-lines",
        title = "Lines",
        syntax = "batch-lines:name",
        consumerOnly = true)
public final class LinesEndpoint extends BatchEndpoint {

    @UriParam(description = "The file.")
    private String file;

    LinesEndpoint(String uri, BatchComponent component, String name) {
        super(uri, component, name);
    }

    public void setFile(String file) {
        this.file = file;
    }

    @Override
    protected BatchSource source() {
        return (from, request) -> new LinesReader(
                Path.of(file),
                from.position().map(position -> position.path("line").asLong()).orElse(0L));
    }

    private static final class LinesReader implements RowReader {

        private static final ObjectReader JSON =
                new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

        private final BufferedReader lines;
        private long line;

        LinesReader(Path file, long skip) throws IOException {
            lines = Files.newBufferedReader(file);
            while (line < skip && lines.readLine() != null) {
                line++;
            }
        }

        @Override
        public SourceRow next() throws IOException {
            String text = lines.readLine();
            if (text == null) {
                return null;
            }
            long number = ++line;
            try {
                return SourceRow.of((ObjectNode) JSON.readTree(text), "line " + number, () -> at(number));
            } catch (JsonProcessingException e) {
                return SourceRow.unreadable(
                        text.getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        "line " + number,
                        () -> at(number),
                        Failure.of(
                                FailureKind.UNREADABLE,
                                "json",
                                "The line was not read.",
                                "It is not valid JSON.",
                                "Mend it."));
            }
        }

        private static ObjectNode at(long number) {
            return JsonNodeFactory.instance.objectNode().put("line", number);
        }

        @Override
        public Optional<Position> end() {
            long end = line;
            return Optional.of(() -> at(end));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
