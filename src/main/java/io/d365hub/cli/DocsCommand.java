package io.d365hub.cli;

import io.d365hub.HubCatalog;
import io.d365hub.SchemaFiles;
import io.d365hub.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub docs}: what integrations are made of, as the parts themselves describe it. */
@Command(
        name = "docs",
        description =
                "Prints a catalog of kamelets, endpoints, error codes and settings as Markdown; writes JSON schemas for editors.",
        mixinStandardHelpOptions = true)
final class DocsCommand implements Callable<Integer> {

    /** What can be printed. */
    enum Part {
        ALL,
        KAMELETS,
        ENDPOINTS,
        CODES,
        SETTINGS
    }

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            defaultValue = "all",
            description = "${COMPLETION-CANDIDATES}; all without it.")
    private Part part;

    @Option(
            names = "--schemas",
            paramLabel = "FOLDER",
            description = "Write JSON schemas of cases, virtual tables, settings and routes there instead.")
    private Path schemas;

    @Override
    public Integer call() {
        Settings settings = hub.settings();
        PrintWriter out = spec.commandLine().getOut();
        if (schemas != null) {
            try {
                SchemaFiles.write(schemas).forEach(out::println);
                return ExitCode.OK;
            } catch (IOException e) {
                throw new CommandFailedException(ExitCode.ENVIRONMENT, "The schemas cannot be written: " + e + ".");
            }
        }
        HubCatalog catalog = new HubCatalog(out);
        if (part == Part.ALL || part == Part.KAMELETS) {
            catalog.kamelets(settings.path("hub.routes").resolve("kamelets"));
        }
        if (part == Part.ALL || part == Part.ENDPOINTS) {
            catalog.endpoints();
        }
        if (part == Part.ALL || part == Part.CODES) {
            catalog.codes();
        }
        if (part == Part.ALL || part == Part.SETTINGS) {
            catalog.settings();
        }
        out.flush();
        return ExitCode.OK;
    }
}
