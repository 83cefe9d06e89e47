package io.d365hub.console.web;

import java.net.URI;
import java.util.Optional;

/**
 * Where the console is reached and how one gets in.
 *
 * @param publicUrl address in the browser, when a proxy stands before the hub; https makes cookies secure
 * @param developmentSignIn whether somebody on this machine may go in without password
 */
public record ConsoleSettings(Optional<URI> publicUrl, boolean developmentSignIn) {

    /** Whether browsers reach the console through TLS. */
    boolean isSecure() {
        return publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
    }
}
