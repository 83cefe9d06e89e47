package io.d365hub.virtual.source.web;

import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.declaration.Fields;
import io.d365hub.yaml.YamlValue;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads addresses of declarations. {@code {{env:NAME}}} and {@code {{env:NAME:default}}} stand for an environment variable,
 * so that the same file works in test and in production; {@code hub:/path} is this hub itself. Immutable.
 */
public final class Places {

    /** Where a declaration with a wrong address would be; never called. */
    public static final URI NOWHERE = URI.create("http://invalid/");

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}}");
    private static final String HUB = "hub:/";

    private final Function<String, String> environment;
    private final URI hub;

    /**
     * Places.
     *
     * @param environment the environment variables; null for one that is not set
     * @param hub address of this hub's API, with a slash at its end
     */
    public Places(Function<String, String> environment, URI hub) {
        this.environment = environment;
        this.hub = hub;
    }

    /** The address; empty, and told, when it is none. */
    public Optional<URI> address(String text, YamlValue at, Mistakes mistakes) {
        Matcher variables = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (variables.find()) {
            String value = environment.apply(variables.group(1));
            if (value == null && variables.group(2) == null) {
                mistakes.add(
                        at,
                        "'" + variables.group() + "' stands for nothing.",
                        "The environment variable " + variables.group(1) + " is not set.",
                        "Set it, or give a default: {{env:" + variables.group(1) + ":https://...}}.");
                return Optional.empty();
            }
            variables.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? variables.group(2) : value));
        }
        variables.appendTail(resolved);
        String address = resolved.toString();
        URI uri = uri(address.startsWith(HUB) ? hub + address.substring(HUB.length()) : address);
        boolean http = uri != null
                && uri.getHost() != null
                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        if (!http || uri.getUserInfo() != null) {
            mistakes.add(
                    at,
                    "'" + withoutSecrets(text) + "' is no address.",
                    http ? "It holds a user or a password." : "It has to begin with https://, http:// or hub:/.",
                    http ? "Name credentials with 'credentials' instead." : "Correct it.");
            return Optional.empty();
        }
        return Optional.of(uri);
    }

    /** As it was written, without what may be a password or a key: findings are shown on pages and sent to other tools. */
    private static String withoutSecrets(String text) {
        return text.replaceAll("//[^/@]*@", "//***@").replaceAll("([?&][^=&]+=)[^&]+", "$1***");
    }

    /** Whether the address is of this hub itself. */
    boolean isHub(URI address) {
        return address.toString().startsWith(hub.toString());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The same with a slash at the end of its path, so that names can be added. */
    public static URI withSlash(URI address) {
        return address.getRawPath().endsWith("/")
                ? address
                : URI.create(address.toString().replaceFirst("(?=[?#]|$)", "/"));
    }

    /** The {@code zone} of dates and times without an offset. */
    public static Optional<ZoneId> zone(Fields fields, Mistakes mistakes) {
        return fields.text("zone").flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException e) {
                mistakes.add(
                        fields.get("zone").orElseThrow(),
                        "'zone: " + text + "' is no time zone.",
                        "It says what dates and times without an offset mean.",
                        "Write UTC, or a name such as Europe/Zurich.");
                return Optional.empty();
            }
        });
    }
}
