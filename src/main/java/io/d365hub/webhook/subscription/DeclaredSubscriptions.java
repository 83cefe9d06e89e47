package io.d365hub.webhook.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.webhook.delivery.SigningKey;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions that files declare, one in each: {@code <name>.yaml}. Brings the database in line with them. */
public final class DeclaredSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredSubscriptions.class);
    private static final String ENDING = ".yaml";

    private final Map<String, Declared> byName = new TreeMap<>();

    private record Declared(String file, String definition) {}

    /**
     * Reads them.
     *
     * @param folder may be missing
     * @param placeholders puts values for {@code {{...}}} into a text
     * @throws InvalidSubscriptionException naming file and member of everything that is wrong
     */
    public DeclaredSubscriptions(Path folder, UnaryOperator<String> placeholders) {
        List<String> mistakes = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            name = name.substring(0, name.length() - ENDING.length());
            try {
                JsonNode definition = YamlValue.read(file)
                        .map(YamlValue::json)
                        .orElseThrow(() -> new InvalidSubscriptionException(List.of("It is empty.")));
                definition = filled(definition, placeholders);
                SubscriptionReader.read(definition, name);
                byName.put(name, new Declared(file.toString(), definition.toString()));
            } catch (YamlSyntaxException e) {
                mistakes.add(file + ", line " + e.line() + ": " + e.getMessage());
            } catch (IOException | IllegalArgumentException | InvalidSubscriptionException e) {
                mistakes.add(file + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidSubscriptionException(mistakes);
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidSubscriptionException(List.of(folder + " cannot be read: " + e.getMessage() + "."));
        }
    }

    private static JsonNode filled(JsonNode definition, UnaryOperator<String> placeholders) {
        if (definition instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(member -> {
                JsonNode value = object.get(member);
                if (value.isTextual() && value.asText().contains("{{")) {
                    object.set(member, TextNode.valueOf(placeholders.apply(value.asText())));
                }
            });
        }
        return definition;
    }

    /** Adds what is new, changes what is different, and disables what is no longer declared. */
    public void saveTo(SubscriptionTable table, SecretSeal seal, SecureRandom random) {
        Map<String, StoredSubscription> stored = new TreeMap<>();
        table.all().forEach(one -> stored.put(one.name(), one));
        byName.forEach((name, declared) -> {
            StoredSubscription known = stored.remove(name);
            if (known == null) {
                table.add(
                        name,
                        declared.definition(),
                        declared.file(),
                        Secrets.of(SigningKey.generate(random)).sealed(seal, name));
                return;
            }
            if (!known.definition().equals(declared.definition())
                    || !known.declaredIn().equals(declared.file())) {
                table.define(name, declared.definition(), declared.file());
            }
            if (known.state() == SubscriptionState.REMOVED || known.because().startsWith(StoredSubscription.LOST)) {
                table.state(name, SubscriptionState.ENABLED, "");
            }
        });
        stored.values().stream()
                .filter(one -> !one.declaredIn().isEmpty() && one.state() == SubscriptionState.ENABLED)
                .forEach(one -> {
                    table.state(one.name(), SubscriptionState.DISABLED, StoredSubscription.LOST + one.declaredIn());
                    LOG.warn(
                            "Webhook subscription '{}' is disabled: {} is gone. Put it back, or remove the subscription with"
                                    + " './hub webhooks remove {}'.",
                            one.name(),
                            one.declaredIn(),
                            one.name());
                });
    }
}
