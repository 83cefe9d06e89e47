package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.DocumentationPages.Shown;
import io.d365hub.deadletter.query.LetterQuery;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Blocks of the pages in Java, XML, SQL, HTTP and the language of queries; each is compiled, run or held against what it names. */
class DocumentedProgramsTest {

    /** Languages of blocks, and by whom they are tried; {@code text} is for pictures. */
    private static final Set<String> KNOWN = Set.of(
            "bash",
            "output", // DocumentedCommandsRunTest
            "yaml",
            "json",
            "properties", // DocumentedSnippetsTest
            "java",
            "xml",
            "sql",
            "http",
            "query", // here
            "text");

    /** What stands around a block of Java, by its page: {@code %s} is the block. */
    private static final Map<String, String> AROUND =
            Map.of("docs/dataverse-component.md", """
            import io.d365hub.dataverse.client.*;
            import io.d365hub.throttle.*;
            import java.net.URI;
            import java.time.InstantSource;
            import java.util.Map;
            class Shown {
                void run(String tenant, String clientId, String secret, com.fasterxml.jackson.databind.node.ObjectNode columns) throws Exception {
                    %s
                }
            }
            """, "docs/patterns/jms-door.md", """
            import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
            class Shown {
                void run(String apiKey, String orderAsJson) {
                    %s
                }
            }
            """, "docs/plugins.md", """
            package com.example.hub;
            import io.d365hub.api.Contributions;
            class Shown implements io.d365hub.api.HubPlugin {
                public String name() {
                    return "shown";
                }
                %s
            }
            """);

    @TempDir
    Path folder;

    private static Stream<Shown> blocks(String language) {
        return DocumentationPages.blocks()
                .filter(block -> block.language().equals(language))
                .filter(block -> !block.page().endsWith("tutorial.md")); // TutorialTest types it
    }

    static Stream<Shown> java() {
        return blocks("java");
    }

    static Stream<Shown> xml() {
        return blocks("xml");
    }

    static Stream<Shown> sql() {
        return blocks("sql");
    }

    static Stream<Shown> http() {
        return blocks("http");
    }

    static Stream<Shown> queries() {
        return blocks("query")
                .flatMap(block -> block.text().lines().map(line -> new Shown(block.page(), block.language(), line)));
    }

    @Test
    void everyBlockIsInALanguageThatATestTries() {
        assertThat(DocumentationPages.blocks().filter(block -> !block.page().endsWith("tutorial.md")))
                .allSatisfy(block -> assertThat(KNOWN).as(block.toString()).contains(block.language()));
    }

    /** A command or a program in a picture, or in a block that is only indented, would be tried by nobody. */
    @Test
    void noPictureIsACommand() {
        assertThat(blocks("text").flatMap(block -> block.text().lines()))
                .noneMatch(line -> line.strip().matches("(\\./hub|curl|mvn|docker|export) .*"));
        assertThat(DocumentationPages.lines().filter(line -> line.startsWith("    ")))
                .noneMatch(line -> line.strip().matches("(\\./hub|curl|mvn|docker|export|cp) .*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("java")
    void javaOfAPage_compiles(Shown shown) throws IOException {
        // Given
        Path source = Files.writeString(
                folder.resolve("Shown.java"),
                AROUND.get(shown.page().toString()).formatted(shown.text()));
        List<Path> sources = new ArrayList<>(List.of(source));
        try (Stream<Path> plugin = Files.walk(Path.of("samples/plugin/src/main/java"))) {
            plugin.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        // When
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled;
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        // Then
        assertThat(compiled).as("%s%n%s", shown, said).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("xml")
    void xmlOfAPage_namesWhatIsThere(Shown shown) throws Exception {
        // Given
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        ("<shown>" + shown.text() + "</shown>").getBytes(StandardCharsets.UTF_8)));
        List<Element> dependencies = elements(document.getElementsByTagName("dependency"));
        List<Element> plugins = elements(document.getElementsByTagName("broker-plugin"));
        // Then
        assertThat(dependencies.size() + plugins.size()).as(shown.toString()).isPositive();
        for (Element dependency : dependencies) {
            assertDependency(text(dependency, "artifactId"), text(dependency, "version"));
        }
        for (Element plugin : plugins) {
            ActiveMQServerPlugin made = Class.forName(plugin.getAttribute("class-name"))
                    .asSubclass(ActiveMQServerPlugin.class)
                    .getDeclaredConstructor()
                    .newInstance();
            Map<String, String> properties = new HashMap<>();
            elements(plugin.getElementsByTagName("property"))
                    .forEach(property -> properties.put(property.getAttribute("key"), property.getAttribute("value")));
            made.init(properties);
        }
    }

    /** The hub itself, or one of the libraries that it is built with. */
    private static void assertDependency(String artifact, String version) throws IOException {
        if (artifact.equals("d365-hub")) {
            assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + version + "</version>");
        } else {
            assertThat(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .anyMatch(jar -> jar.endsWith(artifact + "-" + version + ".jar"));
        }
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int n = 0; n < nodes.getLength(); n++) {
            elements.add((Element) nodes.item(n));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sql")
    void sqlOfAPage_isRun(Shown shown) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:h2:mem:;MODE=PostgreSQL");
                Statement statement = database.createStatement()) {
            // When
            statement.execute(shown.text());
            // Then
            assertThat(statement.getUpdateCount()).as(shown.toString()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http")
    void requestOfAPage_hasALineAndJson(Shown shown) throws IOException {
        // Given
        int end = shown.text().indexOf('\n');
        // Then
        assertThat(shown.text().substring(0, end))
                .matches("(GET|POST|PATCH|DELETE) \\{environment}/api/data/v9\\.2/\\w+");
        assertThat(new ObjectMapper().readTree(shown.text().substring(end)).isObject())
                .as(shown.toString())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    void queryOfAPage_isUnderstood(Shown shown) {
        assertThat(LetterQuery.parse(shown.text(), Instant.EPOCH, Set.of("order")))
                .isNotNull();
    }
}
