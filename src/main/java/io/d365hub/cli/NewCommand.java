package io.d365hub.cli;

import io.d365hub.Settings;
import io.d365hub.pattern.NewIntegration;
import io.d365hub.pattern.Pattern;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub new}: writes an integration that works as it is, to be changed from there. */
@Command(
        name = "new",
        description = "Writes route, mapping, cases and sample of a new integration; they pass as they are.",
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "PATTERN",
            completionCandidates = NewCommand.Patterns.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String pattern;

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the integration, e.g. suppliers-to-dataverse.")
    private String name;

    /** What there is. */
    static final class Patterns implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Pattern.values()).map(Pattern::text).iterator();
        }
    }

    @Override
    public Integer call() {
        Settings settings = hub.settings();
        Pattern chosen = Pattern.of(pattern)
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.USAGE,
                        "There is no pattern '" + pattern + "'. There are:\n"
                                + Arrays.stream(Pattern.values())
                                        .map(one -> "  %-17s %s".formatted(one.text(), one.about()))
                                        .collect(Collectors.joining("\n"))));
        List<Path> files;
        try {
            files = new NewIntegration(settings.home()).write(chosen, name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.USAGE, e.getMessage());
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "The files cannot be written: " + e + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        files.forEach(out::println);
        out.println();
        out.println("Now: ./hub test routes/" + name + ".camel.yaml; then change it, and ./hub check");
        return ExitCode.OK;
    }
}
