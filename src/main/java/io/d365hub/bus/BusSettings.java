package io.d365hub.bus;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a named broker is.
 *
 * @param name what routes call it
 * @param url {@code tcp://} for Artemis' own protocol, {@code amqp://} and {@code amqps://} for AMQP 1.0; options of the client
 *     may follow
 * @param profile what kind of broker it is
 * @param user for SASL PLAIN; at Azure the name of a shared access policy; empty for nobody
 * @param password its key; never printed
 * @param prefetch how many messages of a queue may be on their way to this process at once
 */
public record BusSettings(String name, URI url, BusProfile profile, String user, String password, int prefetch) {

    public static final int DEFAULT_PREFETCH = 5;
    /** More would outlive their locks at Azure (events spec §2.3 [V]). */
    public static final int MOST_SERVICEBUS_PREFETCH = 10;

    public static final int MOST_PREFETCH = 1_000;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public BusSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (url.getHost() == null) {
            throw new IllegalArgumentException("Its url has no host.");
        }
        if (profile.speaksAmqp() != String.valueOf(url.getScheme()).startsWith("amqp")) {
            throw new IllegalArgumentException("Its url must begin with "
                    + (profile.speaksAmqp() ? "amqps:// or amqp://" : "tcp://") + " for the profile " + profile.word()
                    + ".");
        }
        boolean servicebus = profile == BusProfile.SERVICEBUS;
        if (servicebus && !url.getScheme().equals("amqps") && !LOOPBACK.contains(url.getHost())) {
            throw new IllegalArgumentException("Its url must begin with amqps://: the bus takes nothing without TLS.");
        }
        int most = servicebus ? MOST_SERVICEBUS_PREFETCH : MOST_PREFETCH;
        if (prefetch < 1 || prefetch > most) {
            throw new IllegalArgumentException(
                    "Its prefetch is " + prefetch + "; from 1 to " + most + " are allowed for " + profile.word() + ".");
        }
        requireFree(profile, url, prefetch);
    }

    private static void requireFree(BusProfile profile, URI url, int prefetch) {
        if (!profile.speaksAmqp() || url.getRawQuery() == null) {
            return;
        }
        Map<String, String> ours = profile.options(prefetch);
        for (String option : url.getRawQuery().split("&", -1)) {
            String name = option.split("=", 2)[0];
            if (ours.containsKey(name)) {
                throw new IllegalArgumentException(
                        "Its url sets " + name + ", which the hub sets to " + ours.get(name) + ". Leave it out.");
            }
        }
    }

    /** The address with all that its profile needs. */
    String clientUrl() {
        String own = profile.options(prefetch).entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&"));
        return url + (url.getRawQuery() == null ? "?" : "&") + own;
    }

    /** Says which it is, without user, password and options. */
    @Override
    public String toString() {
        return name + " (" + url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + ")";
    }
}
