package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of docs/dataverse-component.md, run as it stands there in a plain Camel application against the simulator. */
class DataverseDocumentationTest {

    private static final Path PAGE = Path.of("docs/dataverse-component.md");

    @TempDir
    private Path folder;

    @Test
    void theRouteOfThePageWritesARow() throws Exception {
        // Given
        String page = Files.readString(PAGE);
        Path route = folder.resolve("contact-to-dataverse.camel.yaml");
        Files.writeString(route, block(page, "yaml").replace("platform-http:/contacts", "direct:contacts"));
        Main main = new Main();
        try (Simulator far = Simulator.start(SimulatorSettings.defaults().withPort(0))) {
            long before = far.count("contacts");
            Properties settings = settings(page);
            settings.put("camel.component.dataverse.environment-url", far.url().toString());
            settings.put("camel.component.dataverse.token-url", far.tokenUrl().toString());
            settings.put("camel.component.dataverse.client-id", SimulatorSettings.DEFAULT_CLIENT_ID);
            settings.put("camel.component.dataverse.client-secret", SimulatorSettings.DEFAULT_CLIENT_SECRET);
            settings.forEach((name, value) -> main.addInitialProperty(name.toString(), value.toString()));
            main.configure().withRoutesIncludePattern("file:" + route);
            main.start();
            // When
            main.getCamelTemplate().sendBody("direct:contacts", comment(page));
            // Then
            assertThat(far.count("contacts")).isEqualTo(before + 1);
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "httpclient5, org.apache.hc.client5.http.impl.async.HttpAsyncClients",
        "jackson-databind, com.fasterxml.jackson.databind.ObjectMapper",
        "micrometer-core, io.micrometer.core.instrument.MeterRegistry"
    })
    void thePageNamesTheVersionsThatTheComponentIsTriedWith(String artifact, Class<?> type) throws IOException {
        assertThat(block(Files.readString(PAGE), "xml").replaceAll("\\s+", ""))
                .contains("<artifactId>" + artifact + "</artifactId><version>"
                        + type.getPackage().getImplementationVersion() + "</version>");
    }

    private static Properties settings(String page) throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(block(page, "properties")));
        return settings;
    }

    private static String block(String page, String language) {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(matcher.find()).as("a block of " + language).isTrue();
        return matcher.group(1);
    }

    /** The example row stands in the route's comment. */
    private static String comment(String page) {
        return block(page, "yaml")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("#"))
                .map(line -> line.substring(1))
                .reduce("", String::concat);
    }
}
