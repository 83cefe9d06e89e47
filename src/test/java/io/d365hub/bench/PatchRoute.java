package io.d365hub.bench;

import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** What a team writes without the component: a PATCH for each row through camel-http, tried again with exponential backoff. */
final class PatchRoute implements AutoCloseable {

    private static final String BODY =
            "{\"name\":\"Web order\",\"freightamount\":12,\"description\":\"" + "n".repeat(160) + "\"}";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final ExecutorService senders;
    private volatile boolean stopped;

    PatchRoute(URI environment, String token, int concurrency) throws Exception {
        HttpComponent http = camel.getComponent("http", HttpComponent.class);
        http.setAutomaticRetriesDisabled(true);
        http.setConnectionsPerRoute(concurrency);
        http.setMaxTotalConnections(concurrency);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(-1)
                        .redeliveryDelay(500)
                        .useExponentialBackOff()
                        .backOffMultiplier(2)
                        .maximumRedeliveryDelay(60_000)
                        .logExhausted(false)
                        .retryAttemptedLogLevel(org.apache.camel.LoggingLevel.OFF));
                from("direct:row")
                        .setHeader("Authorization", constant("Bearer " + token))
                        .setHeader("Content-Type", constant("application/json"))
                        .toD(environment
                                + "/api/data/v9.2/salesorders(ordernumber='${header.number}')?httpMethod=PATCH");
            }
        });
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        senders = Executors.newFixedThreadPool(concurrency);
        for (int i = 0; i < concurrency; i++) {
            senders.execute(() -> {
                while (!stopped) {
                    try {
                        template.sendBodyAndHeader("direct:row", BODY, "number", "P" + number.getAndIncrement());
                    } catch (CamelExecutionException e) {
                        // The end of the run interrupts those that wait to try again.
                        return;
                    }
                    done.incrementAndGet();
                }
            });
        }
    }

    long done() {
        return done.get();
    }

    @Override
    public void close() throws java.io.IOException {
        stopped = true;
        senders.shutdownNow();
        camel.getShutdownStrategy().setTimeout(1);
        camel.close();
    }
}
