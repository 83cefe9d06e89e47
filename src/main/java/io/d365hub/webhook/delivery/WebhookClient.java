package io.d365hub.webhook.delivery;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls receivers: no redirect, no retry, no cookie, certificates checked, addresses held against the policy when the
 * connection is made, answers read up to their first bytes. Blocks no thread but for the resolving of names. Thread-safe.
 */
public final class WebhookClient implements AutoCloseable {

    private static final int IO_THREADS = 2;
    /** Starts the time limit of a call once it has its connection. */
    private static final String TIMER = "hub.timer";

    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    /** Long: that the hub has so many calls to make is not the receiver's fault. */
    private static final Timeout WAIT_FOR_A_PLACE = Timeout.ofMinutes(10);

    private final CloseableHttpAsyncClient http;

    /**
     * A client that may call these addresses.
     *
     * @param connectionsPerReceiver calls at once to one host
     * @param connections calls at once in all
     * @param trusted whose certificates are believed, {@link SSLContext#getDefault()} but for a test
     */
    public WebhookClient(AddressPolicy addresses, int connectionsPerReceiver, int connections, SSLContext trusted) {
        this(addresses, connectionsPerReceiver, connections, trusted, InetAddress::getAllByName);
    }

    WebhookClient(
            AddressPolicy addresses,
            int connectionsPerReceiver,
            int connections,
            SSLContext trusted,
            NameService names) {
        this.http = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connectionsPerReceiver)
                        .setMaxConnTotal(connections)
                        .setDnsResolver(resolver(addresses, names))
                        .setTlsStrategy(new DefaultClientTlsStrategy(trusted))
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setHandshakeTimeout(CONNECT)
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .build())
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(IO_THREADS)
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(WAIT_FOR_A_PLACE)
                        .setResponseTimeout(Timeout.ofMinutes(1))
                        .build())
                .evictIdleConnections(TimeValue.ofMinutes(1))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("d365-hub-webhooks")
                .addExecInterceptorAfter(
                        ChainElement.CONNECT.name(), TIMER, (request, entity, scope, chain, callback) -> {
                            ((Runnable) scope.clientContext.getAttribute(TIMER)).run();
                            chain.proceed(request, entity, scope, callback);
                        })
                .build();
        http.start();
    }

    /** Says which addresses a name has just now. */
    @FunctionalInterface
    interface NameService {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /** Asked once for each connection: what is held against the policy is what is connected to. */
    private static DnsResolver resolver(AddressPolicy addresses, NameService names) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return addresses.allowed(host, names.lookUp(host));
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /**
     * Makes one call.
     *
     * @param body null for none
     * @param limit after which it is given up, however slowly bytes trickle in; counted from when it is sent, for a call may
     *     have to wait for others of the hub before
     */
    CompletableFuture<Answer> call(Method method, URI url, Map<String, String> headers, byte[] body, Duration limit) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
        BasicHttpRequest head = new BasicHttpRequest(method, host, target(url));
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("content-type")) {
                head.setHeader(name, value);
            }
        });
        BasicAsyncEntityProducer entity = body == null
                ? null
                : new BasicAsyncEntityProducer(
                        body,
                        org.apache.hc.core5.http.ContentType.parseLenient(
                                headers.getOrDefault("content-type", "application/octet-stream")));
        HttpClientContext context = HttpClientContext.create();
        Runnable timer = () -> answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        context.setAttribute(TIMER, timer);
        Future<?> exchange = http.execute(
                new BasicRequestProducer(head, entity),
                new AnswerHead(answer::complete),
                context,
                new FutureCallback<>() {
                    @Override
                    public void completed(Answer whole) {
                        answer.complete(whole);
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
        return answer.whenComplete((whole, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
        });
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** Gives up calls under way: whoever closes has waited for them as long as it wants to. */
    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
