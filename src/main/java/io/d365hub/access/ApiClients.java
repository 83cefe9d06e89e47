package io.d365hub.access;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The clients of the hub, by name and by API key. Immutable and thread-safe.
 *
 * <p>They are declared in a properties file:
 *
 * <pre>
 * webshop.keys = &lt;SHA-256 of a key, hex&gt; [, &lt;a second one, while keys are exchanged&gt;]
 * webshop.integrations = webshop-orders, webshop-returns
 * shipping.receives = orders, account-changes
 * dataverse.reads = erp/StockLevels, rates/*
 * dataverse.writes = erp/StockLevels
 * </pre>
 */
public final class ApiClients {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    /** By SHA-256 of the key. Looking up a digest tells an observer nothing of use about the key. */
    private final Map<String, ApiClient> byKeyDigest;

    private ApiClients(Map<String, ApiClient> byKeyDigest) {
        this.byKeyDigest = Map.copyOf(byKeyDigest);
    }

    public static ApiClients none() {
        return new ApiClients(Map.of());
    }

    /**
     * Reads a clients file.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public static ApiClients read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, ApiClient> clients = new HashMap<>();
        for (String entry : properties.stringPropertyNames()) {
            int dot = entry.lastIndexOf('.');
            String name = dot < 0 ? entry : entry.substring(0, dot);
            String what = dot < 0 ? "" : entry.substring(dot + 1);
            if (!NAME.matcher(name).matches()
                    || !Set.of("keys", "integrations", "reads", "writes", "receives")
                            .contains(what)) {
                throw wrong(file, entry, "it is none of <client>.keys, .integrations, .reads, .writes and .receives");
            }
            if (!what.equals("keys")) {
                if (!properties.containsKey(name + ".keys")) {
                    throw wrong(file, entry, "the client has no entry " + name + ".keys");
                }
                continue;
            }
            ApiClient client = new ApiClient(
                    name,
                    words(properties.getProperty(name + ".integrations", "")),
                    words(properties.getProperty(name + ".reads", "")),
                    words(properties.getProperty(name + ".writes", "")),
                    words(properties.getProperty(name + ".receives", "")));
            for (String digest : words(properties.getProperty(entry))) {
                if (!SHA256_HEX.matcher(digest).matches()) {
                    throw wrong(
                            file,
                            entry,
                            "a key is given as 64 hex digits of its SHA-256; './hub clients add' makes one");
                }
                if (clients.put(digest, client) != null) {
                    throw wrong(file, entry, "the same key is listed twice; each client needs keys of its own");
                }
            }
        }
        return new ApiClients(clients);
    }

    /** The same clients and one more. */
    public ApiClients with(ApiClient client, String keySha256) {
        Map<String, ApiClient> more = new HashMap<>(byKeyDigest);
        more.put(keySha256, client);
        return new ApiClients(more);
    }

    /** The client with this key. */
    public Optional<ApiClient> authenticate(String key) {
        return Optional.ofNullable(byKeyDigest.get(ApiKeys.sha256(key)));
    }

    /** The client of this name, when the key is one of its keys. */
    public Optional<ApiClient> authenticate(String name, String key) {
        return authenticate(key).filter(client -> client.name().equals(name));
    }

    public Collection<ApiClient> all() {
        return Set.copyOf(byKeyDigest.values());
    }

    private static Set<String> words(String list) {
        Set<String> words = new TreeSet<>();
        for (String word : list.split(",", -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    private static IllegalArgumentException wrong(Path file, String entry, String why) {
        return new IllegalArgumentException("Entry '" + entry + "' in " + file + " is wrong: " + why + ".");
    }
}
