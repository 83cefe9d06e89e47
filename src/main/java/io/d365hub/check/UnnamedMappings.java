package io.d365hub.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Mappings in {@code transformations/} must compile although no route names them (yet): they are written before their route,
 * chosen by a header, or imported by others.
 */
final class UnnamedMappings implements Check {

    private static final String FOLDER = "transformations";

    @Override
    public void check(RouteTree tree, Findings findings) {
        List<Path> named = tree.endpoints()
                .flatMap(use -> MappingFiles.named(tree.home(), use).stream())
                .map(UnnamedMappings::whole)
                .toList();
        files(tree.home().resolve(FOLDER))
                .filter(file -> !named.contains(whole(file)))
                .forEach(file -> MappingFiles.compile(tree.home(), file, findings));
    }

    private static Path whole(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static Stream<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
