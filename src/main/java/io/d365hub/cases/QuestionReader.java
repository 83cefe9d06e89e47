package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a case that asks a route which answers. */
final class QuestionReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The headers of questions, without what they all begin with (docs/patterns/virtual-tables.md). */
    private static final Set<String> ASKED =
            Set.of("operation", "equal", "filter", "orderBy", "select", "skip", "top", "count", "key", "version");

    private static final Set<String> PARTS = Set.of("name", "ask", "in", "answer", "replies");

    private static final String HEADER = "CamelVirtual";

    private QuestionReader() {}

    static Case read(Path file, String name, YamlValue item, Map<String, JsonNode> replies) {
        item.fields().stream()
                .filter(field -> !PARTS.contains(field.name()))
                .findFirst()
                .ifPresent(field -> {
                    throw CasesFile.refused(
                            field.key(),
                            "'" + field.name() + "' means nothing in a case with an 'answer'; that has name, ask, in,"
                                    + " answer and replies");
                });
        Map<String, Object> headers = new LinkedHashMap<>(Map.of(HEADER + "Operation", "read"));
        item.get("ask").stream().flatMap(ask -> ask.fields().stream()).forEach(field -> {
            if (!ASKED.contains(field.name())) {
                throw CasesFile.refused(
                        field.key(),
                        "'" + field.name() + "' is no part of a question; those are "
                                + String.join(", ", ASKED.stream().sorted().toList()));
            }
            headers.put(header(field), JSON.convertValue(field.value().json(), Object.class));
        });
        return new Case(
                file,
                item.line(),
                name,
                item.get("in").map(CasesFile::message).orElse(""),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(
                        new Question(headers, item.get("answer").orElseThrow().json())),
                replies,
                Optional.empty());
    }

    private static String header(Field field) {
        return HEADER
                + field.name().substring(0, 1).toUpperCase(Locale.ROOT)
                + field.name().substring(1);
    }
}
