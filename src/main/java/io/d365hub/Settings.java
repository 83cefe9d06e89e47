package io.d365hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The settings of the hub. {@code config/hub.properties} lists all of them and is the source of their defaults: it is
 * packed into the jar. A file given at start overrides a default, an environment variable overrides the file
 * ({@code hub.http.port} = {@code HUB_HTTP_PORT}). Immutable.
 */
public final class Settings {

    /** The file that is read when it exists and no other is named. */
    public static final String DEFAULT_FILE = "config/hub.properties";

    private static final String DEFAULTS = "/hub.properties";

    /** Settings of things that have a name of their own, {@code <family>.<name>.<part>}: the parts of each family. */
    private static final Map<String, List<String>> FAMILIES = Map.of(
            "hub.datasource", List.of("url", "user", "password", "connections"),
            "hub.credentials", List.of("token", "user", "password", "header", "value"),
            "hub.receivers", List.of("secrets"),
            "hub.bus", List.of("url", "profile", "user", "password", "prefetch", "policy", "policykey"));

    private static final Pattern MEMBER = Pattern.compile("(hub\\.[a-z]+)\\.([a-z0-9]+(?:-[a-z0-9]+)*)\\.([a-z]+)");

    private final Map<String, String> values;
    private final Path home;

    private Settings(Map<String, String> values, Path home) {
        this.values = Map.copyOf(values);
        this.home = home;
    }

    /**
     * Reads the settings.
     *
     * @param home folder that relative paths start from
     * @param file a settings file; may be absent when it is the default one
     * @param environment the environment variables
     * @throws HubStartException when the file cannot be read or has an entry that is no setting
     */
    public static Settings load(Path home, Path file, Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>();
        defaults().forEach((key, value) -> values.put((String) key, ((String) value).strip()));
        Path resolved = home.resolve(file);
        if (Files.exists(resolved)) {
            override(values, read(resolved), file);
        } else if (!file.equals(Path.of(DEFAULT_FILE))) {
            throw new HubStartException(
                    "The hub was not started.",
                    "The settings file " + file + " does not exist.",
                    "Check the path given with --config.");
        }
        for (String key : Map.copyOf(values).keySet()) {
            String fromEnvironment = environment.get(environmentName(key));
            if (fromEnvironment != null) {
                values.put(key, fromEnvironment.strip());
            }
        }
        FAMILIES.forEach((family, parts) -> parts.forEach(part -> membersOf(environment, family, part, values)));
        return new Settings(values, home);
    }

    /** Members that only the environment names: HUB_DATASOURCE_PRICE_LIST_URL is of the data source price-list. */
    private static void membersOf(
            Map<String, String> environment, String family, String part, Map<String, String> values) {
        String before = environmentName(family) + "_";
        String after = "_" + environmentName(part);
        environment.forEach((variable, value) -> {
            if (variable.startsWith(before)
                    && variable.endsWith(after)
                    && variable.length() > before.length() + after.length()) {
                String name = variable.substring(before.length(), variable.length() - after.length());
                values.put(family + "." + name.toLowerCase(Locale.ROOT).replace('_', '-') + "." + part, value.strip());
            }
        });
    }

    /** The names of a family's members, e.g. the data sources for {@code hub.datasource}. */
    public Set<String> members(String family) {
        Set<String> names = new TreeSet<>();
        for (String key : values.keySet()) {
            Matcher member = MEMBER.matcher(key);
            if (member.matches() && member.group(1).equals(family)) {
                names.add(member.group(2));
            }
        }
        return names;
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
            throw new IllegalArgumentException("'" + key + "' is not in " + DEFAULT_FILE);
        }
        return value;
    }

    public boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    /**
     * A whole number between the bounds, both included.
     *
     * @throws HubStartException when the value is none
     */
    public int number(String key, int least, int most) {
        try {
            int value = Integer.parseInt(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw wrong(key, "a whole number from " + least + " to " + most);
    }

    public int port(String key) {
        return number(key, 0, 65535);
    }

    public boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "true or false");
        };
    }

    public Duration seconds(String key) {
        return Duration.ofSeconds(number(key, 1, 86_400));
    }

    public Path path(String key) {
        return home.resolve(text(key));
    }

    public Path home() {
        return home;
    }

    public boolean development() {
        return switch (text("hub.mode")) {
            case "development" -> true;
            case "production" -> false;
            default -> throw wrong("hub.mode", "development or production");
        };
    }

    /** A start that fails because of a setting's value. The value of a secret is not shown. */
    public HubStartException wrong(String key, String expected) {
        boolean secret =
                key.endsWith("secret") || key.endsWith("password") || key.endsWith(".token") || key.endsWith(".value");
        return new HubStartException(
                "The hub was not started.",
                "Setting %s%s is not %s.".formatted(key, secret ? "" : " = '" + text(key) + "'", expected),
                "Correct it in %s or in the environment variable %s.".formatted(DEFAULT_FILE, environmentName(key)));
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream in = Settings.class.getResourceAsStream(DEFAULTS)) {
            defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "The settings file " + file + " cannot be read: " + e.getMessage(),
                    "Make it a UTF-8 properties file that this user may read.");
        }
        return properties;
    }

    private static void override(Map<String, String> values, Properties file, Path name) {
        for (String key : file.stringPropertyNames()) {
            if (!values.containsKey(key) && !isOfFamily(key)) {
                String nearest = values.keySet().stream()
                        .min(Comparator.comparingInt(known ->
                                LevenshteinDistance.getDefaultInstance().apply(known, key)))
                        .orElseThrow();
                throw new HubStartException(
                        "The hub was not started.",
                        "'" + key + "' in " + name + " is no setting.",
                        "The nearest one is '" + nearest + "'; " + DEFAULT_FILE + " lists all.");
            }
            values.put(key, file.getProperty(key).strip());
        }
    }

    private static boolean isOfFamily(String key) {
        Matcher member = MEMBER.matcher(key);
        return member.matches()
                && FAMILIES.getOrDefault(member.group(1), List.of()).contains(member.group(3));
    }
}
