package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.RowArray;
import io.d365hub.batch.RunContext;
import io.d365hub.batch.RunState;
import io.d365hub.batch.SourceRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Appends each row to the file of its run. A row that belongs to no run any more (it was parked, retried or replayed) gets a
 * file of its own at once.
 */
final class FileSinkProducer extends DefaultProducer {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SHORT_ID = 8;

    private final FileSinkComponent component;
    private final SinkOptions options;
    private final String directory;
    private final String name;

    FileSinkProducer(FileSinkEndpoint endpoint, FileSinkComponent component, SinkOptions options) {
        super(endpoint);
        this.component = component;
        this.options = options;
        this.directory = endpoint.getDirectory();
        this.name = "file:" + directory + "/*." + options.lines().ending();
    }

    @Override
    public void process(Exchange exchange) {
        try {
            Optional<RunContext> run = RunContext.of(exchange);
            Optional<List<SourceRow>> asTheyCame =
                    exchange.getMessage().getBody() instanceof RowArray several ? several.unread() : Optional.empty();
            if (run.isPresent() && asTheyCame.isPresent() && !options.lines().hasColumns()) {
                file(run.get()).writeAsTheyCame(asTheyCame.get());
                return;
            }
            List<ObjectNode> rows = RowBodies.of(exchange);
            if (run.isEmpty()) {
                writeAlone(exchange, rows);
            } else if (rows.size() == 1) {
                file(run.get()).write(rows.get(0));
            } else {
                file(run.get()).write(rows);
            }
        } catch (IOException e) {
            throw FileSinkException.notWritten(Path.of(directory), e);
        }
    }

    private RunFile file(RunContext run) {
        return run.join(name, RunFile.class, () -> fileOf(run));
    }

    private RunFile fileOf(RunContext run) {
        String batch = run.batch().name() + ".";
        String id = run.id().toString().substring(0, SHORT_ID);
        return new RunFile(name, batch, batch + TIME.format(run.startedAt()) + "." + id, options);
    }

    /** A run goes on: joins it when it has begun a file here, so that the file appears at its end whether rows come or not. */
    void goOn(RunContext run) throws IOException {
        if (fileOf(run).isBegun()) {
            RunFile unused = file(run);
        }
    }

    /** The name follows from the message, so that a repetition after a crash writes the same file again. */
    private void writeAlone(Exchange exchange, List<ObjectNode> rows) throws IOException {
        String route = Optional.ofNullable(exchange.getFromRouteId()).orElse("none");
        String id = exchange.getMessage().getHeader("HubMessageId", exchange.getExchangeId(), String.class);
        String stem = "single-row." + route + "." + id;
        RunFile file = new RunFile(name, stem, stem, options);
        file.begin(Optional.empty());
        file.write(rows);
        file.flush();
        file.end(RunState.COMPLETED);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        component.started(this);
    }

    @Override
    protected void doStop() throws Exception {
        component.stopped(this);
        super.doStop();
    }
}
