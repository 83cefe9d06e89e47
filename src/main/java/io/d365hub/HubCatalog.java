package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.dataverse.client.KnownCode;
import io.d365hub.failure.FailureKind;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A catalog of what integrations are made of, in Markdown: kamelets, the hub's own endpoints, error codes. Made from the parts. */
public final class HubCatalog {

    /** Where the hub's components describe themselves, as Camel's build plug-in would have written it. */
    private static final List<String> COMPONENTS = List.of(
            "lane/lane",
            "dataverse/dataverse",
            "batch/file/batch-file",
            "batch/source/sql/batch-sql",
            "batch/source/odata/batch-odata",
            "batch/source/http/batch-http",
            "batch/source/dataverse/batch-dataverse",
            "plugin/batch-plugin",
            "batch/file/sink/batch-file-sink",
            "webhook/event/dataverse-event",
            "webhook/publish/webhook-publish",
            "webhook/sink/webhook-delivery",
            "bus/bridge/bus-source",
            "bus/sink/bus",
            "mapping/table/table-map",
            "virtual/source/route/virtual");

    private static final Set<String> EVERYBODYS = Set.of(
            "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer", "autowiredEnabled");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;

    public HubCatalog(PrintWriter out) {
        this.out = out;
    }

    /** The kamelets of a folder with their parameters. */
    public void kamelets(Path folder) {
        out.println("# Kamelets");
        for (Path file : files(folder)) {
            try {
                YamlValue.read(file).ifPresent(this::kamelet);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".kamelet.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kamelet(YamlValue kamelet) {
        Optional<YamlValue> definition = kamelet.get("spec").flatMap(spec -> spec.get("definition"));
        String name =
                kamelet.get("metadata").flatMap(meta -> meta.textOf("name")).orElse("");
        heading(name, definition.flatMap(d -> d.textOf("description")).orElse(""));
        Set<String> required = definition.flatMap(d -> d.get("required")).stream()
                .flatMap(list -> list.items().stream())
                .flatMap(item -> item.text().stream())
                .collect(Collectors.toSet());
        table("parameter");
        definition.flatMap(d -> d.get("properties")).stream()
                .flatMap(properties -> properties.fields().stream())
                .forEach(field -> row(
                        field.name(),
                        choices(field.value()),
                        required.contains(field.name())
                                ? "required"
                                : field.value().textOf("default").orElse(""),
                        field.value().textOf("description").orElse("")));
    }

    private static String choices(YamlValue parameter) {
        return parameter
                .get("enum")
                .map(list -> list.items().stream()
                        .flatMap(item -> item.text().stream())
                        .collect(Collectors.joining(", ")))
                .orElseGet(() -> parameter
                        .textOf("format")
                        .orElseGet(() -> parameter.textOf("type").orElse("string")));
    }

    /** The hub's own endpoints with their options. */
    public void endpoints() {
        out.println("# Endpoints");
        COMPONENTS.forEach(this::endpoint);
    }

    private void endpoint(String component) {
        try (InputStream in = HubCatalog.class.getResourceAsStream("/META-INF/io/d365hub/" + component + ".json")) {
            if (in == null) {
                return;
            }
            JsonNode described = JSON.readTree(in);
            heading(
                    described.at("/component/syntax").asText(),
                    described.at("/component/description").asText());
            table("option");
            described.path("properties").properties().stream()
                    .filter(option -> !EVERYBODYS.contains(option.getKey()))
                    .forEach(option -> row(
                            option.getKey(),
                            option.getValue().path("type").asText(),
                            option.getValue().path("required").asBoolean()
                                    ? "required"
                                    : option.getValue().path("defaultValue").asText(""),
                            option.getValue().path("description").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kinds of failure, and the error codes of Dataverse with what the hub does about them. */
    public void codes() {
        out.println("# Error codes");
        out.println();
        out.println("| code of Dataverse | name | kind | what to do |");
        out.println("|---|---|---|---|");
        TreeMap<FailureKind, Integer> kinds = new TreeMap<>();
        for (KnownCode code : KnownCode.all()) {
            kinds.merge(code.kind(), 1, Integer::sum);
            out.println("| `" + code.code() + "` | " + code.name() + " | " + code.kind() + " | " + code.mend() + " |");
        }
        out.println();
        out.println(
                "The kinds: THROTTLED pauses everything and uses up nobody's patience; TRANSIENT is tried again, then parked; REFUSED"
                        + " and UNREADABLE become dead letters; MISCONFIGURED suspends the integration; QUARANTINED was under way at two"
                        + " crashes.");
        out.println();
    }

    /** Every setting with what it takes and its default. */
    public void settings() {
        out.println("# Settings");
        out.println();
        table("setting");
        SettingCatalog.shipped()
                .entries()
                .forEach(
                        setting -> row(setting.key(), setting.kind().toString(), setting.byDefault(), setting.about()));
        out.println();
    }

    private void heading(String name, String about) {
        out.println();
        out.println("## " + name);
        out.println();
        out.println(about);
        out.println();
    }

    private void table(String what) {
        out.println("| " + what + " | type | default | |");
        out.println("|---|---|---|---|");
    }

    private void row(String name, String type, String fallback, String about) {
        out.println("| `" + name + "` | " + cell(type) + " | " + (fallback.isBlank() ? "" : cell(fallback)) + " | "
                + cell(about) + " |");
    }

    private static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }
}
