package io.d365hub.batch.file.folder;

import io.d365hub.batch.SourceException;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** Logs in to an SFTP server, and says what it means when that fails. */
final class SftpLogin {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SftpAddress address;

    SftpLogin(SftpAddress address) {
        this.address = address;
    }

    /** A client that knows nothing of this machine's user: neither keys nor settings in the home folder. */
    SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier(
                new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, Path.of(address.knownHosts())));
        client.start();
        return client;
    }

    /** @throws SourceException THROTTLED when the server is not there, MISCONFIGURED when it does not let us in */
    ClientSession session(SshClient client) throws SourceException {
        ClientSession session = connected(client);
        try {
            if (address.privateKey().isEmpty()) {
                session.addPasswordIdentity(address.password());
            } else {
                session.addPublicKeyIdentity(key(session));
            }
            session.auth().verify(PATIENCE);
            return session;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            session.close(true);
            throw SourceException.of(
                    FailureKind.MISCONFIGURED,
                    "sftp-login",
                    "The folder " + address + " was not opened.",
                    reason(e),
                    "Check user, password or privateKey, and that the host's key is in knownHosts ("
                            + address.knownHosts() + "); ssh-keyscan shows it.");
        }
    }

    private ClientSession connected(SshClient client) throws SourceException {
        try {
            return client.connect(address.user(), address.host(), address.port())
                    .verify(PATIENCE)
                    .getSession();
        } catch (IOException | RuntimeException e) {
            throw SourceException.of(
                    FailureKind.THROTTLED,
                    "sftp-unreachable",
                    "The folder " + address + " was not opened.",
                    "The server did not answer: " + e.getMessage() + ".",
                    "Check that it runs and that its address is right; the run goes on by itself.");
        }
    }

    private KeyPair key(ClientSession session) throws IOException, GeneralSecurityException {
        FileKeyPairProvider keys = new FileKeyPairProvider(Path.of(address.privateKey()));
        if (!address.passphrase().isEmpty()) {
            keys.setPasswordFinder(FilePasswordProvider.of(address.passphrase()));
        }
        for (KeyPair pair : keys.loadKeys(session)) {
            return pair;
        }
        throw new IOException("There is no private key in " + address.privateKey());
    }

    private static String reason(Exception e) {
        if (e instanceof SshException && String.valueOf(e.getMessage()).contains("key did not validate")) {
            return "The server's key is not among the known ones; it may be another server than it says.";
        }
        return "The login failed: " + e.getMessage() + ".";
    }
}
