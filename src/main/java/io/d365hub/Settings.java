package io.d365hub;

import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of the hub: the defaults of the jar ({@link SettingCatalog}), overridden by the site's file, overridden by
 * environment variables ({@code hub.http.port} = {@code HUB_HTTP_PORT}). Immutable.
 */
public final class Settings {

    /** The site's file, which is read when it exists and no other is named. */
    public static final String DEFAULT_FILE = "config/hub.properties";

    private static final String NOT_STARTED = "The hub was not started.";
    private static final String RULE = "settings";

    private final Map<String, String> values;
    private final Map<String, Integer> lines;
    private final List<Finding> problems;
    private final Path home;
    private final Path file;

    private Settings(Reading reading, Path home, Path file) {
        this.values = Map.copyOf(reading.values);
        this.lines = Map.copyOf(reading.lines);
        this.problems = Stream.concat(reading.problems.stream(), reading.wrong.values().stream())
                .sorted()
                .toList();
        this.home = home;
        this.file = file;
    }

    /**
     * Reads the settings.
     *
     * @param home folder that relative paths start from
     * @param file a settings file; may be absent when it is the default one
     * @param environment the environment variables
     * @throws HubStartException when the file cannot be read, has an entry that is no setting, or a value is of the wrong kind
     */
    public static Settings load(Path home, Path file, Map<String, String> environment) {
        Settings settings = read(home, file, environment);
        if (!settings.problems.isEmpty()) {
            Finding first = settings.problems.get(0);
            int more = settings.problems.size() - 1;
            throw new HubStartException(
                    NOT_STARTED,
                    ((first.line() == 0 ? "" : first.place() + ": ") + first.what() + " " + first.why()).strip(),
                    first.mend() + (more == 0 ? "" : " There is more (" + more + "): './hub check' tells all."));
        }
        return settings;
    }

    /**
     * The same for who goes on without what is wrong: {@link #problems} tells it, and the defaults stand in for it.
     *
     * @throws HubStartException when the file cannot be read
     */
    public static Settings read(Path home, Path file, Map<String, String> environment) {
        Reading reading = new Reading(file);
        Path resolved = home.resolve(file);
        if (Files.exists(resolved)) {
            linesOf(resolved, file).forEach(reading::line);
        } else if (!file.equals(Path.of(DEFAULT_FILE))) {
            throw new HubStartException(
                    NOT_STARTED,
                    "The settings file " + file + " does not exist.",
                    "Check the path given with --config.");
        }
        Set<String> known = new TreeSet<>(reading.values.keySet());
        for (String key : known) {
            String fromEnvironment = environment.get(environmentName(key));
            if (fromEnvironment != null) {
                reading.environment(key, fromEnvironment.strip());
            }
        }
        SettingFamilies.ofEnvironment(environment, reading::environment);
        return new Settings(reading, home, file);
    }

    private static List<PropertyLines.Line> linesOf(Path resolved, Path file) {
        try {
            return PropertyLines.of(Files.newBufferedReader(resolved, StandardCharsets.UTF_8), file);
        } catch (IOException e) {
            throw new HubStartException(
                    NOT_STARTED,
                    "The settings file " + file + " cannot be read: " + e.getMessage(),
                    "Make it a UTF-8 properties file that this user may read.");
        }
    }

    /** What is wrong with the file and the environment; empty when {@link #load} made them. */
    public List<Finding> problems() {
        return problems;
    }

    /** Every setting that has a value or may have one. */
    Set<String> keys() {
        return values.keySet();
    }

