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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions that files declare, one in each: {@code <name>.yaml}. Brings the database in line with them. */
public final class DeclaredSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredSubscriptions.class);
    private static final String ENDING = ".yaml";

    /** For a {@code {{...}}} whose value is not known where files are checked. */
    private static final String SOME_ADDRESS = "https://placeholder.example";

    private final Map<String, Declared> byName = new TreeMap<>();
    private final List<DeclarationMistake> mistakes = new ArrayList<>();
    /** Of the files that are wrong. */
    private final Set<String> wrong = new TreeSet<>();

    private record Declared(String file, String definition) {}

    private DeclaredSubscriptions() {}

    /**
     * Reads them; what is wrong is in {@link #mistakes}, and the rest can be used.
     *
     * @param folder may be missing
     * @param placeholders puts values for {@code {{...}}} into a text
     */
    public static DeclaredSubscriptions read(Path folder, UnaryOperator<String> placeholders) {
        DeclaredSubscriptions read = new DeclaredSubscriptions();
        read.all(folder, (member, text) -> placeholders.apply(text));
        return read;
    }

    /** What is wrong in the files; what a {@code {{...}}} stands for may be known elsewhere only, and is taken to be right. */
    public static List<DeclarationMistake> mistakesIn(Path folder) {
        DeclaredSubscriptions read = new DeclaredSubscriptions();
        read.all(folder, (member, text) -> member.equals("url") ? SOME_ADDRESS : "");
        return read.mistakes();
    }

    /** What is wrong, file by file. */
    public List<DeclarationMistake> mistakes() {
        return List.copyOf(mistakes);
    }

    private void all(Path folder, BinaryOperator<String> placeholders) {
        try {
            files(folder).forEach(file -> read(file, placeholders));
        } catch (IOException e) {
            mistakes.add(DeclarationMistake.of(folder, "The folder cannot be read: " + e + "."));
        }
    }

    private void read(Path file, BinaryOperator<String> placeholders) {
        String name = file.getFileName().toString();
        name = name.substring(0, name.length() - ENDING.length());
        YamlValue document = null;
        try {
            document = YamlValue.read(file)
                    .orElseThrow(() -> new IllegalArgumentException("It is empty. Write 'url' and 'events'."));
            JsonNode definition = filled(document.json(), placeholders);
            SubscriptionReader.read(definition, name);
            byName.put(name, new Declared(file.toString(), definition.toString()));
            return;
        } catch (YamlSyntaxException e) {
            mistakes.add(DeclarationMistake.of(file, e));
        } catch (InvalidSubscriptionException e) {
            mistakes.addAll(DeclarationMistake.of(file, document, e));
        } catch (IOException | IllegalArgumentException e) {
            mistakes.add(DeclarationMistake.of(file, String.valueOf(e.getMessage())));
        }
        wrong.add(name);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode filled(JsonNode definition, BinaryOperator<String> placeholders) {
        if (definition instanceof ObjectNode object) {
            List<String> members = new ArrayList<>();
            object.fieldNames().forEachRemaining(members::add);
            for (String member : members) {
                String text = object.get(member).asText();
                if (object.get(member).isTextual() && text.contains("{{")) {
                    String value = placeholders.apply(member, text);
                    if (value.isEmpty()) {
                        object.remove(member);
                    } else {
                        object.set(member, TextNode.valueOf(value));
                    }
                }
            }
        }
        return definition;
    }

    /** Adds what is new, changes what is different, and disables what is no longer declared; files that are wrong change nothing. */
    public void saveTo(SubscriptionTable table, SecretSeal seal, SecureRandom random) {
        Map<String, StoredSubscription> stored = new TreeMap<>();
        table.all().stream().filter(one -> !wrong.contains(one.name())).forEach(one -> stored.put(one.name(), one));
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
