package io.d365hub.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

    @TempDir
    Path plugins;

    @TempDir
    Path work;

    @Test
    void exampleProject_bringsOneOfEachKind() throws IOException {
        // Given
        Files.move(SamplePlugin.jar(work), plugins.resolve("partner-plugin.jar"));

        // When
        try (Plugins loaded = Plugins.load(plugins)) {
            // Then
            assertThat(loaded.processors()).containsOnlyKeys("partner-mask-iban");
            assertThat(loaded.authenticators()).containsOnlyKeys("partner-signature");
            assertThat(loaded.sources()).containsOnlyKeys("partner-numbers");
            assertThat(loaded.typeConverters()).hasSize(1);
        }
    }

    @Test
    void noFolder_noPlugins() {
        assertThat(Plugins.load(work.resolve("none")).processors()).isEmpty();
    }

    @Test
    void twoPluginsWithOneName_areRefused_bothJarsNamed() throws IOException {
        // Given
        Files.copy(SamplePlugin.jar(work), plugins.resolve("a.jar"));
        Files.copy(work.resolve("partner-plugin.jar"), plugins.resolve("b.jar"));

        // Then
        assertThatThrownBy(() -> Plugins.load(plugins))
                .isInstanceOf(PluginRefusedException.class)
                .hasMessageContaining("two plug-ins with the name 'partner'")
                .hasMessageContaining("a.jar")
                .hasMessageContaining("b.jar");
    }

    @Test
    void twoPluginsWithAProcessorOfOneName_areRefused() throws IOException {
        // Given
        Files.copy(SamplePlugin.jar(work), plugins.resolve("a.jar"));
        SamplePlugin.jar(plugins, "b.jar", source -> source.replace("\"partner\"", "\"other\""), "17");

        // Then
        assertThatThrownBy(() -> Plugins.load(plugins))
                .isInstanceOf(PluginRefusedException.class)
                .hasMessageContaining("Both plug-ins 'partner' and 'other' bring a processor 'partner-mask-iban'");
    }

    @Test
    void jarForANewerJava_isRefused_withBothVersions() throws IOException {
        // Given: the version of the class files is raised behind the compiler's back
        byte[] jar = Files.readAllBytes(SamplePlugin.jar(work, "new.jar", UnaryOperator.identity(), "17"));
        Files.write(plugins.resolve("new.jar"), raised(jar));

        // Then
        assertThatThrownBy(() -> Plugins.load(plugins))
                .isInstanceOf(PluginRefusedException.class)
                .hasMessageContaining("new.jar was compiled for Java 55")
                .hasMessageContaining("runs on Java " + Runtime.version().feature());
    }

    /** The same jar, whose classes say that they are of class file version 99. */
    private static byte[] raised(byte[] jar) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (java.util.jar.JarInputStream in = new java.util.jar.JarInputStream(new java.io.ByteArrayInputStream(jar));
                java.util.jar.JarOutputStream packed = new java.util.jar.JarOutputStream(out)) {
            for (java.util.jar.JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                byte[] content = in.readAllBytes();
                if (entry.getName().endsWith(".class")) {
                    content[7] = 99;
                }
                packed.putNextEntry(new java.util.jar.JarEntry(entry.getName()));
                packed.write(content);
                packed.closeEntry();
            }
        }
        return out.toByteArray();
    }

    @Test
    void brokenJar_isRefused() throws IOException {
        // Given
        Files.writeString(plugins.resolve("broken.jar"), "half a download");

        // Then
        assertThatThrownBy(() -> Plugins.load(plugins))
                .isInstanceOf(PluginRefusedException.class)
                .hasMessageContaining("broken.jar is no readable jar");
    }

    @Test
    void jarWithoutPlugin_isRefused_namingTheFolderForLibraries() throws IOException {
        // Given
        try (java.util.jar.JarOutputStream empty =
                new java.util.jar.JarOutputStream(Files.newOutputStream(plugins.resolve("driver.jar")))) {
            empty.putNextEntry(new java.util.jar.JarEntry("readme.txt"));
        }

        // Then
        assertThatThrownBy(() -> Plugins.load(plugins))
                .isInstanceOf(PluginRefusedException.class)
                .hasMessageContaining("driver.jar is no plug-in")
                .hasMessageContaining("folder lib");
    }
}
