package io.d365hub.connection;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;

/** How the hub makes itself known to another system over HTTP: one header of each request. Never printed. Thread-safe. */
public final class Credentials {

    /** Under this name the registry holds a {@link Book} of all of them. */
    public static final String REGISTRY_NAME = "hubCredentials";

    private static final String AUTHORIZATION = "Authorization";

    /** All credentials of a hub, by name. */
    public record Book(Map<String, Credentials> byName) {

        public Book {
            byName = Map.copyOf(byName);
        }
    }

    private final String header;
    private final Supplier<String> value;

    /**
     * A header that is always the same.
     *
     * @param header name of the header
     * @param value its value, a secret
     */
    public Credentials(String header, String value) {
        this(header, () -> value);
        Objects.requireNonNull(value, "value");
    }

    /**
     * A header whose value changes.
     *
     * @param header name of the header
     * @param value asked for each request, by many threads
     */
    public Credentials(String header, Supplier<String> value) {
        this.header = Objects.requireNonNull(header, "header");
        this.value = Objects.requireNonNull(value, "value");
    }

    /** Name of the header. */
    public String header() {
        return header;
    }

    /** Its value now, a secret. */
    public String value() {
        return value.get();
    }

    /** A bearer token. */
    public static Credentials bearer(String token) {
        return new Credentials(AUTHORIZATION, "Bearer " + token);
    }

    /** User and password, as RFC 7617 has them. */
    public static Credentials basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credentials(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(both));
    }

    /**
     * The credentials that a route calls by this name.
     *
     * @throws UnknownConnectionException when the settings describe none of this name
     */
    public static Credentials find(Registry registry, String name) {
        Book book = registry.lookupByNameAndType(REGISTRY_NAME, Book.class);
        Map<String, Credentials> known = book == null ? Map.of() : book.byName();
        Credentials found = known.get(name);
        if (found != null) {
            return found;
        }
        throw new UnknownConnectionException(Failure.of(
                FailureKind.MISCONFIGURED,
                "credentials-unknown",
                "Credentials '" + name + "' were not found.",
                "No setting describes them; known are " + new TreeMap<>(known).keySet() + ".",
                "Set hub.credentials.%s.token, or .user and .password, or .header and .value; secrets by environment variables."
                        .formatted(name)));
    }

    @Override
    public String toString() {
        return "Credentials[" + header + "]";
    }
}
