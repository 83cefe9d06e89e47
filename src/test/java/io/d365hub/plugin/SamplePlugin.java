package io.d365hub.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles the example project {@code samples/plugin} with javac, as its pom does, and packs it. */
public final class SamplePlugin {

    private static final Path PROJECT = Path.of("samples", "plugin", "src", "main");

    private SamplePlugin() {}

    /** The jar of the example as it is. */
    public static Path jar(Path folder) throws IOException {
        return jar(folder, "partner-plugin.jar", UnaryOperator.identity(), "17");
    }

    /**
     * The jar of the example, changed.
     *
     * @param change what is done to each source
     * @param release the Java that it is compiled for
     */
    public static Path jar(Path folder, String name, UnaryOperator<String> change, String release) throws IOException {
        Path sources = Files.createTempDirectory(folder, "sources");
        Path classes = Files.createTempDirectory(folder, "classes");
        List<String> arguments = new ArrayList<>(List.of("--release", release, "-proc:none", "-d", classes.toString()));
        arguments.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        try (Stream<Path> files = Files.walk(PROJECT.resolve("java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = sources.resolve(file.getFileName());
                Files.writeString(copy, change.apply(Files.readString(file)));
                arguments.add(copy.toString());
            }
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        if (result != 0) {
            throw new AssertionError("samples/plugin does not compile");
        }
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            pack(classes, packed);
            pack(PROJECT.resolve("resources"), packed);
        }
        return jar;
    }

    private static void pack(Path folder, JarOutputStream packed) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }
}
