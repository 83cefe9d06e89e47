package io.d365hub.webhook.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.d365hub.webhook.delivery.SigningKey;
import io.d365hub.webhook.delivery.SigningKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The signing secrets of a subscription, the newest first; older ones sign along until their time. Immutable. */
public final class Secrets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Secret> all;

    private Secrets(List<Secret> all) {
        this.all = List.copyOf(all);
    }

    /** @param until when it signs no more; 0 for the newest */
    private record Secret(String text, long until) {
        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    /** One that is valid until it is replaced. */
    public static Secrets of(String secret) {
        return new Secrets(List.of(new Secret(secret, 0)));
    }

    /** The same behind a new one; the present ones go on signing until then. */
    public Secrets rotated(String newest, Instant until, Instant now) {
        List<Secret> secrets = new ArrayList<>(List.of(new Secret(newest, 0)));
        for (Secret secret : all) {
            long ends = secret.until() == 0 ? until.toEpochMilli() : Math.min(secret.until(), until.toEpochMilli());
            if (ends > now.toEpochMilli() && secrets.size() < SigningKeys.MOST) {
                secrets.add(new Secret(secret.text(), ends));
            }
        }
        return new Secrets(secrets);
    }

    /** What signs now. */
    public SigningKeys active(Instant now) {
        return new SigningKeys(all.stream()
                .filter(secret -> secret.until() == 0 || secret.until() > now.toEpochMilli())
                .map(secret -> SigningKey.parse(secret.text()))
                .toList());
    }

    /** When one of them ceases to sign next. */
    public Optional<Instant> changesAfter(Instant now) {
        return all.stream()
                .map(Secret::until)
                .filter(until -> until > now.toEpochMilli())
                .min(Comparator.naturalOrder())
                .map(Instant::ofEpochMilli);
    }

    /** For the database. */
    public String sealed(SecretSeal seal, String subscription) {
        ArrayNode list = JSON.createArrayNode();
        all.forEach(secret -> list.addObject().put("secret", secret.text()).put("until", secret.until()));
        return seal.seal(list.toString(), subscription);
    }

    /** As {@link #sealed} made it. */
    public static Secrets open(String sealed, SecretSeal seal, String subscription) {
        try {
            List<Secret> secrets = new ArrayList<>();
            for (JsonNode secret : JSON.readTree(seal.open(sealed, subscription))) {
                secrets.add(new Secret(
                        secret.path("secret").asText(), secret.path("until").asLong()));
            }
            return new Secrets(secrets);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The signing secrets of '" + subscription + "' are damaged", e);
        }
    }
}
