package io.d365hub.batch.source.http;

import io.d365hub.batch.SourceException;
import io.d365hub.connection.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Asks for pages. Follows no redirect, repeats nothing, and sends credentials to one host only. Thread-safe. */
public final class HttpPages {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int GONE = 410;

    /** One for all batches: it keeps threads and connections. */
    private static final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private final HttpSettings settings;

    public HttpPages(HttpSettings settings) {
        this.settings = settings;
    }

    /** Where reading begins. */
    public URI url() {
        return settings.url();
    }

    HttpSettings settings() {
        return settings;
    }

    /**
     * Asks for a page and returns when its answer has begun.
     *
     * @throws PositionGoneException when the other system knows the address no more
     * @throws SourceException when it does not answer with a page
     */
    HttpResponse<InputStream> get(URI uri) throws SourceException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(settings.timeout());
        settings.headers().forEach(request::setHeader);
        if (isOwn(uri)) {
            Optional<Credentials> credentials = settings.credentials().get();
            credentials.ifPresent(one -> request.setHeader(one.header(), one.value()));
        }
        HttpResponse<InputStream> answer;
        try {
            answer = Client.SHARED.send(request.build(), info -> new StreamedBody(settings.timeout()));
        } catch (IOException e) {
            throw HttpFailures.notReached(uri, e);
        }
        if (answer.statusCode() / 100 == 2) {
            return answer;
        }
        close(answer);
        SourceException failure = HttpFailures.status(uri, answer.statusCode(), answer.headers());
        throw answer.statusCode() == GONE ? new PositionGoneException(failure.failure()) : failure;
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            // Nothing of it is wanted.
        }
    }

    /**
     * Where a link leads.
     *
     * @param from the page that has it
     * @throws SourceException when that is no address, or one of a host that the batch may not ask
     */
    public URI resolve(URI from, String link) throws SourceException {
        URI resolved;
        try {
            String text = sendable(link);
            // The JDK takes a query alone for one of the folder above (RFC 3986, section 5.2.2, says otherwise).
            resolved = text.startsWith("?") ? from.resolve(from.getRawPath() + text) : from.resolve(text);
        } catch (IllegalArgumentException e) {
            throw HttpFailures.misconfigured(
                    from, "link", "The link to the next page is no address.", "Check the option that names the link.");
        }
        if (isOwn(resolved) || settings.otherHosts().contains(String.valueOf(resolved.getRawAuthority()))) {
            return resolved;
        }
        throw HttpFailures.misconfigured(
                from,
                "link-elsewhere",
                "The link to the next page leads to " + resolved.getScheme() + "://" + resolved.getRawAuthority() + ".",
                "If that is right, name the host in 'allowHosts'; credentials are not sent there.");
    }

    /** Links come with characters that no address may have, blanks above all; what is encoded stays as it is. */
    private static String sendable(String link) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < link.length(); i++) {
            char c = link.charAt(i);
            text.append(
                    c <= ' ' || "\"<>\\^`{|}".indexOf(c) >= 0
                            ? String.format(Locale.ROOT, "%%%02X", (int) c)
                            : String.valueOf(c));
        }
        return text.toString();
    }

    private boolean isOwn(URI uri) {
        return settings.url().getScheme().equalsIgnoreCase(uri.getScheme())
                && settings.url().getRawAuthority().equalsIgnoreCase(uri.getRawAuthority());
    }
}
