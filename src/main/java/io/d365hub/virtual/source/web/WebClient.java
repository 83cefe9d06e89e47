package io.d365hub.virtual.source.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests to other services and reads their answers whole, up to a bound. Does nothing by itself: no retry, no
 * redirect, no cookie. A cancelled call closes its connection. Thread-safe; made when the first request is sent.
 */
public final class WebClient implements AutoCloseable {

    /** Largest answer that is read, unpacked. */
    public static final int MOST_BYTES = 32 << 20;

    private static final int CONNECTIONS = 400;
    private static final int CONNECTIONS_TO_ONE_HOST = 64;
    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private CloseableHttpClient http;

    /**
     * Sends one request and waits for its answer, at most for as long as the call may still take.
     *
     * @param what the table, as messages name it
     * @throws SourceException when there is no whole answer
     */
    public WebAnswer send(WebRequest request, SourceCall call, String what) throws SourceException {
        long millis = call.remaining().toMillis();
        if (millis <= 0 || call.isCancelled()) {
            throw tooSlow(what);
        }
        HttpUriRequestBase sent = new HttpUriRequestBase(request.method(), request.address());
        sent.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofMilliseconds(millis))
                .setResponseTimeout(Timeout.ofMilliseconds(millis))
                .build());
        sent.setHeader("Accept", "application/json");
        request.headers().forEach(sent::setHeader);
        request.body()
                .map(JsonNode::toString)
                .ifPresent(body -> sent.setEntity(
                        new StringEntity(body, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8))));
        call.onCancel(sent::cancel);
        try {
            return client().execute(sent, response -> answer(response));
        } catch (TooLargeException e) {
            throw SourceException.wrongData(
                    "The source of %s answered with more than %d MB.".formatted(what, MOST_BYTES >> 20));
        } catch (InterruptedIOException e) {
            throw tooSlow(what);
        } catch (IOException e) {
            throw call.isCancelled() || call.remaining().isZero()
                    ? tooSlow(what)
                    : SourceException.unavailable(
                            "The source of %s cannot be reached.".formatted(what), Optional.empty(), e);
        }
    }

    private synchronized CloseableHttpClient client() {
        if (http == null) {
            http = HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setMaxConnTotal(CONNECTIONS)
                            .setMaxConnPerRoute(CONNECTIONS_TO_ONE_HOST)
                            .setDefaultConnectionConfig(ConnectionConfig.custom()
                                    .setConnectTimeout(CONNECT)
                                    // One that the far side has closed meanwhile would look like an outage.
                                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                    .build())
                            .build())
                    .evictIdleConnections(TimeValue.ofMinutes(1))
                    .disableAutomaticRetries()
                    // A redirect could lead the credentials to another host.
                    .disableRedirectHandling()
                    .disableCookieManagement()
                    .disableAuthCaching()
                    .setUserAgent("d365-hub")
                    .build();
        }
        return http;
    }

    private static WebAnswer answer(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new WebAnswer(response.getCode(), headers, body(response));
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        try (InputStream in = response.getEntity().getContent();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            byte[] buffer = new byte[16 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (out.size() + n > MOST_BYTES) {
                    throw new TooLargeException();
                }
                out.write(buffer, 0, n);
            }
            return out.toByteArray();
        }
    }

    private static SourceException tooSlow(String what) {
        return SourceException.timeout("The source of %s took too long.".formatted(what));
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.close(CloseMode.GRACEFUL);
        }
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
