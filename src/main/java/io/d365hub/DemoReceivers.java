package io.d365hub;

import io.d365hub.webhook.delivery.SigningKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stand, in development, for two systems that hear of changes: one that always answers, and one that refuses every other
 * call. Both check the signature as Standard Webhooks tells receivers to (events spec §6.1), with code of their own, and print
 * the outcome. Thread-safe.
 */
final class DemoReceivers {

    static final String HEALTHY = "demo-healthy";
    static final String FLAKY = "demo-flaky";
    /** What routes read as the beginning of the receivers' addresses. */
    static final String PROPERTY = "hub.demo-receivers";

    private static final Logger LOG = LoggerFactory.getLogger(DemoReceivers.class);
    private static final String PATH = "/sample/receivers/";
    private static final int BODY_LIMIT = 2 << 20;
    private static final int LONGEST_ID = 100;
    private static final long TOLERANCE_SECONDS = 300;

    private final Map<String, String> secrets;
    private final Clock clock;
    private final AtomicInteger callsOfFlaky = new AtomicInteger();

    private DemoReceivers(Map<String, String> secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** With the secrets of the settings; where there are none, new ones, which are good as long as this process runs. */
    static DemoReceivers of(Settings settings, Clock clock) {
        SecureRandom random = new SecureRandom();
        return new DemoReceivers(
                Stream.of(HEALTHY, FLAKY).collect(Collectors.toMap(Function.identity(), name -> {
                    String set = settings.member("hub.receivers", name, "secrets");
                    return set.isBlank() ? SigningKey.generate(random) : set;
                })),
                clock);
    }

    /** Where they are found. */
    static String url(Settings settings) {
        return "http://127.0.0.1:" + settings.port("hub.http.port") + PATH.substring(0, PATH.length() - 1);
    }

    /** The signing secrets of a receiver, as settings write them. */
    Map<String, String> secrets() {
        return secrets;
    }

    void mount(Router router) {
        secrets.keySet().forEach(name -> router.post(PATH + name)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT))
                .handler(routing -> answer(name, routing)));
    }

    private void answer(String name, RoutingContext routing) {
        String id = routing.request().getHeader("webhook-id");
        if (!isSigned(name, id, routing)) {
            LOG.warn("{} refused a call: its signature is missing, wrong or older than 5 minutes.", name);
            routing.response().setStatusCode(401).end();
        } else if (name.equals(FLAKY) && callsOfFlaky.getAndIncrement() % 2 == 0) {
            LOG.info("{} got {}, signature verified, and answers 503 as it does every other time.", name, id);
            routing.response().setStatusCode(503).end();
        } else {
            LOG.info("{} got {}, signature verified.", name, id);
            routing.response().setStatusCode(204).end();
        }
    }

    private boolean isSigned(String name, String id, RoutingContext routing) {
        String timestamp = routing.request().getHeader("webhook-timestamp");
        String signatures = routing.request().getHeader("webhook-signature");
        if (id == null
                || id.length() > LONGEST_ID
                || signatures == null
                || timestamp == null
                || !timestamp.matches("\\d{1,12}")
                || Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) {
            return false;
        }
        Buffer body = routing.body().buffer();
        byte[] signed = Buffer.buffer(id + "." + timestamp + ".")
                .appendBuffer(body == null ? Buffer.buffer() : body)
                .getBytes();
        return Arrays.stream(secrets.get(name).split("[,\\s]+", -1))
                .filter(secret -> secret.startsWith("whsec_"))
                .map(secret -> hmac(secret, signed))
                .anyMatch(right -> Arrays.stream(signatures.split(" ", -1))
                        .anyMatch(shown -> MessageDigest.isEqual(
                                right.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8))));
    }

    private static String hmac(String secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
        }
    }
}
