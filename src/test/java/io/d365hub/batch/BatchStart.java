package io.d365hub.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step of a test's route in a hub: starts the batch that the body names, unless it runs, and writes how it stands into the
 * file that the system property {@value #STATUS} names.
 */
public final class BatchStart implements Processor {

    /** Name of the system property. */
    public static final String STATUS = "hub.test.batch-status";

    @Override
    public void process(Exchange exchange) throws IOException {
        CamelContext context = exchange.getContext();
        String name = exchange.getMessage().getBody(String.class);
        Batches batches = context.getRegistry().findSingleByType(BatchRuntime.class);
        boolean again = System.getProperty(STATUS) == null;
        if (again || batches.status(name).isEmpty()) {
            try {
                batches.start(name, RunRequest.SCHEDULED);
            } catch (BatchRefusedException e) {
                // It is under way.
            }
        }
        if (!again) {
            note(batches.status(name).orElseThrow());
        }
    }

    private static void note(RunStatus status) throws IOException {
        Path file = Path.of(System.getProperty(STATUS));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        RunCounts counts = status.counts();
        Files.writeString(
                fresh,
                "%s %d %d %d %d %d %d"
                        .formatted(
                                status.state(),
                                counts.read(),
                                counts.written(),
                                counts.rejected(),
                                counts.parked(),
                                status.resumed(),
                                Duration.between(
                                                status.startedAt(),
                                                status.endedAt().orElse(status.startedAt()))
                                        .toMillis()));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
