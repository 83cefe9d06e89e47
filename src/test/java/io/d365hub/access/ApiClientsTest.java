package io.d365hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiClientsTest {

    private static final String KEY = ApiKeys.generate(new SecureRandom());
    private static final String DIGEST = ApiKeys.sha256(KEY);

    @TempDir
    private Path folder;

    @Test
    void aKeyLeadsToItsClient() throws Exception {
        assertThat(read("webshop.keys = " + DIGEST).authenticate(KEY)).get().returns("webshop", ApiClient::name);
    }

    @Test
    void anotherKeyLeadsNowhere() throws Exception {
        assertThat(read("webshop.keys = " + DIGEST).authenticate(KEY + "x")).isEmpty();
    }

    @Test
    void theStoredDigestIsNoKey() throws Exception {
        assertThat(read("webshop.keys = " + DIGEST).authenticate(DIGEST)).isEmpty();
    }

    @Test
    void whileKeysAreExchangedBothWork() throws Exception {
        // Given
        String next = ApiKeys.generate(new SecureRandom());
        // When
        ApiClients clients = read("webshop.keys = " + DIGEST + ", " + ApiKeys.sha256(next));
        // Then
        assertThat(clients.authenticate(next))
                .isEqualTo(clients.authenticate(KEY))
                .isPresent();
    }

    @Test
    void aClientMaySendOnlyToItsIntegrations() throws Exception {
        // When
        ApiClient client = read("webshop.keys = " + DIGEST + "\nwebshop.integrations = orders, returns")
                .authenticate(KEY)
                .orElseThrow();
        // Then
        assertThat(client.maySendTo("returns")).isTrue();
        assertThat(client.maySendTo("contacts")).isFalse();
    }

    @Test
    void aClientWithoutIntegrationsMaySendToNone() throws Exception {
        assertThat(read("webshop.keys = " + DIGEST)
                        .authenticate(KEY)
                        .orElseThrow()
                        .maySendTo("orders"))
                .isFalse();
    }

    @Test
    void onJmsTheKeyMustBeOfTheUserNamed() throws Exception {
        // Given
        ApiClients clients = read("webshop.keys = " + DIGEST);
        // When, then
        assertThat(clients.authenticate("webshop", KEY)).isPresent();
        assertThat(clients.authenticate("erp", KEY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "webshop.kyes,        webshop.kyes",
        "webshop,             webshop",
        "Web_Shop.keys,       Web_Shop.keys",
        "webshop.integrations, webshop.integrations"
    })
    void aWrongEntryIsNamed(String entry, String named) {
        assertThatThrownBy(() -> read(entry + " = " + DIGEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + named + "'")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void aKeyInPlainTextIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> read("webshop.keys = " + KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHA-256")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void oneKeyForTwoClientsIsRefused() {
        assertThatThrownBy(() -> read("webshop.keys = " + DIGEST + "\nerp.keys = " + DIGEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void keysAreDifferentEachTime() {
        assertThat(ApiKeys.generate(new SecureRandom())).startsWith("d365hub_").isNotEqualTo(KEY);
    }

    private ApiClients read(String text) throws Exception {
        return ApiClients.read(Files.writeString(folder.resolve("clients.properties"), text));
    }
}
