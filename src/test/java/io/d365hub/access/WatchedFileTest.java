package io.d365hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {

    private static final String ENTRY = "webshop.keys = " + ApiKeys.sha256("key") + "\n";

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNotThereDeclaresNobody() throws Exception {
        assertThat(WatchedFile.ofClients(file()).get().all()).isEmpty();
    }

    @Test
    void aChangeIsThereAfterAReload() throws Exception {
        // Given
        WatchedFile<ApiClients> clients = WatchedFile.ofClients(file());
        Files.writeString(file(), ENTRY);
        // When
        boolean changed = clients.reload();
        // Then
        assertThat(changed).isTrue();
        assertThat(clients.get().authenticate("key")).isPresent();
    }

    @Test
    void withoutAChangeNothingIsRead() throws Exception {
        // Given
        Files.writeString(file(), ENTRY);
        WatchedFile<ApiClients> clients = WatchedFile.ofClients(file());
        // When, then
        assertThat(clients.reload()).isFalse();
    }

    @Test
    void aWrongFileLeavesTheClientsOfBefore() throws Exception {
        // Given
        Files.writeString(file(), ENTRY);
        WatchedFile<ApiClients> clients = WatchedFile.ofClients(file());
        Files.writeString(file(), ENTRY + "erp.keys = none\n");
        // When
        assertThatThrownBy(clients::reload).isInstanceOf(IllegalArgumentException.class);
        // Then
        assertThat(clients.get().authenticate("key")).isPresent();
    }

    @Test
    void theSameWrongFileIsReportedOnce() throws Exception {
        // Given
        WatchedFile<ApiClients> clients = WatchedFile.ofClients(file());
        Files.writeString(file(), "nonsense");
        assertThatThrownBy(clients::reload).isInstanceOf(IllegalArgumentException.class);
        // When, then
        assertThat(clients.reload()).isFalse();
    }

    private Path file() throws IOException {
        return folder.resolve("clients.properties");
    }
}
