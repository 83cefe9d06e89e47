package io.d365hub.dataverse.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests and collects answers, without blocking a thread and without doing anything by itself: no retry, no
 * redirect, no cookie. Answers arrive on a thread of the client's own, which must not be blocked. Thread-safe.
 */
final class HttpWire implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpWire.class);
    private static final int IO_THREADS = 2;
    /** Of each connection; a page of rows has megabytes. */
    private static final int BUFFER_BYTES = 32 << 10;

    private final CloseableHttpAsyncClient http;
    private final int maxResponseBytes;
    private final String encodings;
    private volatile boolean closed;

    HttpWire(DataverseSettings settings) {
        this.maxResponseBytes = settings.maxResponseBytes();
        PoolingAsyncClientConnectionManager connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnTotal(settings.maxConnections() * 2)
                .setMaxConnPerRoute(settings.maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeLimit()))
                        .setSocketTimeout(Timeout.of(settings.callTimeLimit()))
                        // A connection belongs to one web server; a fresh one now and then spreads the load.
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        // One that the far side has closed meanwhile would look like a lost answer.
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                // One HTTP/2 connection would carry all calls to the same web server, whose limits are counted apart.
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(settings.connectTimeLimit()))
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .build())
                .build();
        this.encodings = isThisMachine(settings.environmentUrl()) ? "identity" : "gzip";
        this.http = HttpAsyncClients.custom()
                .setHttp1Config(Http1Config.custom().setBufferSize(BUFFER_BYTES).build())
                .setConnectionManager(connections)
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(IO_THREADS)
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(settings.callTimeLimit()))
                        .setResponseTimeout(Timeout.of(settings.callTimeLimit()))
                        .build())
                .evictIdleConnections(TimeValue.ofMinutes(1))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                // Cookies would pin us to one web server and its share of the limits.
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("d365-hub")
                .setIoReactorExceptionCallback(this::told)
                .build();
        http.start();
    }

    /**
     * Sends one request.
     *
     * @param limit the whole exchange is given up after this time, however slowly bytes trickle in
     * @return the answer, or the exception that ended the exchange ({@link java.util.concurrent.TimeoutException} past the
     *     limit)
     */
    CompletableFuture<WireResponse> send(URI server, WireRequest request, Duration limit) {
        CompletableFuture<WireResponse> answer = new CompletableFuture<>();
        Future<?> exchange =
                http.execute(producer(server, request), new BoundedResponse(maxResponseBytes), new FutureCallback<>() {
                    @Override
                    public void completed(WireResponse response) {
                        try {
                            answer.complete(BoundedResponse.unpacked(response, maxResponseBytes));
                        } catch (IOException e) {
                            answer.completeExceptionally(e);
                        }
                    }

                    @Override
                    public void failed(Exception cause) {
                        answer.completeExceptionally(cause);
                    }

                    @Override
                    public void cancelled() {
                        answer.cancel(false);
                    }
                });
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
        });
    }

    /** Where nothing goes over a line, packing costs ten times what the bytes do. */
    private static boolean isThisMachine(URI environment) {
        String host = environment.getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    private BasicRequestProducer producer(URI server, WireRequest request) {
        HttpHost host = new HttpHost(server.getScheme(), server.getHost(), server.getPort());
        BasicHttpRequest head = new BasicHttpRequest(request.method(), host, request.path());
        head.setHeader("Accept", "application/json");
        head.setHeader("Accept-Encoding", encodings);
        request.headers().forEach(head::setHeader);
        AsyncEntityProducer body = request.body().length == 0
                ? null
                : AsyncEntityProducers.create(request.body(), ContentType.parseLenient(request.contentType()));
        return new BasicRequestProducer(head, body);
    }

    /** A thread that is looking at its connections while they are closed stumbles over that; it concerns nobody. */
    private void told(Exception exception) {
        if (!closed) {
            LOG.error("A thread of the connections to Dataverse has ended.", exception);
        }
    }

    @Override
    public void close() {
        closed = true;
        // All operations have ended; the graceful way now and then waits 5 s for a thread that has nothing to do.
        http.close(CloseMode.IMMEDIATE);
    }
}
