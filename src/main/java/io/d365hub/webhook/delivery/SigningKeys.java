package io.d365hub.webhook.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All keys of one receiver that are valid now, the newest first. Each signs: while a secret is being exchanged the receiver
 * accepts whichever it knows (events spec §6.1, rotation without downtime [V]).
 */
public record SigningKeys(List<SigningKey> keys) {

    /** So many old secrets may be valid beside the newest (events spec §6.2). */
    public static final int MOST = 11;

    /** Receivers that want no signature. */
    public static final SigningKeys NONE = new SigningKeys(List.of());

    public SigningKeys {
        keys = List.copyOf(keys);
        if (keys.size() > MOST) {
            throw new IllegalArgumentException(
                    "There are " + keys.size() + " signing secrets for one receiver; at most " + MOST
                            + " can be valid at once. Remove the oldest.");
        }
    }

    /**
     * The keys of a text in which they are separated by commas or white space.
     *
     * @throws IllegalArgumentException saying what is wrong, without showing a secret
     */
    public static SigningKeys parse(String text) {
        List<SigningKey> keys = new ArrayList<>();
        for (String part : text.split("[,\\s]+", -1)) {
            if (!part.isBlank()) {
                keys.add(SigningKey.parse(part));
            }
        }
        return new SigningKeys(keys);
    }

    /**
     * The value of header {@code webhook-signature}; empty without keys.
     *
     * @param id the message's id, the same at all attempts
     * @param attempt when this attempt is made
     * @param body exactly the bytes that are sent
     */
    String signature(String id, Instant attempt, byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(body.length + 64);
        content.writeBytes((id + "." + attempt.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
        content.writeBytes(body);
        byte[] signed = content.toByteArray();
        return keys.stream().map(key -> key.sign(signed)).collect(Collectors.joining(" "));
    }
}
