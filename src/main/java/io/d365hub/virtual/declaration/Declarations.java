package io.d365hub.virtual.declaration;

import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All declarations below one folder, read and judged: {@code <folder>/<service>/<Set>.table.yaml}. Immutable.
 *
 * @param services those that have a table, by name; complete only when there are no mistakes
 * @param mistakes by file, line and column
 */
public record Declarations(List<VirtualService> services, List<Mistake> mistakes) {

    /** What a declaration's file name ends with. */
    public static final String SUFFIX = ".table.yaml";

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public Declarations {
        services = List.copyOf(services);
        mistakes = List.copyOf(mistakes);
    }

    /**
     * Reads the folder; there are no tables when it does not exist.
     *
     * @param home what file names in mistakes are relative to
     */
    public static Declarations read(Path home, Path folder, Collection<? extends SourceType> sourceTypes) {
        Map<String, SourceType> types =
                sourceTypes.stream().collect(Collectors.toMap(SourceType::name, Function.identity()));
        List<Mistake> mistakes = new ArrayList<>();
        Map<String, List<VirtualTable>> tables = new TreeMap<>();
        for (Path file : files(folder)) {
            Path shown = file.startsWith(home) ? home.relativize(file) : file;
            table(file, shown, types, mistakes)
                    .ifPresent(table -> tables.computeIfAbsent(table.service(), name -> new ArrayList<>())
                            .add(table));
        }
        List<VirtualService> services = tables.entrySet().stream()
                .map(entry -> new VirtualService(entry.getKey(), entry.getValue()))
                .toList();
        services.forEach(service -> References.check(service, mistakes));
        return new Declarations(services, mistakes);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                folder,
                2,
                (file, attributes) -> attributes.isRegularFile()
                        && file.getFileName().toString().endsWith(SUFFIX))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of virtual tables, " + folder + ", cannot be read", e);
        }
    }

    private static Optional<VirtualTable> table(
            Path file, Path shown, Map<String, SourceType> types, List<Mistake> mistakes) {
        String service = file.getParent().getFileName().toString();
        if (!SERVICE.matcher(service).matches()) {
            mistakes.add(new Mistake(
                    shown,
                    0,
                    0,
                    "Folder '" + service + "' is no name of a service.",
                    "It is a segment of the address /virtual/<service>/.",
                    "Use a-z, 0-9 and '-', at most 63 characters."));
            return Optional.empty();
        }
        Optional<YamlValue> yaml;
        try {
            yaml = YamlValue.read(file);
        } catch (YamlSyntaxException e) {
            mistakes.add(new Mistake(
                    shown, e.line(), e.column(), "This is not YAML.", e.getMessage() + ".", "Correct the file."));
            return Optional.empty();
        } catch (IOException e) {
            mistakes.add(new Mistake(
                    shown, 0, 0, "The file cannot be read.", e.getMessage() + ".", "Make it a UTF-8 file."));
            return Optional.empty();
        }
        if (yaml.isEmpty()) {
            mistakes.add(new Mistake(
                    shown, 0, 0, "The file is empty.", "It declares no table.", "Declare one, or delete the file."));
            return Optional.empty();
        }
        String name = file.getFileName().toString();
        return new TableReader(
                        service, name.substring(0, name.length() - SUFFIX.length()), shown, yaml.get(), types, mistakes)
                .read();
    }
}
