package io.d365hub.cases;

import io.d365hub.rehearsal.Trial.Message;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The messages of a case: written out, of a file ({@code .ndjson}: one a line), or many of one pattern, in which {@code ${n}} is the
 * number of the message, from 1.
 */
final class TrialMessages {

    private static final int MOST = 10_000;

    private final Path home;

    /** @param home files are named from there */
    TrialMessages(Path home) {
        this.home = home;
    }

    List<Message> read(YamlValue items, Map<String, String> headers) {
        return items.items().stream().flatMap(item -> messages(item, headers)).toList();
    }

    private Stream<Message> messages(YamlValue item, Map<String, String> headers) {
        if (item.get("file").isPresent()) {
            return file(item.get("file").orElseThrow()).map(text -> new Message(text, headers));
        }
        YamlValue in = item.get("in")
                .orElseThrow(() -> CasesFile.refused(item, "a message has 'in' or 'file', and 'generate' for many"));
        String text = CasesFile.message(in);
        if (item.get("generate").isEmpty()) {
            return Stream.of(new Message(text, headers));
        }
        return IntStream.rangeClosed(1, number(item.get("generate").orElseThrow()))
                .mapToObj(n -> new Message(text.replace("${n}", Integer.toString(n)), headers));
    }

    private int number(YamlValue count) {
        String text = count.text().orElse("");
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MOST) {
            throw CasesFile.refused(count, "'generate' is a number up to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private Stream<String> file(YamlValue name) {
        Path file = home.resolve(name.text().orElse(""));
        try {
            return file.toString().endsWith(".ndjson")
                    ? Files.readAllLines(file).stream().filter(line -> !line.isBlank())
                    : Stream.of(Files.readString(file));
        } catch (IOException e) {
            throw CasesFile.refused(name, "file '" + name.text().orElse("") + "' cannot be read");
        }
    }
}
