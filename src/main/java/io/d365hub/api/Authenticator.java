package io.d365hub.api;

/**
 * Makes the hub known to another system over HTTP: one header of each request. Asked for each request, by many threads at once, so it
 * keeps a token until shortly before its end.
 */
public interface Authenticator {

    /** Name of the header. */
    default String header() {
        return "Authorization";
    }

    /**
     * Value of the header, a secret: the hub never prints it.
     *
     * @throws RuntimeException when there is none just now; the request fails then, and is tried again as after a lost connection
     */
    String value();
}
