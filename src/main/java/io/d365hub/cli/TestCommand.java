package io.d365hub.cli;

import io.d365hub.RouteCases;
import io.d365hub.Settings;
import io.d365hub.cases.Case;
import io.d365hub.cases.CaseResult;
import io.d365hub.cases.CasesException;
import io.d365hub.cases.CasesRunner;
import io.d365hub.cases.JUnitReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./hub test}: runs the cases beside routes and mappings, without broker and without anything outside this process. */
@Command(name = "test", description = "Runs the cases beside routes and mappings.", mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @ParentCommand
    private HubCommand hub;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description =
                    "A file of cases, the mapping or route that they belong to, or a folder; all cases without it.")
    private Path path;

    @Option(names = "--watch", description = "Run them again whenever a file changes, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML as well.")
    private Path junit;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    /** What {@code --json} prints of a case. */
    private record Line(String file, int line, String name, boolean passed, String problem, long micros) {}

    @Override
    public Integer call() {
        Settings settings = hub.settings();
        try (CasesRunner runner = RouteCases.runner(settings.home())) {
            int code = once(runner);
            if (watch) {
                try (FileChanges changes = FileChanges.under(settings.home())) {
                    while (changes.await()) {
                        runner.forget();
                        code = once(runner);
                    }
                }
            }
            return code;
        }
    }

    private int once(CasesRunner runner) {
        PrintWriter out = spec.commandLine().getOut();
        long from = System.nanoTime();
        List<JUnitReport.Run> runs = new ArrayList<>();
        try {
            for (Case one : path == null ? runner.cases() : runner.cases(path)) {
                long began = System.nanoTime();
                CaseResult result = runner.run(one);
                runs.add(new JUnitReport.Run(result, Duration.ofNanos(System.nanoTime() - began)));
                if (!json && !result.passed()) {
                    out.println(result.problem().orElseThrow());
                    out.flush();
                }
            }
            if (junit != null) {
                JUnitReport.write(junit, runs);
            }
        } catch (CasesException e) {
            out.println(e.getMessage());
            return ExitCode.FOUND;
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.ENVIRONMENT, "'" + junit + "' cannot be written: " + e + ".");
        }
        long failed = runs.stream().filter(run -> !run.result().passed()).count();
        if (json) {
            out.println(AdminClient.JSON
                    .valueToTree(runs.stream().map(TestCommand::line).toList())
                    .toPrettyString());
        } else {
            out.println(Counted.of(runs.size(), "case") + ", " + (failed == 0 ? "all passed" : failed + " failed")
                    + ", in " + Duration.ofNanos(System.nanoTime() - from).toMillis() + " ms.");
        }
        out.flush();
        return failed == 0 ? ExitCode.OK : ExitCode.FOUND;
    }

    private static Line line(JUnitReport.Run run) {
        Case one = run.result().subject();
        return new Line(
                one.file().toString(),
                one.line(),
                one.name(),
                run.result().passed(),
                run.result().problem().orElse(""),
                run.took().toNanos() / 1_000);
    }
}
