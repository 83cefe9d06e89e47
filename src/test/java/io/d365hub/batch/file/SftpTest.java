package io.d365hub.batch.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real SFTP server in this process. */
class SftpTest {

    private static final String PASSWORD = "right";

    @TempDir
    static Path state;

    private static HubDatabase database;
    private static SshServer server;
    private static KeyPair hostKey;
    private static KeyPair userKey;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        database = HubDatabase.open(DatabaseSettings.embedded(state));
        hostKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        userKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        server = SshServer.setUpDefaultServer();
        server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, userKey.getPublic()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop(true);
        database.close();
    }

    private FileBatch batch(String login) throws Exception {
        return batch(login, hostKey.getPublic());
    }

    private FileBatch batch(String login, PublicKey knownKey) throws Exception {
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        Path known = Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(knownKey) + "\n");
        return FileBatch.over(
                "sftp://erp@127.0.0.1:" + server.getPort() + "/drop", database, folder, "&knownHosts=" + known + login);
    }

    @Test
    void filesAreReadAndArchivedOnTheServer() throws Exception {
        // Given
        try (FileBatch batch = batch("&password=" + PASSWORD)) {
            batch.file("a.csv", "a\n1\n");
            batch.file("b.json", "[");
            // When
            assertThat(batch.run()).containsExactly("1", "?");
            // Then
            assertThat(batch.names("archive")).containsExactly("a.csv");
            assertThat(batch.names("failed")).containsExactly("b.json");
        }
    }

    @Test
    void nothingOfThemStaysOnThisMachine() throws Exception {
        // Given
        try (FileBatch batch = batch("&password=" + PASSWORD)) {
            batch.file("a.csv", "a\n1\n");
            // When
            batch.run();
            // Then
            assertThat(folder.resolve("spool").toFile().list()).hasSize(1).allSatisfy(name -> assertThat(
                            folder.resolve("spool").resolve(name))
                    .isEmptyDirectory());
        }
    }

    @Test
    void aFileOfANameThatIsInTheArchiveGetsAnother() throws Exception {
        // Given
        try (FileBatch batch = batch("&password=" + PASSWORD)) {
            batch.file("a.csv", "a\n1\n");
            batch.run();
            batch.file("a.csv", "a\n2\n");
            // When
            batch.run();
            // Then
            assertThat(batch.names("archive")).hasSize(2).anyMatch(name -> name.matches("a\\.[0-9a-f]{8}\\.csv"));
        }
    }

    @Test
    void aKilledRunGoesOnWithinTheFile() throws Exception {
        // Given
        try (FileBatch batch = batch("&password=" + PASSWORD)) {
            batch.file("a.csv", "a\n1\n2\n3\n");
            ObjectNode position = batch.killedAfter(2);
            // Then
            assertThat(batch.run(StartPoint.withinRun(position))).containsExactly("3");
        }
    }

    @Test
    void aPrivateKeyLogsIn() throws Exception {
        // Given
        Path key = folder.resolve("id_ecdsa");
        try (var out = Files.newOutputStream(key)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(userKey, "test", null, out);
        }
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        try (FileBatch batch = batch("&privateKey=" + key)) {
            batch.file("a.csv", "a\n1\n");
            // Then
            assertThat(batch.run()).containsExactly("1");
        }
    }

    @Test
    void aWrongPasswordIsAWrongSetUpAndIsNotPrinted() throws Exception {
        try (FileBatch batch = batch("&password=wrong-secret")) {
            assertThatThrownBy(batch::run)
                    .hasMessageNotContaining("wrong-secret")
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.MISCONFIGURED));
        }
    }

    @Test
    void aServerWithAnotherKeyThanTheKnownOneIsNotTrusted() throws Exception {
        try (FileBatch batch = batch("&password=" + PASSWORD, userKey.getPublic())) {
            assertThatThrownBy(batch::run)
                    .hasMessageContaining("not among the known ones")
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.MISCONFIGURED));
        }
    }

    @Test
    void aServerThatIsNotThereIsWaitedFor() throws Exception {
        try (FileBatch batch =
                FileBatch.over("sftp://erp@127.0.0.1:1/drop", database, folder, "&password=" + PASSWORD)) {
            assertThatThrownBy(batch::run).isInstanceOfSatisfying(SourceException.class, e -> assertThat(
                            e.failure().kind())
                    .isEqualTo(FailureKind.THROTTLED));
        }
    }

    @Test
    void aMissingFolderIsAWrongSetUp() throws Exception {
        try (FileBatch batch = batch("&password=" + PASSWORD)) {
            Files.delete(batch.drop());
            assertThatThrownBy(batch::run).hasMessageContaining("There is no such folder.");
        }
    }
}
