package io.d365hub.failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is usually behind an error code, and what is usually done about it; from the file {@code runbook.txt} beside it. */
public final class Runbook {

    private static final String FILE = "runbook.txt";
    private static final int PARTS = 4;

    private final Map<String, Hint> byCode;

    private Runbook(Map<String, Hint> byCode) {
        this.byCode = byCode;
    }

    /**
     * A hint.
     *
     * @param code as the file has it
     * @param name what its owner calls it
     * @param cause what is usually behind it
     * @param remedy what is usually done
     */
    public record Hint(String code, String name, String cause, String remedy) {}

    /** Reads the file; cheap enough for a command, but better kept. */
    public static Runbook load() {
        try (InputStream file = Runbook.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            Map<String, Hint> hints = new LinkedHashMap<>();
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> add(hints, line.split(" \\| ", -1)));
            return new Runbook(hints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<String, Hint> hints, String... parts) {
        if (parts.length != PARTS) {
            throw new IllegalStateException("A line of " + FILE + " has " + parts.length + " parts: " + parts[0]);
        }
        for (String code : parts[0].strip().split(" ", -1)) {
            if (hints.put(code, new Hint(code, parts[1], parts[2], parts[3])) != null) {
                throw new IllegalStateException(FILE + " has two lines for " + code);
            }
        }
    }

    /** The hint for a code; decimal forms of Dataverse's codes, as older tools log them, are understood. */
    public Optional<Hint> find(String code) {
        return Optional.ofNullable(byCode.get(normal(code)));
    }

    /** All codes that have a hint. */
    public Set<String> codes() {
        return byCode.keySet();
    }

    private static String normal(String code) {
        String text = code.strip().toLowerCase(Locale.ROOT);
        if (text.matches("-\\d{9,10}")) {
            return "0x%08x".formatted((int) Long.parseLong(text));
        }
        return text.matches("8\\p{XDigit}{7}") ? "0x" + text : text;
    }
}
