package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.KEY;
import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The intake shares Camel's server with routes that use platform-http. */
class MountedOnCamelsServerTest {

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpClient client = HttpClient.newHttpClient();
    private VertxPlatformHttpServer server;

    @BeforeEach
    void startCamel() throws Exception {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(0);
        server = new VertxPlatformHttpServer(configuration);
        camel.addService(server);
        camel.start();
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(0));
        hub.intake.mount(router, router.vertx());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/own").setBody(constant("a route's own answer"));
            }
        });
    }

    @AfterEach
    void stopCamel() {
        camel.stop();
    }

    @Test
    void aPushIsTaken() throws Exception {
        // When
        HttpResponse<String> answer = client.send(
                to("/push/" + ORDERS)
                        .header("X-API-Key", KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(order(1)))
                        .build(),
                BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void aRouteOfCamelsThatCameLaterIsReached() throws Exception {
        assertThat(client.send(to("/own").build(), BodyHandlers.ofString()).body())
                .isEqualTo("a route's own answer");
    }

    @Test
    void anAddressOfNeitherIsAProblem() throws Exception {
        // When
        HttpResponse<String> answer = client.send(to("/neither").build(), BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getServer().actualPort() + path));
    }
}
