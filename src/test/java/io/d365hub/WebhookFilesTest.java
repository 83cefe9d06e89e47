package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./hub check} says of files that declare subscriptions to webhooks. */
class WebhookFilesTest {

    @TempDir
    Path home;

    private List<String> findings(String declaration) throws IOException {
        Path folder = Files.createDirectories(home.resolve("config/webhooks"));
        Files.writeString(folder.resolve("shop.yaml"), declaration);
        Settings settings = Settings.load(home, Path.of(Settings.DEFAULT_FILE), Map.of());
        return WebhookFiles.findings(settings).stream().map(Finding::toString).toList();
    }

    @Test
    void eachWrongMemberIsToldAtItsPlace() throws IOException {
        assertThat(findings("url: ftp://shop.example\nevents: [account.changed]\nordering: sometimes\nretrys: 3\n"))
                .satisfiesExactlyInAnyOrder(
                        said -> assertThat(said)
                                .startsWith("config/webhooks/shop.yaml:1:6: ")
                                .contains("'url' is no address"),
                        said -> assertThat(said)
                                .startsWith("config/webhooks/shop.yaml:3:11: ")
                                .contains("Choose one of"),
                        said -> assertThat(said)
                                .startsWith("config/webhooks/shop.yaml:4:9: ")
                                .endsWith(": 'retrys' is no member of a subscription. Did you mean 'retries'?"));
    }

    @Test
    void aFileThatIsNoYamlIsToldWithItsLine() throws IOException {
        assertThat(findings("url: https://shop.example\nevents: [a\n"))
                .singleElement()
                .satisfies(said -> assertThat(said)
                        .startsWith("config/webhooks/shop.yaml:3:1: ")
                        .contains("not valid YAML"));
    }

    @Test
    void whatAPlaceholderStandsForIsTakenToBeRight() throws IOException {
        assertThat(findings("url: '{{env:SHOP}}/hooks'\nevents: [a.*]\ntimeLimit: '{{env:LIMIT}}'\n"))
                .isEmpty();
    }
}
