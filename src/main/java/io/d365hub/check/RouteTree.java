package io.d365hub.check;

import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Everything that an integration team wrote, read once.
 *
 * @param home the hub's home folder, from which routes name other files
 * @param routes the files of routes
 * @param kamelets the kamelets by name
 */
record RouteTree(Path home, List<RouteFile> routes, Map<String, Kamelet> kamelets) {

    static final String SUFFIX = ".camel.yaml";

    /**
     * A file of routes.
     *
     * @param file its name, from the home folder
     * @param document what is in it
     * @param endpoints the endpoints that it names
     */
    record RouteFile(Path file, YamlValue document, List<EndpointUse> endpoints) {

        /** The values of the file's items of one kind, e.g. its {@code route}s; the file may hold one item or a list. */
        List<YamlValue> items(String kind) {
            Stream<YamlValue> all = document.isList() ? document.items().stream() : Stream.of(document);
            return all.flatMap(item -> item.get(kind).stream()).toList();
        }
    }

    /**
     * Reads the folders; what cannot be read becomes a finding.
     *
     * @param home the hub's home folder
     * @param routes the folder of the routes, from the home folder; kamelets are in its sub-folder {@code kamelets}
     */
    static RouteTree read(Path home, Path routes, Findings findings) {
        List<RouteFile> files = new ArrayList<>();
        each(
                home,
                routes,
                SUFFIX,
                findings,
                (file, document) -> files.add(new RouteFile(file, document, EndpointUses.in(file, document))));
        List<Kamelet> kamelets = new ArrayList<>();
        each(
                home,
                routes.resolve("kamelets"),
                Kamelet.SUFFIX,
                findings,
                (file, document) -> kamelets.add(Kamelet.of(file, document)));
        return new RouteTree(home, List.copyOf(files), Kamelet.byName(kamelets.stream()));
    }

    /** All endpoints: those of routes and those of the templates of kamelets. */
    Stream<EndpointUse> endpoints() {
        return Stream.concat(
                routes.stream().flatMap(route -> route.endpoints().stream()),
                kamelets.values().stream()
                        .flatMap(kamelet -> EndpointUses.in(kamelet.file(), kamelet.document()).stream()));
    }

    /** All documents by their file: those of routes and of kamelets. */
    Map<Path, YamlValue> documents() {
        Map<Path, YamlValue> documents = new LinkedHashMap<>();
        routes.forEach(route -> documents.put(route.file(), route.document()));
        kamelets.values().forEach(kamelet -> documents.put(kamelet.file(), kamelet.document()));
        return documents;
    }

    private static void each(
            Path home, Path folder, String suffix, Findings findings, BiConsumer<Path, YamlValue> reader) {
        for (Path file : files(home.resolve(folder), suffix)) {
            Path name = folder.resolve(file.getFileName());
            try {
                Optional<YamlValue> document = YamlValue.read(file);
                if (document.isEmpty()) {
                    findings.add(name, 0, 0, "The file is empty.", "", "Write a route into it, or delete it.");
                }
                document.ifPresent(value -> reader.accept(name, value));
            } catch (YamlSyntaxException e) {
                findings.add(SyntaxMistake.finding(name, file, e));
            } catch (CharacterCodingException e) {
                findings.add(
                        name,
                        0,
                        0,
                        "The file is not UTF-8 text.",
                        "Some of its bytes are no characters there.",
                        "Save it as UTF-8.");
            } catch (IOException e) {
                findings.add(
                        name, 0, 0, "The file cannot be read.", e + ".", "Check that it is UTF-8 text and readable.");
            }
        }
    }

    private static List<Path> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // gone between the two looks at it
        }
    }
}
