package io.d365hub.batch.file.folder;

import java.net.URI;
import java.util.Objects;

/**
 * A folder on an SFTP server and how we make ourselves known there. Printed without secrets.
 *
 * @param uri {@code sftp://user@host:22/path}; a path that begins with {@code /~/} is relative to the user's home
 * @param password empty when a key is used
 * @param privateKey file of the private key, OpenSSH or PEM; empty when a password is used
 * @param passphrase of the private key; empty when it has none
 * @param knownHosts file of the host keys that are trusted, as OpenSSH writes it
 */
public record SftpAddress(URI uri, String password, String privateKey, String passphrase, String knownHosts) {

    private static final int DEFAULT_PORT = 22;
    private static final String HOME = "/~/";

    public SftpAddress {
        Objects.requireNonNull(uri, "uri");
        if (uri.getHost() == null || uri.getUserInfo() == null || uri.getPath().isEmpty()) {
            throw new IllegalArgumentException("'" + uri.getScheme() + "://" + uri.getHost() + uri.getPath()
                    + "' lacks user, host or path. Write sftp://user@host:22/path.");
        }
        if (uri.getUserInfo().contains(":")) {
            throw new IllegalArgumentException("The address of " + uri.getHost()
                    + " holds a password, which would be printed. Set password by a placeholder such as"
                    + " {{env:ERP_SFTP_PASSWORD}}.");
        }
        if (password.isEmpty() == privateKey.isEmpty()) {
            throw new IllegalArgumentException("To log in to " + uri.getHost() + " set either password or privateKey.");
        }
    }

    String user() {
        return uri.getUserInfo();
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }

    String path() {
        String path = uri.getPath();
        return path.startsWith(HOME) ? path.substring(HOME.length()) : path;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
