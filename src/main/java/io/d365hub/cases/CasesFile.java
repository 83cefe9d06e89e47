package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import io.d365hub.yaml.YamlValue.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final CaseForm FORM = CaseForm.read();

    private CasesFile() {}

    /**
     * The cases of a file. What cannot be run is among them as such, so that it fails alone.
     *
     * @param home files with messages and tables are named from there
     */
    static List<Case> read(Path file, Path home) {
        try {
            YamlValue cases = YamlValue.read(file)
                    .orElseThrow(() -> new UnusableCaseException(
                            0, 0, "it holds no cases. Write one (name, in, and out or fails), or delete the file."));
            if (!cases.isList()) {
                throw refused(cases, "must be a list of cases, each beginning with '- name: ...'");
            }
            Set<String> names = new HashSet<>();
            List<Case> read = new ArrayList<>();
            for (YamlValue item : cases.items()) {
                read.add(usable(file, item, home, names));
            }
            return read;
        } catch (YamlSyntaxException e) {
            return List.of(wholeFile(
                    file, new CaseMistake(e.line(), e.column(), "is not valid YAML: " + e.getMessage() + ".")));
        } catch (IOException e) {
            return List.of(wholeFile(file, new CaseMistake(0, 0, "it cannot be read: " + e + ".")));
        } catch (UnusableCaseException e) {
            return List.of(wholeFile(file, e.mistake()));
        }
    }

    private static Case wholeFile(Path file, CaseMistake mistake) {
        return Case.unusable(file, file.getFileName().toString(), mistake);
    }

    private static Case usable(Path file, YamlValue item, Path home, Set<String> names) {
        String name = item.textOf("name").orElse("(without a name)");
        try {
            Case read = read(file, item, home);
            FORM.mistake(item).ifPresent(mistake -> {
                throw refused(mistake.at(), mistake.why());
            });
            if (!names.add(name)) {
                throw refused(
                        item,
                        "there is another case named '" + name
                                + "' in this file. Give each its own name, so that a failure can be found");
            }
            return read;
        } catch (UnusableCaseException e) {
            return Case.unusable(file, name, e.mistake());
        }
    }

    private static Case read(Path file, YamlValue item, Path home) {
        item.fields().stream()
                .filter(field -> !FIELDS.contains(field.name()))
                .findFirst()
                .ifPresent(unknown -> {
                    throw refused(
                            unknown.key(),
                            "'" + unknown.name()
                                    + "' is no part of a case; those are name, in, messages,"
                                    + " headers, given, tables, faults, expect, out, fails,"
                                    + " filtered, ask, answer and replies");
                });
        String name = item.textOf("name").orElseThrow(() -> refused(item, "a case needs a name"));
        Map<String, JsonNode> replies = replies(item);
        if (item.get("answer").isPresent()) {
            return QuestionReader.read(file, name, item, replies);
        }
        if (item.get("expect").isPresent() || item.get("messages").isPresent()) {
            return new TrialReader(file, home).read(name, item, headers(item), replies);
        }
        item.get("ask").ifPresent(at -> {
            throw refused(at, "case '" + name + "' asks, and has no 'answer'");
        });
        Stream.of("given", "tables", "faults")
                .map(item::get)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(at -> {
                    throw refused(at, "case '" + name + "' has no 'expect', so nothing of it meets a Dataverse");
                });
        YamlValue in = item.get("in").orElseThrow(() -> refused(item, "case '" + name + "' needs an 'in'"));
        Optional<JsonNode> out = item.get("out").map(YamlValue::json);
        Optional<String> fails = item.textOf("fails");
        boolean filtered = item.textOf("filtered").filter("true"::equals).isPresent();
        if (Stream.of(out.isPresent(), fails.isPresent(), filtered)
                        .filter(given -> given)
                        .count()
                != 1) {
            throw refused(item, "case '" + name + "' needs exactly one of 'out', 'fails' and 'filtered: true'");
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
                replies,
                Optional.empty());
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

    static UnusableCaseException refused(YamlValue at, String why) {
        return new UnusableCaseException(at.line(), at.column(), why + ".");
    }
}
