package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.d365hub.rehearsal.Trial.Message;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a case that is tried against a Dataverse. */
final class TrialReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Path home;

    TrialReader(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    Case read(String name, YamlValue item, Map<String, String> headers, Map<String, JsonNode> replies) {
        List.of("out", "fails", "filtered").forEach(field -> item.get(field).ifPresent(at -> {
            throw CasesFile.refused(at, "case '" + name + "' has 'expect'; what is sent and what fails is said there");
        }));
        YamlValue expect = item.get("expect")
                .filter(YamlValue::isObject)
                .orElseThrow(
                        () -> CasesFile.refused(item, "case '" + name + "' needs an 'expect' with at least one field"));
        expect.fields().stream()
                .filter(field -> !Expectations.FIELDS.contains(field.name()))
                .findFirst()
                .ifPresent(field -> {
                    throw CasesFile.refused(
                            field.key(),
                            "'" + field.name() + "' cannot be expected; that can be "
                                    + String.join(
                                            ", ",
                                            Expectations.FIELDS.stream()
                                                    .sorted()
                                                    .toList()));
                });
        if (item.get("in").isPresent() == item.get("messages").isPresent()) {
            throw CasesFile.refused(item, "case '" + name + "' needs exactly one of 'in' and 'messages'");
        }
        List<Message> messages = item.get("in")
                .map(in -> List.of(new Message(CasesFile.message(in), headers)))
                .orElseGet(
                        () -> new TrialMessages(home).read(item.get("messages").orElseThrow(), headers));
        TrialCase trial = new TrialCase(
                messages,
                item.get("given").map(YamlValue::json).orElseGet(JsonNodeFactory.instance::objectNode),
                tables(item),
                item.get("faults").stream()
                        .flatMap(faults -> faults.items().stream())
                        .map(fault -> TrialFaults.of(fault.json()))
                        .toList(),
                expect.json());
        return new Case(
                file,
                item.line(),
                name,
                "",
                headers,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(trial),
                Optional.empty(),
                replies,
                Optional.empty());
    }

    /** {@code tables: [hub_supplierinvoice]} stands for the requests in {@code tables/hub_supplierinvoice.json}. */
    private List<JsonNode> tables(YamlValue item) {
        List<JsonNode> requests = new ArrayList<>();
        item.get("tables").stream().flatMap(tables -> tables.items().stream()).forEach(table -> {
            String name = table.text().orElse("");
            try {
                JSON.readTree(home.resolve("tables").resolve(name + ".json").toFile())
                        .forEach(requests::add);
            } catch (IOException e) {
                throw CasesFile.refused(table, "tables/" + name + ".json, which defines the table, cannot be read");
            }
        });
        return requests;
    }
}
