package io.d365hub;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Stands, in development, for other systems' JSON feeds (a bank's exchange rates, a portal's invoices), so that the samples need no
 * internet: {@code /sample/<name>} gives {@code samples/<name>.json}.
 */
final class SampleFeed {

    private static final String PATH = "/sample/:name";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    private final Path samples;

    SampleFeed(Settings settings) {
        this.samples = settings.home().resolve("samples");
    }

    void mount(Router router) {
        router.get(PATH).blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext routing) {
        String name = routing.pathParam("name");
        if (!NAME.matcher(name).matches()) {
            routing.response().setStatusCode(404).end();
            return;
        }
        try {
            routing.response()
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(Files.readAllBytes(samples.resolve(name + ".json"))));
        } catch (IOException e) {
            routing.response().setStatusCode(404).end();
        }
    }
}
