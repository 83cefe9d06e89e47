package io.d365hub.access;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The local users of the console. Immutable and thread-safe.
 *
 * <p>They are declared in a properties file:
 *
 * <pre>
 * anna.password = pbkdf2-sha512:...
 * anna.role = operator
 * anna.integrations = webshop-orders, contacts
 * anna.reveals = true
 * anna.token = SHA-256 of the token with which anna calls the admin API
 * </pre>
 */
public final class Users {

    /** What a user's name looks like. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,62}");

    private static final Set<String> PARTS = Set.of("password", "role", "integrations", "reveals", "token");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, LocalUser> byName;
    /** By the hash of the token. */
    private final Map<String, User> byToken;

    private Users(Map<String, LocalUser> byName, Map<String, User> byToken) {
        this.byName = Map.copyOf(byName);
        this.byToken = Map.copyOf(byToken);
    }

    /**
     * A user with a password of the hub's own.
     *
     * @param user who it is and what the person may do
     * @param password the hash of the password
     */
    public record LocalUser(User user, PasswordHash password) {}

    public static Users none() {
        return new Users(Map.of(), Map.of());
    }

    /**
     * Reads a users file.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public static Users read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, LocalUser> users = new HashMap<>();
        for (String entry : properties.stringPropertyNames()) {
            int dot = entry.lastIndexOf('.');
            String name = entry.substring(0, Math.max(0, dot));
            if (!NAME.matcher(name).matches() || !PARTS.contains(entry.substring(dot + 1))) {
                throw wrong(file, entry, "it is none of <user>.password, .role, .integrations, .reveals and .token");
            }
            if (!properties.containsKey(name + ".password")) {
                throw wrong(file, entry, "the user has no entry " + name + ".password");
            }
            if (entry.endsWith(".password")) {
                users.put(name, user(file, properties, name));
            }
        }
        return new Users(users, tokens(file, properties, users));
    }

    private static Map<String, User> tokens(Path file, Properties properties, Map<String, LocalUser> users) {
        Map<String, User> tokens = new HashMap<>();
        users.forEach((name, local) -> {
            String hash = properties.getProperty(name + ".token", "").strip();
            if (!hash.isEmpty()) {
                if (!HASH.matcher(hash).matches()) {
                    throw wrong(file, name + ".token", "it is no SHA-256 in hexadecimal digits");
                }
                tokens.put(hash, local.user());
            }
        });
        return tokens;
    }

    private static LocalUser user(Path file, Properties properties, String name) {
        String role = properties.getProperty(name + ".role", Role.VIEWER.word()).strip();
        Role known = Role.ofWord(role)
                .orElseThrow(() -> wrong(file, name + ".role", "a role is viewer, operator or administrator"));
        String reveals = properties.getProperty(name + ".reveals", "false").strip();
        if (!Set.of("true", "false").contains(reveals)) {
            throw wrong(file, name + ".reveals", "it is neither true nor false");
        }
        Set<String> integrations = new TreeSet<>();
        for (String word : properties.getProperty(name + ".integrations", "").split(",", -1)) {
            if (!word.isBlank()) {
                integrations.add(word.strip());
            }
        }
        try {
            PasswordHash hash = PasswordHash.parse(
                    properties.getProperty(name + ".password").strip());
            return new LocalUser(new User(name, known, integrations, reveals.equals("true")), hash);
        } catch (IllegalArgumentException e) {
            throw wrong(file, name + ".password", e.getMessage());
        }
    }

    /** The user of this name. */
    public Optional<LocalUser> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The user whose token for the admin API this is. */
    public Optional<User> ofToken(String token) {
        return Optional.ofNullable(byToken.get(ApiKeys.sha256(token)));
    }

    /** All users, by name. */
    public Collection<User> all() {
        return byName.values().stream()
                .map(LocalUser::user)
                .sorted(Comparator.comparing(User::name))
                .toList();
    }

    private static IllegalArgumentException wrong(Path file, String entry, String why) {
        return new IllegalArgumentException("Entry '" + entry + "' in " + file + " is wrong: " + why + ".");
    }
}
