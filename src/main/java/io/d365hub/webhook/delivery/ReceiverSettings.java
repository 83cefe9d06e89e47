package io.d365hub.webhook.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One receiver, as its owner wants to be told.
 *
 * @param name for people, metrics and errors
 * @param url where events are posted; http or https
 * @param keys that sign; none for a receiver that checks no signature
 * @param envelope how events are written
 * @param headers sent with each call, e.g. {@code authorization}; their values are never shown
 * @param timeLimit of one call
 * @param perSecond most calls a second, 0 for no limit
 * @param retries how long it is left alone when it fails
 * @param giveUpAfter age at which an event that cannot be delivered becomes a dead letter
 * @param origin our name for the CloudEvents handshake ({@code WebHook-Request-Origin}); empty for no handshake
 */
public record ReceiverSettings(
        String name,
        URI url,
        SigningKeys keys,
        Envelope envelope,
        Map<String, String> headers,
        Duration timeLimit,
        double perSecond,
        RetrySchedule retries,
        Duration giveUpAfter,
        String origin) {

    /** Of the 15 to 30 s that the standard recommends (events spec §6.1 [V]). */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(20);
    /** About as long as the example schedule of the standard goes on (events spec §6.1 [V]). */
    public static final Duration DEFAULT_GIVE_UP = Duration.ofDays(3);

    public ReceiverSettings {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(keys, "keys");
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("The address of receiver '" + name
                    + "' is not one. Give an http or https address without user and password, e.g."
                    + " https://shop.example/hooks.");
        }
    }
}
