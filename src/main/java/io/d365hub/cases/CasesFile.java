package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one file of cases. */
final class CasesFile {

    static final String SUFFIX = ".cases.yaml";

    private static final Set<String> FIELDS = Set.of(
            "name",
            "in",
            "messages",
            "headers",
            "given",
            "tables",
            "faults",
            "out",
            "fails",
            "filtered",
            "expect",
            "ask",
            "answer",
            "replies");

    private CasesFile() {}

    /**
     * The cases of a file.
     *
     * @param home files with messages and tables are named from there
     */
    static List<Case> read(Path file, Path home) {
        YamlValue cases;
        try {
            cases = YamlValue.read(file)
                    .orElseThrow(() -> new CasesException(
                            file + " holds no cases. Write one (name, in, and out or fails), or delete the file."));
        } catch (YamlSyntaxException e) {
            throw new CasesException(
                    "%s:%d:%d is not valid YAML: %s.".formatted(file, e.line(), e.column(), e.getMessage()), e);
        } catch (IOException e) {
            throw new CasesException("%s cannot be read: %s.".formatted(file, e), e);
        }
        if (!cases.isList()) {
            throw refused(file, cases, "must be a list of cases, each beginning with '- name: ...'");
        }
        List<Case> read =
                cases.items().stream().map(item -> read(file, item, home)).toList();
        Set<String> names = new HashSet<>();
        read.stream().filter(one -> !names.add(one.name())).findFirst().ifPresent(twice -> {
            throw new CasesException(twice.place() + ": there is another case named '" + twice.name()
                    + "' in this file. Give each its own name, so that a failure can be found.");
        });
        return read;
    }

    private static Case read(Path file, YamlValue item, Path home) {
        item.fields().stream()
                .filter(field -> !FIELDS.contains(field.name()))
                .findFirst()
                .ifPresent(unknown -> {
                    throw refused(
                            file,
                            unknown.key(),
                            "'" + unknown.name()
                                    + "' is no part of a case; those are name, in, messages,"
                                    + " headers, given, tables, faults, expect, out, fails,"
                                    + " filtered, ask, answer and replies");
                });
        String name = item.textOf("name").orElseThrow(() -> refused(file, item, "a case needs a name"));
        Map<String, JsonNode> replies = replies(item);
        if (item.get("answer").isPresent()) {
            return QuestionReader.read(file, name, item, replies);
        }
        if (item.get("expect").isPresent() || item.get("messages").isPresent()) {
            return new TrialReader(file, home).read(name, item, headers(item), replies);
        }
        item.get("ask").ifPresent(at -> {
            throw refused(file, at, "case '" + name + "' asks, and has no 'answer'");
        });
        Stream.of("given", "tables", "faults")
                .map(item::get)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(at -> {
                    throw refused(file, at, "case '" + name + "' has no 'expect', so nothing of it meets a Dataverse");
                });
        YamlValue in = item.get("in").orElseThrow(() -> refused(file, item, "case '" + name + "' needs an 'in'"));
        Optional<JsonNode> out = item.get("out").map(YamlValue::json);
        Optional<String> fails = item.textOf("fails");
        boolean filtered = item.textOf("filtered").filter("true"::equals).isPresent();
        if (Stream.of(out.isPresent(), fails.isPresent(), filtered)
                        .filter(given -> given)
                        .count()
                != 1) {
            throw refused(file, item, "case '" + name + "' needs exactly one of 'out', 'fails' and 'filtered: true'");
        }
        return new Case(
                file,
                item.line(),
                name,
                message(in),
                headers(item),
                out,
                fails,
                filtered,
                Optional.empty(),
                Optional.empty(),
                replies);
    }

    /** What others reply, by endpoint as one writes it, with or without {@code //}. */
    private static Map<String, JsonNode> replies(YamlValue item) {
        return item.get("replies").stream()
                .flatMap(replies -> replies.fields().stream())
                .collect(Collectors.toMap(Field::name, field -> field.value().json()));
    }

    /** A text is the message itself, so that cases can show messages that are no JSON. */
    static String message(YamlValue in) {
        return in.isText() ? in.text().orElseThrow() : in.json().toString();
    }

    private static Map<String, String> headers(YamlValue item) {
        return item.get("headers").stream()
                .flatMap(headers -> headers.fields().stream())
                .collect(Collectors.toMap(
                        Field::name, field -> field.value().text().orElse("")));
    }

    static CasesException refused(Path file, YamlValue at, String why) {
        return new CasesException("%s:%d:%d: %s.".formatted(file, at.line(), at.column(), why));
    }
}