    /** The names of a family's members, e.g. the data sources for {@code hub.datasource}. */
    public Set<String> members(String family) {
        return values.keySet().stream()
                .flatMap(key -> SettingFamilies.name(family, key).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A part of a family's member; empty when it is not set. */
    public String member(String family, String name, String part) {
        return values.getOrDefault(family + "." + name + "." + part, "");
    }

    /** The environment variable that overrides a setting. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is not in " + SettingCatalog.RESOURCE + " of the jar");
        }
        return value;
    }

    public boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    /** A whole number, between the bounds that the setting has. */
    public int number(String key) {
        return Integer.parseInt(text(key));
    }

    public int port(String key) {
        return number(key);
    }

    public boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    public Duration seconds(String key) {
        return Duration.ofSeconds(number(key));
    }

    public Path path(String key) {
        return home.resolve(text(key));
    }

    /** The settings file as it was named; it may be absent when it is the default one. */
    public Path file() {
        return file;
    }

    public Path home() {
        return home;
    }

    /** The line of the file that sets this; 0 when it is set by the environment, or not at all. */
    public int line(String key) {
        return lines.getOrDefault(key, 0);
    }

    public boolean development() {
        return text("hub.mode").equals("development");
    }

    /** A start that fails because of a setting's value, for reasons beyond its kind. The value of a secret is not shown. */
    public HubStartException wrong(String key, String expected) {
        String place = line(key) == 0 ? "" : file + ":" + line(key) + ": ";
        return new HubStartException(
                NOT_STARTED,
                "%sSetting %s%s is not %s.".formatted(place, key, shown(key, text(key)), expected),
                "Correct it in %s or in the environment variable %s.".formatted(file, environmentName(key)));
    }

    private static String shown(String key, String value) {
        boolean secret =
                key.endsWith("secret") || key.endsWith("password") || key.endsWith(".token") || key.endsWith(".value");
        // An address may have a user and a password in it.
        return secret ? "" : " = '" + value.replaceFirst("//[^/]*@", "//***@") + "'";
    }

    /** What has been read so far. */
    private static final class Reading {

        private final Path file;
        private final SettingCatalog catalog = SettingCatalog.shipped();
        private final Map<String, String> values = new TreeMap<>();
        private final Map<String, Integer> lines = new HashMap<>();
        private final List<Finding> problems = new ArrayList<>();
        /** Values of the wrong kind, by key. */
        private final Map<String, Finding> wrong = new HashMap<>();

        Reading(Path file) {
            this.file = file;
            catalog.entries().forEach(entry -> values.put(entry.key(), entry.byDefault()));
        }

        void line(PropertyLines.Line line) {
            String key = line.key();
            if (key.isEmpty()) {
                return;
            }
            if (catalog.find(key).isEmpty() && SettingFamilies.kind(key).isEmpty()) {
                String nearest = catalog.nearest(key, SettingFamilies.like(key));
                problem(
                        line.number(),
                        "'" + key + "' is no setting.",
                        "",
                        "The nearest one is '" + nearest + "'; './hub docs settings' lists all.");
            } else if (lines.containsKey(key)) {
                problem(
                        line.number(),
                        "'" + key + "' is set twice.",
                        "Line " + lines.get(key) + " sets it, too.",
                        "Take one of them away.");
            } else {
                take(key, line.value(), line.number());
                lines.put(key, line.number());
            }
        }

        void environment(String key, String value) {
            take(key, value, 0);
            lines.remove(key);
        }

        private void take(String key, String value, int line) {
            Optional<SettingCatalog.Entry> entry = catalog.find(key);
            SettingKind kind = entry.map(SettingCatalog.Entry::kind)
                    .or(() -> SettingFamilies.kind(key))
                    .orElse(SettingKind.TEXT);
            boolean mayBeEmpty = entry.map(known -> known.byDefault().isEmpty()).orElse(true);
            if (kind.takes(value) || (mayBeEmpty && value.isEmpty())) {
                values.put(key, value);
                wrong.remove(key); // the environment mends what the file says
                return;
            }
            wrong.put(
                    key,
                    finding(
                            line,
                            "Setting " + key + shown(key, value) + " cannot be used.",
                            "It takes " + kind + ".",
                            (line == 0
                                            ? "Correct the environment variable " + environmentName(key) + "."
                                            : "Correct it here.")
                                    + entry.map(SettingCatalog.Entry::byDefault)
                                            .filter(byDefault -> !byDefault.isEmpty())
                                            .map(byDefault -> " The default is '" + byDefault + "'.")
                                            .orElse("")));
        }

        private void problem(int line, String what, String why, String mend) {
            problems.add(finding(line, what, why, mend));
        }

        private Finding finding(int line, String what, String why, String mend) {
            return new Finding(file, line, 0, what, why, mend, RULE);
        }
    }
}
