package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters export} and {@code import}: letters as lines of JSON. */
final class TransferCommands {

    private TransferCommands() {}

    @Command(
            name = "export",
            description = "Writes dead letters with their messages as NDJSON, personal data masked.",
            footer = DeadLettersCommand.QUERY_LANGUAGE,
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "QUERY", arity = "0..*", description = "Which ones (default: state:open).")
        private List<String> query = List.of("state:open");

        @Option(names = "--out", paramLabel = "FILE", description = "A new file (default: prints them).")
        private Path file;

        @Option(
                names = "--reveal",
                description = "With personal data, as an import needs it. Has to have a reason, and is audited.")
        private boolean reveal;

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit trail.")
        private String reason;

        @Override
        public Integer call() throws IOException {
            String path = "dead-letters/export?query=" + AdminClient.encoded(String.join(" ", query)) + "&reveal="
                    + reveal + "&reason=" + AdminClient.encoded(reason);
            if (file == null) {
                letters.admin().copyLines(path, output.out());
                output.out().flush();
                return ExitCode.OK;
            }
            if (Files.exists(file)) {
                throw new CommandFailedException(
                        ExitCode.FOUND, "Nothing was exported. '" + file + "' exists already.");
            }
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            long lines;
            try (PrintWriter out = new PrintWriter(ownersOnly(unfinished), false, StandardCharsets.UTF_8)) {
                lines = letters.admin().copyLines(path, out);
                if (out.checkError()) {
                    throw new CommandFailedException(
                            ExitCode.ENVIRONMENT, "Nothing was exported. '" + unfinished + "' cannot be written.");
                }
            }
            Files.move(unfinished, file);
            output.out().printf("%s in %s.%n", Counted.of(lines, "dead letter"), file);
            return ExitCode.OK;
        }

        /** Messages of other people: readable by nobody else, not even while it is written, where the file system knows owners. */
        private static OutputStream ownersOnly(Path file) throws IOException {
            Files.deleteIfExists(file);
            if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Path unused = Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.newOutputStream(file);
        }
    }

    @Command(
            name = "import",
            description = "Takes in dead letters that were exported with --reveal, as open ones.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {

        /** Below the 4 MiB of one request. */
        private static final int MOST_CHARACTERS = 1 << 20;

        private static final int MOST_LINES = 500;

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "FILE", description = "Lines of JSON; - reads the standard input.")
        private String file;

        private long imported;
        private long known;
        private long refused;

        @Override
        public Integer call() throws IOException {
            AdminClient admin = letters.admin();
            try (BufferedReader lines = open()) {
                StringBuilder portion = new StringBuilder();
                int first = 1;
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (number - first + 1 >= MOST_LINES
                            || (!portion.isEmpty() && portion.length() + line.length() > MOST_CHARACTERS)) {
                        send(admin, portion, first);
                        first = number + 1;
                    }
                    portion.append(line).append('\n');
                    number++;
                }
                send(admin, portion, first);
            }
            if (output.json()) {
                output.out()
                        .println(AdminClient.JSON
                                .createObjectNode()
                                .put("imported", imported)
                                .put("known", known)
                                .put("refused", refused)
                                .toPrettyString());
            } else {
                output.out()
                        .printf(
                                "%s imported, %d known already, %d refused.%n",
                                Counted.of(imported, "dead letter"), known, refused);
            }
            return refused > 0 ? ExitCode.FOUND : ExitCode.OK;
        }

        private BufferedReader open() {
            try {
                return file.equals("-")
                        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        : Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitCode.ENVIRONMENT, "Nothing was imported. '" + file + "' cannot be read.");
            }
        }

        private void send(AdminClient admin, StringBuilder portion, int first) {
            if (portion.isEmpty()) {
                return;
            }
            JsonNode answer = admin.postLines("dead-letters/import?firstLine=" + first, portion.toString());
            portion.setLength(0);
            imported += answer.path("imported").asLong();
            known += answer.path("known").asLong();
            for (JsonNode wrong : answer.path("refused")) {
                refused++;
                output.err()
                        .printf(
                                "Line %d: %s%n",
                                wrong.path("line").asInt(), wrong.path("why").asText());
            }
        }
    }
}
