package io.d365hub.console.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/** The style sheet and scripts: read once, kept by browsers for a year under an address that changes with the content. */
final class Assets {

    /** Where they are mounted. */
    static final String PATH = "/console/assets/";

    private static final String HTMX = "htmx.org";

    private record File(Buffer content, String type) {}

    private final Map<String, File> files;
    private final String version;

    Assets() {
        files = Map.of(
                "console.css", new File(read("console/assets/console.css"), "text/css; charset=utf-8"),
                "console.js", new File(read("console/assets/console.js"), "text/javascript; charset=utf-8"),
                "icon.svg", new File(read("console/assets/icon.svg"), "image/svg+xml"),
                "htmx.js",
                        new File(
                                read("META-INF/resources/webjars/" + HTMX + "/" + htmxVersion() + "/dist/htmx.min.js"),
                                "text/javascript; charset=utf-8"));
        version = digest();
    }

    /** Part of the address of every file. */
    String version() {
        return version;
    }

    void mount(Router router) {
        router.get(PATH + ":version/:name").handler(this::answer);
    }

    private void answer(RoutingContext routing) {
        File file = files.get(routing.pathParam("name"));
        if (file == null) {
            routing.fail(404);
            return;
        }
        boolean current = version.equals(routing.pathParam("version"));
        routing.response()
                .putHeader("Content-Type", file.type())
                .putHeader("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-store")
                .end(file.content());
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.keySet().stream()
                    .sorted()
                    .forEach(name -> digest.update(files.get(name).content().getBytes()));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The library's jar names its version in every path, and says in its Maven properties which one it is. */
    private static String htmxVersion() {
        Properties maven = new Properties();
        try (InputStream in = open("META-INF/maven/org.webjars.npm/" + HTMX + "/pom.properties")) {
            maven.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return maven.getProperty("version");
    }

    private static Buffer read(String resource) {
        try (InputStream in = open(resource)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is not on the class path");
        }
        return in;
    }
}
