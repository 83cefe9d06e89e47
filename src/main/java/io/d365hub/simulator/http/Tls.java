package io.d365hub.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * With what HTTPS is spoken: a key store in PKCS #12 with one key and its certificate.
 *
 * @param keyStore its file
 * @param password of the store and of the key
 */
public record Tls(Path keyStore, String password) {

    /** @throws IllegalArgumentException when it cannot be opened */
    public Tls {
        if (!Files.isReadable(keyStore)) {
            throw new IllegalArgumentException("There is no key store " + keyStore + " that can be read.");
        }
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore.getInstance("PKCS12").load(in, password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The key store " + keyStore + " cannot be opened: " + e.getMessage()
                            + ". Give a PKCS #12 file and its password.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "Tls[" + keyStore + "]";
    }
}
