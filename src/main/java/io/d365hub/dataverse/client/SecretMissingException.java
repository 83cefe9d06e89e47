package io.d365hub.dataverse.client;

/** A secret is not where it should be. The message says where, and no secret. */
final class SecretMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SecretMissingException(String message) {
        super(message);
    }
}
