package io.d365hub;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands, in development, for a bank's JSON feed of exchange rates, so that the sample needs no internet. */
final class SampleFeed {

    static final String PATH = "/sample/exchange-rates";

    private final Path file;

    SampleFeed(Settings settings) {
        this.file = settings.home().resolve("samples").resolve("exchange-rates.json");
    }

    void mount(Router router) {
        router.get(PATH).blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext routing) {
        try {
            routing.response()
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(Files.readAllBytes(file)));
        } catch (IOException e) {
            routing.response().setStatusCode(404).end();
        }
    }
}
